"""Offset pages and keyset cursors over a selection."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from mockserver.core.selection import Entry, Selection
from mockserver.core.table import Table

Row = TypeVar("Row")


class UnknownCursor(ValueError):
    """The cursor is none that this table has given out."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One offset page. ``total`` rows on ``total_pages`` pages match in all."""

    rows: list[Row]
    page: int
    per_page: int
    total: int
    total_pages: int


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Row]):
    """One keyset page. ``next_cursor`` is None at the end."""

    rows: list[Row]
    per_page: int
    next_cursor: str | None


def offset_page(selection: Selection[Row], page: int, per_page: int) -> Page[Row]:
    """Page *page*, from 1. Past the end it is empty."""
    total = selection.count()
    rows = selection.slice((page - 1) * per_page, per_page) if (page - 1) * per_page < total else []
    return Page(rows, page, per_page, total, -(-total // per_page))


def cursor_page(table: Table[Row], selection: Selection[Row], after: str, per_page: int) -> Stretch[Row]:
    """The rows that follow *after*, a cursor, or the first ones for the empty string.

    The cursor names a place in the table's order, not a position: rows that appear or change
    between two calls neither hide nor repeat others.

    Raises:
        UnknownCursor: *after* is not one of this table's cursors.
    """
    start = _decode(table, after) if after else None
    rows = selection.before(start, per_page + 1)
    more = len(rows) > per_page
    del rows[per_page:]
    return Stretch(rows, per_page, _pack(table.entry_of(rows[-1])) if more else None)


def _pack(entry: Entry) -> str:
    content = json.dumps({"id": entry[2], "key": entry[:2]}, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def _decode(table: Table[Row], cursor: str) -> Entry:
    try:
        content = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        entry = table.entry(content["id"])
    except (ValueError, binascii.Error, KeyError, TypeError, RecursionError):
        entry = None
    # Rows keep their entry for ever, so a cursor that was given out packs to the same text again.
    if entry is None or _pack(entry) != cursor:
        raise UnknownCursor(cursor)
    return entry
