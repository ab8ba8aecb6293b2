"""What changed, and what was before."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.changes import Changes
from mockserver.core.clock import Clock
from mockserver.core.table import Table
from mockserver.core.table_spec import TableSpec

TEN = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Note:
    id: str
    at: int
    text: str
    name: str | None = None


NOTES: TableSpec[Note] = TableSpec(
    id=lambda note: note.id,
    order=lambda note: note.at,
    unique={"name": lambda note: note.name},
    groups={"text": lambda note: (note.text,)},
    ranges={"length": lambda note: len(note.text)},
)


class State:
    def __init__(self) -> None:
        self.notes: Table[Note] = Table(NOTES)
        self.others: Table[Note] = Table(NOTES)
        self.word = "plain"


class Bench:
    def __init__(self, most: int = 100) -> None:
        self.clock = Clock(TEN, frozen=True)
        self.changes = Changes(self.clock, most)
        self.state = State()
        self.changes.watch(self.state)

    def wait(self, seconds: float) -> None:
        self.clock.move_to(self.clock.now() + datetime.timedelta(seconds=seconds))

    def was(self, seconds: float) -> list[Note]:
        return list(self.changes.as_of(self.state, seconds).notes)


@pytest.fixture
def bench() -> Bench:
    return Bench()


A, B = Note("a", 1, "one", name="x"), Note("b", 2, "two")


def test_ids_are_told_by_table_each_once_in_order(bench: Bench) -> None:
    bench.state.notes.insert(A)
    before = bench.changes.count
    bench.state.notes.insert(B)
    bench.state.others.insert(A)
    bench.state.notes.replace(replace(B, text="2"))
    bench.state.notes.remove("a")
    assert bench.changes.ids_since(before) == {"notes": ["b", "a"], "others": ["a"]}
    assert bench.changes.ids_since(bench.changes.count) == {}


def test_a_refused_change_is_none(bench: Bench) -> None:
    bench.state.notes.insert(A)
    with pytest.raises(Exception, match="exists already"):
        bench.state.notes.insert(Note("c", 3, "three", name="x"))
    assert bench.changes.count == 1


def test_what_was_is_as_it_was(bench: Bench) -> None:
    bench.state.notes.insert(A)
    bench.wait(10)
    bench.state.notes.replace(replace(A, text="uno", name=None))
    bench.state.notes.insert(replace(B, name="x"))
    bench.wait(10)
    bench.state.notes.remove("a")
    assert bench.was(0) == [replace(B, name="x")]
    assert bench.was(5) == [replace(A, text="uno", name=None), replace(B, name="x")]
    assert bench.was(15) == [A]
    assert bench.was(25) == []


def test_indexes_are_those_of_then(bench: Bench) -> None:
    bench.state.notes.insert(A)
    bench.wait(10)
    bench.state.notes.replace(replace(A, text="much longer", name=None))
    then = bench.changes.as_of(bench.state, 5).notes
    assert then.find("name", "x") == A
    assert then.select(equal={"text": "one"}).count() == 1
    assert then.select(at_least={"length": 4}).count() == 0
    assert bench.state.notes.find("name", "x") is None


def test_without_a_change_since_then_nothing_is_copied(bench: Bench) -> None:
    bench.state.notes.insert(A)
    bench.wait(10)
    assert bench.changes.as_of(bench.state, 5) is bench.state


def test_only_tables_differ(bench: Bench) -> None:
    bench.wait(10)
    bench.state.notes.insert(A)
    then = bench.changes.as_of(bench.state, 5)
    assert then.word == "plain"
    assert then.others is bench.state.others


def test_a_look_goes_as_far_back_as_the_changes_that_are_kept() -> None:
    bench = Bench(most=2)
    for number in range(4):
        bench.state.notes.insert(Note(str(number), number, "x"))
        bench.wait(10)
    assert [note.id for note in bench.was(1000)] == ["0", "1"]
    assert bench.changes.ids_since(0) == {"notes": ["2", "3"]}


steps = st.lists(
    st.tuples(st.sampled_from(["put", "remove", "wait"]), st.sampled_from("abc"), st.integers(0, 3)), max_size=25
)


@given(steps)
def test_every_moment_can_be_looked_at_again(done: list[tuple[str, str, int]]) -> None:
    bench = Bench()
    moments: list[tuple[datetime.datetime, list[Any]]] = []
    for what, name, number in done:
        if what == "wait":
            moments.append((bench.clock.now(), list(bench.state.notes)))
            bench.wait(number + 1)
        elif what == "put":
            bench.state.notes.put(Note(name, ord(name), str(number)))
        elif bench.state.notes.get(name) is not None:
            bench.state.notes.remove(name)
    for moment, notes in moments:
        assert bench.was((bench.clock.now() - moment).total_seconds()) == notes
