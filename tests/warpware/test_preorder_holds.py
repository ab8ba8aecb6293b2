"""What pre-order rules make of the orders that come in. Source: "Pre-Orders"; readings.md, "Pre-orders"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare, order_body
from warpware.preorders import add_rule, all_orders, by_external_id, counts, line, release, story

World = Callable[..., WarpWare]
MIXED = [line("SOON", 2), line("NOW", 3)]


# The whole order


@pytest.mark.rule("warpware.preorders.hold-entire", "warpware.preorders.created-status")
def test_hold_entire_holds_the_whole_order(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON", "hold_entire")
    reply = warpware.post("/orders", order_body(line_items=MIXED))
    assert (reply.status, reply.data["status"]) == (201, "hold")
    order = warpware.order(reply.data["id"])
    assert (order["status"], order["is_held"], order["hold_reason"]) == ("hold", True, "Pre-order: SOON")
    assert order["line_items"] == MIXED
    assert all_orders(warpware) == {"ORDER-1": "hold"}


@pytest.mark.rule("warpware.preorders.split-of-all")
def test_split_holds_an_order_of_nothing_else_as_a_whole(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON")
    add_rule(warpware, "LATER")
    items = [line("SOON"), line("LATER"), line("SOON", 4)]
    order = warpware.order(warpware.create(line_items=items))
    assert (order["status"], order["hold_reason"], order["line_items"]) == ("hold", "Pre-order: SOON, LATER", items)
    assert all_orders(warpware) == {"ORDER-1": "hold"}


@pytest.mark.rule("warpware.preorders.new-orders")
@pytest.mark.parametrize("mode", ["split", "hold_entire"])
def test_an_order_that_was_there_before_the_rule_stays_as_it_is(warpware: WarpWare, mode: str) -> None:
    order_id = warpware.create(line_items=[line("SOON"), line("NOW")])
    before = warpware.order(order_id)
    add_rule(warpware, "SOON", mode)
    assert warpware.order(order_id) == before
    assert counts(warpware) == (0, 0)


@pytest.mark.rule("warpware.preorders.sku-exact")
@pytest.mark.parametrize("sku", ["soon", "SOON ", "SOON-2", "SO"])
def test_an_order_with_another_sku_goes_on(warpware: WarpWare, sku: str) -> None:
    add_rule(warpware, "SOON", "hold_entire")
    reply = warpware.post("/orders", order_body(line_items=[line(sku)]))
    assert reply.data["status"] == "pending"
    order = warpware.order(reply.data["id"])
    assert (order["tags"], order["hold_reason"], order["is_held"]) == ([], None, False)


# The child


@pytest.mark.rule("warpware.preorders.split", "warpware.preorders.child", "warpware.preorders.created-status")
def test_split_parts_the_line_items(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON")
    items = [{**line("SOON", 2), "price": 9.5, "name": "Soon"}, line("NOW", 3), line("SOON", 5)]
    reply = warpware.post("/orders", order_body(line_items=items))
    assert (reply.data["external_id"], reply.data["status"]) == ("ORDER-1", "pending")
    assert all_orders(warpware) == {"ORDER-1.1": "hold", "ORDER-1": "pending"}
    parent, child = warpware.order(reply.data["id"]), by_external_id(warpware, "ORDER-1.1")
    assert (parent["line_items"], parent["is_held"], parent["hold_reason"]) == ([line("NOW", 3)], False, None)
    assert child["line_items"] == [items[0], items[2]]
    assert (child["is_held"], child["hold_reason"]) == (True, "Pre-order: SOON")
    assert child["id"] != parent["id"]


@pytest.mark.rule("warpware.preorders.child", "warpware.preorders.tag")
def test_a_child_has_what_its_order_has_and_the_tag(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON")
    fields: dict[str, Any] = {
        "customer_email": "jane@example.com",
        "customer_name": "Jane Smith",
        "note": "Gift",
        "source": "shopify",
        "metadata": {"po_number": "PO-1"},
    }
    parent = warpware.order(warpware.create(line_items=MIXED, tags=["vip"], **fields))
    child = by_external_id(warpware, "ORDER-1.1")
    assert parent["tags"] == ["vip"]
    assert child["tags"] == ["vip", "Pre-Order-SKU"]
    assert {name: child[name] for name in fields} == fields
    for name in ("shipping_address", "created_at", "api_connection_id", "route_destination_label", "client_id"):
        assert child[name] == parent[name]


@pytest.mark.rule("warpware.preorders.child")
def test_order_and_child_go_ways_of_their_own(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON")
    order_id = warpware.create(line_items=MIXED)
    child_id = by_external_id(warpware, "ORDER-1.1")["id"]
    assert warpware.move(order_id, "delivered", walk=True).status == 200
    assert warpware.order(child_id)["status"] == "hold"
    assert warpware.post(f"/orders/{child_id}/cancel").status == 200
    assert all_orders(warpware) == {"ORDER-1.1": "cancelled", "ORDER-1": "delivered"}


@pytest.mark.rule("warpware.preorders.child-external-id-taken")
def test_a_child_takes_the_next_number_that_is_free(warpware: WarpWare) -> None:
    warpware.create("ORDER-1.1")
    warpware.create("ORDER-1.2")
    add_rule(warpware, "SOON")
    warpware.create("ORDER-1", line_items=MIXED)
    assert all_orders(warpware) == {
        "ORDER-1.3": "hold",
        "ORDER-1": "pending",
        "ORDER-1.2": "pending",
        "ORDER-1.1": "pending",
    }


@pytest.mark.rule("warpware.preorders.child", "warpware.orders.duplicate-external-id")
def test_a_childs_external_id_is_taken_for_the_partner_too(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON")
    warpware.create(line_items=MIXED)
    assert warpware.post("/orders", order_body("ORDER-1.1")).status == 409


@pytest.mark.rule("warpware.orders.duplicate-external-id")
def test_a_refused_duplicate_leaves_no_child(warpware: WarpWare) -> None:
    warpware.create()
    add_rule(warpware, "SOON")
    assert warpware.post("/orders", order_body(line_items=MIXED)).status == 409
    assert all_orders(warpware) == {"ORDER-1": "pending"}


# Several rules, the tag


@pytest.mark.rule("warpware.preorders.several-rules")
def test_two_split_rules_make_one_child(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON")
    add_rule(warpware, "LATER")
    warpware.create(line_items=[line("LATER"), line("NOW"), line("SOON")])
    assert all_orders(warpware) == {"ORDER-1.1": "hold", "ORDER-1": "pending"}
    child = by_external_id(warpware, "ORDER-1.1")
    assert child["line_items"] == [line("LATER"), line("SOON")]
    assert child["hold_reason"] == "Pre-order: LATER, SOON"
    assert (counts(warpware, "SOON"), counts(warpware, "LATER")) == ((1, 0), (1, 0))


@pytest.mark.rule("warpware.preorders.several-rules")
def test_hold_entire_goes_before_split(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON", "split")
    add_rule(warpware, "LATER", "hold_entire")
    order = warpware.order(warpware.create(line_items=[*MIXED, line("LATER")]))
    assert (order["status"], order["hold_reason"]) == ("hold", "Pre-order: SOON, LATER")
    assert all_orders(warpware) == {"ORDER-1": "hold"}


@pytest.mark.rule("warpware.preorders.tag")
@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ([], ["Pre-Order-SKU"]),
        (["vip", "rush"], ["vip", "rush", "Pre-Order-SKU"]),
        (["Pre-Order-SKU", "vip"], ["Pre-Order-SKU", "vip"]),
    ],
    ids=str,
)
def test_a_held_order_has_the_tag_once(warpware: WarpWare, sent: list[str], shown: list[str]) -> None:
    rule_id = add_rule(warpware, "SOON", "hold_entire")
    order_id = warpware.create(line_items=MIXED, tags=sent)
    assert warpware.order(order_id)["tags"] == shown
    assert [order["id"] for order in warpware.get("/orders?tag=Pre-Order-SKU").data] == [order_id]
    release(warpware, rule_id)
    assert warpware.order(order_id)["tags"] == shown


# Every way in


@pytest.mark.rule("warpware.preorders.every-way-in")
def test_orders_of_a_batch_are_held_and_split(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON", "split")
    bodies = [
        order_body("A", line_items=MIXED),
        order_body("B", line_items=[line("SOON")]),
        order_body("C", line_items=[line("NOW")]),
        order_body("A.1"),
    ]
    reply = warpware.post("/orders/bulk", {"orders": bodies})
    results = [(result["external_id"], result["status"]) for result in reply.data]
    assert results == [("A", "created"), ("B", "created"), ("C", "created"), ("A.1", "duplicate")]
    assert all_orders(warpware) == {"C": "pending", "B": "hold", "A.1": "hold", "A": "pending"}


@pytest.mark.rule("warpware.preorders.every-way-in")
def test_simulated_orders_are_held_and_split(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON", "split")
    body = {"count": 2, "line_items": MIXED, "ship_to": order_body()["shipping_address"]}
    made = [order["external_id"] for order in warpware.post("/orders/simulate", body).data["orders"]]
    assert len(made) == 2
    assert all_orders(warpware) == {**dict.fromkeys(made, "pending"), **{f"{name}.1": "hold" for name in made}}
    assert by_external_id(warpware, f"{made[0]}.1")["tags"] == ["TEST_ORDER", "Pre-Order-SKU"]


@pytest.mark.rule("warpware.preorders.created-status", "warpware.idempotency.replay")
def test_a_replay_shows_the_first_answer_and_splits_nothing_again(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON", "split")
    key = {"X-Idempotency-Key": "my-retry-1"}
    first = warpware.post("/orders", order_body(line_items=MIXED), headers=key)
    assert warpware.post("/orders", order_body(line_items=MIXED), headers=key).body == first.body
    assert all_orders(warpware) == {"ORDER-1.1": "hold", "ORDER-1": "pending"}


# What is told of it


@pytest.mark.rule("warpware.preorders.timeline")
def test_the_timeline_of_a_held_order_tells_the_hold(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON", "hold_entire")
    warpware.create(line_items=MIXED)
    assert story(warpware, "ORDER-1") == ["received", "rule_evaluated", "status_changed", "held"]
    held, changed, *_ = warpware.get("/orders/ORDER-1/timeline").data["events"]
    assert held["details"] == {"reason": "Pre-order: SOON"}
    assert changed["details"] == {"old_status": "pending", "new_status": "hold"}


@pytest.mark.rule("warpware.preorders.timeline")
def test_the_timelines_of_order_and_child_tell_the_split(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON")
    warpware.create(line_items=MIXED)
    assert story(warpware, "ORDER-1") == ["received", "rule_evaluated", "preorder_split"]
    assert story(warpware, "ORDER-1.1") == ["received", "rule_evaluated", "preorder_split", "status_changed", "held"]
    parents = warpware.get("/orders/ORDER-1/timeline").data["events"][0]
    childs = warpware.get("/orders/ORDER-1.1/timeline").data["events"][2]
    assert parents["details"] == {"child_external_id": "ORDER-1.1", "skus": ["SOON"]}
    assert childs["details"] == {"parent_external_id": "ORDER-1", "skus": ["SOON"]}


@pytest.mark.rule("warpware.preorders.events", "warpware.events.order-as-it-became")
@pytest.mark.parametrize(("mode", "held"), [("hold_entire", "ORDER-1"), ("split", "ORDER-1.1")])
def test_what_is_held_fires_the_change_and_the_hold(warpware: WarpWare, mode: str, held: str) -> None:
    add_rule(warpware, "SOON", mode)
    assert warpware.event_names() == []
    warpware.create(line_items=MIXED)
    assert warpware.event_names() == ["order.status_changed", "order.held"]
    fired = [(event.record.external_id, event.record.status) for event in warpware.handle.sandbox.events]
    assert fired == [(held, "hold"), (held, "hold")]


@pytest.mark.rule("warpware.events.order-created-fired", "warpware.preorders.events")
def test_under_fired_a_child_is_created_too(world: World) -> None:
    client = world(readings={"warpware.order-created-event": "fired"})
    add_rule(client, "SOON")
    client.create(line_items=MIXED)
    assert client.event_names() == ["order.created", "order.created", "order.status_changed", "order.held"]
