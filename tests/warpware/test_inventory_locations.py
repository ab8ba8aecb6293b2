"""GET /inventory/locations and POST /inventory/sync. Source: "Inventory by Location"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from client import Reply, WarpWare

World = Callable[..., WarpWare]


def available(reply: Reply) -> Counter[tuple[str, int]]:
    assert reply.status == 200, reply
    return Counter((row["sku"], row["quantity_available"]) for row in reply.data)


def location_id(client: WarpWare, name: str) -> str:
    (found,) = (location["id"] for location in client.get("/locations").data if location["name"] == name)
    return str(found)


@pytest.mark.rule("warpware.inventory.locations", "warpware.inventory.locations-values", "warpware.envelope.as-shown")
def test_a_row_tells_where_the_stock_is_counted_and_how_much_there_is(demo: WarpWare) -> None:
    reply = demo.get("/inventory/locations?sku=WIDGET-RED-M")
    assert (reply.status, reply.rule) == (200, "warpware.inventory.locations")
    assert set(reply.json) == {"data"}
    (row,) = reply.data
    committed = row["quantity_committed"]
    assert row == {
        "sku": "WIDGET-RED-M",
        "name": "Red Widget Medium",
        "source_platform": "extensiv",
        "inventory_quantity": 96 + committed,
        "quantity_available": 96,
        "quantity_on_hand": 96 + committed,
        "quantity_committed": committed,
        "shopify_location_id": 70412298001,
    }


@pytest.mark.rule("warpware.inventory.locations")
def test_all_rows_come_at_once_in_the_order_of_the_inventory(demo: WarpWare) -> None:
    rows = demo.get("/inventory/locations?per_page=5").data
    assert [row["sku"] for row in rows] == [row["sku"] for row in demo.get("/inventory").data]
    assert len(rows) == 29


@pytest.mark.rule("warpware.inventory.locations")
def test_an_empty_account_has_no_stock_anywhere(warpware: WarpWare) -> None:
    assert warpware.get("/inventory/locations").json == {"data": []}


@pytest.mark.rule("warpware.envelope.always")
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/inventory/locations"), ("GET", "/locations"), ("POST", "/inventory/sync")]
)
def test_under_always_there_is_an_empty_meta(world: World, method: str, path: str) -> None:
    client = world(readings={"warpware.envelope": "always"})
    assert client.request(method, path).json["meta"] == {}


@pytest.mark.rule("warpware.inventory.locations-shopify-id", "warpware.inventory.locations-values")
@pytest.mark.parametrize(
    ("sku", "expected"),
    [
        ("TOTE-CANVAS", {("extensiv", 70412298001), ("shopify", 70412298001), ("shopify", 70412298014)}),
        ("SPROCKET-10", {("acumatica", None)}),
    ],
)
def test_the_shopify_location_is_the_one_that_shows_the_stock(
    demo: WarpWare, sku: str, expected: set[tuple[str, int | None]]
) -> None:
    rows = demo.get(f"/inventory/locations?sku={sku}").data
    assert {(row["source_platform"], row["shopify_location_id"]) for row in rows} == expected


@pytest.mark.rule("warpware.inventory.locations-filter-sku")
@pytest.mark.parametrize(
    ("sku", "quantities"), [("TOTE-CANVAS", {133, 25, 6}), ("WIDGET-RED-L", {8}), ("tote-canvas", set()), ("X", set())]
)
def test_the_sku_filter_lists_each_location_of_exactly_that_sku(demo: WarpWare, sku: str, quantities: set[int]) -> None:
    assert available(demo.get(f"/inventory/locations?sku={sku}")).keys() == {(sku, number) for number in quantities}


STORE = {("WIDGET-RED-LG", 12), ("GADGET-XL", 0), ("TOTE-CANVAS", 25)}
STOCKROOM = {("TOTE-CANVAS", 6), ("MUG-ENAMEL", 21)}


@pytest.mark.rule("warpware.inventory.locations-filter-location")
@pytest.mark.parametrize("reference", ["{id}", "70412298014", "Harbor Street Store"])
def test_a_location_is_found_by_its_id_its_platforms_id_and_its_name(demo: WarpWare, reference: str) -> None:
    wanted = reference.format(id=location_id(demo, "Harbor Street Store"))
    assert available(demo.get("/inventory/locations", query={"location_id": wanted})).keys() == STORE


@pytest.mark.rule("warpware.inventory.locations-filter-location")
def test_a_shopify_number_finds_all_stock_that_is_shown_there(demo: WarpWare) -> None:
    own = demo.get("/inventory/locations", query={"location_id": location_id(demo, "Online Store Stockroom")})
    assert available(own).keys() == STOCKROOM
    shown = demo.get("/inventory/locations?location_id=70412298001").data
    assert len(shown) == 2 + 19
    assert {row["shopify_location_id"] for row in shown} == {70412298001}


@pytest.mark.rule("warpware.inventory.locations-filter-location")
@pytest.mark.parametrize(
    "reference", ["Moon", "harbor street store", "7041229801", "3fa85f64-5717-4562-b3fc-2c963f66afa6"]
)
def test_an_unknown_location_has_nothing(demo: WarpWare, reference: str) -> None:
    assert demo.get("/inventory/locations", query={"location_id": reference}).json == {"data": []}


@pytest.mark.rule("warpware.inventory.locations-filter-location", "warpware.inventory.locations-filter-sku")
def test_both_filters_together_list_what_matches_both(demo: WarpWare) -> None:
    query = {"location_id": "Harbor Street Store", "sku": "TOTE-CANVAS"}
    assert available(demo.get("/inventory/locations", query=query)).keys() == {("TOTE-CANVAS", 25)}
    assert demo.get("/inventory/locations", query={**query, "sku": "SPROCKET-10"}).data == []


@pytest.mark.rule("warpware.query.empty-filter")
@pytest.mark.parametrize("name", ["sku", "location_id"])
def test_an_empty_filter_is_400(demo: WarpWare, name: str) -> None:
    reply = demo.get(f"/inventory/locations?{name}=")
    assert (reply.status, reply.rule) == (400, "warpware.query.empty-filter")


@pytest.mark.rule("warpware.inventory.locations-values")
def test_an_adjustment_shows_in_its_location(demo: WarpWare) -> None:
    body = {"sku": "TOTE-CANVAS", "warehouse": "Harbor Street Store", "adjustment": 5}
    assert demo.post("/inventory/adjust", body).status == 200
    (row,) = demo.get("/inventory/locations?sku=TOTE-CANVAS&location_id=70412298014").data
    assert (row["inventory_quantity"], row["quantity_on_hand"], row["quantity_available"]) == (30, 30, 30)


# Sync


@pytest.mark.rule("warpware.inventory.sync", "warpware.body.bodiless-post")
@pytest.mark.parametrize("body", [None, {}, {"sku": "X", "all": True}])
def test_a_sync_queues_every_row_of_stock(demo: WarpWare, body: object) -> None:
    before = demo.get("/inventory").data
    reply = demo.post("/inventory/sync", body)
    assert (reply.status, reply.rule) == (200, "warpware.inventory.sync")
    assert reply.json == {"data": {"message": "Queued 29 inventory updates for downstream sync", "queued": 29}}
    assert demo.get("/inventory").data == before


@pytest.mark.rule("warpware.inventory.sync")
def test_an_empty_account_queues_nothing(warpware: WarpWare) -> None:
    data = warpware.post("/inventory/sync").data
    assert data == {"message": "Queued 0 inventory updates for downstream sync", "queued": 0}


@pytest.mark.rule("warpware.body.not-json")
def test_a_sync_with_a_body_that_is_no_object_is_400(demo: WarpWare) -> None:
    reply = demo.post("/inventory/sync", [1])
    assert (reply.status, reply.rule) == (400, "warpware.body.not-json")
