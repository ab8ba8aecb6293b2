"""The demo profile: a shop in full swing whose parts fit together, whatever the seed."""

from __future__ import annotations

import datetime
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from client import WarpWare, order_body
from mockserver.core import resources
from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import Sandboxes
from mockserver.core.yaml_text import load_yaml
from mockserver.server import MockServer
from mockserver.warpware import WARPWARE
from mockserver.warpware.export import export_state
from warpware.tracking_numbers import CHECKERS

NOW = datetime.datetime(2026, 2, 27, 10, 0, tzinfo=datetime.UTC)
SEEDS = range(20)
OPEN = {"pending", "ready", "processing", "hold"}
Account = dict[str, Any]
World = Callable[..., WarpWare]


@pytest.fixture(scope="module")
def accounts() -> list[Account]:
    """The account of each seed, as ``mockserver seed`` writes it."""
    made = []
    for seed in SEEDS:
        sandbox = Sandboxes([WARPWARE]).create(SandboxOptions(seed=seed, now=NOW, frozen=True))
        made.append(orjson.loads(orjson.dumps(export_state(sandbox.state("warpware")))))
    return made


@pytest.fixture(scope="module")
def orders(accounts: list[Account]) -> list[dict[str, Any]]:
    return [order for account in accounts for order in account["orders"]]


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def test_every_seed_makes_120_orders_in_all_eight_statuses(accounts: list[Account]) -> None:
    for account in accounts:
        assert Counter(order["status"] for order in account["orders"]) == {
            "pending": 13,
            "ready": 8,
            "processing": 11,
            "shipped": 30,
            "delivered": 38,
            "failed": 7,
            "hold": 6,
            "cancelled": 7,
        }


def test_orders_came_in_within_the_last_30_days_and_oldest_first(accounts: list[Account]) -> None:
    for account in accounts:
        created = [moment(order["created_at"]) for order in account["orders"]]
        assert NOW - datetime.timedelta(days=30) <= created[0] <= created[-1] < NOW
        assert created == sorted(created)


def test_nothing_is_in_the_future_and_nothing_happens_before_what_led_to_it(accounts: list[Account]) -> None:
    for account in accounts:
        for order in account["orders"]:
            told = [moment(entry["occurred_at"]) for entry in account["timelines"][order["id"]]]
            created, updated = moment(order["created_at"]), moment(order["updated_at"])
            assert created == told[0]
            assert told == sorted(told)
            assert told[-1] == updated <= NOW
            if order["processed_at"] is not None:
                assert created <= moment(order["processed_at"]) <= updated


def test_a_timeline_leads_from_pending_to_the_orders_status(accounts: list[Account]) -> None:
    for account in accounts:
        for order in account["orders"]:
            changes = [
                (entry["details"]["old_status"], entry["details"]["new_status"])
                for entry in account["timelines"][order["id"]]
                if entry["type"] == "status_changed"
            ]
            statuses = ["pending", *(new for _, new in changes)]
            assert [old for old, _ in changes] == statuses[:-1]
            assert statuses[-1] == order["status"]


def test_ids_and_external_ids_are_unique(accounts: list[Account]) -> None:
    for account in accounts:
        assert len({order["id"] for order in account["orders"]}) == 120
        assert [order["external_id"] for order in account["orders"]] == [f"ORDER-{n}" for n in range(1001, 1121)]


def test_customers_cannot_be_reached(orders: list[dict[str, Any]]) -> None:
    assert all(re.fullmatch(r"[a-z.'-]+@example\.(com|org|net)", order["customer_email"]) for order in orders)
    phones = [order["shipping_address"]["phone"] for order in orders if "phone" in order["shipping_address"]]
    assert len(phones) > 100
    assert all(re.fullmatch(r"555-01\d\d", phone) for phone in phones)


def test_nothing_else_in_the_data_is_an_address_of_a_real_host(accounts: list[Account]) -> None:
    text = orjson.dumps(accounts).decode()
    assert {host.rpartition(".")[0] for host in re.findall(r"@([a-z0-9.-]+)", text)} == {"example"}
    assert re.findall(r"https?://|www\.", text) == []


def test_addresses_are_whole(orders: list[dict[str, Any]]) -> None:
    for order in orders:
        address = order["shipping_address"]
        assert order["customer_name"] == address["name"]
        assert all(address[name].strip() for name in ("name", "address1", "city"))
        assert re.fullmatch(r"[A-Z]{2}", address["state"])
        assert re.fullmatch(r"\d{5}", address["zip"])
        assert address["country"] == "US"


def test_what_an_order_says_of_itself_fits_its_status(orders: list[dict[str, Any]]) -> None:
    for order in orders:
        assert order["is_held"] is (order["status"] == "hold") is (order["hold_reason"] is not None)
        assert (order["error_message"] is not None) is (order["status"] == "failed")
        assert (order["processed_at"] is not None) is (
            order["status"] in ("processing", "shipped", "delivered", "failed")
        )
        labelled = order["status"] in ("shipped", "delivered")
        for name in ("carrier", "tracking_number", "service_level"):
            assert (order[name] is not None) is labelled, (order["status"], name)


def test_some_orders_went_through_at_the_second_attempt(orders: list[dict[str, Any]]) -> None:
    assert Counter(order["retry_count"] for order in orders if order["status"] == "delivered").keys() == {0, 1}


def test_orders_come_from_every_source_and_all_but_the_api_over_a_connection(orders: list[dict[str, Any]]) -> None:
    assert {order["source"] for order in orders} == {"api", "shopify", "woocommerce"}
    for order in orders:
        assert (order["connection_id"] is None) is (order["source"] == "api")


# Products and stock


def test_the_products_are_those_of_the_profile(accounts: list[Account]) -> None:
    profile = load_yaml(resources.fixtures("profiles", "demo.yaml").read_text("utf-8"))["warpware"]["products"]
    expected = sorted((product["sku"], product["name"], product["price"], product["platform"]) for product in profile)
    for account in accounts:
        products = account["products"]
        assert sorted((p["sku"], p["name"], p["price"], p["platform"]) for p in products) == expected
        assert len({product["id"] for product in products}) == len(products)
        assert all(moment(p["created_at"]) < moment(p["updated_at"]) <= NOW for p in products)


def test_line_items_are_of_products_at_their_names_and_prices(accounts: list[Account]) -> None:
    for account in accounts:
        products = {product["sku"]: product for product in account["products"]}
        for order in account["orders"]:
            skus = [line["sku"] for line in order["line_items"]]
            assert 1 <= len(skus) == len(set(skus))
            for line in order["line_items"]:
                product = products[line["sku"]]
                assert (line["name"], line["price"]) == (product["name"], product["price"])
                assert line["quantity"] >= 1


def test_what_open_orders_need_is_committed(accounts: list[Account]) -> None:
    for account in accounts:
        needed: Counter[str] = Counter()
        for order in account["orders"]:
            if order["status"] in OPEN:
                needed.update({line["sku"]: line["quantity"] for line in order["line_items"]})
        committed: Counter[str] = Counter()
        for level in account["inventory"]:
            committed.update({level["sku"]: level["quantity_committed"]})
        assert committed == {product["sku"]: needed[product["sku"]] for product in account["products"]}


def test_stock_adds_up_and_its_status_fits(accounts: list[Account]) -> None:
    for account in accounts:
        counts = {product["sku"]: product["inventory_count"] for product in account["products"]}
        on_hand: Counter[str] = Counter()
        for level in account["inventory"]:
            on_hand.update({level["sku"]: level["quantity_on_hand"]})
            available = level["quantity_available"]
            assert available == level["quantity_on_hand"] - level["quantity_committed"] >= 0
            reorder_point = 1500 if level["sku"] == "SPROCKET-10" else 20
            assert level["status"] == (
                "out_of_stock" if available == 0 else "low_stock" if available <= reorder_point else "in_stock"
            )
        assert on_hand == counts
        assert {level["status"] for level in account["inventory"]} == {"in_stock", "low_stock", "out_of_stock"}


def test_locations_are_of_all_three_platforms_and_stock_lies_in_them(accounts: list[Account]) -> None:
    for account in accounts:
        assert [(location["name"], location["platform"]) for location in account["locations"]] == [
            ("East Coast DC", "extensiv"),
            ("Online Store Stockroom", "shopify"),
            ("Harbor Street Store", "shopify"),
            ("Millbrook Parts Warehouse", "acumatica"),
        ]
        lying = Counter(level["warehouse"] for level in account["inventory"])
        assert lying == {location["name"]: location["sku_count"] for location in account["locations"]}
    assert len({location["id"] for account in accounts for location in account["locations"]}) == 4 * len(SEEDS)


@pytest.mark.rule("warpware.pipeline.shipment-complete")
@pytest.mark.parametrize("carrier", CHECKERS)
def test_tracking_numbers_have_their_carriers_form_and_check_digit(orders: list[dict[str, Any]], carrier: str) -> None:
    numbers = [order["tracking_number"] for order in orders if order["carrier"] == carrier]
    assert len(numbers) > 20
    assert [number for number in numbers if not CHECKERS[carrier](number)] == []
    assert len(numbers) == len(set(numbers))


def test_services_are_their_carriers_own(orders: list[dict[str, Any]]) -> None:
    services = {(order["carrier"], order["service_level"]) for order in orders if order["carrier"] is not None}
    assert services == {
        ("UPS", "UPS Ground"),
        ("USPS", "Priority Mail"),
        ("FedEx", "FedEx Ground"),
        ("DHL", "DHL Express"),
        ("OnTrac", "OnTrac Ground"),
    }


# Sandboxes over the same records


def test_the_api_serves_the_seeded_orders(demo: WarpWare) -> None:
    assert demo.get("/orders/stats").data == {
        "total": 120,
        "by_status": {
            "pending": 13, "ready": 8, "processing": 11, "shipped": 30,
            "delivered": 38, "failed": 7, "hold": 6, "cancelled": 7,
        },
    }  # fmt: skip  # eight numbers
    for order in demo.get("/orders?per_page=100").data[::10]:
        assert demo.order(order["id"]) == order
        assert demo.get(f"/orders/{order['id']}/tracking").data["tracking_number"] == order["tracking_number"]
        assert demo.get(f"/orders/{order['id']}/timeline").data["event_count"] >= 2


def test_seeded_orders_fire_no_events(demo: WarpWare) -> None:
    assert demo.event_names() == []


def test_seeded_orders_can_be_worked_with(demo: WarpWare) -> None:
    pending = demo.get("/orders?status=pending").data[0]
    assert demo.patch(f"/orders/{pending['id']}", {"status": "hold"}).status == 200
    assert demo.order(pending["id"])["status"] == "hold"
    shipped = demo.get("/orders?status=shipped").data[0]
    assert demo.move(shipped["id"], "delivered").status == 200


def test_a_seeded_external_id_is_taken(demo: WarpWare) -> None:
    assert demo.post("/orders", order_body("ORDER-1001")).status == 409


def test_sandboxes_of_one_seed_begin_alike_and_do_not_see_each_others_changes(world: World) -> None:
    one, other = world(seed=7, profile="demo", limits=False), world(seed=7, profile="demo", limits=False)
    before = one.get("/orders?per_page=100").body
    assert other.get("/orders?per_page=100").body == before
    order_id = one.get("/orders?status=pending").data[0]["id"]
    one.patch(f"/orders/{order_id}", {"status": "cancelled"})
    one.create("ORDER-NEW")
    assert other.get("/orders?per_page=100").body == before
    assert world(seed=7, profile="demo", limits=False).get("/orders?per_page=100").body == before


def test_seeded_times_count_from_the_sandboxs_beginning(world: World) -> None:
    order = world(profile="demo").get("/orders/by-external/ORDER-1001").data
    later = world(profile="demo", now="2026-03-27T10:00:00Z").get("/orders/by-external/ORDER-1001").data
    assert moment(later["created_at"]) - moment(order["created_at"]) == datetime.timedelta(days=28)


def test_readings_hold_for_seeded_orders(world: World) -> None:
    strict = world(profile="demo", readings={"warpware.cancel-from": "strict"})
    ready = strict.get("/orders?status=ready").data[0]
    assert strict.post(f"/orders/{ready['id']}/cancel").status == 422


def test_a_fresh_sandbox_with_demo_data_takes_less_than_a_millisecond(mockserver_server: MockServer) -> None:
    mockserver_server.sandbox(seed=7, profile="demo").drop()  # the records of this seed are made now
    took = []
    for _ in range(20):
        started = time.perf_counter()
        handle = mockserver_server.sandbox(seed=7, profile="demo")
        took.append((time.perf_counter() - started) * 1000)
        handle.drop()
    # The best of them: what it takes, whatever else the machine is doing.
    assert min(took) < 1


def test_the_empty_profile_is_empty(warpware: WarpWare) -> None:
    account = export_state(warpware.handle.sandbox.state("warpware"))
    assert {name: len(account[name]) for name in ("orders", "timelines", "products", "inventory", "locations")} == {
        "orders": 0,
        "timelines": 0,
        "products": 0,
        "inventory": 0,
        "locations": 0,
    }
    assert warpware.get("/orders").meta["client_id"] == "acme:warehouse-east"
