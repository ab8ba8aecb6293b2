"""What web hooks are told, by real posts to a real receiver. Source: whiplash-observed.md, "web_hooks"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare, Whiplash
from receiver import Received, Receiver
from whiplash.stocked import Row, announce, look, make, make_item, make_order, put_into


def hook(whiplash: Whiplash, url: str, event_name: str, **fields: object) -> Row:
    return make(whiplash, "/web_hooks", url=url, event_name=event_name, **fields)


def delivered(whiplash: Whiplash, receiver: Receiver) -> list[Received]:
    """All that the receiver has got, once nothing is due any more."""
    whiplash.handle.webhooks.deliver()
    return receiver.events


def ship(whiplash: Whiplash) -> int:
    order = make_order(whiplash, make_item(whiplash))
    put_into(whiplash, order, 300)
    return order


@pytest.mark.rule("whiplash.web-hooks.told", "whiplash.orders.shipped-event")
def test_a_web_hook_is_told_that_an_order_has_shipped(whiplash: Whiplash, receiver: Receiver) -> None:
    hook(whiplash, receiver.url, "order.shipped")
    order = ship(whiplash)
    (received,) = delivered(whiplash, receiver)
    told: dict[str, Any] = received.json
    assert [told[name] for name in ("id", "status", "status_name")] == [order, 300, "Shipped"]
    assert told["shipped_on"] == "2026-02-27T05:00:00-05:00"
    assert len(told["tracking"]) == len(told["tracking_links"]) == 1


def test_the_control_api_tells_of_the_delivery(whiplash: Whiplash, receiver: Receiver) -> None:
    web_hook = hook(whiplash, receiver.url, "order.shipped")
    ship(whiplash)
    delivered(whiplash, receiver)
    told = whiplash.control.get("/webhooks/deliveries", query={"endpoint": web_hook["id"]}).json["deliveries"]
    assert [(one["endpoint"], one["event"], one["state"]) for one in told] == [
        (str(web_hook["id"]), "order.shipped", "delivered")
    ]


@pytest.mark.rule("whiplash.web-hooks.told")
def test_a_web_hook_is_told_of_each_status_of_a_shipnotice(whiplash: Whiplash, receiver: Receiver) -> None:
    hook(whiplash, receiver.url, "shipnotice.status_changed")
    notice = announce(whiplash, make_item(whiplash))
    for status in (100, 150):
        assert whiplash.put(f"/shipnotices/{notice['id']}", {"status": status}).status == 204
    in_transit, arrived = (received.json for received in delivered(whiplash, receiver))
    assert in_transit == {**notice, "status": 100, "status_name": "In Transit"}
    assert arrived == look(whiplash, "/shipnotices", notice)


@pytest.mark.rule("whiplash.web-hooks.told", "whiplash.items.inventory-event")
def test_a_web_hook_is_told_of_every_change_of_stock(whiplash: Whiplash, receiver: Receiver) -> None:
    hook(whiplash, receiver.url, "item.inventory_changed")
    item = make_item(whiplash, quantity=4)
    announce(whiplash, item, quantity=6, status=300)
    assert [received.json["quantity"] for received in delivered(whiplash, receiver)] == [4, 10]
    assert receiver.events[1].json == look(whiplash, "/items", item)


@pytest.mark.rule("whiplash.web-hooks.unsigned")
@pytest.mark.parametrize("format", ["json", "xml"])
def test_what_is_posted_is_json_without_a_signature(whiplash: Whiplash, receiver: Receiver, format: str) -> None:
    hook(whiplash, receiver.url, "item.inventory_changed", format=format)
    make_item(whiplash)
    (received,) = delivered(whiplash, receiver)
    assert received.path == "/hooks"
    assert received.headers == {
        "Host": f"127.0.0.1:{receiver.port}",
        "Content-Length": str(len(received.body)),
        "Content-Type": "application/json",
        "User-Agent": "Whiplash",
    }


@pytest.mark.rule("whiplash.web-hooks.told")
@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({"active": False}, []),
        ({"event_name": "item.inventory_changed"}, []),
        ({"url": "elsewhere"}, ["/hooks/elsewhere"]),
        ({}, ["/hooks"]),
    ],
    ids=str,
)
def test_a_web_hook_is_told_as_it_was_last_set_up(
    whiplash: Whiplash, receiver: Receiver, change: dict[str, object], paths: list[str]
) -> None:
    order = make_order(whiplash, make_item(whiplash))
    made = hook(whiplash, receiver.url, "order.shipped")
    fields = {**change, "url": f"{receiver.url}/{change['url']}"} if "url" in change else change
    assert whiplash.put(f"/web_hooks/{made['id']}", fields).status == 204
    whiplash.handle.webhooks.deliver()
    put_into(whiplash, order, 300)
    about_orders = [received.path for received in delivered(whiplash, receiver) if "tracking" in received.json]
    assert about_orders == paths


@pytest.mark.rule("whiplash.web-hooks.told", "whiplash.web-hooks.delete")
def test_a_deleted_web_hook_is_told_nothing_any_more(whiplash: Whiplash, receiver: Receiver) -> None:
    gone, stays = (hook(whiplash, f"{receiver.url}/{n}", "item.inventory_changed") for n in (1, 2))
    assert whiplash.delete(f"/web_hooks/{gone['id']}").status == 204
    make_item(whiplash)
    assert [received.path for received in delivered(whiplash, receiver)] == ["/hooks/2"]
    assert look(whiplash, "/web_hooks", stays) == stays


@pytest.mark.rule("whiplash.web-hooks.other-events")
def test_a_web_hook_of_another_event_is_told_nothing(whiplash: Whiplash, receiver: Receiver) -> None:
    hook(whiplash, receiver.url, "order.created")
    ship(whiplash)
    assert delivered(whiplash, receiver) == []


@pytest.mark.rule("whiplash.web-hooks.failed-attempts")
def test_failed_attempts_count_until_one_succeeds_and_nothing_is_tried_again(
    whiplash: Whiplash, receiver: Receiver
) -> None:
    made = hook(whiplash, receiver.url, "item.inventory_changed")
    receiver.answer_with(500, times=2)
    counts = []
    for sku in ("TEE", "CAP", "MUG"):
        make_item(whiplash, sku)
        delivered(whiplash, receiver)
        counts.append(look(whiplash, "/web_hooks", made)["failed_attempts"])
    assert counts == [1, 2, 0]
    whiplash.handle.clock.advance(days=7)
    assert [received.json["sku"] for received in delivered(whiplash, receiver)] == ["TEE", "CAP", "MUG"]
    assert whiplash.get("/web_hooks").json == [made]


@pytest.mark.rule("whiplash.web-hooks.any-url", "whiplash.web-hooks.failed-attempts")
@pytest.mark.parametrize("url", ["nonsense", "https://192.0.2.1/hooks", "ftp://a.example"])
def test_a_post_to_nowhere_is_a_failed_attempt(whiplash: Whiplash, url: str) -> None:
    made = hook(whiplash, url, "item.inventory_changed")
    make_item(whiplash)
    whiplash.handle.webhooks.deliver()
    assert look(whiplash, "/web_hooks", made)["failed_attempts"] == 1


@pytest.mark.rule("whiplash.web-hooks.told", "whiplash.web-hooks.required-fields")
def test_a_web_hook_without_a_url_is_told_nothing(whiplash_world: Callable[..., Whiplash], receiver: Receiver) -> None:
    whiplash = whiplash_world(readings={"whiplash.required-fields": "lenient"})
    made = make(whiplash, "/web_hooks", event_name="item.inventory_changed")
    make_item(whiplash)
    whiplash.handle.webhooks.deliver()
    assert look(whiplash, "/web_hooks", made) == made
    assert whiplash.put(f"/web_hooks/{made['id']}", {"url": receiver.url}).status == 204
    make_item(whiplash, "CAP")
    assert [received.json["sku"] for received in delivered(whiplash, receiver)] == ["CAP"]


@pytest.mark.rule("whiplash.web-hooks.told")
def test_a_web_hook_is_told_nothing_of_the_other_vendors_orders(whiplash: Whiplash, receiver: Receiver) -> None:
    hook(whiplash, receiver.url, "order.shipped")
    warpware = WarpWare(whiplash.handle)
    warpware.in_status("shipped")
    warpware.close()
    assert delivered(whiplash, receiver) == []
