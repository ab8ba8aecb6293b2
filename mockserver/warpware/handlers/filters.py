"""From the filters of a query to what a table selects by."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from mockserver.warpware.state import WarpWareState


class Named(Protocol):
    @property
    def sku(self) -> str: ...
    @property
    def name(self) -> str: ...


def equal(query: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The filters among *names* that the query has."""
    return {name: query[name] for name in names if name in query}


def instant(state: WarpWareState, query: Mapping[str, Any], name: str) -> float | None:
    return state.clock.instant_of(query[name]) if name in query else None


def updated_since(state: WarpWareState, query: Mapping[str, Any]) -> dict[str, float]:
    since = instant(state, query, "updated_since")
    # Records know whole seconds: a poller that asks from a fraction of the very second of a change must see it.
    return {} if since is None else {"updated_at": math.floor(since)}


def search(query: Mapping[str, Any]) -> Callable[[Named], bool] | None:
    """Whether a row's name or SKU holds the search word, in whatever case."""
    if "search" not in query:
        return None
    word = query["search"].casefold()
    return lambda row: word in row.name.casefold() or word in row.sku.casefold()
