"""POST /inventory/adjust. Source: "Inventory"; readings.md, "Inventory status", "400 or 422"."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client import Reply, WarpWare
from mockserver.app import create_app, open_sandboxes
from mockserver.core.sandbox import SandboxOptions
from mockserver.handle import SandboxHandle
from mockserver.handles.local_channel import LocalChannel

World = Callable[..., WarpWare]
DC, STORE, STOCKROOM = "East Coast DC", "Harbor Street Store", "Online Store Stockroom"


def adjust(client: WarpWare, adjustment: object, sku: object = "WIDGET-RED-L", **fields: object) -> Reply:
    """WIDGET-RED-L has 8 available in the demo profile, in one warehouse."""
    return client.post("/inventory/adjust", {"sku": sku, "adjustment": adjustment, **fields})


def stock(client: WarpWare, sku: str = "WIDGET-RED-L") -> dict[str, dict[str, Any]]:
    """The rows of a SKU by warehouse."""
    return {row["warehouse"]: row for row in client.get("/inventory", query={"sku": sku}).data}


def assert_refused(client: WarpWare, send: Callable[[], Reply], status: int, rule: str) -> Reply:
    before = client.get("/inventory").data
    client.handle.clock.advance(1)
    reply = send()
    assert (reply.status, reply.rule) == (status, rule)
    assert client.get("/inventory").data == before
    return reply


@pytest.mark.rule("warpware.inventory.adjust", "warpware.inventory.adjust-reason")
def test_an_adjust_answers_what_was_and_what_is_available(demo: WarpWare) -> None:
    reply = adjust(demo, -3, reason="Damaged in receiving")
    assert (reply.status, reply.rule) == (200, "warpware.inventory.adjust")
    assert reply.json == {
        "data": {
            "sku": "WIDGET-RED-L",
            "previous_quantity": 8,
            "adjustment": -3,
            "new_quantity": 5,
            "reason": "Damaged in receiving",
        },
        "meta": {},
    }


@pytest.mark.rule("warpware.inventory.adjust")
def test_adjustments_add_up(demo: WarpWare) -> None:
    told = [adjust(demo, number).data for number in (5, -13, 1)]
    assert [(data["previous_quantity"], data["new_quantity"]) for data in told] == [(8, 13), (13, 0), (0, 1)]
    assert stock(demo)[DC]["quantity_available"] == 1


@pytest.mark.rule("warpware.inventory.adjust-moves-on-hand", "warpware.inventory.quantities")
@pytest.mark.parametrize("adjustment", [-3, 40])
def test_an_adjust_moves_available_and_on_hand_and_the_time_of_its_row_alone(demo: WarpWare, adjustment: int) -> None:
    others = [row for row in demo.get("/inventory").data if row["sku"] != "WIDGET-RED-L"]
    before = stock(demo)[DC]
    demo.handle.clock.advance(90)
    adjust(demo, adjustment)
    assert stock(demo)[DC] == {
        **before,
        "quantity_available": 8 + adjustment,
        "quantity_on_hand": before["quantity_on_hand"] + adjustment,
        "status": "low_stock" if adjustment < 0 else "in_stock",
        "updated_at": "2026-02-27T10:01:30Z",
    }
    assert [row for row in demo.get("/inventory").data if row["sku"] != "WIDGET-RED-L"] == others


@pytest.mark.rule("warpware.inventory.adjust-reason", "warpware.body.null-optional")
@pytest.mark.parametrize(
    ("fields", "reason"),
    [({}, None), ({"reason": None}, None), ({"reason": ""}, ""), ({"reason": "Ünits ☂"}, "Ünits ☂")],
)
def test_the_reason_is_answered_as_it_was_sent(demo: WarpWare, fields: dict[str, object], reason: object) -> None:
    assert adjust(demo, 1, **fields).data["reason"] == reason


@pytest.mark.rule("warpware.body.unknown-fields")
def test_other_fields_are_ignored(demo: WarpWare) -> None:
    assert adjust(demo, 1, location="nowhere").data["new_quantity"] == 9


# Warehouses


@pytest.mark.rule("warpware.inventory.adjust-warehouse")
@pytest.mark.parametrize(("warehouse", "available"), [(DC, 133), (STORE, 25), (STOCKROOM, 6)])
def test_the_warehouse_picks_the_row(demo: WarpWare, warehouse: str, available: int) -> None:
    before = stock(demo, "TOTE-CANVAS")
    data = adjust(demo, -2, "TOTE-CANVAS", warehouse=warehouse).data
    assert (data["previous_quantity"], data["new_quantity"]) == (available, available - 2)
    after = stock(demo, "TOTE-CANVAS")
    assert {name for name in after if after[name] != before[name]} == {warehouse}


@pytest.mark.rule("warpware.inventory.adjust-warehouse")
@pytest.mark.parametrize("fields", [{}, {"warehouse": None}])
def test_without_a_warehouse_the_first_one_is_adjusted(demo: WarpWare, fields: dict[str, object]) -> None:
    assert adjust(demo, -2, "TOTE-CANVAS", **fields).data["previous_quantity"] == 133
    rows = stock(demo, "TOTE-CANVAS")
    assert {name: row["quantity_available"] for name, row in rows.items()} == {DC: 131, STORE: 25, STOCKROOM: 6}
    assert [name for name, row in rows.items() if row["quantity_committed"] > 0] in ([DC], [])


@pytest.mark.rule("warpware.inventory.unknown-warehouse")
@pytest.mark.parametrize("warehouse", ["Moon", STORE, "east coast dc", ""])
def test_a_warehouse_where_the_sku_does_not_lie_is_404(demo: WarpWare, warehouse: str) -> None:
    rule = "warpware.inventory.unknown-warehouse"
    reply = assert_refused(demo, lambda: adjust(demo, 1, warehouse=warehouse), 404, rule)
    assert warehouse in reply.detail
    assert "WIDGET-RED-L" in reply.detail


@pytest.mark.rule("warpware.inventory.unknown-sku")
@pytest.mark.parametrize("sku", ["NOPE", "widget-red-l", "WIDGET-RED", " WIDGET-RED-L"])
@pytest.mark.parametrize("fields", [{}, {"warehouse": DC}])
def test_an_unknown_sku_is_404(demo: WarpWare, sku: str, fields: dict[str, object]) -> None:
    reply = assert_refused(demo, lambda: adjust(demo, 1, sku, **fields), 404, "warpware.inventory.unknown-sku")
    assert reply.detail == f"SKU not found: {sku}"


@pytest.mark.rule("warpware.inventory.unknown-sku", "warpware.auth.other-accounts-records")
def test_the_stock_of_another_account_is_not_there(warpware: WarpWare, demo: WarpWare) -> None:
    assert adjust(demo, 1).status == 200
    assert adjust(warpware, 1).status == 404


# Values


@pytest.mark.rule("warpware.inventory.adjust-below-zero")
@pytest.mark.parametrize("adjustment", [-9, -10_000, -(2**63)])
def test_less_than_nothing_is_422(demo: WarpWare, adjustment: int) -> None:
    reply = assert_refused(demo, lambda: adjust(demo, adjustment), 422, "warpware.inventory.adjust-below-zero")
    assert "adjustment" in reply.detail


@pytest.mark.rule("warpware.inventory.adjust-below-zero")
def test_what_is_committed_cannot_be_taken(demo: WarpWare) -> None:
    """On hand there is more than available, by what open orders need."""
    rows = demo.get("/inventory").data
    row = next(row for row in rows if row["quantity_committed"] > 0 and row["quantity_available"] > 0)
    fields = {"sku": row["sku"], "warehouse": row["warehouse"]}
    rule = "warpware.inventory.adjust-below-zero"
    assert_refused(demo, lambda: adjust(demo, -row["quantity_available"] - 1, **fields), 422, rule)
    assert adjust(demo, -row["quantity_available"], **fields).data["new_quantity"] == 0


@pytest.mark.rule("warpware.inventory.adjust-below-zero")
def test_exactly_nothing_is_taken(demo: WarpWare) -> None:
    assert adjust(demo, -8).data["new_quantity"] == 0


@pytest.mark.rule("warpware.inventory.adjust-zero")
def test_an_adjustment_of_0_is_422(demo: WarpWare) -> None:
    assert "adjustment" in assert_refused(demo, lambda: adjust(demo, 0), 422, "warpware.inventory.adjust-zero").detail


@pytest.mark.rule("warpware.inventory.adjust-too-large")
def test_more_than_an_integer_holds_is_422(demo: WarpWare) -> None:
    room = 2147483647 - stock(demo)[DC]["quantity_on_hand"]
    for adjustment in (room + 1, 2**64 - 1):
        assert_refused(demo, partial(adjust, demo, adjustment), 422, "warpware.inventory.adjust-too-large")
    assert adjust(demo, room).status == 200
    assert stock(demo)[DC]["quantity_on_hand"] == 2147483647


@pytest.mark.rule("warpware.inventory.adjust-fields", "warpware.body.missing-field")
@pytest.mark.parametrize(
    ("body", "named"),
    [({"sku": "WIDGET-RED-L"}, "adjustment"), ({"adjustment": 1}, "sku"), ({}, "sku"), ({"sku": 5}, "adjustment")],
)
def test_a_missing_field_is_400(demo: WarpWare, body: dict[str, object], named: str) -> None:
    reply = assert_refused(demo, lambda: demo.post("/inventory/adjust", body), 400, "warpware.body.missing-field")
    assert f"{named}: is required" in reply.detail


@pytest.mark.rule("warpware.inventory.adjust-fields", "warpware.body.invalid-value")
@pytest.mark.parametrize(
    ("name", "value"),
    [("adjustment", value) for value in ("1", 1.5, True, None, [1])]
    + [("sku", value) for value in (5, None, ["A"])]
    + [("warehouse", 5), ("warehouse", {}), ("reason", 5), ("reason", True)],
)
def test_a_value_of_the_wrong_type_is_422(demo: WarpWare, name: str, value: object) -> None:
    body = {"sku": "WIDGET-RED-L", "adjustment": 1, name: value}
    reply = assert_refused(demo, lambda: demo.post("/inventory/adjust", body), 422, "warpware.body.invalid-value")
    assert reply.detail.startswith(f"{name}: must be")


@pytest.mark.rule("warpware.inventory.adjust-fields", "warpware.body.unstorable", "warpware.body.blank-required")
@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"sku": "WIDGET-RED-L", "adjustment": 2**64}, "warpware.body.unstorable"),
        ({"sku": " ", "adjustment": 1}, "warpware.body.blank-required"),
    ],
)
def test_a_value_that_nothing_can_hold_is_422(demo: WarpWare, body: dict[str, object], rule: str) -> None:
    assert_refused(demo, lambda: demo.post("/inventory/adjust", body), 422, rule)


@pytest.mark.rule("warpware.inventory.write-scope", "warpware.scopes.missing")
@pytest.mark.parametrize("path", ["/inventory/adjust", "/inventory/sync"])
def test_adjusting_and_syncing_need_write_and_read(demo: WarpWare, path: str) -> None:
    keys = demo.handle.warpware
    body = {"sku": "WIDGET-RED-L", "adjustment": 1}
    for key, scope in ((keys.read_only_key, "write"), (keys.write_only_key, "read")):
        send = partial(demo.post, path, body, key=key)
        reply = assert_refused(demo, send, 403, "warpware.scopes.missing")
        assert scope in reply.detail
    assert demo.post(path, body).status == 200


# At the same time


def assert_chain(told: list[dict[str, int]], first: int) -> None:
    """Each adjustment began where another one ended, from *first* to *first* + their number."""
    assert sorted(data["previous_quantity"] for data in told) == list(range(first, first + len(told)))
    assert all(data["new_quantity"] == data["previous_quantity"] + 1 for data in told)


@pytest.mark.rule("warpware.inventory.adjust-atomic")
def test_of_500_adjustments_at_once_none_is_lost(demo: WarpWare) -> None:
    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(lambda _: adjust(demo, 1).data, range(500)))
    assert_chain(told, 8)
    assert stock(demo)[DC]["quantity_available"] == 508


@pytest.mark.rule("warpware.inventory.adjust-atomic", "warpware.inventory.adjust-below-zero")
def test_of_20_that_take_one_of_8_at_once_8_get_it(demo: WarpWare) -> None:
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: adjust(demo, -1).status, range(20)))
    assert sorted(statuses) == [200] * 8 + [422] * 12
    assert stock(demo)[DC]["quantity_available"] == 0


@pytest.mark.rule("warpware.inventory.adjust-atomic")
@pytest.mark.usefixtures("restless_threads")
def test_threads_in_one_app_lose_no_adjustment() -> None:
    sandboxes = open_sandboxes(SandboxOptions(profile="demo", limits=False))
    app, handle = create_app(sandboxes), SandboxHandle(LocalChannel(sandboxes, ""), "0" * 16)

    def send(_: int) -> Any:
        body = {"sku": "WIDGET-RED-L", "adjustment": 1}
        headers = dict(handle.warpware.headers())
        reply = app.test_client().post("/partner/v1/inventory/adjust", json=body, headers=headers)
        return json.loads(reply.data)["data"]

    with ThreadPoolExecutor(8) as pool:
        assert_chain(list(pool.map(send, range(200))), 8)


# Against a plain model

ROWS = {("TOTE-CANVAS", DC): 133, ("TOTE-CANVAS", STORE): 25, ("TOTE-CANVAS", STOCKROOM): 6, ("WIDGET-RED-L", DC): 8}
STEPS = st.tuples(
    st.sampled_from(["TOTE-CANVAS", "WIDGET-RED-L", "NOPE"]),
    st.sampled_from([None, DC, STORE, STOCKROOM, "Moon"]),
    st.integers(-30, 30) | st.sampled_from([-(2**40), 2**40]),
)


@pytest.mark.rule("warpware.inventory.adjust", "warpware.inventory.adjust-warehouse", "warpware.inventory.quantities")
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, max_size=25))
def test_any_run_of_adjustments_agrees_with_a_plain_model(
    demo: WarpWare, steps: list[tuple[str, str | None, int]]
) -> None:
    demo.handle.reset()
    model = dict(ROWS)
    committed = {place: stock(demo, place[0])[place[1]]["quantity_committed"] for place in ROWS}
    for sku, warehouse, units in steps:
        reply = adjust(demo, units, sku, **({} if warehouse is None else {"warehouse": warehouse}))
        place = (sku, warehouse or DC)
        if units == 0:
            assert reply.status == 422
        elif place not in model:
            assert reply.status == 404
        elif model[place] + units < 0 or model[place] + committed[place] + units > 2147483647:
            assert reply.status == 422
        else:
            assert (reply.data["previous_quantity"], reply.data["new_quantity"]) == (model[place], model[place] + units)
            model[place] += units
    for (sku, warehouse), available in model.items():
        row = stock(demo, sku)[warehouse]
        assert (row["quantity_available"], row["quantity_committed"]) == (available, committed[sku, warehouse])
        assert row["quantity_on_hand"] == available + committed[sku, warehouse]
