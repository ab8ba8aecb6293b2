"""Which status changes an order allows, by who makes them.

Sources: "Orders" (PATCH's transitions, cancel), readings.md for what they leave open. A move is
named after the status that it leads to.
"""

from __future__ import annotations

from mockserver.core.lifecycle import Lifecycle, Transition

STATUSES = ("pending", "ready", "processing", "shipped", "delivered", "failed", "hold", "cancelled")

_UPDATE = "warpware.orders.update-transitions"
_CANCEL = "warpware.orders.cancel-refused"
_PIPELINE = "warpware.pipeline.moves"


def _moves(rule: str, table: dict[str, set[str]]) -> dict[str, Transition]:
    return {move: Transition(frozenset(sources), rule) for move, sources in table.items()}


PARTNER = Lifecycle(
    STATUSES,
    _moves(
        _UPDATE,
        {
            "shipped": {"pending", "ready", "processing", "hold"},
            "delivered": {"shipped"},
            "hold": {"pending", "ready", "processing"},
            "cancelled": {"pending", "ready", "processing", "hold"},
        },
    ),
    refusals={"failed": "warpware.orders.update-failed-is-final"},
)
"""What PATCH may do."""

# Ambiguous: warpware.cancel-from
CANCEL = {
    "unshipped": Lifecycle(
        STATUSES, _moves(_CANCEL, {"cancelled": {"pending", "ready", "processing", "hold", "failed"}})
    ),
    "strict": Lifecycle(
        STATUSES,
        _moves(_CANCEL, {"cancelled": {"pending", "hold"}}),
        refusals=dict.fromkeys(("ready", "processing", "failed"), "warpware.orders.cancel-strict"),
    ),
}
"""What the cancel endpoint may do, under each reading; cancelling twice is no move."""

PIPELINE = Lifecycle(
    STATUSES,
    _moves(
        _PIPELINE,
        {
            "ready": {"pending"},
            "processing": {"ready"},
            "shipped": {"processing"},
            "delivered": {"shipped"},
            "failed": {"processing"},
            "hold": {"pending", "ready"},
            "pending": {"failed", "hold"},
        },
    ),
)
"""What the warehouse's side does by itself: its pipeline, a retry of a failed order, a hold, a release."""
