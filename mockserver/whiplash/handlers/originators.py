"""Look-ups by the id that a record has in a client's own system. Source: observed, "Errors"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from mockserver.core.operation import Result
from mockserver.whiplash.finding import missing
from mockserver.whiplash.state import WhiplashState

Row = TypeVar("Row")


def originator_result(
    state: WhiplashState, row: Row | None, kind: str, originator_id: str, view: Callable[[Row], Any]
) -> Result:
    """What was found; of nothing, ``null``: clients do ``find || create``.

    Raises:
        NotFound: nothing was found, and the sandbox's reading makes that an error.
    """
    if row is not None:
        return Result(view(row))
    # Ambiguous: whiplash.originator-miss
    if state.readings["whiplash.originator-miss"] == "error":
        raise missing(state, kind, originator_id)
    return Result(None, rule="whiplash.originators.miss-null")
