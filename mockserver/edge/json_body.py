"""Strict reading of JSON bodies: what an ordinary parser would silently repair is a problem here."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from mockserver.core.errors import Problem

MOST_LEVELS = 100
"""Deepest nesting that is taken: far beyond any real order, far below what a parser chokes on."""


class NotJson(ValueError):
    """The bytes are not one unambiguous JSON value; ``problem`` says where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class UnstorableValue(ValueError):
    """Valid JSON that no vendor's database holds: NUL, half a surrogate pair, a number beyond 64 bits."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Duplicated(dict[str, Any]):
    """An object in which a key stood twice."""

    key = ""


class _HugeInteger(int):
    """Stands for an integer of more digits than 64 bits hold."""


def decode_json(body: bytes) -> Any:
    """The value that *body* holds.

    Raises:
        NotJson: no UTF-8, no JSON, NaN or Infinity, a key twice in one object, nested too deeply.
        UnstorableValue: see there.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotJson(Problem("body", f"not UTF-8 at byte {error.start}")) from None
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        what = f"not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise NotJson(Problem("body", what)) from None
    except RecursionError:
        raise NotJson(Problem("body", f"nested more than {MOST_LEVELS} levels deep")) from None
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
    return int(digits) if len(digits) <= 20 else _HugeInteger()


def _refuse_constant(name: str) -> NoReturn:
    raise NotJson(Problem("body", f"not valid JSON: {name} is no JSON value"))


def _is_plain(value: Any, levels: int) -> bool:
    """The quick check of every value; only what fails it is looked at closely."""
    kind = type(value)
    if kind is str:
        return _is_plain_text(value)
    if kind is int:
        return -(2**63) <= value < 2**64
    if kind is dict:
        return levels > 0 and all(
            _is_plain_text(key) and _is_plain(item, levels - 1) for key, item in value.items()
        )
    if kind is list:
        return levels > 0 and all([_is_plain(item, levels - 1) for item in value])
    if kind is float:
        return math.isfinite(value)
    return kind is bool or value is None


def _is_plain_text(text: str) -> bool:
    if "\0" in text:
        return False
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            return False
    return True


def _explain(value: Any, place: str, levels: int) -> None:
    """Raise for the first thing in *value* that is not plain."""
    if isinstance(value, _Duplicated):
        raise NotJson(Problem(_join(place, value.key), "this key stands twice in its object"))
    if isinstance(value, dict | list) and levels == 0:
        raise NotJson(Problem("body", f"nested more than {MOST_LEVELS} levels deep"))
    if isinstance(value, dict):
        for key, item in value.items():
            shown = key.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
            if not _is_plain_text(key):
                raise UnstorableValue(Problem(_join(place, shown), "this key holds NUL or half a surrogate pair"))
            _explain(item, _join(place, shown), levels - 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _explain(item, f"{place}[{index}]", levels - 1)
    elif isinstance(value, str) and "\0" in value:
        raise UnstorableValue(Problem(place, "must not contain the NUL character"))
    elif isinstance(value, str) and not _is_plain_text(value):
        raise UnstorableValue(Problem(place, "holds half a surrogate pair, which is no character"))
    elif isinstance(value, int | float) and not _is_plain(value, levels):
        raise UnstorableValue(Problem(place, "is a number beyond 64 bits"))


def _join(place: str, key: str) -> str:
    # A scalar at the top has no key of its own; `body` names it.
    key = key if len(key) <= 60 else key[:57] + "..."
    return f"{place}.{key}" if place else key
