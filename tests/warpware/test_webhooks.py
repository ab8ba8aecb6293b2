"""Webhook endpoints: register, list, delete, test. Source: "Webhooks"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare
from receiver import Receiver

World = Callable[..., WarpWare]
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
URL = "https://your-system.example/webhooks/warpware"
EXAMPLE = {"url": URL, "events": ["order.shipped", "order.failed"]}
MISSING = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
EVENTS = [
    "order.status_changed",
    "order.shipped",
    "order.delivered",
    "order.failed",
    "order.held",
    "webhook.test",
    "order.created",
    "order.cancelled",
    "order.error",
]
"""The table of event types, and the changelog's "Expanded webhook events"."""


def register(client: WarpWare, **fields: Any) -> dict[str, Any]:
    reply = client.post("/webhooks", {**EXAMPLE, **fields})
    assert reply.status == 201, reply
    endpoint: dict[str, Any] = reply.json
    return endpoint


# Registering


@pytest.mark.rule("warpware.webhooks.create", "warpware.envelope.as-shown")
def test_a_new_endpoint_is_answered_as_a_bare_object(warpware: WarpWare) -> None:
    reply = warpware.post("/webhooks", EXAMPLE)
    assert (reply.status, reply.rule) == (201, "warpware.webhooks.create")
    assert re.fullmatch(UUID, reply.json["id"])
    assert reply.json == {
        "id": reply.json["id"],
        "url": URL,
        "events": ["order.shipped", "order.failed"],
        "active": True,
        "created_at": "2026-02-27T10:00:00Z",
        "last_delivery_at": None,
        "last_delivery_status": None,
        "failure_count": 0,
        "secret": reply.json["secret"],
    }


@pytest.mark.rule("warpware.webhooks.create", "warpware.envelope.always")
def test_under_always_it_is_answered_in_an_envelope(world: World) -> None:
    reply = world(readings={"warpware.envelope": "always"}).post("/webhooks", EXAMPLE)
    assert (reply.status, reply.data["url"], reply.meta) == (201, URL, {})


@pytest.mark.rule("warpware.webhooks.secret-once")
def test_the_secret_is_shown_once_and_each_endpoint_has_its_own(warpware: WarpWare) -> None:
    one, other = register(warpware), register(warpware)
    assert re.fullmatch("[0-9a-f]{64}", one["secret"])
    assert one["secret"] != other["secret"]
    listed = warpware.get("/webhooks")
    assert one["secret"].encode() not in listed.body
    assert "secret" not in listed.data[0]


@pytest.mark.rule("warpware.webhooks.required-fields")
@pytest.mark.parametrize("field", ["url", "events"])
def test_an_endpoint_without_a_required_field_is_400(warpware: WarpWare, field: str) -> None:
    reply = warpware.post("/webhooks", {name: value for name, value in EXAMPLE.items() if name != field})
    assert (reply.status, reply.rule, reply.detail) == (400, "warpware.body.missing-field", f"{field}: is required")


@pytest.mark.rule("warpware.webhooks.events")
def test_every_event_of_the_document_can_be_subscribed_to(warpware: WarpWare) -> None:
    assert register(warpware, events=EVENTS)["events"] == EVENTS


@pytest.mark.rule("warpware.webhooks.events")
@pytest.mark.parametrize(
    ("events", "detail"),
    [
        ([], "events: must name at least one event"),
        (["order.lost"], "events[0]: must be one of order.status_changed, "),
        (["order.shipped", "order.released"], "events[1]: must be one of "),
        (["ORDER.SHIPPED"], "events[0]: must be one of "),
        (["order.*"], "events[0]: must be one of "),
        ([5], "events[0]: must be a string"),
        ("order.shipped", "events: must be an array"),
        (None, "events: must be an array"),
        ({"order.shipped": True}, "events: must be an array"),
    ],
    ids=str,
)
def test_any_other_events_are_422(warpware: WarpWare, events: object, detail: str) -> None:
    reply = warpware.post("/webhooks", {**EXAMPLE, "events": events})
    assert (reply.status, reply.rule) == (422, "warpware.webhooks.events")
    assert reply.detail.startswith(detail)
    assert warpware.get("/webhooks").data == []


@pytest.mark.rule("warpware.webhooks.events-once")
def test_an_event_that_is_named_twice_is_there_once(warpware: WarpWare, receiver: Receiver) -> None:
    endpoint = receiver.register(warpware, "order.held", "order.failed", "order.held")
    assert endpoint["events"] == ["order.held", "order.failed"]
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    assert receiver.names() == ["order.held"]


@pytest.mark.rule("warpware.webhooks.max-active")
def test_an_eleventh_endpoint_is_422_until_one_is_deleted(warpware: WarpWare) -> None:
    first, *_ = [register(warpware) for _ in range(10)]
    reply = warpware.post("/webhooks", EXAMPLE)
    assert (reply.status, reply.rule) == (422, "warpware.webhooks.max-active")
    assert reply.detail == "at most 10 webhook endpoints can be active; delete one first"
    assert len(warpware.get("/webhooks").data) == 10
    assert warpware.delete(f"/webhooks/{first['id']}").status == 200
    register(warpware)


# Listing


@pytest.mark.rule("warpware.webhooks.list")
def test_endpoints_are_listed_newest_first(warpware: WarpWare) -> None:
    assert warpware.get("/webhooks").json == {"data": [], "meta": {}}
    made = [register(warpware, url=f"https://h{number}.example/") for number in range(3)]
    reply = warpware.get("/webhooks")
    assert (reply.status, reply.rule, reply.meta) == (200, "warpware.webhooks.list", {})
    assert reply.data == [{k: v for k, v in endpoint.items() if k != "secret"} for endpoint in reversed(made)]


@pytest.mark.rule("warpware.webhooks.list", "warpware.webhooks.not-found")
def test_two_accounts_have_endpoints_of_their_own(world: World) -> None:
    one, other = world(), world(seed=7)
    endpoint = register(one)
    assert other.get("/webhooks").data == []
    assert other.delete(f"/webhooks/{endpoint['id']}").status == 404
    assert len(one.get("/webhooks").data) == 1


# Deleting and testing


@pytest.mark.rule("warpware.webhooks.delete")
def test_delete_answers_that_it_is_gone(warpware: WarpWare) -> None:
    endpoint_id = register(warpware)["id"]
    reply = warpware.delete(f"/webhooks/{endpoint_id.upper()}")
    assert (reply.status, reply.json) == (200, {"data": {"id": endpoint_id, "deleted": True}, "meta": {}})
    assert warpware.get("/webhooks").data == []
    assert warpware.delete(f"/webhooks/{endpoint_id}").status == 404


@pytest.mark.rule("warpware.webhooks.not-found")
@pytest.mark.parametrize(("method", "path"), [("DELETE", ""), ("POST", "/test")])
@pytest.mark.parametrize("endpoint_id", [MISSING, "endpoint-uuid", "1"])
def test_an_unknown_endpoint_is_404(warpware: WarpWare, method: str, path: str, endpoint_id: str) -> None:
    reply = warpware.request(method, f"/webhooks/{endpoint_id}{path}")
    assert (reply.status, reply.rule) == (404, "warpware.webhooks.not-found")
    assert reply.detail == f"Webhook endpoint not found: {endpoint_id}"


@pytest.mark.rule("warpware.webhooks.test", "warpware.webhooks.test-data")
@pytest.mark.parametrize("body", [None, b"", b"{}", b"whatever"])
def test_test_tells_that_endpoint_alone_whatever_it_subscribed_to(
    warpware: WarpWare, receiver: Receiver, body: bytes | None
) -> None:
    endpoint = receiver.register(warpware, "order.shipped", path="/mine")
    receiver.register(warpware, "webhook.test", path="/other")
    reply = warpware.request("POST", f"/webhooks/{endpoint['id']}/test", body=body)
    assert (reply.status, reply.rule) == (200, "warpware.webhooks.test")
    assert reply.json == {"data": {"id": endpoint["id"], "event": "webhook.test", "queued": True}, "meta": {}}
    warpware.handle.webhooks.deliver()
    (received,) = receiver.events
    assert received.path == "/hooks/mine"
    assert received.json == {
        "id": received.headers["X-WarpWare-Delivery"],
        "event": "webhook.test",
        "timestamp": "2026-02-27T10:00:00Z",
        "data": {"endpoint_id": endpoint["id"], "message": "This is a test event"},
    }


@pytest.mark.rule("warpware.webhooks.scopes")
def test_what_each_key_may_do(warpware: WarpWare) -> None:
    endpoint_id = register(warpware)["id"]
    calls: list[tuple[str, str, Any]] = [
        ("GET", "/webhooks", None),
        ("POST", "/webhooks", EXAMPLE),
        ("POST", f"/webhooks/{endpoint_id}/test", None),
        ("DELETE", f"/webhooks/{endpoint_id}", None),
    ]
    keys = warpware.handle.warpware
    for key, statuses in ((keys.read_only_key, [200, 403, 403, 403]), (keys.write_only_key, [403, 403, 403, 403])):
        assert [warpware.request(method, path, json=body, key=key).status for method, path, body in calls] == statuses
    assert len(warpware.get("/webhooks").data) == 1
