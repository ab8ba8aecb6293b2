"""Many orders in one request. Source: "Bulk Orders"."""

from __future__ import annotations

import logging
from typing import Any

from mockserver.core.errors import Conflict
from mockserver.core.operation import Call, Result
from mockserver.core.storable import is_storable_text
from mockserver.warpware import ordering
from mockserver.warpware.schemas.order import create_order as check_order
from mockserver.warpware.state import WarpWareState

log = logging.getLogger("mockserver")


def bulk_create_orders(state: WarpWareState, call: Call) -> Result:
    results = [_create(state, call, index, raw) for index, raw in enumerate(call.body["orders"])]
    counts = {status: sum(result["status"] == status for result in results) for status in ("created", "duplicate")}
    meta = {
        "total": len(results),
        "created": counts["created"],
        "duplicates": counts["duplicate"],
        "errors": len(results) - counts["created"] - counts["duplicate"],
        "client_id": state.account.client_id,
    }
    return Result(results, meta, status=207)


def _create(state: WarpWareState, call: Call, index: int, raw: Any) -> dict[str, Any]:
    """One item's result; its failure is its own."""
    if not isinstance(raw, dict):
        return {"external_id": None, "status": "error", "message": "must be an object"}
    external_id = raw.get("external_id")
    if call.spoils and (spoil := call.spoiled(index, external_id)):
        name = external_id if isinstance(external_id, str) and is_storable_text(external_id) else None
        return {"external_id": name, "status": spoil.status, "message": spoil.message}
    checked = check_order(raw, state.readings)
    call.notes += [f"orders[{index}]: {note}" for note in checked.ignored]
    problems = [*checked.malformed, *checked.invalid]
    if problems:
        name = external_id if isinstance(external_id, str) and is_storable_text(external_id) else None
        return {"external_id": name, "status": "error", "message": "; ".join(map(str, problems))}
    try:
        order = ordering.create(state, checked.value, state.clock.instant())
    except Conflict:
        message = "Order with this external_id already exists"
        return {"external_id": external_id, "status": "duplicate", "message": message}
    except Exception:
        # "validation or server error": also a failure of ours is this order's own.
        log.exception("order %d of a batch failed unexpectedly", index)
        return {"external_id": external_id, "status": "error", "message": "Unexpected error; try this order again"}
    return {
        "external_id": order.external_id,
        "status": "created",
        "id": order.id,
        "created_at": state.clock.text(order.created_at),
    }
