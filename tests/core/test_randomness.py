"""Chance in streams: the same seed gives the same draws, and no stream shifts another."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.randomness import Streams


def test_the_same_seed_and_name_give_the_same_draws() -> None:
    one, other = Streams(7), Streams(7)
    assert [one["ids"].random() for _ in range(5)] == [other["ids"].random() for _ in range(5)]


def test_a_stream_goes_on_where_it_was_left() -> None:
    streams = Streams(7)
    assert streams["ids"].random() != streams["ids"].random()


def test_draws_are_the_same_in_every_process_and_for_ever() -> None:
    # Typed in: whoever wrote down a sandbox's ids must find them again after an upgrade.
    streams = Streams(42)
    assert [streams["ids"].randint(0, 999) for _ in range(3)] == [633, 363, 589]
    assert Streams(42).uuid("ids") == "4cbd7397-9367-4bf6-9ade-b1cd9e4e20f3"
    assert Streams(43).uuid("ids") == "c6491343-96d6-4038-b8d9-18e9fd44ef74"


def test_two_seeds_differ() -> None:
    assert Streams(7).uuid("ids") != Streams(8).uuid("ids")


def test_two_names_differ() -> None:
    streams = Streams(7)
    assert streams.uuid("ids") != streams.uuid("data")


def test_a_seed_and_a_name_do_not_run_into_each_other() -> None:
    assert Streams(1).uuid("1:ids") != Streams(11).uuid("ids")


def test_any_whole_number_is_a_seed() -> None:
    drawn = {Streams(seed).uuid("ids") for seed in (0, -1, 1, 2**63, 2**64, -(2**63))}
    assert len(drawn) == 6


def test_a_uuid_is_a_random_one_in_lower_case() -> None:
    streams = Streams(7)
    for _ in range(50):
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", streams.uuid("ids"))


def test_uuids_do_not_repeat() -> None:
    streams = Streams(7)
    assert len({streams.uuid("ids") for _ in range(1000)}) == 1000


@given(seed=st.integers(), others=st.lists(st.lists(st.sampled_from(["data", "faults", "id", "ids2"]), max_size=4)))
def test_drawing_from_other_streams_shifts_nothing(seed: int, others: list[list[str]]) -> None:
    alone, among = Streams(seed), Streams(seed)
    for names in others:
        for name in names:
            among[name].random()
        assert among["ids"].random() == alone["ids"].random()
