"""What is true of every resource.

Source: whiplash-observed.md, "Errors", "Other V1 resources"; readings.md, "Lists".
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import Whiplash
from whiplash.resources import RESOURCES, Resource, each_resource
from whiplash.stocked import ids, look, make_item, make_order

NOWHERE = ["1", "0", "-5", "five", "5.0", "9" * 40]


@pytest.mark.rule("whiplash.records.not-found")
@each_resource
def test_a_record_that_is_not_there_is_422(whiplash: Whiplash, resource: Resource) -> None:
    for path in (f"{resource.path}/{name}" for name in NOWHERE):
        replies = [whiplash.get(path), whiplash.put(path, {resource.field: resource.after}), whiplash.delete(path)]
        for reply in replies:
            assert (reply.status, reply.json) == (422, {"error": "Record not found"})
            assert reply.rule == "whiplash.records.not-found"


@pytest.mark.rule("whiplash.records.not-found", "whiplash.records.not-found-404")
@pytest.mark.parametrize(
    ("value", "status", "rule"),
    [("422", 422, "whiplash.records.not-found"), ("404", 404, "whiplash.records.not-found-404")],
)
@each_resource
def test_the_reading_not_found_chooses_the_status(
    whiplash_world: Callable[..., Whiplash], resource: Resource, value: str, status: int, rule: str
) -> None:
    whiplash = whiplash_world(readings={"whiplash.not-found": value}, limits=False)
    path = f"{resource.path}/1"
    replies = [whiplash.get(path), whiplash.put(path, {resource.field: resource.after}), whiplash.delete(path)]
    for reply in replies:
        assert (reply.status, reply.json, reply.rule) == (status, {"error": "Record not found"}, rule)


@pytest.mark.rule("whiplash.records.not-found")
@pytest.mark.parametrize("resource", [one for one in RESOURCES if not one.stays], ids=str)
def test_what_was_deleted_is_not_there_any_more(whiplash: Whiplash, resource: Resource) -> None:
    row = resource.make(whiplash)
    assert whiplash.delete(resource.at(row)).status == 204
    assert row["id"] not in ids(whiplash, resource.path, **resource.query(row))
    assert [whiplash.get(resource.at(row)).status, whiplash.delete(resource.at(row)).status] == [422, 422]


@each_resource
def test_what_is_made_is_what_is_shown(whiplash: Whiplash, resource: Resource) -> None:
    row = resource.make(whiplash)
    assert look(whiplash, resource.path, row) == row
    assert row in whiplash.get(resource.path, query=resource.query(row)).json


@each_resource
def test_ids_rise(whiplash: Whiplash, resource: Resource) -> None:
    assert resource.make(whiplash)["id"] < resource.make(whiplash)["id"]


@pytest.mark.rule("whiplash.lists.since-id")
@each_resource
def test_since_id_leaves_out_what_came_before(whiplash: Whiplash, resource: Resource) -> None:
    row = resource.make(whiplash)
    query = resource.query(row)
    assert ids(whiplash, resource.path, since_id=row["id"], **query) == []
    assert ids(whiplash, resource.path, since_id=row["id"] - 1, **query) == [row["id"]]


BOUNDS = [
    ("created_at_min", "2026-02-27 05:00", True),
    ("created_at_min", "2026-02-27 05:01", False),
    ("created_at_max", "2026-02-27 10:00:00 +0000", True),
    ("created_at_max", "2026-02-27 09:59:59 +0000", False),
    ("updated_at_min", "2026-02-27 05:01", True),
    ("updated_at_min", "2026-02-27 05:02", False),
    ("updated_at_max", "2026-02-27 05:01", True),
    ("updated_at_max", "2026-02-27 05:00", False),
]
"""Whether they let through what was made at 05:00 and changed at 05:01."""


@pytest.mark.rule("whiplash.lists.date-bounds")
@each_resource
def test_lists_are_bound_by_dates(whiplash: Whiplash, resource: Resource) -> None:
    row = resource.make(whiplash)
    whiplash.handle.clock.advance(60)
    assert whiplash.put(resource.at(row), {resource.field: resource.after}).status == 204
    query = resource.query(row)
    shown = [
        (name, bound, row["id"] in ids(whiplash, resource.path, **{name: bound}, **query)) for name, bound, _ in BOUNDS
    ]
    assert shown == BOUNDS


UNREADABLE = [
    ("limit=0", "limit: must be a whole number of at least 1"),
    ("order_by=id+UP", "order_by: after the column comes ASC or DESC, not 'UP'"),
    ("created_at_min=soon", "created_at_min: is not a date like 2008-01-01 03:00"),
    ("since_id=x", "since_id: is not a number"),
]


@pytest.mark.rule("whiplash.query.invalid-value")
@each_resource
def test_a_value_that_does_not_parse_is_422_with_one_error(whiplash: Whiplash, resource: Resource) -> None:
    for query, error in UNREADABLE:
        reply = whiplash.get(f"{resource.path}?{query}")
        assert (reply.status, reply.rule, reply.error) == (422, "whiplash.query.invalid-value", error)


@pytest.mark.rule("whiplash.lists.limit")
def test_a_list_has_50_rows_unless_it_is_asked_for_more(whiplash: Whiplash) -> None:
    order = make_order(whiplash)
    item = make_item(whiplash)
    for _ in range(51):
        assert whiplash.post("/order_items", {"order_id": order, "item_id": item["id"]}).status == 200
    assert len(ids(whiplash, "/order_items", order_id=order)) == 50
    assert len(ids(whiplash, "/order_items", order_id=order, limit=51)) == 51


@pytest.mark.rule("whiplash.errors.wrong-method")
@each_resource
def test_a_method_that_a_path_has_not_is_404(whiplash: Whiplash, resource: Resource) -> None:
    reply = whiplash.patch(f"{resource.path}/1", {})
    assert (reply.status, reply.rule) == (404, "whiplash.errors.wrong-method")


@pytest.mark.rule("whiplash.body.not-json")
@each_resource
def test_a_body_that_is_no_object_is_400(whiplash: Whiplash, resource: Resource) -> None:
    row = resource.make(whiplash)
    for reply in (
        whiplash.request("POST", resource.path, body="{", headers={"Content-Type": "application/json"}),
        whiplash.request("PUT", resource.at(row), body="5", headers={"Content-Type": "application/json"}),
    ):
        assert (reply.status, list(reply.json), reply.rule) == (400, ["error"], "whiplash.body.not-json")
    assert look(whiplash, resource.path, row) == row
