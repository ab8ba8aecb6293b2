"""A Whiplash account as plain JSON."""

from __future__ import annotations

from typing import Any

from mockserver.whiplash.handlers.warehouses import warehouse_view
from mockserver.whiplash.state import WhiplashState


def export_state(state: WhiplashState) -> dict[str, Any]:
    """Every record, oldest first, in the shape in which the API writes it. The caller holds the lock."""
    return {"warehouses": [warehouse_view(warehouse) for warehouse in state.warehouses]}
