"""Orders made, changed and acted on over HTTP.

Source: "Create an Order", "Update an Order", the actions; whiplash-observed.md, "What a status change does", "Errors".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import Whiplash
from whiplash.accounts import ADDRESS
from whiplash.stocked import Row, look, make_item, make_order, orders, post_order, put_into

EVERY_FIELD: dict[str, Any] = {
    "shipping_name": "Ada Lovelace",
    "shipping_company": "Acme",
    "shipping_address_1": "1 Way",
    "shipping_address_2": "Unit 2",
    "shipping_city": "Toronto",
    "shipping_state": "ON",
    "shipping_zip": "M5V 2T6",
    "email": "ada@example.com",
    "return_address_1": "9 Back Street",
    "return_address_2": "Floor 3",
    "return_city": "Ann Arbor",
    "return_company": "Acme Returns",
    "return_name": "Returns",
    "return_country": "US",
    "return_phone": "555-0100",
    "return_email": "returns@example.com",
    "return_state": "MI",
    "return_zip": "48104",
    "public_note": "Hello",
    "shipping_phone": "555-0101",
    "ship_notes": "Ring",
    "shop_shipping_method_text": "UPS Ground",
    "shop_shipping_method_price": "8.91",
    "shop_shipping_method_currency": "CAD",
    "shop_created_at": "2017-05-18T07:59:31-04:00",
    "shop_updated_at": "2017-12-18T07:59:32-05:00",
    "days_in_transit": 3,
    "originator_id": "5623643082",
    "proto_originator_id": "5623643081",
    "insure": True,
    "insurance_value": "48.0",
    "require_signature": True,
    "saturday_delivery": True,
    "gift": True,
    "address_verified": True,
    "address_message": "Verified",
    "require_adult_signature": True,
    "contains_alcohol": True,
    "ship_3rdparty_zip": "90210",
    "ship_3rdparty_country": "US",
    "ship_3rdparty_account": "A1",
    "incoterm": "DDP",
}
"""Every field of both parameter tables that comes back as it was sent."""

OTHERWISE = {"shipping_country": "CA", "shop_warehouse_id": 8}
COMES_BACK = {"shipping_country": "Canada", "shipping_country_iso2": "CA", "shop_warehouse_ids": [8]}


def picked(order: Row, names: Any) -> Row:
    return {name: order[name] for name in names}


@pytest.mark.rule(
    "whiplash.orders.create", "whiplash.orders.fields", "whiplash.orders.country", "whiplash.orders.shop-warehouse"
)
def test_every_field_of_the_parameter_table_comes_back(whiplash: Whiplash) -> None:
    item = make_item(whiplash, price="88.0")
    line = {"item_id": item["id"], "quantity": 2, "price": "80.5", "originator_id": "order_1234-item_1234"}
    reply = whiplash.post("/orders", {**EVERY_FIELD, **OTHERWISE, "order_items": [line]})
    expected = EVERY_FIELD | COMES_BACK
    assert (reply.status, reply.rule, picked(reply.json, expected)) == (200, "whiplash.orders.create", expected)
    assert whiplash.notes() == []
    (shown,) = reply.json["order_items"]
    assert picked(shown, line) == line
    assert look(whiplash, "/orders", reply.json) == reply.json
    assert whiplash.get("/orders/originator/5623643082").json == reply.json


@pytest.mark.rule("whiplash.orders.update", "whiplash.orders.update-partial", "whiplash.orders.update-ignores-items")
def test_every_field_of_the_updates_table_changes_and_order_items_do_not(whiplash: Whiplash) -> None:
    order = post_order(whiplash, make_item(whiplash))
    whiplash.handle.clock.advance(60)
    fields = EVERY_FIELD | {"days_in_transit_carrier_estimate": 5}
    reply = whiplash.put(f"/orders/{order['id']}", {**fields, **OTHERWISE, "order_items": []})
    assert (reply.status, reply.body, reply.rule) == (204, b"", "whiplash.orders.update")
    changed = look(whiplash, "/orders", order)
    expected = fields | COMES_BACK
    assert picked(changed, expected) == expected
    assert changed["updated_at"] == "2026-02-27T05:01:00-05:00"
    assert [line["id"] for line in changed["order_items"]] == [line["id"] for line in order["order_items"]]
    assert whiplash.put(f"/orders/{order['id']}", {"public_note": None}).status == 204
    assert picked(look(whiplash, "/orders", order), ("public_note", "email")) == {
        "public_note": None,
        "email": "ada@example.com",
    }


@pytest.mark.rule("whiplash.orders.update-by-originator")
def test_an_order_can_be_updated_by_its_originator_id_too(whiplash: Whiplash) -> None:
    order = post_order(whiplash, originator_id="shop/1#5")
    path = "/orders/originator/shop%2F1%235"
    reply = whiplash.put(path, {"public_note": "Hello"})
    assert (reply.status, reply.rule) == (204, "whiplash.orders.update-by-originator")
    assert whiplash.get(path).json["public_note"] == look(whiplash, "/orders", order)["public_note"] == "Hello"
    put_into(whiplash, order["id"], 300)
    assert whiplash.put(path, {"public_note": "Bye"}).status == 403


@pytest.mark.rule(
    "whiplash.orders.pause",
    "whiplash.orders.release",
    "whiplash.orders.cancel",
    "whiplash.orders.uncancel",
    "whiplash.orders.pause-again",
    "whiplash.orders.processing",
    "whiplash.orders.insufficient-inventory",
    "whiplash.orders.pre-order",
    "whiplash.orders.computed-again",
)
def test_a_status_goes_as_clients_saw_it_and_follows_from_the_items(whiplash: Whiplash) -> None:
    item, few = make_item(whiplash, "TEE"), make_item(whiplash, "CAP", quantity=1)
    soon = make_item(whiplash, "SOON", available=False)
    order_id = make_order(whiplash, item)
    for action, code, name in (
        ("pause", 90, "Paused"),
        ("pause", 90, "Paused"),
        ("release", 100, "Processing"),
        ("cancel", 40, "Cancelled"),
        ("uncancel", 100, "Processing"),
    ):
        assert whiplash.put(f"/orders/{order_id}/{action}").status == 204
        assert picked(look(whiplash, "/orders", order_id), ("status", "status_name")) == {
            "status": code,
            "status_name": name,
        }
    first, second = make_order(whiplash, few), make_order(whiplash, few)
    assert [post_order(whiplash, soon, few)["status"], post_order(whiplash)["status"]] == [80, 100]
    assert [look(whiplash, "/orders", one)["status"] for one in (first, second)] == [100, 95]
    assert whiplash.put(f"/orders/{first}/cancel").status == 204
    assert whiplash.put(f"/orders/{second}/pause").status == 204
    assert whiplash.put(f"/orders/{second}/release").status == 204
    assert whiplash.put(f"/orders/{first}/uncancel").status == 204
    assert [look(whiplash, "/orders", one)["status"] for one in (first, second)] == [95, 100]


@pytest.mark.rule(
    "whiplash.errors.by-field",
    "whiplash.errors.one-text",
    "whiplash.order-items.quantity",
    "whiplash.order-items.unknown-item",
    "whiplash.orders.unknown-country",
    "whiplash.orders.unknown-warehouse",
)
def test_what_is_refused_is_told_by_field_and_nothing_is_stored(whiplash: Whiplash) -> None:
    item = make_item(whiplash)
    line = {"item_id": item["id"], "quantity": 1}
    blank, no_number = ["can't be blank"], ["is not a number"]
    refused: list[tuple[Row, Row]] = [
        ({"order_items": [line, {**line, "quantity": 0}]}, {"order_items.quantity": ["must be greater than 0"]}),
        ({"shipping_country": "XX"}, {"shipping_country": ["is not an ISO 3166 country code of two letters"]}),
        ({"shop_warehouse_id": 6}, {"shop_warehouse_id": ["does not exist"]}),
        ({"order_items": "TEE"}, {"order_items": ["is invalid"]}),
        ({"days_in_transit": "soon", "email": ""}, {"email": blank, "days_in_transit": no_number}),
    ]
    for fields, errors in refused:
        reply = whiplash.post("/orders", {**ADDRESS, **fields})
        assert (reply.status, reply.json) == (422, {"errors": errors}), fields
    for lines in ([line, {"item_id": 1}], [{"item_id": None}], [{"sku": "NO"}]):
        reply = whiplash.post("/orders", {**ADDRESS, "order_items": lines})
        assert (reply.status, reply.json) == (422, {"error": "Record not found"})
    reply = whiplash.request("POST", "/orders", body="{", headers={"Content-Type": "application/json"})
    assert (reply.status, list(reply.json), reply.rule) == (400, ["error"], "whiplash.body.not-json")
    assert orders(whiplash) == []
    assert look(whiplash, "/items", item)["quantity"] == 10


@pytest.mark.rule("whiplash.dates.read", "whiplash.dates.no-zone")
def test_the_first_moment_of_the_calendar_is_taken_where_it_can_be_written(whiplash: Whiplash) -> None:
    taken = whiplash.post("/orders", {**ADDRESS, "shop_created_at": "0001-01-01 00:00"})
    refused = whiplash.post("/orders", {**ADDRESS, "shop_created_at": "0001-01-01T00:00:00Z"})
    assert (taken.status, refused.status) == (200, 422)
    assert taken.json["shop_created_at"] == "0001-01-01T00:00:00-05:00"
    assert [row["id"] for row in orders(whiplash)] == [taken.json["id"]]


@pytest.mark.rule("whiplash.orders.anonymize", "whiplash.orders.anonymize-keeps")
def test_anonymizing_blanks_the_person_and_keeps_the_rest(whiplash: Whiplash) -> None:
    order = whiplash.post("/orders", {**EVERY_FIELD, **OTHERWISE}).json
    assert whiplash.put(f"/orders/{order['id']}/anonymize").status == 204
    after = look(whiplash, "/orders", order)
    kept = ("shipping_state", "shipping_country", "shipping_country_iso2", "return_state", "return_country")
    assert {name for name in order if after[name] != order[name]} == {
        name for name in order if name.startswith(("shipping_", "return_")) and name in EVERY_FIELD
    } - set(kept) | {"email"}
    assert {after[name] for name in order if after[name] != order[name]} == {""}


@pytest.mark.rule("whiplash.packages.made", "whiplash.packages.several", "whiplash.fees.sum", "whiplash.packages.list")
def test_packages_and_fees_of_what_has_shipped_add_up(whiplash: Whiplash) -> None:
    item = make_item(whiplash, quantity=40, weight="0.5")
    lines = [{"item_id": item["id"], "quantity": quantity} for quantity in (12, 3)]
    order_id = make_order(whiplash, order_items=lines)
    put_into(whiplash, order_id, 325)
    order = look(whiplash, "/orders", order_id)
    packages = whiplash.get(f"/orders/{order_id}/packages").json
    fees = whiplash.get(f"/orders/{order_id}/fees").json
    assert len(packages) == 2
    assert [package["tracking"] for package in packages] == order["tracking"]
    assert [line["package_id"] for line in order["order_items"]] == [package["id"] for package in packages]
    assert sum(float(package["ship_actual_cost"]) for package in packages) == pytest.approx(fees["postage"])
    assert float(order["ship_actual_cost"]) == fees["postage"] > 0
    assert fees["total"] == pytest.approx(sum(fees[name] for name in ("pick", "pack", "packaging", "postage")))
    assert look(whiplash, "/items", item)["quantity"] == 25


def test_the_same_seed_and_calls_make_the_same_bytes(whiplash_world: Callable[..., Whiplash]) -> None:
    told = []
    for _ in range(2):
        whiplash = whiplash_world(seed=7, profile="demo", limits=False)
        item = make_item(whiplash)
        order_id = make_order(whiplash, item)
        put_into(whiplash, order_id, 300)
        paths = ("/orders?limit=250", f"/orders/{order_id}/packages", f"/orders/{order_id}/fees")
        told.append([whiplash.get(path).body for path in paths])
    assert told[0] == told[1]
