"""What bodies are taken as. Source: "Create an Order", "Update an Order", Parameters; readings.md; observed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from mockserver.core.operation import Validator
from mockserver.whiplash.schemas.item import create_item, update_item
from mockserver.whiplash.schemas.order import create_order, update_order
from mockserver.whiplash.schemas.order_item import create_order_item
from mockserver.whiplash.schemas.shipnotice import (
    create_shipnotice,
    create_shipnotice_item,
    update_shipnotice,
    update_shipnotice_item,
)
from mockserver.whiplash.schemas.web_hook import create_web_hook, update_web_hook
from whiplash.accounts import ADDRESS

STRICT = {"whiplash.required-fields": "strict"}
LENIENT = {"whiplash.required-fields": "lenient"}

EVERY_FIELD: dict[str, Any] = {
    "shipping_name": "Bill Murray",
    "shipping_company": "Acme",
    "shipping_address_1": "1800 Hemlock St.",
    "shipping_address_2": "Unit 2",
    "shipping_city": "Beverley Hills",
    "shipping_state": "CA",
    "shipping_country": "US",
    "shipping_zip": "90210",
    "email": "email@example.com",
    "return_address_1": "1 Way",
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
    "shop_shipping_method_text": "Priority Mail",
    "shop_shipping_method_price": Decimal("8.91"),
    "shop_shipping_method_currency": "USD",
    "shop_created_at": datetime.datetime(2017, 5, 18, 11, 59, 31, tzinfo=datetime.UTC),
    "shop_updated_at": datetime.datetime(2017, 5, 18, 11, 59, 32, tzinfo=datetime.UTC),
    "shop_warehouse_id": 5,
    "days_in_transit": 1,
    "originator_id": "5623643082",
    "proto_originator_id": "5623643081",
    "insure": True,
    "insurance_value": Decimal("48.0"),
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
"""Every field of both parameter tables, as it is loaded."""


def sent(value: Any) -> Any:
    """A value as a client writes it."""
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def loaded(validator: Validator, body: Mapping[str, Any], readings: Mapping[str, str] = STRICT) -> Mapping[str, Any]:
    checked = validator(body, readings)
    assert not checked.invalid, checked.invalid
    return checked.value


def errors(validator: Validator, body: Mapping[str, Any], readings: Mapping[str, str] = STRICT) -> dict[str, str]:
    return {problem.place: problem.what for problem in validator(body, readings).invalid}


@pytest.mark.rule("whiplash.orders.fields")
def test_a_new_order_takes_every_field_of_the_table() -> None:
    line = {"item_id": 2345, "quantity": 1, "originator_id": "order_1234-item_1234"}
    body = {name: sent(value) for name, value in EVERY_FIELD.items()} | {"order_items": [line]}
    assert loaded(create_order, body) == {**EVERY_FIELD, "order_items": [line]}


@pytest.mark.rule("whiplash.orders.fields")
def test_an_update_takes_every_field_of_its_table() -> None:
    body = {name: sent(value) for name, value in EVERY_FIELD.items()} | {"days_in_transit_carrier_estimate": 3}
    assert loaded(update_order, body) == {**EVERY_FIELD, "days_in_transit_carrier_estimate": 3}


@pytest.mark.rule("whiplash.orders.update-ignores-items")
def test_order_items_of_an_update_are_ignored_and_noted() -> None:
    checked = update_order({"order_items": [{"item_id": 1}], "email": "a@example.com"}, STRICT)
    assert checked.value == {"email": "a@example.com"}
    assert any("order_items" in note for note in checked.ignored)


@pytest.mark.rule("whiplash.body.ignored-fields")
def test_a_whole_order_that_is_put_back_loses_what_is_read_only() -> None:
    body = {"id": 7, "status": 300, "created_at": "2017-05-18T07:59:32-04:00", "shipping_country": "United States"}
    assert loaded(update_order, body) == {"shipping_country": "US"}


@pytest.mark.rule("whiplash.orders.required-fields", "whiplash.orders.required-fields-lenient")
@pytest.mark.parametrize("name", ["shipping_name", "shipping_address_1", "shipping_city", "shipping_zip", "email"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_required_field_that_is_blank_is_an_error_unless_nothing_is_required(name: str, value: str | None) -> None:
    body = {**ADDRESS, name: value}
    checked = create_order(body, STRICT)
    assert (checked.rule, errors(create_order, body)) == ("whiplash.orders.required-fields", {name: "can't be blank"})
    assert errors(create_order, body, LENIENT) == {}


@pytest.mark.rule("whiplash.orders.required-fields", "whiplash.orders.required-fields-lenient")
@pytest.mark.parametrize(("value", "missing"), [("strict", 5), ("lenient", 0)])
def test_the_reading_required_fields_decides_on_a_body_that_says_nothing(value: str, missing: int) -> None:
    assert len(errors(create_order, {}, {"whiplash.required-fields": value})) == missing


@pytest.mark.rule("whiplash.orders.required-fields")
def test_state_and_country_are_not_required() -> None:
    body = {name: value for name, value in ADDRESS.items() if name not in ("shipping_state", "shipping_country")}
    assert errors(create_order, body) == {}


@pytest.mark.rule("whiplash.orders.required-not-blanked")
def test_an_update_may_leave_a_required_field_out_but_not_blank_it() -> None:
    assert loaded(update_order, {}) == {}
    assert errors(update_order, {"email": ""}) == {"email": "can't be blank"}
    assert update_order({"email": None}, STRICT).rule == "whiplash.orders.required-not-blanked"
    assert loaded(update_order, {"email": None}, LENIENT) == {"email": None}


@pytest.mark.rule("whiplash.orders.country")
@pytest.mark.parametrize("text", ["US", "us", "United States", " united states "])
def test_a_country_is_taken_as_code_or_as_the_name_that_is_written(text: str) -> None:
    assert loaded(update_order, {"shipping_country": text}) == {"shipping_country": "US"}


@pytest.mark.rule("whiplash.orders.unknown-country")
@pytest.mark.parametrize("text", ["XX", "USA", "Atlantis", 1])
def test_a_country_that_there_is_not_is_an_error(text: str | int) -> None:
    assert errors(update_order, {"shipping_country": text}) == {
        "shipping_country": "is not an ISO 3166 country code of two letters"
    }


@pytest.mark.rule("whiplash.orders.lenient-types")
def test_numbers_texts_and_flags_are_taken_for_one_another() -> None:
    body = {"shipping_zip": 12345, "insurance_value": 9, "gift": "false", "insure": 1, "shop_warehouse_id": "5"}
    assert loaded(update_order, body) == {
        "shipping_zip": "12345",
        "insurance_value": Decimal(9),
        "gift": False,
        "insure": True,
        "shop_warehouse_id": 5,
    }


@pytest.mark.rule("whiplash.orders.lenient-types")
def test_an_empty_originator_id_is_none() -> None:
    assert loaded(update_order, {"originator_id": " "}) == {"originator_id": None}
    assert "originator_id" not in loaded(create_order, {**ADDRESS, "originator_id": ""})


@pytest.mark.rule("whiplash.orders.nulls")
def test_null_clears_a_field_and_leaves_a_flag_alone() -> None:
    assert loaded(update_order, {"public_note": None, "gift": None}) == {"public_note": None}
    assert loaded(create_order, {**ADDRESS, "public_note": None, "gift": None}) == ADDRESS


@pytest.mark.rule("whiplash.order-items.quantity")
@pytest.mark.parametrize("quantity", [0, -1, "0"])
def test_a_quantity_below_one_is_an_error(quantity: int | str) -> None:
    body = {**ADDRESS, "order_items": [{"item_id": 1, "quantity": quantity}]}
    assert errors(create_order, body) == {"order_items[0].quantity": "must be greater than 0"}
    assert errors(create_order_item, {"quantity": quantity}) == {"quantity": "must be greater than 0"}


@pytest.mark.rule("whiplash.order-items.fields")
def test_an_order_item_takes_its_fields_wrapped_or_bare() -> None:
    fields = {"order_id": 1, "item_id": 2, "quantity": 3, "description": "Tee", "misc": "engraved", "returnable": True}
    assert loaded(create_order_item, fields) == loaded(create_order_item, {"order_item": fields}) == fields


@pytest.mark.rule("whiplash.items.fields")
def test_an_item_takes_its_fields() -> None:
    fields: dict[str, Any] = {
        "sku": "TEE", "title": "Tee", "description": "A tee", "price": Decimal(24), "wholesale_cost": Decimal(9),
        "currency": "EUR", "available": False, "packaging": True, "is_bundle": True, "returnable": True,
        "media_mail": True, "notify_originator_inventory": True, "height": Decimal(1), "length": Decimal(2),
        "width": Decimal(3), "weight": Decimal("0.5"), "scancode": "012", "tariff_number": "6109", "category": "Tops",
        "vendor": "Acme", "misc": "x", "image_originator_url": "https://shop.example/tee.png", "originator_id": "5",
        "group_id": "9", "street_date": datetime.datetime(2026, 3, 1, 5, 0, tzinfo=datetime.UTC),
    }  # fmt: skip  # one a line would be twenty-five
    body = {name: sent(value) for name, value in fields.items()}
    assert loaded(update_item, body) == fields
    assert loaded(create_item, {**body, "quantity": "5"}) == {**fields, "quantity": 5}


@pytest.mark.rule("whiplash.items.quantity-read-only")
def test_a_quantity_is_taken_for_a_new_item_only() -> None:
    assert loaded(update_item, {"quantity": 5}) == {}
    assert errors(create_item, {"quantity": -1}) == {"quantity": "must be greater than or equal to 0"}


@pytest.mark.rule("whiplash.shipnotices.fields")
@pytest.mark.parametrize("status", [100, "100", "in transit", "In Transit", "in_transit"])
def test_a_shipnotice_takes_its_fields_and_its_lines(status: int | str) -> None:
    body = {"sender": "A", "eta": "2016-01-01 03:00", "warehouse_id": 5, "status": status, "total_boxes": 2}
    eta = datetime.datetime(2016, 1, 1, 8, 0, tzinfo=datetime.UTC)
    expected = {**body, "eta": eta, "status": 100}
    assert loaded(update_shipnotice, body) == expected
    lines = [{"item_id": 1, "quantity": 1}]
    wrapped = {"shipnotice": {**body, "shipnotice_items_attributes": lines}}
    assert loaded(create_shipnotice, wrapped) == {**expected, "shipnotice_items": lines}


@pytest.mark.rule("whiplash.shipnotices.fields")
def test_a_status_that_a_shipnotice_has_not_is_an_error() -> None:
    (problem,) = errors(update_shipnotice, {"status": "shipped"}).items()
    assert problem[0] == "status"
    assert "no status" in problem[1]


@pytest.mark.rule("whiplash.shipnotice-items.required-fields")
def test_a_shipnotices_line_needs_a_quantity() -> None:
    assert errors(create_shipnotice_item, {"item_id": 1}) == {"quantity": "can't be blank"}
    assert errors(create_shipnotice_item, {"item_id": 1, "quantity": 0}) == {"quantity": "must be greater than 0"}
    assert errors(update_shipnotice_item, {"quantity": None}) == {"quantity": "can't be blank"}
    assert errors(update_shipnotice_item, {"quantity_good": -1}) == {
        "quantity_good": "must be greater than or equal to 0"
    }
    assert errors(create_shipnotice_item, {"item_id": 1}, LENIENT) == {}


@pytest.mark.rule("whiplash.web-hooks.required-fields")
def test_a_web_hook_needs_an_address_and_an_event() -> None:
    assert errors(create_web_hook, {}) == dict.fromkeys(("url", "event_name"), "can't be blank")
    assert errors(create_web_hook, {}, LENIENT) == {}
    assert errors(update_web_hook, {"url": ""}) == {"url": "can't be blank"}
    fields = {"url": "http://shop.example", "format": "json", "event_name": "order.shipped"}
    assert loaded(create_web_hook, {"web_hook": fields}) == fields
