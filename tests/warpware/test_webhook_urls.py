"""Which urls can be registered. Source: "Webhooks"; readings.md, "warpware.webhook-http"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import WarpWare
from mockserver.server import MockServer

World = Callable[..., WarpWare]
URL = "https://your-system.example/webhooks/warpware"
EXAMPLE = {"url": URL, "events": ["order.shipped", "order.failed"]}


@pytest.mark.rule("warpware.webhooks.url")
@pytest.mark.parametrize(
    "url",
    [
        "https://h.example", "https://h.example:8443/a/b?c=d#e", "HTTPS://H.example/", "https://10.1.2.3/x",
        "https://[2001:db8::1]/x", "http://localhost:9/x", "http://127.0.0.1:9", "http://127.9.9.9/x",
        "http://[::1]:9/x", "HTTP://LOCALHOST/x",
    ],
)  # fmt: skip  # one list, one paragraph
def test_an_absolute_url_is_taken_as_it_stands(warpware: WarpWare, url: str) -> None:
    reply = warpware.post("/webhooks", {**EXAMPLE, "url": url})
    assert (reply.status, reply.json["url"]) == (201, url)


@pytest.mark.rule("warpware.webhooks.url")
@pytest.mark.parametrize(
    "url",
    [
        "h.example/hook", "/hook", "https://", "https:///hook", "ftp://h.example/", "file:///etc/passwd",
        "https://user:word@h.example/", "https://h.example/a b", "https://h.example/\n", "https://h.example:x/",
        "https://h.example:99999/", "https://h.example:0/", "https://[::1/", "javascript:alert(1)", "https:/h.example",
        "https://h.example\\@10.0.0.1/", "", " ",
    ],
)  # fmt: skip  # likewise
def test_any_other_url_is_422(warpware: WarpWare, url: str) -> None:
    reply = warpware.post("/webhooks", {**EXAMPLE, "url": url})
    assert (reply.status, reply.rule) == (422, "warpware.webhooks.url")
    assert reply.detail.startswith("url: must ")
    assert warpware.get("/webhooks").data == []


@pytest.mark.rule("warpware.webhooks.url")
@pytest.mark.parametrize("url", [None, 5, ["https://h.example/"], {}])
def test_an_url_that_is_no_string_is_422(warpware: WarpWare, url: object) -> None:
    reply = warpware.post("/webhooks", {**EXAMPLE, "url": url})
    assert (reply.status, reply.rule, reply.detail) == (422, "warpware.webhooks.url", "url: must be a string")


@pytest.mark.rule("warpware.body.unstorable")
@pytest.mark.parametrize("text", [r"http://h\ud800.example/", r"http://h\u0000.example/"])
def test_an_url_that_cannot_be_stored_is_422(warpware: WarpWare, text: str) -> None:
    body = f'{{"url": "{text}", "events": ["order.held"]}}'
    reply = warpware.request("POST", "/webhooks", body=body, headers={"Content-Type": "application/json"})
    assert (reply.status, reply.rule) == (422, "warpware.body.unstorable")


@pytest.mark.rule("warpware.webhooks.https-only")
@pytest.mark.parametrize("readings", [{}, {"warpware.webhook-http": "loopback"}], ids=["default", "loopback"])
@pytest.mark.parametrize(
    "url",
    ["http://h.example/", "http://10.1.2.3/", "http://localhost.example/", "http://0.0.0.0/", "http://[2001:db8::1]/"],
)
def test_http_beyond_loopback_is_422(world: World, readings: dict[str, str], url: str) -> None:
    reply = world(readings=readings).post("/webhooks", {**EXAMPLE, "url": url})
    assert (reply.status, reply.rule) == (422, "warpware.webhooks.https-only")
    assert "url: must be HTTPS" in reply.detail


@pytest.mark.rule("warpware.webhooks.https-only")
@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("http://hooks.example:9/", 201),
        ("http://HOOKS.example./", 201),
        ("http://10.1.2.3/", 201),
        ("http://more.hooks.example/", 422),
        ("http://11.1.2.3/", 422),
    ],
)
def test_http_goes_to_what_the_server_was_told_to_deliver_to(url: str, status: int) -> None:
    with MockServer(webhook_allow=["hooks.example", "10.0.0.0/8"]) as server:
        client = WarpWare(server.default)
        assert client.post("/webhooks", {**EXAMPLE, "url": url}).status == status
        client.close()


@pytest.mark.rule("warpware.body.invalid-value")
@pytest.mark.parametrize("url", ["http://h.example/", "ftp://h.example/"])
def test_a_bad_url_and_a_bad_event_are_both_named(warpware: WarpWare, url: str) -> None:
    reply = warpware.post("/webhooks", {"url": url, "events": ["order.held", "order.lost"]})
    assert (reply.status, reply.rule) == (422, "warpware.body.invalid-value")
    assert reply.detail.startswith("url: must be ")
    assert "; events[1]: must be one of " in reply.detail


@pytest.mark.rule("warpware.body.missing-field")
def test_a_bad_url_without_events_is_400_and_names_both(warpware: WarpWare) -> None:
    reply = warpware.post("/webhooks", {"url": "http://h.example/"})
    assert (reply.status, reply.rule) == (400, "warpware.body.missing-field")
    assert reply.detail.startswith("events: is required; url: must be HTTPS")


@pytest.mark.rule("warpware.webhooks.http-never")
@pytest.mark.parametrize("url", ["http://localhost:9/", "http://127.0.0.1/", "http://h.example/"])
def test_under_never_every_http_url_is_422(world: World, url: str) -> None:
    client = world(readings={"warpware.webhook-http": "never"})
    reply = client.post("/webhooks", {**EXAMPLE, "url": url})
    assert (reply.status, reply.rule, reply.detail) == (422, "warpware.webhooks.http-never", "url: must be HTTPS")
    assert client.post("/webhooks", EXAMPLE).status == 201
