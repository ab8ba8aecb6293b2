"""JSON values that no database holds, found with their place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.storable import unstorable

HALF = "\ud83d"


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"a": [1, 2.5, True, False, None, "text", ""]},
        "Grüße 😀 \U0010ffff",
        "\x01\x7f",
        2**64 - 1,
        -(2**63),
        1.7976931348623157e308,
        {"": ""},
    ],
    ids=ascii,
)
def test_what_a_database_holds_is_no_problem(value: Any) -> None:
    assert unstorable(value) is None


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"a": "x\0y"}, "a: must not contain the NUL character"),
        ({"a": {"b": ["ok", "\0"]}}, "a.b[1]: must not contain the NUL character"),
        ({"a": HALF}, "a: must not contain half a surrogate pair, which is no character"),
        ({"a": "\ude00\ud83d"}, "a: must not contain half a surrogate pair, which is no character"),
        ({"a": 2**64}, "a: must not be a number beyond 64 bits"),
        ({"a": -(2**63) - 1}, "a: must not be a number beyond 64 bits"),
        ({"a": [float("inf")]}, "a[0]: must not be a number beyond 64 bits"),
        ({"a": float("-inf")}, "a: must not be a number beyond 64 bits"),
        ({"a": {"k\0": 1}}, "a.k\\0: this key holds NUL or half a surrogate pair"),
        ({HALF: 1}, "\\ud83d: this key holds NUL or half a surrogate pair"),
        ({"a": {"ok": {"\0": "\0"}}}, "a.ok.\\0: this key holds NUL or half a surrogate pair"),
        ([{"a": 1}, {"a": 2**70}], "[1].a: must not be a number beyond 64 bits"),
        ("\0", "must not contain the NUL character"),
    ],
    ids=ascii,
)
def test_what_it_does_not_hold_is_told_with_its_place(value: Any, problem: str) -> None:
    assert str(unstorable(value)) == problem


def test_the_first_of_several_is_told() -> None:
    assert str(unstorable({"a": 1, "b": "\0", "c": 2**64})) == "b: must not contain the NUL character"


def test_a_long_name_of_a_place_is_cut() -> None:
    problem = unstorable({"k" * 1000: "\0"})
    assert problem is not None
    assert problem.place == "k" * 57 + "..."


def contains_what_cannot_be_stored(value: Any) -> bool:
    """By another way: character by character, and through the text of the JSON."""
    if isinstance(value, dict):
        return any(map(contains_what_cannot_be_stored, [*value, *value.values()]))
    if isinstance(value, list):
        return any(map(contains_what_cannot_be_stored, value))
    if isinstance(value, str):
        return any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value >= 18446744073709551616 or value < -9223372036854775808
    return isinstance(value, float) and json.dumps(value) in ("Infinity", "-Infinity", "NaN")


TEXT = st.text(st.characters(codec=None), max_size=4) | st.text(st.sampled_from("a\0\ud800\udfff😀"), max_size=3)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**65), 2**65) | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(value=VALUES)
def test_exactly_what_cannot_be_stored_is_found(value: Any) -> None:
    assert (unstorable(value) is not None) is contains_what_cannot_be_stored(value)
