"""Items over HTTP. Source: whiplash-observed.md, "items", "Errors"; readings.md, "whiplash.originator-miss"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import Whiplash
from whiplash.stocked import announce, ids, look, make, make_item, make_order, put_into

FIELDS = [
    "id", "sku", "title", "description", "price", "wholesale_cost", "currency", "quantity", "available", "packaging",
    "is_bundle", "returnable", "media_mail", "notify_originator_inventory", "height", "length", "width", "weight",
    "scancode", "tariff_number", "category", "vendor", "misc", "image_file_name", "image_originator_url",
    "image_updated_at", "street_date", "originators", "created_at", "updated_at",
]  # fmt: skip  # one a line would be thirty


@pytest.mark.rule("whiplash.items.create", "whiplash.items.object", "whiplash.items.new")
def test_an_item_needs_no_field_and_has_all(whiplash: Whiplash) -> None:
    reply = whiplash.post("/items")
    assert (reply.status, reply.rule, list(reply.json)) == (200, "whiplash.items.create", FIELDS)
    assert (reply.json["sku"], reply.json["title"], reply.json["quantity"]) == (None, None, 0)


@pytest.mark.rule("whiplash.items.create", "whiplash.items.fields", "whiplash.decimals.written")
def test_an_item_has_what_it_was_given(whiplash: Whiplash) -> None:
    given = {"sku": "TEE", "title": "Tee", "currency": "EUR", "is_bundle": True, "scancode": "885", "vendor": "Acme"}
    item = make(
        whiplash, "/items", **given, price=48, weight="0.5", street_date="2026-03-01", originator_id=5, group_id=9
    )
    assert {name: item[name] for name in given} == given
    assert (item["price"], item["weight"], item["street_date"]) == ("48.0", "0.5", "2026-03-01")
    assert item["originators"] == [{"group_id": "9", "original_id": "5", "provider": "api"}]


@pytest.mark.rule("whiplash.items.get")
def test_an_item_is_answered_by_its_id(whiplash: Whiplash) -> None:
    item = make_item(whiplash)
    reply = whiplash.get(f"/items/{item['id']}")
    assert (reply.json, reply.rule) == (item, "whiplash.items.get")


@pytest.mark.rule("whiplash.items.update", "whiplash.items.quantity-read-only")
def test_an_update_changes_what_is_given_but_not_the_quantity(whiplash: Whiplash) -> None:
    item = make_item(whiplash)
    whiplash.handle.clock.advance(60)
    reply = whiplash.put(f"/items/{item['id']}", {"item": {"title": "Shirt", "quantity": 99}})
    assert (reply.status, reply.rule) == (204, "whiplash.items.update")
    changed = {"title": "Shirt", "updated_at": "2026-02-27T05:01:00-05:00"}
    assert look(whiplash, "/items", item) == {**item, **changed}


@pytest.mark.rule("whiplash.errors.by-field")
def test_values_that_fail_are_errors_by_field(whiplash: Whiplash) -> None:
    reply = whiplash.post("/items", {"price": "free", "quantity": -1})
    errors = {"price": ["is not a number"], "quantity": ["must be greater than or equal to 0"]}
    assert (reply.status, reply.json) == (422, {"errors": errors})
    assert ids(whiplash, "/items") == []


@pytest.mark.rule("whiplash.items.delete", "whiplash.items.deactivate")
def test_a_deleted_item_is_deactivated_and_still_answered_by_its_id(whiplash: Whiplash) -> None:
    item = make_item(whiplash, "TEE", originator_id="5", group_id="9")
    first, second = (whiplash.delete(f"/items/{item['id']}") for _ in range(2))
    assert (first.status, first.rule, second.status) == (204, "whiplash.items.delete", 204)
    assert look(whiplash, "/items", item)["id"] == item["id"]
    assert ids(whiplash, "/items") == ids(whiplash, "/items/sku/TEE") == ids(whiplash, "/items/group/9") == []
    assert whiplash.get("/items/originator/5").json is None
    assert whiplash.get("/items/count").json == 0


@pytest.mark.rule("whiplash.items.list")
def test_the_item_that_changed_last_comes_first(whiplash: Whiplash) -> None:
    first, second, third = (make_item(whiplash, sku)["id"] for sku in ("TEE", "CAP", "MUG"))
    whiplash.handle.clock.advance(60)
    assert whiplash.put(f"/items/{first}", {"title": "New"}).status == 204
    assert ids(whiplash, "/items") == [first, third, second]
    assert ids(whiplash, "/items", order_by="sku") == [second, third, first]
    assert ids(whiplash, "/items", order_by="quantity DESC", sku="CAP") == [second]


@pytest.mark.rule("whiplash.items.list")
def test_items_without_a_sku_are_sorted_too(whiplash: Whiplash) -> None:
    tee, bare = make_item(whiplash, "TEE")["id"], make(whiplash, "/items")["id"]
    assert ids(whiplash, "/items", order_by="sku") == [bare, tee]


@pytest.mark.rule("whiplash.items.count", "whiplash.query.lists")
def test_items_are_counted_by_the_lists_filters(whiplash: Whiplash) -> None:
    for sku in ("TEE", "TEE", "CAP"):
        item = make_item(whiplash, sku)
    reply = whiplash.get("/items/count.json")
    assert (reply.json, reply.rule) == (3, "whiplash.items.count")
    assert whiplash.get("/items/count?sku=TEE").json == 2
    assert whiplash.get("/items/count?sku=TEE&sku[]=CAP&sku=MUG").json == 3
    assert whiplash.get(f"/items/count?since_id={item['id'] - 1}").json == 1


@pytest.mark.rule("whiplash.items.sku-in-path", "whiplash.items.by-sku")
def test_items_of_one_sku_are_an_array_the_newest_first(whiplash: Whiplash) -> None:
    first, second = make_item(whiplash, "TEE")["id"], make_item(whiplash, "TEE")["id"]
    make_item(whiplash, "CAP")
    assert ids(whiplash, "/items/sku/TEE") == [second, first]
    assert ids(whiplash, "/items/sku/TEE", limit=1, page=2) == [first]
    assert whiplash.get("/items/sku/TEE").rule == "whiplash.items.sku-in-path"


@pytest.mark.rule("whiplash.items.sku-in-path")
@pytest.mark.parametrize(
    ("sku", "path"),
    [
        ("A/B", "A%2FB"),
        ("A/", "A%2F"),
        ("A%2FB", "A%252FB"),
        ("TEE 1", "TEE%201"),
        ("TEE+1", "TEE+1"),
        ("A.1", "A.1"),
        ("count", "count"),
        ("Größe", "Gr%C3%B6%C3%9Fe"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".json", "/"])
def test_a_sku_may_hold_anything(whiplash: Whiplash, sku: str, path: str, suffix: str) -> None:
    item = make_item(whiplash, sku)
    assert ids(whiplash, f"/items/sku/{path}{suffix}") == [item["id"]]


@pytest.mark.rule("whiplash.items.sku-in-path", "whiplash.paths.json-suffix")
@pytest.mark.parametrize("path", ["A.json.json", "A.json.json/"])
def test_of_a_sku_that_ends_in_json_only_the_last_json_goes(whiplash: Whiplash, path: str) -> None:
    item = make_item(whiplash, "A.json")
    assert ids(whiplash, f"/items/sku/{path}") == [item["id"]]


@pytest.mark.rule("whiplash.items.sku-in-query")
@pytest.mark.parametrize("path", ["/items/sku", "/items/sku.json", "/items/sku/", "/items/sku.json/"])
def test_a_sku_may_stand_in_the_query(whiplash: Whiplash, path: str) -> None:
    item = make_item(whiplash, "A/B&C.json")
    make_item(whiplash, "A")
    reply = whiplash.get(path, query={"sku": "A/B&C.json"})
    assert (reply.json, reply.rule) == ([item], "whiplash.items.sku-in-query")
    cap = make_item(whiplash, "CAP")
    assert whiplash.get(path, query={"sku[]": ["A/B&C.json", "CAP", "NONE"]}).json == [cap, item]


@pytest.mark.rule("whiplash.items.sku-unknown")
@pytest.mark.parametrize("path", ["/items/sku/NONE", "/items/sku?sku=NONE", "/items/sku?sku=", "/items/sku"])
def test_a_sku_that_nothing_has_is_an_empty_array(whiplash: Whiplash, path: str) -> None:
    make(whiplash, "/items")
    reply = whiplash.get(path)
    assert (reply.status, reply.json) == (200, [])


@pytest.mark.rule("whiplash.items.by-group", "whiplash.items.originators")
def test_items_are_found_by_their_group(whiplash: Whiplash) -> None:
    first, second = (make_item(whiplash, sku, group_id="9")["id"] for sku in ("S", "M"))
    make_item(whiplash, "L", group_id="10")
    assert ids(whiplash, "/items/group/9") == [second, first]
    assert ids(whiplash, "/items/group/8") == []


@pytest.mark.rule("whiplash.items.get-by-originator", "whiplash.items.originators")
def test_an_item_is_found_by_its_originator_id(whiplash: Whiplash) -> None:
    item = make_item(whiplash, originator_id="A/5.json")
    reply = whiplash.get("/items/originator/A%2F5.json.json")
    assert (reply.json, reply.rule) == (item, "whiplash.items.get-by-originator")


@pytest.mark.rule("whiplash.originators.miss-null", "whiplash.originators.miss-error", "whiplash.records.not-found")
@pytest.mark.parametrize(
    ("value", "status", "body", "rule"),
    [
        ("null", 200, None, "whiplash.originators.miss-null"),
        ("error", 422, {"error": "Record not found"}, "whiplash.records.not-found"),
    ],
)
@pytest.mark.parametrize("path", ["/items/originator/5", "/order_items/originator/5"])
def test_the_reading_originator_miss_chooses_the_answer(
    whiplash_world: Callable[..., Whiplash], path: str, value: str, status: int, body: object, rule: str
) -> None:
    reply = whiplash_world(readings={"whiplash.originator-miss": value}).get(path)
    assert (reply.status, reply.json, reply.rule) == (status, body, rule)


@pytest.mark.rule("whiplash.originators.miss-error", "whiplash.records.not-found-404")
def test_a_miss_that_is_an_error_has_the_status_of_what_is_not_found(whiplash_world: Callable[..., Whiplash]) -> None:
    readings = {"whiplash.originator-miss": "error", "whiplash.not-found": "404"}
    assert whiplash_world(readings=readings).get("/items/originator/5").status == 404


@pytest.mark.rule("whiplash.items.list-warehouse-quantities", "whiplash.items.warehouse-quantities")
def test_an_item_lies_in_every_warehouse(whiplash: Whiplash) -> None:
    item = make_item(whiplash, quantity=4)
    reply = whiplash.get(f"/items/{item['id']}/warehouse_quantities")
    assert reply.rule == "whiplash.items.list-warehouse-quantities"
    assert [(row["warehouse_id"], row["quantity"]) for row in reply.json] == [(5, 4), (8, 0), (12, 0)]
    fullest_first = ids(whiplash, f"/items/{item['id']}/warehouse_quantities", order_by="quantity DESC", limit=1)
    assert fullest_first == [reply.json[0]["id"]]


@pytest.mark.rule("whiplash.items.list-transactions", "whiplash.items.transactions")
def test_what_came_and_went_is_listed_the_last_first(whiplash: Whiplash) -> None:
    item = make_item(whiplash, quantity=4)
    notice = announce(whiplash, item, quantity=6)
    assert whiplash.put(f"/shipnotices/{notice['id']}", {"status": 300}).status == 204
    order = make_order(whiplash, item)
    put_into(whiplash, order, 300)
    path = f"/items/{item['id']}/transactions"
    rows = whiplash.get(path).json
    told = [(row["quantity"], row["description"], row["order_id"], row["shipnotice_id"]) for row in rows]
    assert told == [(-1, "Shipped", order, None), (6, "Received", None, notice["id"]), (4, "Initial stock", None, None)]
    assert ids(whiplash, path, order_by="quantity", limit=2) == [rows[0]["id"], rows[2]["id"]]
    assert look(whiplash, "/items", item)["quantity"] == 9


@pytest.mark.rule("whiplash.records.not-found")
@pytest.mark.parametrize("below", ["transactions", "warehouse_quantities"])
def test_what_is_below_an_item_that_is_not_there_is_not_found(whiplash: Whiplash, below: str) -> None:
    reply = whiplash.get(f"/items/1/{below}.json")
    assert (reply.status, reply.json) == (422, {"error": "Record not found"})
