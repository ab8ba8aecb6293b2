"""POST /preorder-rules/{id}/release, and the counts of a rule. Source: "Pre-Orders"; readings.md, "Pre-orders"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import WarpWare
from warpware.preorders import add_rule, all_orders, by_external_id, counts, line, release, rules, story

World = Callable[..., WarpWare]
UNKNOWN = "b20a1d3d-180a-4e28-939f-e6858a40c087"


def held_order(client: WarpWare, external_id: str = "ORDER-1", *skus: str) -> str:
    order_id = client.create(external_id, line_items=[line(sku) for sku in skus or ("SOON",)])
    assert client.order(order_id)["status"] == "hold"
    return order_id


@pytest.mark.rule("warpware.preorders.release", "warpware.preorders.no-meta")
def test_a_release_lets_every_order_go_that_the_rule_holds(warpware: WarpWare) -> None:
    rule_id, other_rule = add_rule(warpware), add_rule(warpware, "LATER", "hold_entire")
    for number in range(3):
        held_order(warpware, f"ORDER-{number}")
    warpware.create("MIXED", line_items=[line("SOON"), line("NOW")])
    held_order(warpware, "OTHER", "LATER")
    reply = release(warpware, rule_id)
    assert reply.status == 200
    assert reply.json == {"data": {"rule_id": rule_id, "sku": "SOON", "status": "released", "orders_released": 4}}
    assert reply.rule == "warpware.preorders.release"
    assert all_orders(warpware) == {
        "OTHER": "hold",
        "MIXED.1": "pending",
        "MIXED": "pending",
        "ORDER-2": "pending",
        "ORDER-1": "pending",
        "ORDER-0": "pending",
    }
    assert release(warpware, other_rule).data["orders_released"] == 1


@pytest.mark.rule("warpware.preorders.release")
@pytest.mark.parametrize("body", [{}, {"reason": "It is here"}], ids=str)
def test_a_body_changes_nothing_of_a_release(warpware: WarpWare, body: dict[str, str]) -> None:
    rule_id = add_rule(warpware)
    held_order(warpware)
    assert warpware.post(f"/preorder-rules/{rule_id}/release", body).data["orders_released"] == 1


@pytest.mark.rule("warpware.preorders.release")
def test_a_rule_that_holds_nothing_is_released_too(warpware: WarpWare) -> None:
    reply = release(warpware, add_rule(warpware).upper())
    assert (reply.status, reply.data["orders_released"]) == (200, 0)
    assert rules(warpware)["SOON"]["status"] == "released"


@pytest.mark.rule("warpware.preorders.release-tells")
def test_a_released_order_is_pending_without_a_reason(warpware: WarpWare) -> None:
    rule_id = add_rule(warpware)
    order_id = held_order(warpware)
    warpware.handle.clock.advance(hours=1)
    release(warpware, rule_id)
    order = warpware.order(order_id)
    assert (order["status"], order["is_held"], order["hold_reason"]) == ("pending", False, None)
    assert (order["created_at"], order["updated_at"]) == ("2026-02-27T10:00:00Z", "2026-02-27T11:00:00Z")
    assert warpware.move(order_id, "delivered", walk=True).status == 200


@pytest.mark.rule("warpware.preorders.release-tells")
def test_the_timeline_and_the_events_tell_a_release(warpware: WarpWare) -> None:
    rule_id = add_rule(warpware)
    held_order(warpware)
    release(warpware, rule_id)
    assert story(warpware, "ORDER-1")[4:] == ["released", "status_changed"]
    changed, released, *_ = warpware.get("/orders/ORDER-1/timeline").data["events"]
    assert changed["details"] == {"old_status": "hold", "new_status": "pending"}
    assert released["details"] == {"reason": "Pre-order: SOON"}
    assert warpware.event_names()[2:] == ["order.status_changed", "order.released"]


@pytest.mark.rule("warpware.preorders.release-ends-rule")
@pytest.mark.parametrize("mode", ["split", "hold_entire"])
def test_after_the_release_orders_go_on(warpware: WarpWare, mode: str) -> None:
    release(warpware, add_rule(warpware, "SOON", mode))
    assert rules(warpware)["SOON"]["status"] == "released"
    order = warpware.order(warpware.create(line_items=[line("SOON"), line("NOW")]))
    assert (order["status"], order["tags"]) == ("pending", [])
    assert all_orders(warpware) == {"ORDER-1": "pending"}


@pytest.mark.rule("warpware.preorders.release-again")
def test_a_second_release_answers_0(warpware: WarpWare) -> None:
    rule_id = add_rule(warpware)
    held_order(warpware)
    assert release(warpware, rule_id).data["orders_released"] == 1
    again = release(warpware, rule_id)
    assert again.status == 200
    assert again.data == {"rule_id": rule_id, "sku": "SOON", "status": "released", "orders_released": 0}
    assert counts(warpware) == (0, 1)
    assert warpware.event_names().count("order.released") == 1


# Orders that others hold, or nobody any more


@pytest.mark.rule("warpware.preorders.release-last", "warpware.preorders.counts")
@pytest.mark.parametrize("first", ["SOON", "LATER"])
def test_an_order_waits_for_the_last_of_its_rules(warpware: WarpWare, first: str) -> None:
    ids = {sku: add_rule(warpware, sku) for sku in ("SOON", "LATER")}
    order_id = held_order(warpware, "ORDER-1", "SOON", "LATER")
    (last,) = ids.keys() - {first}
    held = warpware.order(order_id)
    warpware.handle.clock.advance(hours=1)
    assert release(warpware, ids[first]).data["orders_released"] == 0
    assert warpware.order(order_id) == held
    assert (counts(warpware, first), counts(warpware, last)) == ((0, 0), (1, 0))
    assert release(warpware, ids[last]).data["orders_released"] == 1
    assert warpware.order(order_id)["status"] == "pending"
    assert (counts(warpware, first), counts(warpware, last)) == ((0, 0), (0, 1))


@pytest.mark.rule("warpware.preorders.release-only-held", "warpware.preorders.counts")
@pytest.mark.parametrize("status", ["shipped", "cancelled"])
def test_an_order_that_the_partner_took_from_hold_is_left_alone(warpware: WarpWare, status: str) -> None:
    rule_id = add_rule(warpware)
    order_id = held_order(warpware)
    assert counts(warpware) == (1, 0)
    assert warpware.patch(f"/orders/{order_id}", {"status": status}).status == 200
    assert counts(warpware) == (0, 0)
    assert release(warpware, rule_id).data["orders_released"] == 0
    assert warpware.order(order_id)["status"] == status


@pytest.mark.rule("warpware.preorders.release-only-held")
def test_a_cancelled_order_is_left_alone(warpware: WarpWare) -> None:
    rule_id = add_rule(warpware)
    order_id = held_order(warpware)
    warpware.post(f"/orders/{order_id}/cancel")
    assert release(warpware, rule_id).data["orders_released"] == 0
    assert warpware.order(order_id)["status"] == "cancelled"


@pytest.mark.rule("warpware.preorders.release-only-held")
def test_an_order_that_is_on_hold_again_for_another_reason_is_left_alone(warpware: WarpWare) -> None:
    rule_id = add_rule(warpware)
    order_id = held_order(warpware)
    warpware.move(order_id, "pending")
    warpware.patch(f"/orders/{order_id}", {"status": "hold"})
    assert counts(warpware) == (0, 0)
    assert release(warpware, rule_id).data["orders_released"] == 0
    order = warpware.order(order_id)
    assert (order["status"], order["hold_reason"]) == ("hold", "Held by partner")


@pytest.mark.rule("warpware.preorders.release-only-held")
def test_a_note_or_a_label_on_a_held_order_changes_nothing_of_the_hold(warpware: WarpWare) -> None:
    rule_id = add_rule(warpware)
    order_id = held_order(warpware)
    warpware.patch(f"/orders/{order_id}", {"note": "Gift"})
    warpware.post(f"/orders/{order_id}/labels", {"tracking_number": "1Z999AA10123456784", "carrier": "UPS"})
    assert counts(warpware) == (1, 0)
    assert release(warpware, rule_id).data["orders_released"] == 1


@pytest.mark.rule("warpware.preorders.counts")
def test_the_counts_follow_the_orders(warpware: WarpWare) -> None:
    rule_id = add_rule(warpware)
    assert counts(warpware) == (0, 0)
    held_order(warpware, "ORDER-1")
    warpware.create("ORDER-2", line_items=[line("SOON"), line("NOW")])
    warpware.create("ORDER-3", line_items=[line("NOW")])
    assert counts(warpware) == (2, 0)
    warpware.move(by_external_id(warpware, "ORDER-1")["id"], "pending")
    assert counts(warpware) == (1, 0)
    release(warpware, rule_id)
    assert counts(warpware) == (0, 1)


@pytest.mark.rule("warpware.preorders.release")
def test_a_reset_sandbox_has_no_rules(warpware: WarpWare) -> None:
    add_rule(warpware)
    warpware.handle.reset()
    assert warpware.get("/preorder-rules").data == []
    assert warpware.order(warpware.create(line_items=[line("SOON")]))["status"] == "pending"


# Refusals


@pytest.mark.rule("warpware.preorders.not-found")
@pytest.mark.parametrize("rule_id", [UNKNOWN, "SOON", "1"])
def test_a_rule_that_does_not_exist_is_404(warpware: WarpWare, rule_id: str) -> None:
    add_rule(warpware)
    reply = release(warpware, rule_id)
    assert (reply.status, reply.rule) == (404, "warpware.preorders.not-found")
    assert reply.detail == f"Pre-order rule not found: {rule_id}"


@pytest.mark.rule("warpware.preorders.not-found")
def test_another_accounts_rule_is_404(world: World) -> None:
    one, other = world(seed=1), world(seed=2)
    rule_id = add_rule(one)
    assert release(other, rule_id).status == 404
    assert rules(one)["SOON"]["status"] == "holding"


@pytest.mark.rule("warpware.scopes.missing")
@pytest.mark.parametrize("key", ["read_only_key", "write_only_key"])
def test_a_key_that_lacks_a_scope_releases_nothing(warpware: WarpWare, key: str) -> None:
    rule_id = add_rule(warpware)
    held_order(warpware)
    denied = getattr(warpware.handle.warpware, key)
    assert warpware.post(f"/preorder-rules/{rule_id}/release", key=denied).status == 403
    assert counts(warpware) == (1, 0)
