"""Strict JSON: what an ordinary parser repairs or lets pass is a problem with a place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.json_body import NotJson, decode_json


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"{}", {}),
        (b' \n{"a": [1, -2.5, true, false, null, "x"]}\t', {"a": [1, -2.5, True, False, None, "x"]}),
        ('{"Grüße": "😀"}'.encode(), {"Grüße": "😀"}),
        (b'"\\u00fc\\ud83d\\ude00"', "ü😀"),
        (b"18446744073709551615", 18446744073709551615),
        (b"-9223372036854775808", -9223372036854775808),
        (b"1e3", 1000.0),
        (b'{"a": {"x": 1}, "b": {"x": 1}}', {"a": {"x": 1}, "b": {"x": 1}}),
        (b"[" * 100 + b"]" * 100, json.loads("[" * 100 + "]" * 100)),
        (b"null", None),
    ],
    ids=lambda part: str(part)[:40],
)
def test_one_unambiguous_value_is_read(body: bytes, value: Any) -> None:
    assert decode_json(body) == value


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "body: not valid JSON: Expecting value at line 1, column 1"),
        (b"{", "body: not valid JSON: Expecting property name enclosed in double quotes at line 1, column 2"),
        (b'{\n"a": 1,}', "body: not valid JSON"),
        (b"{'a': 1}", "body: not valid JSON"),
        (b'{"a": 1} {}', "body: not valid JSON: Extra data at line 1, column 10"),
        (b'{"a": 01}', "body: not valid JSON"),
        (b'{"a": +1}', "body: not valid JSON"),
        (b'{"a": .5}', "body: not valid JSON"),
        (b'"a\tb"', "body: not valid JSON"),
        (b"// comment\n{}", "body: not valid JSON"),
        (b'\xef\xbb\xbf{"a": 1}', "body: not valid JSON"),
        (b'{"a": NaN}', "body: not valid JSON: NaN is no JSON value"),
        (b"[Infinity]", "body: not valid JSON: Infinity is no JSON value"),
        (b"-Infinity", "body: not valid JSON: -Infinity is no JSON value"),
        (b"\xff", "body: not UTF-8 at byte 0"),
        (b'{"a": "\xc3\x28"}', "body: not UTF-8 at byte 7"),
        ('{"a": 1}'.encode("utf-16"), "body: not UTF-8 at byte 0"),
        (b'{"a": "\xed\xa0\x80"}', "body: not UTF-8 at byte 7"),
    ],
    ids=str,
)
def test_what_is_no_json_is_told_with_its_place(body: bytes, problem: str) -> None:
    with pytest.raises(NotJson) as caught:
        decode_json(body)
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b'{"a": 1, "a": 1}', "a"),
        (b'{"a": 1, "b": 2, "b": 3, "a": 4}', "b"),
        (b'{"items": [{}, {"sku": "x", "sku": "y"}]}', "items[1].sku"),
        (b'{"a": {"b": {"c": 1, "c": 2}}}', "a.b.c"),
        (b'[{"a": 1, "a": 2}]', "[0].a"),
        (b'{"a": 1, "\\u0061": 2}', "a"),
        (b'{"": 1, "": 2}', ""),
    ],
)
def test_a_key_that_stands_twice_in_an_object_is_told_with_its_place(body: bytes, place: str) -> None:
    with pytest.raises(NotJson, match="this key stands twice in its object") as caught:
        decode_json(body)
    assert caught.value.problem.place == place


@pytest.mark.parametrize("levels", [101, 1_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_what_is_nested_too_deeply_is_refused(levels: int, opening: bytes, closing: bytes) -> None:
    with pytest.raises(NotJson, match="body: nested more than 100 levels deep"):
        decode_json(opening * levels + b"1" + closing * levels)


@pytest.mark.parametrize("body", [b"1" * 21, b"-" + b"9" * 30, b"9" * 10_000, b"1e999"])
def test_a_number_beyond_64_bits_stays_beyond_them(body: bytes) -> None:
    # Refused by core/storable.py, with its place, however long it is.
    assert abs(decode_json(body)) > 18446744073709551615


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip  # one union


@given(value=JSON, ascii_only=st.booleans())
def test_whatever_is_written_as_json_is_read_as_it_was(value: Any, ascii_only: bool) -> None:
    assert decode_json(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(body=st.binary(max_size=60) | st.text('{}[]":,0123456789.eE+-truefalsn \\u', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        value = decode_json(body)
    except NotJson as refusal:
        assert refusal.problem.what  # noqa: PT017  # both outcomes are fine, nothing else is
    else:
        assert json.loads(body) == value or abs(value) > 18446744073709551615
