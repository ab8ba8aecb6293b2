"""Names with brackets in queries and forms, as Rack reads them for Rails.

``order[email]=x`` is ``{"order": {"email": "x"}}``, ``status[]=1&status[]=2`` the list ``["1", "2"]``, and
``status[0]=1``, as PHP writes lists, no list but ``{"0": "1"}``: Rack has no numbered lists.
Source: Rack's nested query parser; whiplash-observed.md, "Paths and bodies", for names that are repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from mockserver.core.errors import MalformedRequest, Problem
from mockserver.core.storable import shown

DEEPEST = 32
"""Rack's own limit of brackets in a name."""

_FIRST = re.compile(r"[\[\]]*([^\[\]]+)\]*")
_RECORD = re.compile(r"\[\](?:\[([^\[\]]+)\]|(.+))", re.DOTALL)


def nested(pairs: Iterable[tuple[str, str]], rule: str) -> dict[str, Any]:
    """Values by name; a name that is repeated without brackets has a list of them, which is what clients rely on.

    Raises:
        MalformedRequest: a name is written as a list or a value here and as an object there, or goes too deep.
    """
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name.count("[") > DEEPEST:
            raise MalformedRequest(rule, [Problem(shown(name), f"goes deeper than {DEEPEST} brackets")])
        try:
            _put(values, name, value)
        except _TwoKinds:
            problem = Problem(shown(name), "is written in two ways that exclude each other")
            raise MalformedRequest(rule, [problem]) from None
    return values


class _TwoKinds(Exception):
    """One name is a list or a value here, and an object there."""


def _put(values: dict[str, Any], name: str, value: Any) -> None:
    match = _FIRST.match(name)
    if match is None:  # nothing but brackets
        values[name] = value
        return
    key, rest = match.group(1), name[match.end() :]
    if rest in ("", "["):
        if key + rest in values:
            _append(values, key + rest, value)
        else:
            values[key + rest] = value
    elif rest == "[]":
        _append(values, key, value)
    elif record := _RECORD.fullmatch(rest):
        _put_record(values, key, record.group(1) or record.group(2), value)
    else:
        inner = values.setdefault(key, {})
        if not isinstance(inner, dict):
            raise _TwoKinds
        _put(inner, rest, value)


def _append(values: dict[str, Any], key: str, value: Any) -> None:
    known = values.setdefault(key, [])
    if isinstance(known, dict):
        raise _TwoKinds
    if isinstance(known, list):
        known.append(value)
    else:
        values[key] = [known, value]


def _put_record(values: dict[str, Any], key: str, name: str, value: Any) -> None:
    """``parts[][sku]=A&parts[][quantity]=2&parts[][sku]=B`` are two: the next one begins where a name comes again."""
    records = values.setdefault(key, [])
    if not isinstance(records, list):
        raise _TwoKinds
    last = records[-1] if records else None
    if not isinstance(last, dict) or _has(last, name):
        last = {}
        records.append(last)
    _put(last, name, value)


def _has(record: dict[str, Any], name: str) -> bool:
    """Whether *record* has a value at *name*, which may have brackets."""
    inner: Any = record
    for part in (part for part in re.split(r"[\[\]]+", name) if part):
        if not isinstance(inner, dict) or part not in inner:
            return False
        inner = inner[part]
    return "[]" not in name
