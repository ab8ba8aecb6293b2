"""Warehouses, which also show what every list and every record has.

Source: whiplash-observed.md, "Other V1 resources"; readings.md, "Lists".
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import Whiplash

ROWS = [{"id": 5, "name": "Midwest"}, {"id": 8, "name": "West Coast"}, {"id": 12, "name": "East Coast"}]


def ids(whiplash: Whiplash, query: str) -> list[int]:
    reply = whiplash.get(f"/warehouses?{query}")
    assert reply.status == 200, reply
    return [row["id"] for row in reply.json]


@pytest.mark.rule("whiplash.warehouses.list", "whiplash.answers.content-type")
def test_warehouses_are_listed_bare(whiplash: Whiplash) -> None:
    reply = whiplash.get("/warehouses")
    assert (reply.status, reply.json, reply.rule) == (200, ROWS, "whiplash.warehouses.list")
    assert reply.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.rule("whiplash.warehouses.get")
def test_a_warehouse_is_answered_by_its_id(whiplash: Whiplash) -> None:
    assert whiplash.get("/warehouses/8").json == {"id": 8, "name": "West Coast"}


@pytest.mark.rule("whiplash.records.not-found")
@pytest.mark.parametrize("name", ["6", "0", "-5", "5.0", "five", "5%2F", "%0A5", "9" * 40, "%D9%A5"])
def test_a_record_that_is_not_there_is_422(whiplash: Whiplash, name: str) -> None:
    reply = whiplash.get(f"/warehouses/{name}")
    assert (reply.status, reply.json, reply.rule) == (
        422,
        {"error": "Record not found"},
        "whiplash.records.not-found",
    )


@pytest.mark.rule("whiplash.records.not-found-404", "whiplash.records.not-found")
@pytest.mark.parametrize(("value", "status"), [("422", 422), ("404", 404)])
def test_the_reading_not_found_chooses_the_status(
    whiplash_world: Callable[..., Whiplash], value: str, status: int
) -> None:
    reply = whiplash_world(readings={"whiplash.not-found": value}).get("/warehouses/6")
    assert (reply.status, reply.json) == (status, {"error": "Record not found"})


@pytest.mark.rule("whiplash.lists.order-by")
@pytest.mark.parametrize(
    ("order_by", "expected"),
    [
        ("id", [5, 8, 12]),
        ("id+DESC", [12, 8, 5]),
        ("id+desc", [12, 8, 5]),
        ("name", [12, 5, 8]),
        ("name+ASC", [12, 5, 8]),
        ("NAME%20DESC", [8, 5, 12]),
        ("", [5, 8, 12]),
    ],
)
def test_a_list_is_in_the_order_that_is_asked_for(whiplash: Whiplash, order_by: str, expected: list[int]) -> None:
    assert ids(whiplash, f"order_by={order_by}") == expected


@pytest.mark.rule("whiplash.lists.limit", "whiplash.lists.page")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=2", [5, 8]),
        ("limit=2&page=2", [12]),
        ("limit=2&offset=2", [12]),
        ("limit=1&page=3&offset=1", [12]),
        ("limit=2&page=3", []),
        ("page=999999999999999999", []),
        ("limit=251", [5, 8, 12]),
        ("limit=999999999999999999&page=2", []),
    ],
)
def test_a_list_comes_in_pages_counted_from_1(whiplash: Whiplash, query: str, expected: list[int]) -> None:
    assert ids(whiplash, query) == expected


@pytest.mark.rule("whiplash.query.empty")
def test_a_parameter_without_a_value_counts_as_not_sent(whiplash: Whiplash) -> None:
    assert ids(whiplash, "limit=&page=&offset=&order_by=") == [5, 8, 12]


@pytest.mark.rule("whiplash.query.last-wins")
def test_of_a_repeated_parameter_the_last_value_counts(whiplash: Whiplash) -> None:
    assert ids(whiplash, "limit=1&limit=2") == [5, 8]


@pytest.mark.rule("whiplash.query.unknown")
def test_an_unknown_parameter_is_ignored_and_noted(whiplash: Whiplash) -> None:
    assert ids(whiplash, "limits=1&limit=2") == [5, 8]
    assert whiplash.notes() == ["query parameter limits is not one of this operation's: ignored"]


@pytest.mark.rule("whiplash.query.invalid-value")
@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("limit=0", "limit: must be a whole number of at least 1"),
        ("limit=ten", "limit: must be a whole number of at least 1"),
        ("page=-1", "page: must be a whole number of at least 1"),
        ("offset=1.5", "offset: must be a whole number of at least 1"),
        ("page=" + "9" * 30, "page: must be a whole number of at least 1"),
        ("order_by=nmae", "order_by: there is no column 'nmae'; did you mean 'name'?"),
        ("order_by=name+UP", "order_by: after the column comes ASC or DESC, not 'UP'"),
        ("limit=0&page=0", "limit: must be a whole number of at least 1; page: must be a whole number of at least 1"),
    ],
)
def test_a_value_that_does_not_parse_is_422_with_one_error(whiplash: Whiplash, query: str, error: str) -> None:
    reply = whiplash.get(f"/warehouses?{query}")
    assert (reply.status, reply.json, reply.rule) == (422, {"error": error}, "whiplash.query.invalid-value")


@pytest.mark.rule("whiplash.query.unreadable")
@pytest.mark.parametrize("query", ["limit=%FF", "limit=%00"])
def test_a_query_that_is_no_text_is_400(whiplash: Whiplash, query: str) -> None:
    reply = whiplash.get(f"/warehouses?{query}")
    assert (reply.status, list(reply.json), reply.rule) == (400, ["error"], "whiplash.query.unreadable")


def test_limit_is_at_most_250_in_a_longer_list() -> None:
    from mockserver.whiplash.schemas.warehouse import list_warehouses

    assert list_warehouses({"limit": "251"}, {}).value["limit"] == 250
    assert list_warehouses({}, {}).value["limit"] == 50
