"""The bounded log of exchanges. Its filters in full: tests/control/test_journal.py."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.exchange import Exchange
from mockserver.core.journal import Journal
from mockserver.core.matching import Match


def exchange(path: str = "/orders", body: bytes = b"", answer: bytes = b"", status: int = 200) -> Exchange:
    made = Exchange("acme", "GET", path, "", {}, body)
    made.response_body, made.status, made.operation = answer, status, "acme.listOrders"
    return made


def numbers(journal: Journal) -> list[int]:
    return [kept.number for kept in journal]


def test_exchanges_are_numbered_from_1_and_kept_in_order() -> None:
    journal = Journal()
    for path in ("/a", "/b"):
        journal.add(exchange(path))
    assert [(kept.number, kept.path) for kept in journal] == [(1, "/a"), (2, "/b")]


def test_of_more_than_it_holds_the_newest_are_kept_and_numbering_goes_on() -> None:
    journal = Journal(most=3)
    for _ in range(5):
        journal.add(exchange())
    assert (numbers(journal), len(journal)) == ([3, 4, 5], 3)


def test_of_more_bytes_than_it_holds_the_newest_are_kept() -> None:
    journal = Journal(most_bytes=25_000)
    for _ in range(4):
        journal.add(exchange(body=b"x" * 5_000, answer=b"y" * 5_000))
    assert numbers(journal) == [3, 4]


def test_an_exchange_that_is_too_large_by_itself_is_kept_until_the_next() -> None:
    journal = Journal(most_bytes=10_000)
    journal.add(exchange())
    journal.add(exchange(body=b"x" * 50_000))
    assert numbers(journal) == [2]
    journal.add(exchange())
    assert numbers(journal) == [3]


def test_empty_exchanges_take_room_too() -> None:
    journal = Journal(most_bytes=10_000)
    for _ in range(1_000):
        journal.add(exchange())
    assert len(journal) < 100


def test_clearing_tells_how_many_there_were_and_numbering_goes_on() -> None:
    journal = Journal()
    journal.add(exchange())
    journal.add(exchange())
    assert (journal.clear(), journal.clear()) == (2, 0)
    journal.add(exchange())
    assert numbers(journal) == [3]


def test_clearing_frees_the_room() -> None:
    journal = Journal(most_bytes=25_000)
    journal.add(exchange(body=b"x" * 20_000))
    journal.clear()
    journal.add(exchange(body=b"x" * 11_000))
    journal.add(exchange(body=b"x" * 11_000))
    assert numbers(journal) == [2, 3]


@given(
    sizes=st.lists(st.integers(0, 6_000), max_size=40), most=st.integers(1, 10), most_bytes=st.integers(1_000, 20_000)
)
def test_what_is_kept_is_the_longest_tail_within_both_bounds(sizes: list[int], most: int, most_bytes: int) -> None:
    journal = Journal(most=most, most_bytes=most_bytes)
    for size in sizes:
        journal.add(exchange(body=b"x" * size))
    kept = [len(item.request_body) for item in journal]
    assert kept == sizes[len(sizes) - len(kept) :]
    assert len(kept) <= most
    assert len(kept) <= 1 or sum(size + 1000 for size in kept) <= most_bytes
    assert not sizes or kept


def test_what_is_listed_is_a_copy() -> None:
    journal = Journal()
    journal.add(exchange())
    listed = iter(journal)
    journal.clear()
    assert [kept.number for kept in listed] == [1]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Match(), [1, 2, 3]),
        (Match(operation="acme.listOrders"), [1, 2, 3]),
        (Match(operation="listOrders"), [1, 2, 3]),
        (Match(operation="acme"), []),
        (Match(method="get", status=404), [2]),
        (Match(path="/a*"), [1, 2]),
        (Match(path="/[bc]"), [3]),
        (Match(path="/A*"), []),
    ],
)
def test_a_filter_matches_what_it_names(wanted: Match, found: list[int]) -> None:
    journal = Journal()
    for made in (exchange("/a"), exchange("/a/1", status=404), exchange("/b")):
        journal.add(made)
    assert [kept.number for kept in journal.list(wanted)] == found


def test_threads_that_add_at_once_get_numbers_of_their_own() -> None:
    journal = Journal(most=1_000)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: journal.add(exchange()), range(400)))
    assert numbers(journal) == list(range(1, 401))


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"plain", "plain"),
        ("Grüße".encode(), "Grüße"),
        (b"\xff\x00", "\\xff\x00"),
        (b"x" * 131_072, "x" * 131_072),
        (b"x" * 131_073, "x" * 131_072 + "… (131073 bytes)"),
    ],
    ids=["text", "utf-8", "no utf-8", "as long as is shown", "longer"],
)
def test_a_body_is_shown_as_text_and_cut_where_it_is_long(body: bytes, shown: str) -> None:
    assert exchange(body=body).as_json()["request"]["body"] == shown


def retried(body: bytes = b"{}", key: str | None = None, method: str = "POST", path: str = "/orders") -> Exchange:
    made = Exchange("warpware", method, path, "", {}, body, operation="warpware.createOrder")
    made.idempotency_key = key
    return made


def attempts(journal: Journal, *exchanges: Exchange) -> list[int]:
    for one in exchanges:
        journal.add(one)
    return [one.attempt for one in exchanges]


def test_the_same_body_for_the_same_path_is_another_attempt() -> None:
    assert attempts(Journal(), retried(), retried(b"{1}"), retried(path="/other"), retried(), retried()) == [
        1,
        1,
        1,
        2,
        3,
    ]


def test_the_same_idempotency_key_is_another_attempt_whatever_the_body() -> None:
    assert attempts(Journal(), retried(b"1", "a"), retried(b"2", "b"), retried(b"3", "a")) == [1, 1, 2]


def test_the_same_body_with_another_key_is_another_attempt() -> None:
    assert attempts(Journal(), retried(key="a"), retried(key="b")) == [1, 2]


def test_reading_again_is_no_retry() -> None:
    assert attempts(Journal(), retried(b"", method="GET"), retried(b"", method="GET")) == [1, 1]


def test_attempts_are_counted_as_far_back_as_the_journal_goes() -> None:
    journal = Journal(most=2)
    assert attempts(journal, retried(), retried(b"1"), retried(b"2"), retried()) == [1, 1, 1, 1]
    journal.clear()
    assert attempts(journal, retried()) == [1]
