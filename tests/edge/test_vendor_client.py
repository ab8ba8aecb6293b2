"""What the app is handed by the test client is what Werkzeug's own builder would make of the same call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers, MultiDict

from mockserver.edge.vendor_client import VendorClient
from mockserver.warpware import WARPWARE
from mockserver.whiplash import WHIPLASH


class Recording:
    """A WSGI app that keeps what it was asked."""

    def __init__(self, *headers: tuple[str, str]) -> None:
        """*headers* are those of its answers, beside the ones that they always have."""
        self.asked: list[dict[str, Any]] = []
        self._headers = headers

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ.pop("wsgi.input").read()
        environ.pop("werkzeug.request", None)  # what Werkzeug's Request leaves there
        self.asked.append({**environ, "body": body})
        headers = [("Content-Type", "application/json"), ("X-Twice", "1"), ("X-Twice", "2"), *self._headers]
        start_response("200 OK", headers)
        return [b'{"done":', b"true}"]


def asked(client: VendorClient, path: str, **options: Any) -> list[dict[str, Any]]:
    """By the client as it is, then by Werkzeug's builder: an option that only it knows leads there."""
    app = client.application = Recording()
    client.open(path, **options)
    client.open(path, **options, multithread=False)
    return app.asked


paths = st.one_of(
    st.sampled_from(["/orders", "/orders/by-external/A%2FB", "/ünïcode", "//twice", "/a#b", "/a b", "", "/x;y", "/a?"]),
    st.from_regex(r"/[a-zA-Z0-9_.~%:/ -]*(\?[!-~]*)?", fullmatch=True),
)
header_maps = st.dictionaries(
    st.sampled_from(["Authorization", "X-Api-Key", "Host", "Content-Type", "content-length", "x_odd", "Cookie"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=8),
)


@given(
    vendor=st.sampled_from([WARPWARE, WHIPLASH]),
    path=paths,
    method=st.sampled_from(["GET", "POST", "HEAD", "DELETE"]),
    headers=st.none() | header_maps,
    json=st.none() | st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3), max_size=2),
)
def test_a_call_arrives_as_werkzeugs_builder_makes_it(
    vendor: Any, path: str, method: str, headers: dict[str, str] | None, json: Any
) -> None:
    options: dict[str, Any] = {"method": method, "headers": headers, "json": json}
    client = VendorClient(Recording(), vendor)
    try:
        first, second = asked(client, path, **options)
    except ValueError as refused:  # a path that is no URL
        with pytest.raises(type(refused)):
            client.open(path, **options)
    else:
        assert first == second


@pytest.mark.parametrize(
    "options",
    [
        {"headers": Headers([("X-Twice", "1"), ("X-Twice", "2")])},
        {"headers": MultiDict([("X-Twice", "1"), ("X-Twice", "2")])},
        {"headers": [("X-Key", "value")]},
        {"headers": {"X-Number": 7}},
        {"query_string": {"page": "2"}},
        {"data": b"raw", "content_type": "text/plain"},
        {"data": {"form": "field"}, "method": "POST"},
    ],
)
def test_what_is_not_plain_is_left_to_werkzeug(options: dict[str, Any]) -> None:
    first, second = asked(VendorClient(Recording(), WARPWARE), "/orders", **options)
    assert first == second


def test_the_answer_is_werkzeugs() -> None:
    answer = VendorClient(Recording(), WARPWARE).get("/orders?page=2", headers={"X-Key": "value"})
    assert (answer.status, answer.json, answer.headers.getlist("x-twice")) == ("200 OK", {"done": True}, ["1", "2"])
    assert (answer.request.url, answer.request.headers["x-key"]) == (
        "https://api.warpware.io/partner/v1/orders?page=2",
        "value",
    )


def test_a_line_break_in_a_header_is_refused() -> None:
    with pytest.raises(ValueError, match="newline"):
        VendorClient(Recording(), WARPWARE).get("/orders", headers={"X-Key": "a\r\nX-Other: b"})


@pytest.mark.parametrize("options", [{}, {"multithread": False}], ids=["plain", "by the builder"])
def test_a_cookie_that_was_set_comes_with_the_calls_to_its_host(options: dict[str, Any]) -> None:
    app = Recording()
    client = VendorClient(app, WARPWARE)
    client.set_cookie("flavour", "plain", domain="api.warpware.io")
    client.get("/orders", **options)
    client.delete_cookie("flavour", domain="api.warpware.io")
    client.get("/orders", **options)
    assert [environ.get("HTTP_COOKIE") for environ in app.asked] == ["flavour=plain", None]


@pytest.mark.parametrize("options", [{}, {"multithread": False}], ids=["plain", "by the builder"])
@pytest.mark.parametrize("vendor", [WARPWARE, WHIPLASH])
def test_a_cookie_that_an_answer_sets_comes_with_the_next_call(vendor: Any, options: dict[str, Any]) -> None:
    app = Recording(("Set-Cookie", "flavour=plain"))
    client = VendorClient(app, vendor)
    for _ in range(2):
        client.get("/orders", **options)
    assert [environ.get("HTTP_COOKIE") for environ in app.asked] == [None, "flavour=plain"]
