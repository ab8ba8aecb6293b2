"""Lists in both paging modes. Source: "Cursor Pagination"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from mockserver.core.errors import MalformedRequest, Problem
from mockserver.core.operation import Result
from mockserver.core.paging import UnknownCursor, cursor_page, offset_page
from mockserver.core.selection import Selection
from mockserver.core.table import Table

Row = TypeVar("Row")


def list_result(
    table: Table[Row],
    selection: Selection[Row],
    query: Mapping[str, Any],
    view: Callable[[Row], Any],
    client_id: str,
    *,
    client_in_pages: bool = True,
) -> Result:
    """One page of *selection*: by cursor as soon as there is ``after``, the empty one included.

    ``client_in_pages`` False leaves the client_id out in page mode, as "Inventory" and "Products" show it.

    Raises:
        MalformedRequest: the cursor is none that was given out.
    """
    after = query.get("after")
    if after is None:
        page = offset_page(selection, query["page"], query["per_page"])
        meta: dict[str, Any] = {
            "page": page.page,
            "per_page": page.per_page,
            "total": page.total,
            "total_pages": page.total_pages,
        }
        if client_in_pages:
            meta["client_id"] = client_id
        return Result([view(row) for row in page.rows], meta)
    try:
        stretch = cursor_page(table, selection, after, query["per_page"])
    except UnknownCursor:
        problem = Problem("after", "is no cursor of this list; use meta.next_cursor as it came")
        raise MalformedRequest("warpware.paging.unknown-cursor", [problem]) from None
    meta = {
        "per_page": stretch.per_page,
        "next_cursor": stretch.next_cursor,
        "has_more": stretch.next_cursor is not None,
        "client_id": client_id,
        "cursor_mode": True,
    }
    return Result([view(row) for row in stretch.rows], meta, rule="warpware.paging.cursor-mode")
