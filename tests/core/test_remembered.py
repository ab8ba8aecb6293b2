"""A query that was looked at before is not looked at again, unless it could be mistaken for another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mockserver.core.operation import Checked
from mockserver.core.remembered import MOST_REMEMBERED, remembered


@pytest.fixture
def seen() -> list[Mapping[str, Any]]:
    return []


@pytest.fixture
def check(seen: list[Mapping[str, Any]]) -> Any:
    def checking(raw: Mapping[str, Any]) -> Checked:
        seen.append(raw)
        return Checked({"got": dict(raw)})

    return remembered(checking)


def test_the_same_query_is_checked_once(check: Any, seen: list[Any]) -> None:
    assert check({"page": "2"}) == check({"page": "2"}) == Checked({"got": {"page": "2"}})
    assert seen == [{"page": "2"}]


def test_each_other_query_is_checked(check: Any, seen: list[Any]) -> None:
    queries = [{"page": "2"}, {"page": "3"}, {"page": "2", "per_page": "1"}, {"per_page": "1", "page": "2"}, {}]
    assert [check(query).value["got"] for query in queries] == queries
    assert seen == queries


@pytest.mark.parametrize("pair", [(1, True), (1, 1.0), (0, False), (["a"], ["a"])])
def test_what_is_no_text_is_checked_each_time(check: Any, pair: tuple[Any, Any]) -> None:
    first, second = pair
    assert check({"limit": first}).value["got"]["limit"] is first
    assert check({"limit": second}).value["got"]["limit"] is second


def test_the_oldest_are_forgotten(check: Any, seen: list[Any]) -> None:
    for number in [*range(MOST_REMEMBERED + 1), 0]:
        check({"page": str(number)})
    assert len(seen) == MOST_REMEMBERED + 2
