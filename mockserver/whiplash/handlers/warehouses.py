"""Where goods lie. Source: whiplash-observed.md, "Other V1 resources"."""

from __future__ import annotations

from mockserver.core.operation import Call, Result
from mockserver.whiplash.finding import record
from mockserver.whiplash.handlers.listing import list_result
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.views import warehouse_view


def list_warehouses(state: WhiplashState, call: Call) -> Result:
    return list_result(state.warehouses, state.warehouses.select(), call.query, warehouse_view)


def get_warehouse(state: WhiplashState, call: Call) -> Result:
    return Result(warehouse_view(record(state, state.warehouses, "Warehouse", call.path["warehouse_id"])))
