"""Bulk export jobs and what they answer to a poll. Source: "Exports"."""

from __future__ import annotations

from typing import Any

from mockserver.core.errors import NotFound
from mockserver.core.operation import Call, Result
from mockserver.warpware import exporting
from mockserver.warpware.state import WarpWareState

POLL_URL = "/partner/v1/exports"


def create_export(state: WarpWareState, call: Call) -> Result:
    export = exporting.create(state, call.body["resource"], call.body.get("filters", {}), failing=call.job_error)
    data = {
        "id": export.id,
        "status": "pending",
        "resource": export.resource,
        "created_at": state.clock.text(export.created_at),
    }
    return Result(data, {"poll_url": f"{POLL_URL}/{export.id}", "row_limit": exporting.ROW_LIMIT}, status=202)


def get_export(state: WarpWareState, call: Call) -> Result:
    export = state.exports.get(call.path["export_id"].lower())
    if export is None:
        raise NotFound("warpware.exports.not-found", "Export", call.path["export_id"])
    data: dict[str, Any] = {
        "id": export.id,
        "resource": export.resource,
        "status": "pending",
        "created_at": state.clock.text(export.created_at),
    }
    if export.completed_at is None:
        return Result(data, rule="warpware.exports.pending")
    if export.error is not None:
        return Result(data | {"status": "error", "error_message": export.error}, rule="warpware.exports.error")
    data |= {
        "status": "complete",
        "completed_at": state.clock.text(export.completed_at),
        "count": len(export.rows),
        "rows": export.rows,
    }
    return Result(data)
