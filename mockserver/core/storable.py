"""Which JSON values a vendor's database holds: no NUL, no half surrogate pairs, no number beyond 64 bits."""

from __future__ import annotations

import math
from typing import Any

from mockserver.core.errors import Problem


def unstorable(value: Any) -> Problem | None:
    """The first value or key in *value* that cannot be stored, with its place; None when all can."""
    # Nearly every body is fine: a quick look first, places only for those that are not.
    return None if _is_storable(value) else _find(value, "")


def is_storable_text(text: str) -> bool:
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def shown(text: str) -> str:
    """*text* fit for a message or a log: what has no character is escaped, what is long is cut."""
    plain = text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
    return plain if len(plain) <= 60 else plain[:57] + "..."


def join_place(place: str, key: str) -> str:
    """``line_items[0]`` and ``sku`` make ``line_items[0].sku``."""
    return f"{place}.{shown(key)}" if place else shown(key)


def _is_storable(value: Any) -> bool:
    kind: type = type(value)
    if kind is str:
        return is_storable_text(value)
    if kind is int:
        return bool(-(2**63) <= value < 2**64)
    if kind is dict:
        return all(map(is_storable_text, value)) and all(map(_is_storable, value.values()))
    if kind is list:
        return all(map(_is_storable, value))
    if kind is float:
        return math.isfinite(value)
    return kind is bool or value is None


def _find(value: Any, place: str) -> Problem | None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not is_storable_text(key):
                return Problem(join_place(place, key), "this key holds NUL or half a surrogate pair")
            if problem := _find(item, join_place(place, key)):
                return problem
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if problem := _find(item, f"{place}[{index}]"):
                return problem
    elif not _is_storable(value):
        if not isinstance(value, str):
            return Problem(place, "must not be a number beyond 64 bits")
        what = "the NUL character" if "\0" in value else "half a surrogate pair, which is no character"
        return Problem(place, f"must not contain {what}")
    return None
