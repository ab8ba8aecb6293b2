"""Finding the record that a path names."""

from __future__ import annotations

import re
from typing import TypeVar

from mockserver.core.errors import NotFound
from mockserver.core.table import Table
from mockserver.whiplash.state import WhiplashState

Row = TypeVar("Row")

_ID = re.compile(r"[0-9]{1,18}")


def record(state: WhiplashState, table: Table[Row], kind: str, record_id: str) -> Row:
    """The row of *table* with an id, as a path has it; *kind* is what the rows are: ``Warehouse``.

    Raises:
        NotFound: this account has none, or it is no id at all.
    """
    row = table.get(int(record_id)) if _ID.fullmatch(record_id) else None
    if row is None:
        raise missing(state, kind, record_id)
    return row


def missing(state: WhiplashState, kind: str, name: str) -> NotFound:
    """The refusal of what is not there. Source: whiplash-observed.md, "Errors"."""
    # Ambiguous: whiplash.not-found
    if state.readings["whiplash.not-found"] == "404":
        return NotFound("whiplash.records.not-found-404", kind, name)
    return NotFound("whiplash.records.not-found", kind, name)
