"""Failed deliveries: when they are tried again, what the endpoint shows, what deletion does. Source: "Webhooks"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare
from receiver import Receiver

World = Callable[..., WarpWare]
NOON = "2026-02-27T10:00:00Z"


def endpoint(client: WarpWare) -> dict[str, Any]:
    """The account's only one, as the list shows it."""
    (listed,) = client.get("/webhooks").data
    return dict(listed)


def attempts(client: WarpWare) -> list[tuple[str, str]]:
    """When, and with what outcome, over all deliveries."""
    found = client.control.get("/webhooks/deliveries").json["deliveries"]
    return [(attempt["at"], attempt["outcome"]) for delivery in found for attempt in delivery["attempts"]]


def failing(client: WarpWare, receiver: Receiver, times: int | None = None) -> str:
    """An endpoint whose receiver fails, and an event for it; answers the endpoint's id."""
    receiver.answer_with(500, times=times)
    endpoint_id = str(receiver.register(client, "order.held")["id"])
    client.in_status("hold")
    client.handle.webhooks.deliver()
    return endpoint_id


@pytest.mark.rule("warpware.deliveries.retries-standard", "warpware.deliveries.same-bytes")
def test_a_receiver_that_fails_twice_is_tried_three_times_on_the_sandboxs_clock(
    warpware: WarpWare, receiver: Receiver
) -> None:
    failing(warpware, receiver, times=2)
    moved = warpware.control.post("/clock/advance", {"seconds": 7200}).json
    assert moved["now"] == "2026-02-27T12:00:00Z"
    url = receiver.url
    common = {
        "what": "webhook.attempted",
        "delivery": 1,
        "event": "order.held",
        "url": url,
        "error": None,
        "faults": [],
    }
    assert moved["effects"] == [
        {
            "at": "2026-02-27T10:01:00Z",
            **common,
            "attempt": 2,
            "outcome": "failed",
            "status": 500,
            "next": "2026-02-27T10:06:00Z",
        },
        {
            "at": "2026-02-27T10:06:00Z",
            **common,
            "attempt": 3,
            "outcome": "delivered",
            "status": 200,
            "next": None,
        },
    ]
    assert attempts(warpware) == [
        (NOON, "failed"),
        ("2026-02-27T10:01:00Z", "failed"),
        ("2026-02-27T10:06:00Z", "delivered"),
    ]
    assert len({(content.body, tuple(content.headers.items())) for content in receiver.events}) == 1


@pytest.mark.rule("warpware.deliveries.retries-standard")
@pytest.mark.parametrize("readings", [{}, {"warpware.webhook-retries": "standard"}], ids=["default", "standard"])
def test_the_standard_schedule_ends_after_five_attempts(
    world: World, receiver: Receiver, readings: dict[str, str]
) -> None:
    client = world(readings=readings)
    failing(client, receiver)
    effects = client.handle.clock.advance(days=1)
    assert [(effect["at"], effect["next"]) for effect in effects] == [
        ("2026-02-27T10:01:00Z", "2026-02-27T10:06:00Z"),
        ("2026-02-27T10:06:00Z", "2026-02-27T10:36:00Z"),
        ("2026-02-27T10:36:00Z", "2026-02-27T12:36:00Z"),
        ("2026-02-27T12:36:00Z", None),
    ]
    (delivery,) = client.handle.webhooks
    assert (delivery.state, delivery.due, len(receiver.events)) == ("failed", None, 5)


@pytest.mark.rule("warpware.deliveries.retries-fast")
def test_the_fast_schedule_has_five_attempts_within_15_seconds(world: World, receiver: Receiver) -> None:
    client = world(readings={"warpware.webhook-retries": "fast"})
    failing(client, receiver)
    assert [effect["at"][-3:-1] for effect in client.handle.clock.advance(60)] == ["01", "03", "07", "15"]
    assert [delivery.state for delivery in client.handle.webhooks] == ["failed"]


@pytest.mark.rule("warpware.deliveries.retries-none")
def test_under_none_a_failure_is_final(world: World, receiver: Receiver) -> None:
    client = world(readings={"warpware.webhook-retries": "none"})
    failing(client, receiver)
    assert client.handle.clock.advance(days=1) == []
    assert [delivery.state for delivery in client.handle.webhooks] == ["failed"]
    assert len(receiver.events) == 1


@pytest.mark.rule("warpware.deliveries.retries-standard")
def test_a_retry_is_not_made_before_its_time(warpware: WarpWare, receiver: Receiver) -> None:
    failing(warpware, receiver, times=1)
    assert warpware.handle.clock.advance(59) == []
    assert len(receiver.events) == 1
    assert len(warpware.handle.clock.advance(1)) == 1


@pytest.mark.rule("warpware.deliveries.last-delivery", "warpware.deliveries.failure-count")
def test_the_endpoint_shows_how_its_deliveries_go(warpware: WarpWare, receiver: Receiver) -> None:
    def shown() -> tuple[Any, ...]:
        row = endpoint(warpware)
        return row["last_delivery_at"], row["last_delivery_status"], row["failure_count"], row["active"]

    failing(warpware, receiver, times=2)
    assert shown() == (NOON, "failed", 1, True)
    warpware.handle.clock.advance(60)
    assert shown() == ("2026-02-27T10:01:00Z", "failed", 2, True)
    warpware.handle.clock.advance(300)
    assert shown() == ("2026-02-27T10:06:00Z", "success", 0, True)
    warpware.handle.clock.advance(60)
    warpware.post(f"/webhooks/{endpoint(warpware)['id']}/test")
    warpware.handle.webhooks.deliver()
    assert shown() == ("2026-02-27T10:07:00Z", "success", 0, True)


@pytest.mark.rule("warpware.deliveries.failure-count")
def test_an_endpoint_that_always_fails_stays_active(world: World, receiver: Receiver) -> None:
    client = world(readings={"warpware.webhook-retries": "fast"}, limits=False)
    failing(client, receiver)
    for number in range(10):
        client.in_status("hold", f"MORE-{number}")
    client.handle.clock.advance(60)
    assert (endpoint(client)["failure_count"], endpoint(client)["active"]) == (55, True)


@pytest.mark.rule("warpware.webhooks.delete-cancels")
def test_deletion_cancels_what_waits_for_a_retry(warpware: WarpWare, receiver: Receiver) -> None:
    endpoint_id = failing(warpware, receiver)
    assert warpware.delete(f"/webhooks/{endpoint_id}").status == 200
    assert warpware.handle.clock.advance(days=1) == []
    assert len(receiver.events) == 1
    (delivery,) = warpware.control.get("/webhooks/deliveries").json["deliveries"]
    assert (delivery["state"], delivery["due"], len(delivery["attempts"])) == ("cancelled", None, 1)


@pytest.mark.rule("warpware.webhooks.delete-cancels")
def test_deletion_cancels_what_waits_behind_a_delivery_under_way(warpware: WarpWare, receiver: Receiver) -> None:
    endpoint_id = receiver.register(warpware, "order.held")["id"]
    receiver.answer_with(500)
    with receiver.hang():
        for number in range(3):
            warpware.in_status("hold", f"ORDER-{number}")
        receiver.wait(1)
        assert warpware.delete(f"/webhooks/{endpoint_id}").status == 200
        assert [delivery.state for delivery in warpware.handle.webhooks] == ["cancelled"] * 3
    warpware.handle.webhooks.deliver()
    warpware.handle.clock.advance(days=1)
    # The one that was under way is told of, and not tried again.
    assert [len(delivery.attempts) for delivery in warpware.handle.webhooks] == [1, 0, 0]
    assert len(receiver.events) == 1


@pytest.mark.rule("warpware.webhooks.delete-cancels")
def test_a_delivery_that_arrived_while_its_endpoint_was_deleted_counts_as_delivered(
    warpware: WarpWare, receiver: Receiver
) -> None:
    endpoint_id = receiver.register(warpware, "order.held")["id"]
    with receiver.hang():
        warpware.in_status("hold")
        receiver.wait(1)
        warpware.delete(f"/webhooks/{endpoint_id}")
    warpware.handle.webhooks.deliver()
    assert [delivery.state for delivery in warpware.handle.webhooks] == ["delivered"]


@pytest.mark.rule("warpware.webhooks.delete-cancels")
def test_another_endpoint_is_not_touched_by_a_deletion(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.answer_with(500, times=2)
    gone = receiver.register(warpware, "order.held", path="/gone")["id"]
    receiver.register(warpware, "order.held", path="/stays")
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    warpware.delete(f"/webhooks/{gone}")
    warpware.handle.clock.advance(60)
    assert [content.path for content in receiver.events[2:]] == ["/hooks/stays"]
