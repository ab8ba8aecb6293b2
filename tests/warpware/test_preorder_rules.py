"""The pre-order rules themselves: list and create. Source: "Pre-Orders"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare
from warpware.preorders import add_rule, line, rules

World = Callable[..., WarpWare]
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
EXAMPLE = {
    "sku": "NEW-PREORDER-SKU",
    "name": "Upcoming Product Launch",
    "hold_mode": "split",
    "release_date": "2026-05-01",
}


@pytest.mark.rule("warpware.preorders.create", "warpware.preorders.no-meta")
def test_a_new_rule_is_answered_as_the_list_shows_it(warpware: WarpWare) -> None:
    reply = warpware.post("/preorder-rules", EXAMPLE)
    assert reply.status == 201
    assert re.fullmatch(UUID, reply.data["id"])
    assert reply.json == {
        "data": {
            "id": reply.data["id"],
            "sku": "NEW-PREORDER-SKU",
            "name": "Upcoming Product Launch",
            "status": "holding",
            "hold_mode": "split",
            "release_date": "2026-05-01",
            "orders_held_count": 0,
            "orders_released_count": 0,
        }
    }
    assert reply.rule == "warpware.preorders.create"
    assert warpware.get("/preorder-rules").data == [reply.data]


@pytest.mark.rule("warpware.preorders.list", "warpware.preorders.no-meta")
def test_rules_are_listed_newest_first_and_all_at_once(warpware: WarpWare) -> None:
    for number in range(60):
        add_rule(warpware, f"SKU-{number}")
    reply = warpware.get("/preorder-rules")
    assert (reply.status, reply.rule) == (200, "warpware.preorders.list")
    assert reply.json.keys() == {"data"}
    assert [rule["sku"] for rule in reply.data] == [f"SKU-{number}" for number in range(59, -1, -1)]


@pytest.mark.rule("warpware.preorders.list")
def test_an_account_has_no_rules_at_first(warpware: WarpWare, demo: WarpWare) -> None:
    assert warpware.get("/preorder-rules").json == {"data": []}
    assert demo.get("/preorder-rules").json == {"data": []}


@pytest.mark.rule("warpware.preorders.list")
def test_two_accounts_have_rules_of_their_own(world: World) -> None:
    one, other = world(), world()
    add_rule(one, "SOON")
    assert other.get("/preorder-rules").data == []
    assert add_rule(other, "SOON")


@pytest.mark.rule("warpware.preorders.no-meta", "warpware.envelope.always")
def test_under_always_the_answers_about_rules_have_an_empty_meta(world: World) -> None:
    client = world(readings={"warpware.envelope": "always"})
    created = client.post("/preorder-rules", EXAMPLE)
    assert created.meta == {}
    assert client.get("/preorder-rules").meta == {}
    assert client.post(f"/preorder-rules/{created.data['id']}/release").meta == {}


@pytest.mark.rule("warpware.preorders.required-fields")
@pytest.mark.parametrize("field", ["sku", "hold_mode"])
def test_a_rule_without_a_required_field_is_400(warpware: WarpWare, field: str) -> None:
    reply = warpware.post("/preorder-rules", {name: value for name, value in EXAMPLE.items() if name != field})
    assert (reply.status, reply.rule) == (400, "warpware.body.missing-field")
    assert reply.detail == f"{field}: is required"
    assert rules(warpware) == {}


@pytest.mark.rule("warpware.preorders.required-fields", "warpware.preorders.release-date")
@pytest.mark.parametrize("fields", [{}, {"name": None, "release_date": None}], ids=str)
def test_name_and_release_date_may_be_missing_or_null(warpware: WarpWare, fields: dict[str, None]) -> None:
    reply = warpware.post("/preorder-rules", {"sku": "SOON", "hold_mode": "split", **fields})
    assert reply.status == 201
    assert (reply.data["name"], reply.data["release_date"]) == (None, None)


@pytest.mark.rule("warpware.preorders.hold-modes")
@pytest.mark.parametrize("mode", ["split", "hold_entire"])
def test_there_are_two_hold_modes(warpware: WarpWare, mode: str) -> None:
    assert warpware.post("/preorder-rules", {**EXAMPLE, "hold_mode": mode}).data["hold_mode"] == mode


@pytest.mark.rule("warpware.preorders.hold-modes")
@pytest.mark.parametrize(
    ("mode", "detail"),
    [
        ("hold", "hold_mode: must be one of split, hold_entire, not 'hold'"),
        ("Split", "hold_mode: must be one of split, hold_entire, not 'Split'"),
        ("", "hold_mode: must be one of split, hold_entire, not ''"),
        (None, "hold_mode: must be a string"),
        (1, "hold_mode: must be a string"),
    ],
    ids=str,
)
def test_any_other_hold_mode_is_422(warpware: WarpWare, mode: object, detail: str) -> None:
    reply = warpware.post("/preorder-rules", {**EXAMPLE, "hold_mode": mode})
    assert (reply.status, reply.rule, reply.detail) == (422, "warpware.preorders.hold-modes", detail)
    assert rules(warpware) == {}


@pytest.mark.rule("warpware.preorders.release-date")
@pytest.mark.parametrize("day", ["2028-02-29", "2020-01-01", "9999-12-31"])
def test_a_day_of_the_calendar_is_a_release_date(warpware: WarpWare, day: str) -> None:
    reply = warpware.post("/preorder-rules", {**EXAMPLE, "release_date": day})
    assert (reply.status, reply.data["release_date"]) == (201, day)


@pytest.mark.rule("warpware.preorders.release-date")
@pytest.mark.parametrize(
    "day", ["2026-02-29", "2026-13-01", "2026-5-1", "01.05.2026", "20260501", "2026-05-01T00:00:00Z", "soon", ""]
)
def test_any_other_release_date_is_422(warpware: WarpWare, day: str) -> None:
    reply = warpware.post("/preorder-rules", {**EXAMPLE, "release_date": day})
    assert (reply.status, reply.rule) == (422, "warpware.preorders.release-date")
    assert reply.detail == "release_date: must be a date like 2026-05-01"
    assert rules(warpware) == {}


@pytest.mark.rule("warpware.preorders.release-date")
def test_a_release_date_that_is_no_string_is_422(warpware: WarpWare) -> None:
    reply = warpware.post("/preorder-rules", {**EXAMPLE, "release_date": 20260501})
    assert (reply.status, reply.rule) == (422, "warpware.preorders.release-date")
    assert reply.detail == "release_date: must be a string"


@pytest.mark.rule("warpware.preorders.release-date-informs")
def test_a_release_date_that_has_come_releases_nothing(warpware: WarpWare) -> None:
    warpware.post("/preorder-rules", {**EXAMPLE, "release_date": "2026-03-01"})
    before = warpware.create("ORDER-1", line_items=[line("NEW-PREORDER-SKU")])
    warpware.handle.clock.advance(days=10)
    after = warpware.create("ORDER-2", line_items=[line("NEW-PREORDER-SKU")])
    assert [warpware.order(order_id)["status"] for order_id in (before, after)] == ["hold", "hold"]
    assert rules(warpware)["NEW-PREORDER-SKU"]["status"] == "holding"


@pytest.mark.rule("warpware.body.blank-required")
@pytest.mark.parametrize("sku", ["", " "])
def test_a_blank_sku_is_422(warpware: WarpWare, sku: str) -> None:
    reply = warpware.post("/preorder-rules", {**EXAMPLE, "sku": sku})
    assert (reply.status, reply.rule) == (422, "warpware.body.blank-required")


@pytest.mark.rule("warpware.body.invalid-value")
@pytest.mark.parametrize("fields", [{"sku": 5}, {"name": 5}, {"name": ["x"]}], ids=str)
def test_a_text_of_another_type_is_422(warpware: WarpWare, fields: dict[str, Any]) -> None:
    reply = warpware.post("/preorder-rules", {**EXAMPLE, **fields})
    assert (reply.status, reply.rule) == (422, "warpware.body.invalid-value")
    assert rules(warpware) == {}


@pytest.mark.rule("warpware.preorders.one-holding-rule")
def test_a_second_holding_rule_for_one_sku_is_409(warpware: WarpWare) -> None:
    add_rule(warpware, "SOON", "split")
    reply = warpware.post("/preorder-rules", {"sku": "SOON", "hold_mode": "hold_entire"})
    assert (reply.status, reply.rule) == (409, "warpware.preorders.one-holding-rule")
    assert reply.detail == "Holding pre-order rule with this sku already exists: SOON"
    assert len(warpware.get("/preorder-rules").data) == 1


@pytest.mark.rule("warpware.preorders.one-holding-rule")
def test_a_sku_whose_rule_is_released_takes_a_new_one(warpware: WarpWare) -> None:
    warpware.post(f"/preorder-rules/{add_rule(warpware, 'SOON')}/release")
    add_rule(warpware, "SOON", "hold_entire")
    listed = warpware.get("/preorder-rules").data
    assert [(rule["status"], rule["hold_mode"]) for rule in listed] == [
        ("holding", "hold_entire"),
        ("released", "split"),
    ]
    assert warpware.order(warpware.create(line_items=[line("SOON"), line("NOW")]))["status"] == "hold"


@pytest.mark.rule("warpware.scopes.missing")
@pytest.mark.parametrize("key", ["read_only_key", "write_only_key"])
def test_a_key_that_lacks_a_scope_makes_no_rule(warpware: WarpWare, key: str) -> None:
    assert warpware.post("/preorder-rules", EXAMPLE, key=getattr(warpware.handle.warpware, key)).status == 403
    assert rules(warpware) == {}
