"""GET /locations. Source: "Locations"."""

from __future__ import annotations

import pytest

from client import WarpWare


@pytest.mark.rule("warpware.locations.list", "warpware.envelope.as-shown")
def test_a_location_is_answered_in_full(demo: WarpWare) -> None:
    reply = demo.get("/locations")
    assert (reply.status, reply.rule) == (200, "warpware.locations.list")
    assert set(reply.json) == {"data"}
    first = reply.data[0]
    assert first == {
        "id": first["id"],
        "name": "East Coast DC",
        "platform": "extensiv",
        "platform_location_id": "6",
        "address1": "400 Linwood Drive",
        "city": "Edison",
        "state": "NJ",
        "country": "US",
        "active": True,
        "is_primary": True,
        "sku_count": 19,
    }


@pytest.mark.rule("warpware.locations.list")
def test_the_primary_location_is_where_orders_are_routed_to(demo: WarpWare) -> None:
    (primary,) = (location for location in demo.get("/locations").data if location["is_primary"])
    order = demo.get("/orders?per_page=1").data[0]
    assert order["route_destination_label"] == primary["name"]
    assert order["route_destination_type"] == primary["platform"]


@pytest.mark.rule("warpware.locations.list")
def test_every_location_has_an_id_of_its_own_which_the_seed_decides(demo: WarpWare) -> None:
    ids = [location["id"] for location in demo.get("/locations").data]
    assert len(set(ids)) == 4
    demo.handle.reset()
    assert [location["id"] for location in demo.get("/locations").data] == ids


@pytest.mark.rule("warpware.locations.list")
def test_an_empty_account_has_no_locations(warpware: WarpWare) -> None:
    assert warpware.get("/locations").json == {"data": []}


@pytest.mark.rule("warpware.locations.sku-count")
def test_the_skus_of_each_location_are_counted_those_out_of_stock_too(demo: WarpWare) -> None:
    assert {location["name"]: location["sku_count"] for location in demo.get("/locations").data} == {
        "East Coast DC": 19,
        "Online Store Stockroom": 2,
        "Harbor Street Store": 3,
        "Millbrook Parts Warehouse": 5,
    }


@pytest.mark.rule("warpware.locations.sku-count")
def test_a_sku_that_sells_out_still_counts(demo: WarpWare) -> None:
    body = {"sku": "TOTE-CANVAS", "warehouse": "Harbor Street Store", "adjustment": -25}
    assert demo.post("/inventory/adjust", body).data["new_quantity"] == 0
    assert demo.get("/locations").data[2]["sku_count"] == 3


@pytest.mark.rule("warpware.locations.filter-platform")
@pytest.mark.parametrize(
    ("platform", "names"),
    [
        ("shopify", ["Online Store Stockroom", "Harbor Street Store"]),
        ("extensiv", ["East Coast DC"]),
        ("acumatica", ["Millbrook Parts Warehouse"]),
    ],
)
def test_the_platform_filter_lists_that_platforms_locations(demo: WarpWare, platform: str, names: list[str]) -> None:
    assert [location["name"] for location in demo.get(f"/locations?platform={platform}").data] == names


@pytest.mark.rule("warpware.locations.filter-platform")
@pytest.mark.parametrize("platform", ["woocommerce", "Shopify", ""])
def test_a_word_that_is_no_platform_of_locations_is_400(demo: WarpWare, platform: str) -> None:
    reply = demo.get(f"/locations?platform={platform}")
    assert (reply.status, reply.rule) == (400, "warpware.query.invalid-value")
    assert "platform" in reply.detail
