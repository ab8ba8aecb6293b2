"""Orders in all the forms in which clients send them. Source: whiplash-observed.md, "Paths and bodies"."""

from __future__ import annotations

import json as jsonlib
from typing import Any
from urllib.parse import urlencode

import pytest

from client import Whiplash
from whiplash.accounts import ADDRESS
from whiplash.stocked import look, make_item, make_order, orders, post_order, put_into

FORM = "application/x-www-form-urlencoded"
NOTHING = (None, "", "[]", "{}", "null")
STALE = (b'{"order": {"email": "x"}, "status": 40}', b"[]", b"null", b"{", b"\xff\x00")


@pytest.mark.rule("whiplash.paths.json-suffix", "whiplash.paths.trailing-slash")
@pytest.mark.parametrize("suffix", [".json", "/", ".json/"])
def test_every_path_may_end_in_json_and_a_slash(whiplash: Whiplash, suffix: str) -> None:
    order = whiplash.post(f"/orders{suffix}", {**ADDRESS, "originator_id": "A.1"}).json
    path = f"/orders/{order['id']}"
    assert whiplash.get(f"/orders{suffix}?limit=100").json == [order]
    assert whiplash.get(f"/orders/count{suffix}").json == 1
    assert whiplash.get(path + suffix).json == whiplash.get(f"/orders/originator/A.1{suffix}").json == order
    for change in ("", "/pause", "/release", "/cancel", "/uncancel", "/anonymize"):
        reply = whiplash.put(path + change + suffix)
        assert (reply.status, reply.body) == (204, b""), change
    put_into(whiplash, order["id"], 300)
    assert [whiplash.get(path + part + suffix).status for part in ("/packages", "/fees")] == [200, 200]


@pytest.mark.rule("whiplash.body.wrapped", "whiplash.body.attributes")
def test_a_new_order_comes_bare_or_wrapped_with_its_items_under_either_name(whiplash: Whiplash) -> None:
    items = [make_item(whiplash, sku)["id"] for sku in ("TEE", "CAP")]
    lines: list[Any] = [{"item_id": item, "quantity": 2} for item in items]
    numbered = {str(place): line for place, line in enumerate(lines)}
    for told in (lines, numbered):
        for name in ("order_items", "order_items_attributes") if told is lines else ("order_items_attributes",):
            for body in ({**ADDRESS, name: told}, {"order": {**ADDRESS, name: told}}):
                reply = whiplash.post("/orders", body)
                assert reply.status == 200, body
                assert [(line["item_id"], line["quantity"]) for line in reply.json["order_items"]] == [
                    (item, 2) for item in items
                ]
                assert whiplash.notes() == []


@pytest.mark.rule("whiplash.body.wrapped", "whiplash.body.put-query")
def test_an_update_comes_bare_wrapped_or_in_the_query(whiplash: Whiplash) -> None:
    order_id = make_order(whiplash)
    path = f"/orders/{order_id}"
    calls: list[tuple[str, dict[str, Any]]] = [
        ("bare", {"json": {"public_note": "bare"}}),
        ("wrapped", {"json": {"order": {"public_note": "wrapped"}}}),
        ("query", {"query": {"public_note": "query"}}),
        ("query and []", {"query": {"public_note": "query and []"}, "body": "[]"}),
        ("query first", {"query": {"public_note": "query first"}, "json": {"public_note": "no"}}),
    ]
    for note, options in calls:
        assert whiplash.put(path, **options).status == 204, note
        assert look(whiplash, "/orders", order_id)["public_note"] == note


@pytest.mark.rule("whiplash.body.content-type", "whiplash.body.form")
def test_an_order_is_made_of_json_that_says_so_or_of_a_form_and_of_nothing_else(whiplash: Whiplash) -> None:
    json, form = jsonlib.dumps({**ADDRESS, "public_note": "json"}), urlencode({**ADDRESS, "public_note": "form"})
    for content_type, body, status in [
        (None, json, 422),
        (FORM, json, 422),
        ("text/plain", json, 422),
        (None, form, 422),
        ("application/json", json, 200),
        (FORM, form, 200),
    ]:
        reply = whiplash.request("POST", "/orders.json", body=body, headers={"Content-Type": content_type})
        assert reply.status == status, (content_type, body)
    assert [order["public_note"] for order in orders(whiplash)] == ["form", "json"]


@pytest.mark.rule("whiplash.body.post-query")
def test_a_new_order_may_stand_in_the_query(whiplash: Whiplash) -> None:
    reply = whiplash.post("/orders", query={**ADDRESS, "public_note": "query"})
    assert (reply.status, reply.json["public_note"], reply.json["shipping_name"]) == (200, "query", "Bill Murray")


@pytest.mark.rule("whiplash.body.empty", "whiplash.orders.update-nothing")
def test_a_put_that_says_nothing_changes_nothing_and_an_action_needs_no_body(whiplash: Whiplash) -> None:
    order = post_order(whiplash, make_item(whiplash))
    whiplash.handle.clock.advance(60)
    for body in NOTHING:
        assert whiplash.request("PUT", f"/orders/{order['id']}", body=body).status == 204, body
    assert look(whiplash, "/orders", order) == order
    for body in NOTHING:
        statuses = []
        for action in ("pause", "release", "cancel", "uncancel"):
            assert whiplash.request("PUT", f"/orders/{order['id']}/{action}", body=body).status == 204, body
            statuses.append(look(whiplash, "/orders", order)["status"])
        assert statuses == [90, 100, 40, 100]


@pytest.mark.rule("whiplash.body.stale", "whiplash.body.get-nothing-else")
def test_a_stale_body_does_no_harm(whiplash: Whiplash) -> None:
    order = post_order(whiplash, make_item(whiplash), originator_id="A")
    path = f"/orders/{order['id']}"
    for body in STALE:
        assert whiplash.request("GET", "/orders", body=body).json == [order]
        assert whiplash.request("GET", "/orders/count", body=body).json == 1
        assert whiplash.request("GET", path, body=body).json == order
        assert whiplash.request("GET", "/orders/originator/A", body=body).json == order
        assert whiplash.request("PUT", f"{path}/pause", body=body).status == 204
        assert whiplash.request("PUT", f"{path}/release", body=body).status == 204
    put_into(whiplash, order["id"], 300)
    for body in STALE:
        assert whiplash.request("GET", f"{path}/packages", body=body).status == 200
        assert whiplash.request("GET", f"{path}/fees", body=body).status == 200


@pytest.mark.rule("whiplash.body.get-paging")
def test_a_get_may_ask_for_its_page_in_its_body(whiplash: Whiplash) -> None:
    for _ in range(3):
        make_order(whiplash)
    every = orders(whiplash)
    assert whiplash.get("/orders", json={"page": 2, "limit": 2}).json == every[2:]
    assert whiplash.get("/orders", json={"page": "2", "limit": 250}).json == []
    assert whiplash.get("/orders?page=1", json={"page": 2, "limit": 2}).json == every[:2]
    assert whiplash.get("/orders", json={"status": 40, "since_id": 10**9}).json == every


@pytest.mark.rule("whiplash.body.ignored-fields", "whiplash.orders.update-nothing")
def test_the_whole_order_can_be_put_back_and_changes_only_where_it_differs(whiplash: Whiplash) -> None:
    order = post_order(whiplash, make_item(whiplash), originator_id="A", shop_warehouse_id=8, insurance_value=5)
    path = f"/orders/{order['id']}"
    whiplash.handle.clock.advance(60)
    for body in (order, {"order": order}):
        assert whiplash.put(path, body).status == 204
        assert look(whiplash, "/orders", order) == order
    read_only = {
        "id": 1,
        "status": 300,
        "status_name": "Shipped",
        "created_at": None,
        "tracking": ["X"],
        "billed": True,
    }
    assert whiplash.put(path, {**order, **read_only, "order_items": [], "shipping_name": "Ada"}).status == 204
    assert "body field status is not one of this operation's: ignored" in whiplash.notes()
    changed = look(whiplash, "/orders", order)
    assert {name for name in order if order[name] != changed[name]} == {"shipping_name", "updated_at"}


@pytest.mark.rule("whiplash.body.ignored-fields")
def test_read_only_fields_of_a_new_order_are_ignored(whiplash: Whiplash) -> None:
    shipped = make_order(whiplash, make_item(whiplash), originator_id="A")
    put_into(whiplash, shipped, 300)
    again = whiplash.post("/orders", {**look(whiplash, "/orders", shipped), "originator_id": "B"})
    assert again.status == 200
    told = {name: again.json[name] for name in ("status", "tracking", "billed", "shipped_on", "provider")}
    assert again.json["id"] != shipped
    assert told == {"status": 100, "tracking": [], "billed": False, "shipped_on": None, "provider": "api"}


@pytest.mark.rule("whiplash.orders.lenient-types", "whiplash.body.lenient-values")
def test_values_come_in_other_types(whiplash: Whiplash) -> None:
    item = make_item(whiplash)
    order = post_order(
        whiplash,
        originator_id=5623643082,
        shipping_zip=90210,
        gift="true",
        insure=0,
        insurance_value=48,
        days_in_transit="2",
        shop_created_at="2026-02-27 10:00:00 +0000",
        shop_updated_at="2026-02-27 04:00",
        order_items=[{"item_id": str(item["id"]), "quantity": "3"}],
    )
    expected = {
        "originator_id": "5623643082",
        "shipping_zip": "90210",
        "gift": True,
        "insure": False,
        "insurance_value": "48.0",
        "days_in_transit": 2,
        "shop_created_at": "2026-02-27T05:00:00-05:00",
        "shop_updated_at": "2026-02-27T04:00:00-05:00",
    }
    assert {name: order[name] for name in expected} == expected
    assert [line["quantity"] for line in order["order_items"]] == [3]
