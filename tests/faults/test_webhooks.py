"""Each kind of webhook fault, as a real receiver meets it and as the list of deliveries tells of it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from urllib3.exceptions import HTTPError

from client import WarpWare, Whiplash
from mockserver import faults
from receiver import Received, Receiver, verify_signature
from whiplash.stocked import make, make_item

World = Callable[..., WarpWare]
FIRED = {"warpware.order-created-event": "fired"}


@pytest.fixture
def warpware(world: World) -> WarpWare:
    """An empty sandbox in which every new order is told of."""
    return world(readings=FIRED)


def told(client: WarpWare, receiver: Receiver) -> list[str]:
    """Which orders the receiver was told of by now, in the order in which it was."""
    client.handle.webhooks.deliver()
    return [received.json["data"]["external_id"] for received in receiver.events]


def listed(client: WarpWare) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.control.get("/webhooks/deliveries").json["deliveries"]
    return found


def create(client: WarpWare, *names: str) -> None:
    for name in names:
        client.create(name)


# Lost


def test_a_dropped_webhook_never_comes_and_is_not_tried_again(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_drop(), name="lost", times=1)
    create(warpware, "A", "B")
    assert told(warpware, receiver) == ["B"]
    assert warpware.handle.clock.advance(days=1) == []
    assert told(warpware, receiver) == ["B"]


def test_a_rule_of_webhooks_matches_their_headers(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_drop(), headers={"x-warpware-event": "order.cancelled"})
    warpware.handle.faults.add(faults.webhook_drop(), headers={"X-WarpWare-Event": "order.c*"}, times=1)
    create(warpware, "A", "B")
    assert told(warpware, receiver) == ["B"]


def test_a_dropped_webhook_is_listed_as_such(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_drop(), name="lost")
    create(warpware, "A")
    warpware.handle.webhooks.deliver()
    (delivery,) = warpware.control.get("/webhooks/deliveries?state=dropped").json["deliveries"]
    assert (delivery["state"], delivery["due"]) == ("dropped", None)
    (attempt,) = delivery["attempts"]
    assert (attempt["outcome"], attempt["faults"], attempt["answer"]) == ("dropped", ["lost"], None)
    assert attempt["error"] == "lost on the way by the fault rule lost"
    assert (attempt["copy"], attempt["next"]) == (False, None)


def test_the_vendor_takes_a_dropped_webhook_for_delivered(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_drop())
    create(warpware, "A")
    warpware.handle.webhooks.deliver()
    (endpoint,) = warpware.get("/webhooks").data
    assert (endpoint["last_delivery_status"], endpoint["failure_count"]) == ("success", 0)


def test_a_dropped_webhook_can_be_replayed_and_no_rule_is_asked(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.created")
    rule = warpware.handle.faults.add(faults.webhook_drop())
    create(warpware, "A")
    warpware.handle.webhooks.deliver()
    attempt = warpware.handle.webhooks.replay(1)
    assert (attempt.result, attempt.faults, rule.fired) == ("delivered", (), 1)
    assert [delivery.state for delivery in warpware.handle.webhooks] == ["delivered"]


def test_a_retry_can_be_lost_too(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.answer_with(500, times=1)
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_drop(), name="lost", skip=1)
    create(warpware, "A")
    warpware.handle.webhooks.deliver()
    (effect,) = warpware.handle.clock.advance(hours=1)
    assert (effect["attempt"], effect["outcome"], effect["faults"]) == (2, "dropped", ["lost"])
    assert len(receiver.events) == 1


# More than once


def test_a_duplicate_is_the_same_byte_for_byte(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_duplicate(copies=2), name="twice more", times=1)
    create(warpware, "A", "B")
    assert told(warpware, receiver) == ["A", "A", "A", "B"]
    assert receiver.events[0] == receiver.events[1] == receiver.events[2]
    first, second = listed(warpware)
    assert [attempt["copy"] for attempt in first["attempts"]] == [False, True, True]
    assert {tuple(attempt["faults"]) for attempt in first["attempts"]} == {("twice more",)}
    assert [attempt["faults"] for attempt in second["attempts"]] == [[]]


def test_the_vendor_knows_nothing_of_copies(warpware: WarpWare, receiver: Receiver) -> None:
    """The first one failed and is tried again, whatever became of its copy."""
    receiver.answer_with(500, times=1)
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_duplicate(), times=1)
    create(warpware, "A")
    assert told(warpware, receiver) == ["A", "A"]
    (delivery,) = listed(warpware)
    assert (delivery["state"], delivery["due"]) == ("pending", "2026-02-27T10:01:00Z")
    (endpoint,) = warpware.get("/webhooks").data
    assert (endpoint["last_delivery_status"], endpoint["failure_count"]) == ("failed", 1)
    (effect,) = warpware.handle.clock.advance(60)
    assert (effect["attempt"], effect["outcome"]) == (3, "delivered")


def test_a_copy_that_fails_is_not_tried_again(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.answer_with(200, times=1)
    receiver.answer_with(500)
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_duplicate())
    create(warpware, "A")
    assert told(warpware, receiver) == ["A", "A"]
    assert warpware.handle.clock.advance(days=1) == []
    assert [delivery.state for delivery in warpware.handle.webhooks] == ["delivered"]


# Late


def test_a_delayed_webhook_comes_later_on_the_sandboxs_clock(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_delay(30), name="slow", times=1)
    create(warpware, "A", "B")
    assert told(warpware, receiver) == ["B"]
    assert listed(warpware)[0]["due"] == "2026-02-27T10:00:30Z"
    (effect,) = warpware.handle.clock.advance(60)
    assert (effect["at"], effect["outcome"], effect["faults"]) == ("2026-02-27T10:00:30Z", "delivered", ["slow"])
    assert told(warpware, receiver) == ["B", "A"]


def test_a_retry_can_be_delayed(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.answer_with(500, times=2)
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_delay(7), skip=1, times=1)
    create(warpware, "A")
    warpware.handle.webhooks.deliver()
    effects = warpware.handle.clock.advance(1000)
    assert [(effect["at"], effect["outcome"]) for effect in effects] == [
        ("2026-02-27T10:01:07Z", "failed"),
        ("2026-02-27T10:06:07Z", "delivered"),
    ]


# Overtaken


@pytest.mark.parametrize(
    ("behind", "expected"), [(1, ["B", "A", "C", "D"]), (2, ["B", "C", "A", "D"]), (3, ["B", "C", "D", "A"])]
)
def test_a_webhook_is_overtaken_by_as_many_as_the_rule_says(
    warpware: WarpWare, receiver: Receiver, behind: int, expected: list[str]
) -> None:
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_reorder(behind=behind), name="overtaken", times=1)
    create(warpware, "A", "B", "C", "D")
    assert told(warpware, receiver) == expected
    assert listed(warpware)[0]["attempts"][0]["faults"] == ["overtaken"]


def test_what_nobody_overtakes_goes_at_the_end_of_its_patience(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(faults.webhook_reorder(behind=2, patience=20), times=1)
    create(warpware, "A", "B")
    assert told(warpware, receiver) == ["B"]
    (effect,) = warpware.handle.clock.advance(60)
    assert (effect["at"], effect["outcome"]) == ("2026-02-27T10:00:20Z", "delivered")


def test_webhooks_to_other_addresses_overtake_nothing(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.created", path="/one")
    receiver.register(warpware, "order.created", path="/two")
    warpware.handle.faults.add(faults.webhook_reorder(), url="*/one", times=1)
    create(warpware, "A")
    warpware.handle.webhooks.deliver()
    assert [received.path for received in receiver.events] == ["/hooks/two"]
    create(warpware, "B")
    warpware.handle.webhooks.deliver()
    by_path = [received.json["data"]["external_id"] for received in receiver.events if received.path == "/hooks/one"]
    assert by_path == ["B", "A"]


def test_a_dropped_webhook_overtakes_nothing(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.created")
    warpware.handle.faults.add(effects=[faults.webhook_reorder(), faults.webhook_drop()])
    create(warpware, "A", "B")
    assert told(warpware, receiver) == []
    create(warpware, "C")
    assert told(warpware, receiver) == ["C", "A"]


# Spoiled


def test_a_bad_signature_does_not_verify_and_the_next_one_does(warpware: WarpWare, receiver: Receiver) -> None:
    secret = receiver.register(warpware, "order.created")["secret"]
    warpware.handle.faults.add(faults.webhook_bad_signature(), name="forged", times=1)
    create(warpware, "A", "B")
    assert told(warpware, receiver) == ["A", "B"]

    def verified(received: Received) -> bool:
        return verify_signature(secret, received.body, received.headers["X-WarpWare-Signature"])

    assert [verified(received) for received in receiver.events] == [False, True]
    assert len(receiver.events[0].headers["X-WarpWare-Signature"]) == len("sha256=") + 64
    (attempt,) = listed(warpware)[0]["attempts"]
    assert attempt["request"]["headers"]["X-WarpWare-Signature"] == receiver.events[0].headers["X-WarpWare-Signature"]


@pytest.mark.parametrize("cut", [faults.webhook_truncate(fraction=0.25), faults.webhook_truncate(bytes=10)])
def test_a_truncated_webhook_is_no_json_and_its_signature_is_that_of_the_whole(
    warpware: WarpWare, receiver: Receiver, cut: dict[str, Any]
) -> None:
    secret = receiver.register(warpware, "order.created")["secret"]
    warpware.handle.faults.add(cut, name="cut")
    create(warpware, "A")
    warpware.handle.webhooks.deliver()
    (received,) = receiver.events
    (delivery,) = listed(warpware)
    whole = delivery["body"].encode()
    assert received.body == whole[: len(whole) // 4 if "fraction" in cut else 10]
    assert received.headers["Content-Length"] == str(len(received.body))
    with pytest.raises(json.JSONDecodeError):
        json.loads(received.body)
    signature = received.headers["X-WarpWare-Signature"]
    assert verify_signature(secret, whole, signature)
    assert not verify_signature(secret, received.body, signature)
    (attempt,) = delivery["attempts"]
    assert attempt["request"]["body"].encode() == received.body


def test_a_receiver_that_refuses_a_spoiled_webhook_gets_it_whole_when_it_is_tried_again(
    warpware: WarpWare, receiver: Receiver
) -> None:
    receiver.answer_with(400, times=1)
    secret = receiver.register(warpware, "order.created")["secret"]
    warpware.handle.faults.add([faults.webhook_bad_signature(), faults.webhook_truncate(bytes=0)], times=1)
    create(warpware, "A")
    warpware.handle.webhooks.deliver()
    (effect,) = warpware.handle.clock.advance(60)
    assert effect["outcome"] == "delivered"
    spoiled, whole = receiver.events
    assert spoiled.body == b""
    assert verify_signature(secret, whole.body, whole.headers["X-WarpWare-Signature"])


# Which, and when


def test_a_rule_matches_events_addresses_and_bodies(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.created", "order.cancelled")
    lost = {"event": "order.cancelled", "url": f"http://127.0.0.1:{receiver.port}/*"}
    warpware.handle.faults.add(faults.webhook_drop(), **lost, body={"data": {"external_id": "B*"}})
    ids = [warpware.create(name) for name in ("A", "B1")]
    for order_id in ids:
        assert warpware.post(f"/orders/{order_id}/cancel").status == 200
    warpware.handle.webhooks.deliver()
    assert [delivery["state"] for delivery in listed(warpware)] == ["delivered", "delivered", "delivered", "dropped"]


def test_rules_for_webhooks_leave_calls_alone(warpware: WarpWare) -> None:
    rule = warpware.handle.faults.add(faults.webhook_drop())
    create(warpware, "A")
    assert (rule.seen, warpware.handle.faults.never_fired()) == (0, [rule.name])


def test_an_expired_and_a_removed_rule_touch_no_webhook(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.answer_with(500, times=1)
    receiver.register(warpware, "order.created")
    # It matches the retry, which comes too late for it.
    warpware.handle.faults.add(faults.webhook_drop(), skip=1, expires_after=30)
    removed = warpware.handle.faults.add(faults.webhook_drop())
    warpware.handle.faults.remove(removed)
    create(warpware, "A")
    warpware.handle.webhooks.deliver()
    (effect,) = warpware.handle.clock.advance(60)
    assert (effect["outcome"], effect["faults"]) == ("delivered", [])


def test_the_same_seed_and_calls_fail_the_same_whoever_is_quicker(world: World, receiver: Receiver) -> None:
    """Several endpoints, each told in a thread of its own; one answers late."""

    def outcomes() -> list[Any]:
        client = world(seed=7, readings=FIRED)
        for path in ("/a", "/b", "/c"):
            receiver.register(client, "order.created", path=path)
        client.handle.faults.add(faults.webhook_drop(), probability=0.4)
        client.handle.faults.add(faults.webhook_duplicate(), every=3)
        create(client, *"ABCDEFGH")
        client.handle.webhooks.deliver()
        return [
            (delivery.number, [(attempt.result, attempt.copy, attempt.faults) for attempt in delivery.attempts])
            for delivery in client.handle.webhooks
        ]

    first = outcomes()
    assert first == outcomes()
    assert {result for _, attempts in first for result, _, _ in attempts} == {"delivered", "dropped"}
    assert any(copy for _, attempts in first for _, copy, _ in attempts)


def test_delayed_webhooks_come_by_themselves_while_the_clock_runs(world: World, receiver: Receiver) -> None:
    client = world(frozen=False, readings=FIRED)
    receiver.register(client, "order.created")
    client.handle.faults.add(faults.webhook_delay(0.2), times=1)
    create(client, "A", "B")
    assert [received.json["data"]["external_id"] for received in receiver.wait(2)] == ["B", "A"]


def test_deleting_an_endpoint_forgets_what_is_held_back_and_its_copies(warpware: WarpWare, receiver: Receiver) -> None:
    endpoint = receiver.register(warpware, "order.created")
    warpware.handle.faults.add([faults.webhook_reorder(), faults.webhook_duplicate()])
    create(warpware, "A")
    assert warpware.delete(f"/webhooks/{endpoint['id']}").status in (200, 204)
    assert warpware.handle.clock.advance(days=1) == []
    assert [delivery.state for delivery in warpware.handle.webhooks] == ["cancelled"]


@pytest.mark.parametrize("effect", [faults.delay(0.05), faults.barrier(parties=2, timeout=0.05), faults.reset()])
def test_what_a_faulted_call_makes_happen_is_told_at_once(
    warpware: WarpWare, receiver: Receiver, effect: dict[str, Any]
) -> None:
    """Nobody calls deliver() here, and nothing else comes after the call."""
    receiver.register(warpware, "order.created")
    phase = "after" if effect["kind"] == "reset" else "before"
    warpware.handle.faults.add(effect, operation="createOrder", phase=phase)
    with contextlib.suppress(HTTPError):
        warpware.create("A")
    (received,) = receiver.wait(1)
    assert received.json["data"]["external_id"] == "A"


def test_whiplashs_web_hooks_are_faulted_too_and_what_is_not_signed_has_no_bad_signature(
    whiplash: Whiplash, receiver: Receiver
) -> None:
    make(whiplash, "/web_hooks", url=receiver.url, event_name="item.inventory_changed")
    forged = whiplash.handle.faults.add(faults.webhook_bad_signature())
    whiplash.handle.faults.add([faults.webhook_bad_signature(), faults.webhook_duplicate()], name="twice", times=1)
    make_item(whiplash, quantity=4)
    make_item(whiplash, quantity=5)
    whiplash.handle.webhooks.deliver()
    assert [received.json["quantity"] for received in receiver.events] == [4, 4, 5]
    assert forged.seen == 0
    assert whiplash.handle.faults.never_fired() == [forged.name]
