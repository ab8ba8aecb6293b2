"""What every resource takes in the forms in which clients send it. Source: whiplash-observed.md, "Paths and bodies",
"Authentication and versions".
"""

from __future__ import annotations

from typing import Any

import pytest

from client import Whiplash
from whiplash.resources import Parent, Resource, each_parent, each_resource
from whiplash.stocked import look, make_item

READ_ONLY = {"id": 1, "created_at": "2001-01-01T00:00:00-05:00", "updated_at": "2001-01-01T00:00:00-05:00"}


@pytest.mark.rule("whiplash.paths.json-suffix", "whiplash.paths.trailing-slash")
@each_resource
def test_every_path_may_end_in_json_and_a_slash(whiplash: Whiplash, resource: Resource) -> None:
    for suffix in (".json", "/", ".json/"):
        row = whiplash.post(resource.path + suffix, resource.body(whiplash)).json
        assert row in whiplash.get(resource.path + suffix, query=resource.query(row)).json
        assert whiplash.get(resource.at(row) + suffix).json == row
        assert whiplash.put(resource.at(row) + suffix, {resource.field: resource.after}).status == 204
        assert look(whiplash, resource.path, row)[resource.field] == resource.after
        assert whiplash.delete(resource.at(row) + suffix).status == 204


@pytest.mark.rule("whiplash.answers.no-content")
@each_resource
def test_post_answers_200_with_the_object_and_put_and_delete_204(whiplash: Whiplash, resource: Resource) -> None:
    reply = whiplash.post(resource.path, resource.body(whiplash))
    assert (reply.status, reply.json[resource.field]) == (200, resource.before)
    changed = whiplash.put(resource.at(reply.json), {resource.field: resource.after})
    gone = whiplash.delete(resource.at(reply.json))
    assert [(one.status, one.body) for one in (changed, gone)] == [(204, b""), (204, b"")]


@pytest.mark.rule("whiplash.body.wrapped")
@each_resource
def test_a_body_is_bare_or_wrapped(whiplash: Whiplash, resource: Resource) -> None:
    reply = whiplash.post(resource.path, {resource.wrapper: resource.body(whiplash)})
    assert (reply.status, reply.json[resource.field]) == (200, resource.before)
    assert whiplash.put(resource.at(reply.json), {resource.wrapper: {resource.field: resource.after}}).status == 204
    assert look(whiplash, resource.path, reply.json)[resource.field] == resource.after


@pytest.mark.rule("whiplash.body.attributes")
@pytest.mark.parametrize("numbered", [False, True], ids=["list", "numbered"])
@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "wrapped"])
@each_parent
def test_a_list_of_records_may_be_called_attributes(
    whiplash: Whiplash, parent: Parent, wrapped: bool, numbered: bool
) -> None:
    items = [make_item(whiplash, sku)["id"] for sku in ("TEE", "CAP")]
    lines = [{"item_id": item, "quantity": 2} for item in items]
    told: Any = {str(place): line for place, line in enumerate(lines)} if numbered else lines
    body: Any = {f"{parent.children}_attributes": told}
    reply = whiplash.post(parent.path, {parent.wrapper: body} if wrapped else body)
    assert reply.status == 200
    assert [(line["item_id"], line["quantity"]) for line in reply.json[parent.children]] == [
        (item, 2) for item in items
    ]
    assert whiplash.notes() == []


@pytest.mark.rule("whiplash.body.put-query")
@each_resource
def test_a_puts_fields_may_stand_in_its_query(whiplash: Whiplash, resource: Resource) -> None:
    row = resource.make(whiplash)
    assert whiplash.put(resource.at(row), query={resource.field: resource.after}).status == 204
    assert look(whiplash, resource.path, row)[resource.field] == resource.after


@pytest.mark.rule("whiplash.body.empty")
@each_resource
def test_a_put_that_says_nothing_changes_nothing(whiplash: Whiplash, resource: Resource) -> None:
    row = resource.make(whiplash)
    whiplash.handle.clock.advance(60)
    for body in (None, "", "[]", "{}", "null"):
        assert whiplash.request("PUT", resource.at(row), body=body).status == 204
        assert look(whiplash, resource.path, row) == row


@pytest.mark.rule("whiplash.body.stale")
@each_resource
def test_a_stale_body_does_no_harm(whiplash: Whiplash, resource: Resource) -> None:
    for body in (b"[]", b"null", b"{", b"\xff\x00"):
        row = resource.make(whiplash)
        assert row in whiplash.request("GET", resource.path, query=resource.query(row), body=body).json
        assert whiplash.request("GET", resource.at(row), body=body).json == row
        assert whiplash.request("DELETE", resource.at(row), body=body).status == 204


@pytest.mark.rule("whiplash.body.stale", "whiplash.body.get-nothing-else")
@each_resource
def test_a_body_left_from_another_call_does_no_harm(whiplash: Whiplash, resource: Resource) -> None:
    row = resource.make(whiplash)
    left = {**row, "status": 300, "sku": "OTHER", "since_id": 10**9, resource.field: resource.after}
    assert row in whiplash.get(resource.path, query=resource.query(row), json=left).json
    assert whiplash.get(resource.at(row), json=left).json == row
    assert whiplash.delete(resource.at(row), json=left).status == 204


@pytest.mark.rule("whiplash.body.get-paging")
@each_resource
def test_a_get_may_ask_for_its_page_in_its_body(whiplash: Whiplash, resource: Resource) -> None:
    first = resource.make(whiplash)
    whiplash.post(resource.path, {**first, **({"url": "https://c.example"} if "url" in first else {})})
    query = {**resource.query(first), "order_by": "id"}
    everything = whiplash.get(resource.path, query=query).json
    assert len(everything) >= 2
    assert whiplash.get(resource.path, query=query, json={"page": 2, "limit": 1}).json == everything[1:2]


@pytest.mark.rule("whiplash.body.ignored-fields")
@each_resource
def test_what_is_put_back_whole_changes_only_where_it_differs(whiplash: Whiplash, resource: Resource) -> None:
    row = resource.make(whiplash)
    whiplash.handle.clock.advance(60)
    assert whiplash.put(resource.at(row), row).status == 204
    assert look(whiplash, resource.path, row) == row
    assert whiplash.put(resource.at(row), {**row, resource.field: resource.after}).status == 204
    changed = look(whiplash, resource.path, row)
    assert {name for name in row if row[name] != changed[name]} - {"updated_at"} == {resource.field}


@pytest.mark.rule("whiplash.body.ignored-fields")
@each_resource
def test_read_only_fields_are_ignored(whiplash: Whiplash, resource: Resource) -> None:
    reply = whiplash.post(resource.path, {**resource.body(whiplash), **READ_ONLY})
    assert reply.status == 200
    row = reply.json
    assert row["id"] != 1
    assert row.get("created_at") in (None, "2026-02-27T05:00:00-05:00")
    assert whiplash.put(resource.at(row), READ_ONLY).status == 204
    assert look(whiplash, resource.path, row) == row


@pytest.mark.rule("whiplash.body.ignored-fields")
@each_resource
def test_unknown_fields_are_ignored_and_noted(whiplash: Whiplash, resource: Resource) -> None:
    row = resource.make(whiplash)
    assert whiplash.put(resource.at(row), {"no_such_field": 1}).status == 204
    assert whiplash.notes() == ["body field no_such_field is not one of this operation's: ignored"]
    assert look(whiplash, resource.path, row) == row


@pytest.mark.rule("whiplash.auth.headers-ignored")
@pytest.mark.parametrize(
    "headers",
    [
        {"X-API-VERSION": "1"},
        {"Provider": "shopify", "Shop-ID": "5", "X-CUSTOMER-ID": "8", "X-SHOP-ID": "5"},
        {"Authorization": "Bearer nonsense"},
    ],
    ids=lambda headers: next(iter(headers)),
)
@each_resource
def test_other_headers_are_ignored(whiplash: Whiplash, resource: Resource, headers: dict[str, str]) -> None:
    row = whiplash.post(resource.path, resource.body(whiplash), headers=headers).json
    assert whiplash.get(resource.at(row), headers=headers).json == look(whiplash, resource.path, row)
    assert whiplash.put(resource.at(row), {resource.field: resource.after}, headers=headers).status == 204
    assert whiplash.delete(resource.at(row), headers=headers).status == 204


@pytest.mark.rule("whiplash.auth.bearer-is-nothing")
@each_resource
def test_a_bearer_token_alone_opens_nothing(whiplash: Whiplash, resource: Resource) -> None:
    headers = {"X-API-KEY": None, "Authorization": f"Bearer {whiplash.handle.whiplash.key}"}
    assert whiplash.get(resource.path, headers=headers).status == 401
