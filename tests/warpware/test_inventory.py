"""GET /inventory. Source: "Inventory", "Cursor Pagination"; readings.md, "Inventory status".

What is available of each SKU is what fixtures/profiles/demo.yaml says, whatever the seed.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import Reply, WarpWare, order_body

World = Callable[..., WarpWare]

LOW = {
    ("WIDGET-RED-L", "East Coast DC"),
    ("WIDGET-BLUE-M", "East Coast DC"),
    ("GADGET-PRO", "East Coast DC"),
    ("STAND-WALL", "East Coast DC"),
    ("WIDGET-RED-LG", "Harbor Street Store"),
    ("TOTE-CANVAS", "Online Store Stockroom"),
    ("SPROCKET-10", "Millbrook Parts Warehouse"),
    ("SPROCKET-50", "Millbrook Parts Warehouse"),
}
OUT = {
    ("WIDGET-GREEN-S", "East Coast DC"),
    ("GADGET-XL", "Harbor Street Store"),
    ("BRACKET-ALU", "Millbrook Parts Warehouse"),
}


def places(reply: Reply) -> list[tuple[str, str]]:
    assert reply.status == 200, reply
    return [(row["sku"], row["warehouse"]) for row in reply.data]


def row(client: WarpWare, sku: str, warehouse: str = "East Coast DC") -> dict[str, object]:
    (found,) = (row for row in client.get("/inventory", query={"sku": sku}).data if row["warehouse"] == warehouse)
    assert isinstance(found, dict)
    return found


def walk(client: WarpWare, query: str, per_page: int, between: Callable[[int], object]) -> list[tuple[str, str]]:
    """Every row by cursor, calling *between* with the number of pages so far."""
    seen: list[tuple[str, str]] = []
    cursor = ""
    for page in range(1, 100):
        reply = client.get(f"/inventory?after={cursor}&per_page={per_page}{query}")
        seen += places(reply)
        if not reply.meta["has_more"]:
            return seen
        cursor = reply.meta["next_cursor"]
        between(page)
    raise AssertionError("the walk does not end")


@pytest.mark.rule("warpware.inventory.list", "warpware.inventory.quantities")
def test_a_row_tells_what_is_there_what_is_promised_and_what_is_left(demo: WarpWare) -> None:
    reply = demo.get("/inventory?sku=WIDGET-RED-M")
    assert (reply.status, reply.rule) == (200, "warpware.inventory.list")
    (found,) = reply.data
    committed = found["quantity_committed"]
    assert found == {
        "sku": "WIDGET-RED-M",
        "name": "Red Widget Medium",
        "quantity_available": 96,
        "quantity_on_hand": 96 + committed,
        "quantity_committed": committed,
        "warehouse": "East Coast DC",
        "status": "in_stock",
        "updated_at": found["updated_at"],
    }


@pytest.mark.rule("warpware.inventory.list")
def test_there_is_a_row_for_each_warehouse_of_each_sku(demo: WarpWare) -> None:
    found = places(demo.get("/inventory"))
    assert len(found) == len(set(found)) == 29
    assert len({sku for sku, _ in found}) == 24


@pytest.mark.rule("warpware.inventory.list", "warpware.paging.past-the-end")
def test_an_empty_account_has_no_inventory(warpware: WarpWare) -> None:
    reply = warpware.get("/inventory")
    assert reply.json == {"data": [], "meta": {"page": 1, "per_page": 50, "total": 0, "total_pages": 0}}


@pytest.mark.rule("warpware.inventory.quantities")
@pytest.mark.parametrize("seed", range(5))
def test_available_is_on_hand_less_committed_whatever_the_seed(world: World, seed: int) -> None:
    rows = world(seed=seed, profile="demo").get("/inventory").data
    assert [
        row["sku"]
        for row in rows
        if row["quantity_available"] != row["quantity_on_hand"] - row["quantity_committed"]
        or row["quantity_available"] < 0
    ] == []
    assert sum(row["quantity_committed"] for row in rows) > 0


# Statuses


@pytest.mark.rule("warpware.inventory.status", "warpware.inventory.filter-status")
@pytest.mark.parametrize(("status", "expected"), [("low_stock", LOW), ("out_of_stock", OUT)])
def test_the_status_filter_lists_the_rows_in_that_status(
    demo: WarpWare, status: str, expected: set[tuple[str, str]]
) -> None:
    reply = demo.get(f"/inventory?status={status}")
    assert set(places(reply)) == expected
    assert {row["status"] for row in reply.data} == {status}
    assert reply.meta["total"] == len(expected)


@pytest.mark.rule("warpware.inventory.filter-status")
def test_what_is_in_stock_is_all_the_rest(demo: WarpWare) -> None:
    reply = demo.get("/inventory?status=in_stock")
    assert len(places(reply)) == 29 - 8 - 3
    assert not set(places(reply)) & (LOW | OUT)


@pytest.mark.rule("warpware.inventory.filter-status")
@pytest.mark.parametrize("status", ["low", "LOW_STOCK", "in stock", ""])
def test_a_word_that_is_no_status_is_400(demo: WarpWare, status: str) -> None:
    reply = demo.get("/inventory", query={"status": status})
    assert (reply.status, reply.rule) == (400, "warpware.query.invalid-value")
    assert "status" in reply.detail


@pytest.mark.rule("warpware.inventory.status")
@pytest.mark.parametrize(
    ("available", "status"),
    [(0, "out_of_stock"), (1, "low_stock"), (20, "low_stock"), (21, "in_stock"), (142, "in_stock")],
)
def test_stock_is_low_from_20_down_and_out_at_0(demo: WarpWare, available: int, status: str) -> None:
    if available != 142:
        assert demo.post("/inventory/adjust", {"sku": "WIDGET-RED-LG", "adjustment": available - 142}).status == 200
    found = row(demo, "WIDGET-RED-LG")
    assert (found["quantity_available"], found["status"]) == (available, status)


@pytest.mark.rule("warpware.inventory.status")
@pytest.mark.parametrize(("adjustment", "status"), [(100, "low_stock"), (101, "in_stock")])
def test_a_profile_can_set_another_reorder_point(demo: WarpWare, adjustment: int, status: str) -> None:
    """SPROCKET-10: 1400 available, low at 1500."""
    assert demo.post("/inventory/adjust", {"sku": "SPROCKET-10", "adjustment": adjustment}).status == 200
    assert row(demo, "SPROCKET-10", "Millbrook Parts Warehouse")["status"] == status


@pytest.mark.rule("warpware.inventory.filter-status")
def test_an_adjusted_row_is_found_under_its_new_status(demo: WarpWare) -> None:
    demo.post("/inventory/adjust", {"sku": "WIDGET-RED-L", "adjustment": -8})
    place = ("WIDGET-RED-L", "East Coast DC")
    assert place in places(demo.get("/inventory?status=out_of_stock"))
    assert place not in places(demo.get("/inventory?status=low_stock"))


# The other filters


@pytest.mark.rule("warpware.inventory.filter-sku")
@pytest.mark.parametrize(
    ("sku", "warehouses"),
    [
        ("WIDGET-RED-L", {"East Coast DC"}),
        ("TOTE-CANVAS", {"East Coast DC", "Harbor Street Store", "Online Store Stockroom"}),
        ("SPROCKET-10", {"Millbrook Parts Warehouse"}),
        ("tote-canvas", set()),
        ("TOTE", set()),
    ],
)
def test_the_sku_filter_lists_each_warehouse_of_exactly_that_sku(
    demo: WarpWare, sku: str, warehouses: set[str]
) -> None:
    assert {warehouse for _, warehouse in places(demo.get(f"/inventory?sku={sku}"))} == warehouses


@pytest.mark.rule("warpware.inventory.filter-search")
@pytest.mark.parametrize(
    ("search", "skus"),
    [
        ("canvas", {"TOTE-CANVAS"}),
        ("Red Widget L", {"WIDGET-RED-LG", "WIDGET-RED-L"}),
        ("red widget l", {"WIDGET-RED-LG", "WIDGET-RED-L"}),
        ("usbc", {"CABLE-USBC-1M", "CABLE-USBC-3M"}),
        ("USB-C", {"CABLE-USBC-1M", "CABLE-USBC-3M"}),
        ("minium", {"BRACKET-ALU"}),
        (".*", set()),
        ("East Coast", set()),
    ],
)
def test_search_finds_a_part_of_the_name_or_the_sku_in_either_case(demo: WarpWare, search: str, skus: set[str]) -> None:
    assert {sku for sku, _ in places(demo.get("/inventory", query={"search": search}))} == skus


@pytest.mark.rule("warpware.query.empty-filter")
@pytest.mark.parametrize("name", ["search", "sku"])
def test_an_empty_filter_is_400(demo: WarpWare, name: str) -> None:
    reply = demo.get(f"/inventory?{name}=")
    assert (reply.status, reply.rule) == (400, "warpware.query.empty-filter")
    assert name in reply.detail


@pytest.mark.rule("warpware.inventory.filter-updated-since", "warpware.dates.inclusive")
def test_updated_since_finds_what_was_adjusted_at_that_very_second(demo: WarpWare) -> None:
    demo.handle.clock.advance(60)
    demo.post("/inventory/adjust", {"sku": "MUG-ENAMEL", "adjustment": 1})
    demo.handle.clock.advance(60)
    assert places(demo.get("/inventory?updated_since=2026-02-27T10:01:00Z")) == [("MUG-ENAMEL", "East Coast DC")]
    assert places(demo.get("/inventory?updated_since=2026-02-27T10:01:01Z")) == []
    assert len(places(demo.get("/inventory?updated_since=2026-02-20"))) == 29


@pytest.mark.rule("warpware.inventory.filter-updated-since", "warpware.dates.formats")
def test_an_updated_since_that_is_no_date_is_400(demo: WarpWare) -> None:
    reply = demo.get("/inventory?updated_since=yesterday")
    assert (reply.status, reply.rule) == (400, "warpware.dates.formats")


@pytest.mark.rule("warpware.inventory.filters-combine")
@pytest.mark.parametrize("mode", ["", "&after="], ids=["page mode", "cursor mode"])
def test_filters_together_list_what_matches_all_of_them(demo: WarpWare, mode: str) -> None:
    demo.handle.clock.advance(60)
    for sku in ("WIDGET-RED-L", "WIDGET-RED-M", "STAND-WALL"):
        demo.post("/inventory/adjust", {"sku": sku, "adjustment": 1})
    since = "updated_since=2026-02-27T10:01:00Z"
    red = ("WIDGET-RED-L", "East Coast DC")
    assert places(demo.get(f"/inventory?status=low_stock&search=red&{since}{mode}")) == [red]
    assert places(demo.get(f"/inventory?status=low_stock&sku=WIDGET-RED-M{mode}")) == []
    assert places(demo.get(f"/inventory?sku=WIDGET-RED-LG&status=low_stock{mode}")) == [
        ("WIDGET-RED-LG", "Harbor Street Store")
    ]


@pytest.mark.rule("warpware.inventory.orders-leave-committed")
def test_orders_leave_the_stock_alone(demo: WarpWare) -> None:
    before = demo.get("/inventory").data
    reply = demo.post("/orders", order_body("NEW-1"))
    demo.post(f"/orders/{reply.data['id']}/cancel")
    demo.in_status("shipped", "NEW-2")
    assert demo.get("/inventory").data == before


# Pages


@pytest.mark.rule("warpware.paging.client-id-left-out", "warpware.paging.page-mode")
def test_page_mode_counts_and_tells_no_client_id(demo: WarpWare) -> None:
    pages = [demo.get(f"/inventory?page={page}&per_page=10") for page in (1, 2, 3, 4)]
    assert [reply.meta for reply in pages] == [
        {"page": page, "per_page": 10, "total": 29, "total_pages": 3} for page in (1, 2, 3, 4)
    ]
    assert [len(reply.data) for reply in pages] == [10, 10, 9, 0]
    assert [place for reply in pages for place in places(reply)] == places(demo.get("/inventory"))


@pytest.mark.rule("warpware.paging.client-id-left-out", "warpware.paging.cursor-mode")
def test_cursor_mode_tells_the_client_id(demo: WarpWare) -> None:
    reply = demo.get("/inventory?after=&per_page=10")
    assert reply.rule == "warpware.paging.cursor-mode"
    assert reply.meta == {
        "per_page": 10,
        "next_cursor": reply.meta["next_cursor"],
        "has_more": True,
        "client_id": "acme:warehouse-east",
        "cursor_mode": True,
    }


@pytest.mark.rule("warpware.paging.over-max-clamped", "warpware.paging.over-max-refused")
def test_more_rows_than_100_are_clamped_or_refused(world: World) -> None:
    assert world().get("/inventory?per_page=101").meta["per_page"] == 100
    reject = world(readings={"warpware.per-page-over-max": "reject"})
    reply = reject.get("/inventory?per_page=101")
    assert (reply.status, reply.rule) == (400, "warpware.paging.over-max-refused")


@pytest.mark.rule("warpware.paging.unknown-cursor")
def test_a_cursor_of_another_list_is_400(demo: WarpWare) -> None:
    cursor = demo.get("/orders?after=&per_page=1").meta["next_cursor"]
    reply = demo.get(f"/inventory?after={cursor}")
    assert (reply.status, reply.rule) == (400, "warpware.paging.unknown-cursor")


@pytest.mark.rule("warpware.inventory.order")
def test_the_sku_that_came_last_stands_first_in_both_modes(demo: WarpWare) -> None:
    skus = [sku for sku, _ in places(demo.get("/inventory"))]
    products = [product["sku"] for product in demo.get("/products").data]
    assert list(dict.fromkeys(skus)) == products
    assert [sku for sku, _ in places(demo.get("/inventory?after="))] == skus


@pytest.mark.rule("warpware.inventory.order", "warpware.paging.cursor-stable")
@pytest.mark.parametrize("per_page", [1, 7, 29])
def test_a_walk_by_cursor_meets_each_row_once_while_rows_are_adjusted(demo: WarpWare, per_page: int) -> None:
    before = places(demo.get("/inventory"))

    def disturb(page: int) -> None:
        demo.handle.clock.advance(60)
        for sku, warehouse in (before[page], before[-page]):
            body = {"sku": sku, "warehouse": warehouse, "adjustment": 1}
            assert demo.post("/inventory/adjust", body).status == 200

    assert walk(demo, "", per_page, disturb) == before
    assert places(demo.get("/inventory")) == before


@pytest.mark.rule("warpware.paging.cursor-stable", "warpware.inventory.filter-search")
def test_a_filtered_walk_by_cursor_stays_stable_too(demo: WarpWare) -> None:
    before = places(demo.get("/inventory?search=widget"))

    def disturb(page: int) -> None:
        demo.post("/inventory/adjust", {"sku": before[page][0], "adjustment": 30})

    assert len(before) == 7
    assert walk(demo, "&search=widget", 2, disturb) == before
