"""First answers by idempotency key, for as long as the vendor remembers."""

from __future__ import annotations

import datetime

import pytest

from mockserver.core.idempotency import IdempotencyMemory

TEN = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)
DAY = 24 * 60 * 60


def later(seconds: float) -> datetime.datetime:
    return TEN + datetime.timedelta(seconds=seconds)


def test_an_answer_is_recalled_as_it_was_remembered() -> None:
    memory = IdempotencyMemory(DAY)
    memory.remember("key-1", b"print", 201, b'{"data":1}', TEN)
    known = memory.recall("key-1", later(1))
    assert known is not None
    assert (known.fingerprint, known.status, known.body) == (b"print", 201, b'{"data":1}')


@pytest.mark.parametrize("key", ["key-2", "KEY-1", "key-1 ", ""])
def test_another_key_is_not_known(key: str) -> None:
    memory = IdempotencyMemory(DAY)
    memory.remember("key-1", b"", 201, b"{}", TEN)
    assert memory.recall(key, TEN) is None


@pytest.mark.parametrize(("seconds", "known"), [(0, True), (86399.999999, True), (86400, False), (90000, False)])
def test_a_key_is_known_for_24_hours_and_then_no_longer(seconds: float, known: bool) -> None:
    memory = IdempotencyMemory(DAY)
    memory.remember("key-1", b"", 201, b"{}", TEN)
    assert (memory.recall("key-1", later(seconds)) is not None) is known


def test_a_key_that_was_forgotten_can_be_remembered_anew() -> None:
    memory = IdempotencyMemory(10)
    memory.remember("key-1", b"one", 201, b"1", TEN)
    assert memory.recall("key-1", later(10)) is None
    memory.remember("key-1", b"two", 201, b"2", later(10))
    known = memory.recall("key-1", later(19))
    assert known is not None
    assert known.body == b"2"


def test_recalling_does_not_lengthen_the_memory() -> None:
    memory = IdempotencyMemory(10)
    memory.remember("key-1", b"", 201, b"{}", TEN)
    assert memory.recall("key-1", later(9)) is not None
    assert memory.recall("key-1", later(10)) is None


def test_what_is_forgotten_takes_no_room_and_what_is_younger_stays() -> None:
    memory = IdempotencyMemory(10)
    for number in range(5):
        memory.remember(f"key-{number}", b"", 201, b"{}", later(number))
    assert memory.recall("key-4", later(12)) is not None
    assert len(memory) == 2
    assert memory.recall("key-3", later(12)) is not None
