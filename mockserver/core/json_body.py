"""Strict reading of JSON bodies: what an ordinary parser would silently repair is a problem here."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from mockserver.core.errors import Problem
from mockserver.core.storable import join_place

MOST_LEVELS = 100
"""Deepest nesting that is taken: far beyond any real order, far below what a parser chokes on."""

BEYOND_64_BITS = 2**64


class NotJson(ValueError):
    """The bytes are not one unambiguous JSON value; ``problem`` says where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Duplicated(dict[str, Any]):
    """An object in which ``key`` stood twice."""

    key = ""


_NESTED = (dict, list, _Duplicated)


def decode_json(body: bytes) -> Any:
    """The value that *body* holds. Integers of more than 20 digits come out as BEYOND_64_BITS.

    Raises:
        NotJson: no UTF-8, no JSON, NaN or Infinity, a key twice in one object, nested too deeply.
    """
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_object, parse_int=_integer, parse_constant=_refuse_constant
        )
    except UnicodeDecodeError as error:
        raise NotJson(Problem("body", f"not UTF-8 at byte {error.start}")) from None
    except json.JSONDecodeError as error:
        what = f"not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise NotJson(Problem("body", what)) from None
    except RecursionError:
        raise NotJson(_too_deep()) from None
    if not _is_plain(value, MOST_LEVELS):
        _explain(value, "", MOST_LEVELS)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    duplicated = _Duplicated(value)
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            duplicated.key = key
            break
        seen.add(key)
    return duplicated


def _integer(digits: str) -> int:
    # Python refuses to convert very long digit strings; 20 characters hold every 64-bit number.
    return int(digits) if len(digits) <= 20 else BEYOND_64_BITS


def _refuse_constant(name: str) -> NoReturn:
    raise NotJson(Problem("body", f"not valid JSON: {name} is no JSON value"))


def _too_deep() -> Problem:
    return Problem("body", f"nested more than {MOST_LEVELS} levels deep")


def _is_plain(value: Any, levels: int) -> bool:
    """No key twice and not too deep; the quick check of every body."""
    kind = type(value)
    if kind is not dict and kind is not list:
        return kind is not _Duplicated
    if levels == 0:
        return False
    for item in value.values() if kind is dict else value:
        # Most values are plain text or numbers: they need no call of their own.
        if type(item) in _NESTED and not _is_plain(item, levels - 1):
            return False
    return True


def _explain(value: Any, place: str, levels: int) -> None:
    """Raise for the first thing in *value* that is not plain."""
    if isinstance(value, _Duplicated):
        raise NotJson(Problem(join_place(place, value.key), "this key stands twice in its object"))
    if isinstance(value, dict | list) and levels == 0:
        raise NotJson(_too_deep())
    if isinstance(value, dict):
        for key, item in value.items():
            _explain(item, join_place(place, key), levels - 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _explain(item, f"{place}[{index}]", levels - 1)
