"""Records as the API writes them, against the document's examples. Source: the examples; readings.md, "Money"."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import orjson
import pytest

from mockserver.whiplash import announcing, hooking, ordering
from mockserver.whiplash.export import export_state
from mockserver.whiplash.packaging import fees_of
from mockserver.whiplash.state import rows_of
from mockserver.whiplash.stock_views import (
    item_view,
    shipnotice_item_view,
    shipnotice_view,
    transaction_view,
    warehouse_quantity_view,
)
from mockserver.whiplash.views import fees_view, order_item_view, order_view, package_view, web_hook_view
from whiplash.accounts import Account, open_account
from whiplash.shapes import differences, example


@pytest.fixture
def account() -> Account:
    return Account(open_account())


def as_json(value: Any) -> Any:
    return orjson.loads(orjson.dumps(value))


def a_shipped_order(account: Account) -> Any:
    tee = account.item(price=Decimal(88), wholesale_cost=Decimal("31.5"))
    order = account.order(
        tee,
        originator_id="5623643082",
        shop_shipping_method_text="Priority Mail",
        shop_shipping_method_price=Decimal("8.91"),
        shop_shipping_method_currency="USD",
        shop_created_at=datetime.datetime(2017, 5, 18, 11, 59, 31, tzinfo=datetime.UTC),
        shop_updated_at=datetime.datetime(2017, 5, 18, 11, 59, 32, tzinfo=datetime.UTC),
        days_in_transit=1,
        address_verified=True,
        shipping_phone="",
    )
    return ordering.place(account.state, order, 300, account.tick())


@pytest.mark.rule("whiplash.orders.object")
@pytest.mark.parametrize("operation", ["getOrder", "getOrderByOriginatorId", "createOrder"])
def test_an_order_has_the_keys_and_the_types_of_the_example(account: Account, operation: str) -> None:
    shown = as_json(order_view(account.state, a_shipped_order(account)))
    assert differences(example(operation), shown) == []


@pytest.mark.rule("whiplash.orders.object")
def test_every_order_of_the_demo_has_the_keys_and_the_types_of_the_lists_example() -> None:
    state = open_account("demo")
    shown = as_json([order_view(state, order) for order in state.orders])
    assert len(shown) == 80
    assert differences(example("listOrders"), shown) == []


@pytest.mark.rule("whiplash.orders.object")
def test_what_is_not_null_in_the_example_is_not_null_when_shipped(account: Account) -> None:
    shown = order_view(account.state, a_shipped_order(account))
    assert [name for name, value in example("getOrder").items() if value is not None and shown[name] is None] == []


@pytest.mark.rule("whiplash.packages.object")
def test_packages_have_the_keys_and_the_types_of_the_example() -> None:
    state = open_account("demo")
    shown = as_json([package_view(state, package) for package in state.packages])
    assert len(shown) >= 30
    assert differences(example("listOrderPackages"), shown) == []


@pytest.mark.rule("whiplash.fees.object")
def test_fees_have_the_keys_and_the_types_of_the_example(account: Account) -> None:
    order = a_shipped_order(account)
    shown = as_json(fees_view(fees_of(order, account.state.packages_of(order.id))))
    assert differences(example("getOrderFees"), shown) == []


@pytest.mark.rule("whiplash.fees.object")
def test_the_examples_own_fees_add_up() -> None:
    fees = example("getOrderFees")
    assert fees.pop("total") == pytest.approx(sum(fees.values()))


@pytest.mark.rule("whiplash.orders.country")
def test_a_country_is_written_as_name_and_as_code(account: Account) -> None:
    shown = order_view(account.state, account.order(shipping_country="GB"))
    assert (shown["shipping_country"], shown["shipping_country_iso2"]) == ("United Kingdom", "GB")
    bare = order_view(account.state, account.order(shipping_country=None))
    assert (bare["shipping_country"], bare["shipping_country_iso2"]) == (None, None)


@pytest.mark.rule("whiplash.orders.status-names")
@pytest.mark.parametrize(
    ("status", "name"),
    [
        (30, "Shipped Externally"), (35, "Quote"), (40, "Cancelled"), (45, "Closed by Originator"), (50, "Unpaid"),
        (75, "Pending Return"), (77, "Return Verified"), (80, "Pre-Order"), (90, "Paused"),
        (95, "Insufficient Inventory"), (100, "Processing"), (120, "Printed"), (150, "Picked"),
        (155, "Prepacking in Progress"), (160, "Packed"), (200, "Label Scheduled for Purchase"),
        (250, "Label Purchased"), (300, "Shipped"), (325, "Picked Up"), (350, "Delivered"), (375, "Return Expired"),
        (380, "Replacement Cancelled"), (400, "Returned Undeliverable"), (410, "Replacement Requested"),
        (430, "Exchanged"), (450, "Refund Requested"),
    ],
)  # fmt: skip  # one a line would be twenty-six
def test_the_name_goes_with_the_status(account: Account, status: int, name: str) -> None:
    shown = order_view(account.state, account.in_status(status))
    assert (shown["status"], shown["status_name"]) == (status, name)


@pytest.mark.rule("whiplash.orders.dates-of-the-zone")
def test_dates_have_the_offset_of_their_own_season(account: Account) -> None:
    order = account.order(
        shop_created_at=datetime.datetime(2017, 5, 18, 11, 59, 31, tzinfo=datetime.UTC),
        shop_updated_at=datetime.datetime(2017, 12, 18, 11, 59, 31, tzinfo=datetime.UTC),
    )
    shown = order_view(account.state, order)
    assert shown["shop_created_at"] == "2017-05-18T07:59:31-04:00"
    assert shown["shop_updated_at"] == "2017-12-18T06:59:31-05:00"


@pytest.mark.rule("whiplash.order-items.object")
def test_an_order_item_by_itself_also_has_its_misc(account: Account) -> None:
    order = account.order(order_items=[{"item_id": account.item().id, "misc": "engraved"}])
    shown = as_json(order_item_view(account.state, account.lines(order)[0]))
    assert list(shown) == [*example("getOrder")["order_items"][0], "misc"]
    assert shown["misc"] == "engraved"


# What was observed, fields in the order in which they stand there

ITEM = (
    "id sku title description price wholesale_cost currency quantity available packaging is_bundle returnable "
    "media_mail notify_originator_inventory height length width weight scancode tariff_number category vendor misc "
    "image_file_name image_originator_url image_updated_at street_date originators created_at updated_at"
)
SHIPNOTICE = (
    "id sender eta arrived_at completed_at notes_by_customer received_by status status_name total_boxes warehouse_id "
    "pick_fee_actual pack_fee_actual total_fee_actual shipnotice_items shipnotice_images"
)
SHIPNOTICE_ITEM = (
    "id item_id shipnotice_id quantity quantity_good quantity_damaged height length width weight retail_fee"
)
WEB_HOOK = "id active failed_attempts format url event_name provider originator_id group_id"


@pytest.mark.rule("whiplash.items.object")
def test_an_item_has_the_observed_fields(account: Account) -> None:
    item = account.item(
        "TEE",
        weight=Decimal("0.50"),
        price=Decimal(24),
        originator_id="5",
        street_date=datetime.datetime(2026, 3, 1, 5, 0, tzinfo=datetime.UTC),
    )
    shown = item_view(account.state, item)
    assert list(shown) == ITEM.split()
    assert (shown["price"], shown["weight"], shown["quantity"], shown["available"]) == ("24.0", "0.5", 10, True)
    assert shown["originators"] == [{"group_id": None, "original_id": "5", "provider": "api"}]
    assert shown["street_date"] == "2026-03-01"


@pytest.mark.rule("whiplash.items.warehouse-quantities")
def test_a_warehouse_quantity_has_its_warehouse(account: Account) -> None:
    rows = rows_of(account.state.warehouse_quantities, "item_id", account.item().id)
    assert [(row["warehouse_id"], row["quantity"]) for row in map(warehouse_quantity_view, rows)] == [
        (5, 10),
        (8, 0),
        (12, 0),
    ]


@pytest.mark.rule("whiplash.items.transactions")
def test_a_transaction_tells_what_moved(account: Account) -> None:
    (row,) = rows_of(account.state.item_transactions, "item_id", account.item().id)
    shown = transaction_view(account.state, row)
    assert {name: shown[name] for name in ("quantity", "warehouse_id", "description", "order_id")} == {
        "quantity": 10,
        "warehouse_id": 5,
        "description": "Received",
        "order_id": None,
    }


@pytest.mark.rule("whiplash.shipnotices.object")
def test_a_shipnotice_has_the_observed_fields(account: Account) -> None:
    lines = [{"item_id": account.item().id, "quantity": 2}]
    notice = announcing.create(account.state, {"sender": "Acme", "shipnotice_items": lines}, account.tick())
    shown = shipnotice_view(account.state, notice)
    assert list(shown) == SHIPNOTICE.split()
    assert (shown["status"], shown["status_name"], shown["shipnotice_images"]) == (50, "Draft", [])
    assert [list(line) for line in shown["shipnotice_items"]] == [SHIPNOTICE_ITEM.split()]
    (line,) = account.state.shipnotice_items
    assert shipnotice_item_view(line) == shown["shipnotice_items"][0]


@pytest.mark.rule("whiplash.shipnotices.statuses")
@pytest.mark.parametrize(
    ("status", "name"),
    [
        (25, "Unexpected"),
        (50, "Draft"),
        (100, "In Transit"),
        (150, "Arrived"),
        (200, "Processing"),
        (250, "Problem"),
        (300, "Completed"),
    ],
)
def test_a_shipnotices_name_goes_with_its_status(account: Account, status: int, name: str) -> None:
    notice = announcing.create(account.state, {"status": status}, account.tick())
    assert shipnotice_view(account.state, notice)["status_name"] == name


@pytest.mark.rule("whiplash.web-hooks.object")
def test_a_web_hook_has_the_observed_fields(account: Account) -> None:
    fields = {"url": "https://shop.example/hook", "event_name": "order.shipped"}
    hook = hooking.create(account.state, fields, account.tick())
    shown = web_hook_view(hook)
    assert list(shown) == WEB_HOOK.split()
    assert (shown["active"], shown["failed_attempts"], shown["format"], shown["provider"]) == (True, 0, "json", "api")


@pytest.mark.rule("whiplash.web-hooks.change")
def test_a_web_hook_is_changed_and_taken_out(account: Account) -> None:
    hook = hooking.create(account.state, {"url": "https://shop.example/hook"}, account.tick())
    changed = hooking.update(account.state, hook, {"active": False}, account.tick())
    assert (changed.active, changed.url, changed.updated_at) == (False, "https://shop.example/hook", account.at)
    hooking.remove(account.state, changed)
    assert len(account.state.web_hooks) == 0


@pytest.mark.rule("whiplash.demo.whole")
def test_a_whole_account_is_plain_json() -> None:
    exported = as_json(export_state(open_account("demo")))
    assert {name: len(rows) for name, rows in exported.items() if name in ("orders", "items", "warehouses")} == {
        "orders": 80,
        "items": 30,
        "warehouses": 3,
    }
    assert len(exported["fees"]) == sum(order["status"] >= 300 for order in exported["orders"])
