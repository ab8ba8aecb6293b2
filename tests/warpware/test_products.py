"""GET /products. Source: "Products", "Cursor Pagination"."""

from __future__ import annotations

import re

import pytest

from client import Reply, WarpWare


def skus(reply: Reply) -> list[str]:
    assert reply.status == 200, reply
    return [product["sku"] for product in reply.data]


@pytest.mark.rule("warpware.products.list")
def test_a_product_is_answered_in_full(demo: WarpWare) -> None:
    reply = demo.get("/products?sku=WIDGET-RED-LG")
    assert (reply.status, reply.rule) == (200, "warpware.products.list")
    (product,) = reply.data
    assert set(product) == {
        "id", "sku", "name", "description", "price", "inventory_count", "platform", "created_at", "updated_at",
    }  # fmt: skip  # nine words
    assert (product["name"], product["price"], product["platform"]) == ("Red Widget Large", 29.99, "shopify")
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", product["id"])


@pytest.mark.rule("warpware.products.list")
def test_every_product_is_listed(demo: WarpWare, warpware: WarpWare) -> None:
    assert len(set(skus(demo.get("/products")))) == 24
    assert skus(warpware.get("/products")) == []


@pytest.mark.rule("warpware.products.newest-first")
def test_products_come_newest_first_in_both_modes(demo: WarpWare) -> None:
    created = [product["created_at"] for product in demo.get("/products").data]
    assert created == sorted(created, reverse=True)
    assert skus(demo.get("/products?after=")) == skus(demo.get("/products"))


@pytest.mark.rule("warpware.products.filter-sku")
@pytest.mark.parametrize(
    ("sku", "expected"), [("GADGET-XL", ["GADGET-XL"]), ("gadget-xl", []), ("GADGET", []), ("NOPE", [])]
)
def test_the_sku_filter_lists_exactly_that_product(demo: WarpWare, sku: str, expected: list[str]) -> None:
    assert skus(demo.get(f"/products?sku={sku}")) == expected


@pytest.mark.rule("warpware.products.filter-search", "warpware.products.search-anywhere")
@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("steel", {"BRACKET-STEEL"}),
        ("PROFESSIONAL", {"GADGET-PRO"}),
        ("gizmo", {"GIZMO-STD", "GIZMO-DLX"}),
        ("widget l", {"WIDGET-RED-LG", "WIDGET-RED-L", "WIDGET-BLUE-LG"}),
        ("-dlx", set()),
        ("GADGET-PRO", set()),
        ("ships the same day", set()),
    ],
)
def test_search_finds_a_part_of_the_name_and_not_of_the_sku_in_either_case(
    demo: WarpWare, search: str, expected: set[str]
) -> None:
    reply = demo.get("/products", query={"search": search})
    assert set(skus(reply)) == expected
    assert reply.meta["total"] == len(expected)


@pytest.mark.rule("warpware.products.filter-updated-since")
def test_updated_since_lists_what_changed_then_or_later(demo: WarpWare) -> None:
    products = demo.get("/products").data
    latest = max(product["updated_at"] for product in products)
    expected = [product["sku"] for product in products if product["updated_at"] == latest]
    assert skus(demo.get(f"/products?updated_since={latest}")) == expected
    assert skus(demo.get("/products?updated_since=2026-02-28")) == []
    assert len(skus(demo.get("/products?updated_since=2026-01-01"))) == 24


@pytest.mark.rule("warpware.query.empty-filter")
@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("sku=", "query.empty-filter"),
        ("search=", "query.empty-filter"),
        ("updated_since=soon", "dates.formats"),
        ("page=0", "paging.lowest-number"),
    ],
)
def test_an_invalid_filter_is_400(demo: WarpWare, query: str, rule: str) -> None:
    reply = demo.get(f"/products?{query}")
    assert (reply.status, reply.rule) == (400, f"warpware.{rule}")


@pytest.mark.rule("warpware.products.inventory-count")
@pytest.mark.parametrize(("sku", "free"), [("TOTE-CANVAS", 133 + 25 + 6), ("WIDGET-RED-L", 8), ("SPROCKET-10", 1400)])
def test_the_count_is_what_is_on_hand_in_all_locations(demo: WarpWare, sku: str, free: int) -> None:
    committed = sum(row["quantity_committed"] for row in demo.get(f"/inventory?sku={sku}").data)
    assert demo.get(f"/products?sku={sku}").data[0]["inventory_count"] == free + committed


@pytest.mark.rule("warpware.products.inventory-count")
def test_an_adjustment_moves_the_count_and_leaves_the_products_time(demo: WarpWare) -> None:
    (before,) = demo.get("/products?sku=TOTE-CANVAS").data
    demo.handle.clock.advance(60)
    body = {"sku": "TOTE-CANVAS", "warehouse": "Online Store Stockroom", "adjustment": -6}
    assert demo.post("/inventory/adjust", body).status == 200
    (after,) = demo.get("/products?sku=TOTE-CANVAS").data
    assert after == {**before, "inventory_count": before["inventory_count"] - 6}


@pytest.mark.rule("warpware.paging.client-id-left-out", "warpware.paging.page-mode")
def test_page_mode_counts_and_tells_no_client_id(demo: WarpWare) -> None:
    reply = demo.get("/products?page=3&per_page=10")
    assert reply.meta == {"page": 3, "per_page": 10, "total": 24, "total_pages": 3}
    assert len(reply.data) == 4


@pytest.mark.rule("warpware.paging.client-id-left-out", "warpware.paging.cursor-mode")
def test_cursor_mode_tells_the_client_id_and_leads_to_the_end(demo: WarpWare) -> None:
    first = demo.get("/products?after=&per_page=20")
    assert (first.meta["client_id"], first.meta["has_more"]) == ("acme:warehouse-east", True)
    second = demo.get(f"/products?after={first.meta['next_cursor']}&per_page=20")
    assert second.meta == {
        "per_page": 20,
        "next_cursor": None,
        "has_more": False,
        "client_id": "acme:warehouse-east",
        "cursor_mode": True,
    }
    assert skus(first) + skus(second) == skus(demo.get("/products"))
