"""Lists and counts of the demo's orders, over HTTP, against what their rows say.

Source: "Get a list of Orders", "Order Count", "Item Availability", "Provider", "Originator Group"; readings.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import Whiplash
from whiplash.stocked import Row, make_item, make_order, orders, post_order

Passes = Callable[[Row], bool]


@pytest.fixture
def demo(whiplash_world: Callable[..., Whiplash]) -> Whiplash:
    return whiplash_world(profile="demo", limits=False)


def availability(order: Row) -> str:
    told = {line["available"] for line in order["order_items"]}
    return {frozenset([True]): "all", frozenset([True, False]): "mixed"}.get(frozenset(told), "none")


@pytest.mark.rule(
    "whiplash.orders.list",
    "whiplash.orders.count",
    "whiplash.lists.status",
    "whiplash.lists.provider",
    "whiplash.lists.shipping-country",
    "whiplash.lists.item-availability",
    "whiplash.lists.date-bounds",
    "whiplash.lists.filters-together",
    "whiplash.query.lists",
)
def test_a_filter_finds_the_orders_that_it_names_and_counts_them(demo: Whiplash) -> None:
    every = orders(demo)
    assert len(every) == 80
    filters: list[tuple[str, Passes]] = [
        ("", lambda order: order["id"] > 0),
        ("status=100", lambda order: order["status"] == 100),
        ("status=shipped", lambda order: order["status"] == 300),
        ("status=Insufficient%20Inventory", lambda order: order["status"] == 95),
        ("status=100&status=120", lambda order: order["status"] in (100, 120)),
        ("status[]=100&status[]=cancelled", lambda order: order["status"] in (100, 40)),
        ("status%5B%5D=350", lambda order: order["status"] == 350),
        ("provider=shopify", lambda order: order["provider"] == "shopify"),
        ("provider=whiplash", lambda order: order["provider"].startswith("whiplash")),
        ("shipping_country=CA", lambda order: order["shipping_country"] == "Canada"),
        ("shipping_country=ca&shipping_country=GB", lambda order: order["shipping_country_iso2"] in ("CA", "GB")),
        ("shipping_country[]=CA", lambda order: order["shipping_country_iso2"] == "CA"),
        ("shipping_country_not=US", lambda order: order["shipping_country_iso2"] != "US"),
        (
            "shipping_country_not[]=US&shipping_country_not[]=CA",
            lambda order: order["shipping_country_iso2"] not in ("US", "CA"),
        ),
        ("item_availability=all", lambda order: availability(order) == "all"),
        ("item_availability=any", lambda order: availability(order) != "none"),
        ("item_availability=mixed", lambda order: availability(order) == "mixed"),
        ("item_availability=none", lambda order: availability(order) == "none"),
        # The demo's winter has one offset, so that texts compare as moments do.
        ("created_at_min=2026-02-20+03:00", lambda order: order["created_at"] >= "2026-02-20T03:00:00"),
        ("created_at_max=2026-02-20%2003:00", lambda order: order["created_at"] <= "2026-02-20T03:00:00"),
        ("updated_at_min=2026-02-20%2008:00:00%20%2B0000", lambda order: order["updated_at"] >= "2026-02-20T03:00:00"),
        ("updated_at_max=2026-02-20T03:00:00-05:00", lambda order: order["updated_at"] <= "2026-02-20T03:00:00"),
        (
            "status=100&provider=api&shipping_country=US&created_at_min=2026-02-26",
            lambda order: (
                (order["status"], order["provider"], order["shipping_country_iso2"]) == (100, "api", "US")
                and order["created_at"] >= "2026-02-26T00:00:00"
            ),
        ),
    ]
    for query, passes in filters:
        expected = [order["id"] for order in every if passes(order)]
        assert expected, f"{query} finds nothing in the demo"
        assert [order["id"] for order in orders(demo, f"limit=250&{query}")] == expected, query
        counted = demo.get(f"/orders/count?{query}")
        assert (counted.status, counted.body) == (200, str(len(expected)).encode()), query


@pytest.mark.rule(
    "whiplash.lists.latest-first", "whiplash.lists.limit", "whiplash.lists.page", "whiplash.lists.since-id"
)
def test_pages_go_through_every_order_the_one_that_changed_last_first(demo: Whiplash) -> None:
    every = orders(demo)
    assert every == sorted(every, key=lambda order: (order["updated_at"], order["id"]), reverse=True)
    assert orders(demo, "") == every[:50] == orders(demo, "page=1") == orders(demo, "offset=1")
    assert orders(demo, "page=2") == every[50:] == orders(demo, "offset=2")
    assert orders(demo, "limit=1000") == every
    assert orders(demo, "page=3") == []
    by_id = orders(demo, "order_by=id&limit=250")
    assert [order["id"] for order in by_id] == sorted(order["id"] for order in every)
    assert orders(demo, f"order_by=id&since_id={by_id[69]['id']}") == by_id[70:]
    assert demo.get(f"/orders/count?since_id={by_id[69]['id']}").json == 10
    assert orders(demo, "order_by=shipping_zip%20desc&limit=250") == sorted(
        every, key=lambda order: (order["shipping_zip"] or "", order["id"]), reverse=True
    )


@pytest.mark.rule("whiplash.query.invalid-value", "whiplash.query.empty")
def test_a_filter_that_does_not_parse_is_422_and_an_empty_one_is_none(demo: Whiplash) -> None:
    for query in (
        "status=nope",
        "status[]=100&status[]=101",
        "shipping_country=XX",
        "item_availability=some",
        "since_id=a",
        "created_at_min=soon",
    ):
        name = query.partition("=")[0].removesuffix("[]")
        for path in ("/orders", "/orders/count"):
            reply = demo.get(f"{path}?{query}")
            assert (reply.status, list(reply.json)) == (422, ["error"]), query
            assert reply.error.startswith(f"{name}"), reply.error
    assert demo.get("/orders?order_by=tracking").status == 422
    empty = "status=&status[]=&provider=&reference=&since_id=&created_at_min=&item_availability=&shipping_country[]="
    assert demo.get(f"/orders/count?{empty}").json == 80
    assert demo.get("/orders/count?status[]=&status[]=90").json == 4


@pytest.mark.rule("whiplash.lists.originator-group")
def test_an_originator_group_that_is_no_id_finds_nothing(demo: Whiplash) -> None:
    """The document's type is String."""
    for group in ("x", "5964148183-split-1", "9" * 40):
        assert demo.get(f"/orders/count?originator_group={group}").json == 0, group


@pytest.mark.rule("whiplash.query.numbered-list")
def test_a_list_as_phps_http_build_query_writes_it_is_422_and_never_the_unfiltered_list(demo: Whiplash) -> None:
    for query in ("status[0]=100&status[1]=120", "shipping_country%5B0%5D=US", "shipping_country_not[0]=US"):
        name = query.partition("[")[0].partition("%")[0]
        for path in ("/orders", "/orders/count"):
            reply = demo.get(f"{path}?limit=5&{query}")
            assert (reply.status, reply.rule) == (422, "whiplash.query.numbered-list"), query
            assert reply.json == {
                "error": f"{name}: is no list with numbers or names in its brackets: send {name}[]=…&{name}[]=…"
            }
    mixed = demo.get("/orders?status[0]=100&since_id=x")
    assert (mixed.status, mixed.rule) == (422, "whiplash.query.invalid-value")


# What was made from another order: the document's last two sections.


@pytest.mark.rule(
    "whiplash.derived.separate",
    "whiplash.derived.replace",
    "whiplash.derived.exchange",
    "whiplash.derived.group",
    "whiplash.lists.provider",
    "whiplash.lists.originator-group",
    "whiplash.lists.reference",
    "whiplash.orders.by-originator",
)
def test_a_separate_a_replacement_and_an_exchange_are_found_as_the_documents_last_sections_say(demo: Whiplash) -> None:
    by_hand = {order["id"] for order in orders(demo) if order["provider"] == "whiplash"}
    found: set[int] = set()
    for kind, suffix, count in (("separate", "split", 2), ("replace", "replace", 2), ("exchange", "exchange", 1)):
        made = orders(demo, f"provider=whiplash:{kind}")
        assert len(made) == count
        for order in made:
            original = demo.get(f"/orders/{order['originator_group_id']}").json
            own_id = original["originator_id"]
            assert orders(demo, f"originator_group={original['id']}") == [order]
            assert demo.get(f"/orders/count?originator_group={original['id']}").json == 1
            assert original["originator_group_id"] is None
            assert order["originator_id"] == (None if kind == "separate" else str(original["id"]))
            assert order["proto_originator_id"] == (None if kind == "exchange" else own_id)
            assert order["reference"] == f"{own_id}-{suffix}-1"
            assert orders(demo, f"reference={order['reference']}") == [order]
            assert orders(demo, f"reference={own_id}") == [original]
            assert demo.get(f"/orders/originator/{own_id}").json == original
            found.add(order["id"])
    assert {order["id"] for order in orders(demo, "provider=whiplash")} == found | by_hand
    assert by_hand


@pytest.mark.rule("whiplash.derived.separate", "whiplash.derived.group", "whiplash.lists.originator-group")
def test_what_a_client_separates_is_in_its_orders_group(whiplash: Whiplash) -> None:
    order = post_order(whiplash, make_item(whiplash, "TEE"), make_item(whiplash, "CAP"), originator_id="7")
    split: dict[str, Any] = whiplash.post(f"/order_items/{order['order_items'][1]['id']}/separate").json
    assert orders(whiplash, f"originator_group={order['id']}") == orders(whiplash, "reference=7-split-1") == [split]
    assert [line["sku"] for line in split["order_items"]] == ["CAP"]
    make_order(whiplash)
    assert whiplash.get("/orders/count?provider=whiplash").json == 1
