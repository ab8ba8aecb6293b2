"""Where goods lie. Source: whiplash-observed.md, "Other V1 resources"."""

from __future__ import annotations

from typing import Any

from mockserver.core.operation import Call, Result
from mockserver.whiplash.handlers.listing import list_result
from mockserver.whiplash.handlers.lookup import record
from mockserver.whiplash.state import Warehouse, WhiplashState


def list_warehouses(state: WhiplashState, call: Call) -> Result:
    return list_result(state.warehouses, state.warehouses.select(), call.query, warehouse_view)


def get_warehouse(state: WhiplashState, call: Call) -> Result:
    return Result(warehouse_view(record(state, state.warehouses, "Warehouse", call.path["warehouse_id"])))


def warehouse_view(warehouse: Warehouse) -> dict[str, Any]:
    return {"id": warehouse.id, "name": warehouse.name}
