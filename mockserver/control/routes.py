"""Every control call, one row each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mockserver.control import (
    documents,
    failures,
    journals,
    schemas,
    snapshots,
    time_travel,
    warpware_warehouse,
    webhooks,
    whiplash_warehouse,
    worlds,
)
from mockserver.control.arrange_routes import ARRANGE_ROUTES
from mockserver.control.route import Route
from mockserver.edge.paths import raw_path, routing_path
from mockserver.scripting.expectations import VerifySchema

_SANDBOX = "/sandboxes/{sandbox_id}"
_DELIVERIES = f"{_SANDBOX}/webhooks/deliveries"
_SNAPSHOT = f"{_SANDBOX}/snapshots/{{name}}"

ROUTES: tuple[Route, ...] = (
    Route("getIndex", "GET", "/", documents.get_index),
    Route("getHealth", "GET", "/health", documents.get_health, open=True),
    Route("checkHealth", "HEAD", "/health", documents.get_health, open=True),
    Route("listSandboxes", "GET", "/sandboxes", worlds.list_sandboxes),
    Route("createSandbox", "POST", "/sandboxes", worlds.create_sandbox, schemas.SandboxSchema()),
    Route("putSandbox", "PUT", _SANDBOX, worlds.put_sandbox, schemas.SandboxSchema()),
    Route("getSandbox", "GET", _SANDBOX, worlds.get_sandbox),
    Route("dropSandbox", "DELETE", _SANDBOX, worlds.drop_sandbox),
    Route("resetSandbox", "POST", f"{_SANDBOX}/reset", worlds.reset_sandbox),
    Route("getClock", "GET", f"{_SANDBOX}/clock", time_travel.get_clock),
    Route(
        "advanceClock",
        "POST",
        f"{_SANDBOX}/clock/advance",
        time_travel.advance_clock,
        schemas.AdvanceSchema(),
        blocks=True,
    ),
    Route(
        "freezeClock", "POST", f"{_SANDBOX}/clock/freeze", time_travel.freeze_clock, schemas.FreezeSchema(), blocks=True
    ),
    Route("resumeClock", "POST", f"{_SANDBOX}/clock/resume", time_travel.resume_clock),
    Route("listJournal", "GET", f"{_SANDBOX}/journal", journals.list_journal, query=schemas.JournalQuery()),
    Route("clearJournal", "DELETE", f"{_SANDBOX}/journal", journals.clear_journal),
    Route("verifyJournal", "POST", f"{_SANDBOX}/journal/verify", failures.verify_journal, VerifySchema()),
    Route("listFaults", "GET", f"{_SANDBOX}/faults", failures.list_faults),
    Route("addFaults", "POST", f"{_SANDBOX}/faults", failures.add_faults, failures.FaultsSchema()),
    Route("clearFaults", "DELETE", f"{_SANDBOX}/faults", failures.clear_faults),
    Route("removeFault", "DELETE", f"{_SANDBOX}/faults/{{fault_id}}", failures.remove_fault),
    Route("listSnapshots", "GET", f"{_SANDBOX}/snapshots", snapshots.list_snapshots),
    Route("takeSnapshot", "PUT", _SNAPSHOT, snapshots.take_snapshot, blocks=True),
    Route("dropSnapshot", "DELETE", _SNAPSHOT, snapshots.drop_snapshot),
    Route("restoreSnapshot", "POST", f"{_SNAPSHOT}/restore", snapshots.restore_snapshot),
    Route("listUnclaimed", "GET", "/journal", journals.list_unclaimed, query=schemas.JournalQuery()),
    Route("listDeliveries", "GET", f"{_DELIVERIES}", webhooks.list_deliveries, query=schemas.DeliveriesQuery()),
    Route("deliver", "POST", f"{_SANDBOX}/webhooks/deliver", webhooks.deliver, blocks=True),
    Route("replayDelivery", "POST", f"{_DELIVERIES}/{{delivery_id}}/replay", webhooks.replay_delivery, blocks=True),
    Route(
        "moveWarpwareOrder",
        "POST",
        f"{_SANDBOX}/warpware/orders/{{order_id}}/move",
        warpware_warehouse.move_warpware_order,
        schemas.MoveSchema(),
    ),
    Route(
        "moveWhiplashOrder",
        "POST",
        f"{_SANDBOX}/whiplash/orders/{{order_id}}/move",
        whiplash_warehouse.move_whiplash_order,
        schemas.WhiplashMoveSchema(),
    ),
    *ARRANGE_ROUTES,
    Route("listRules", "GET", "/rules", documents.list_rules, query=schemas.RulesQuery()),
    Route("listReadings", "GET", "/readings", documents.list_readings),
    Route("getOpenapi", "GET", "/openapi/{name}", documents.get_openapi),
)

PREFIX = "/_mock"


_BY_ID = {route.id: route for route in ROUTES}

_BLOCKING = re.compile("|".join(PREFIX + re.sub(r"\{\w+\}", "[^/]+", route.path) for route in ROUTES if route.blocks))


def may_block(environ: Mapping[str, Any]) -> bool:
    """Whether a request's path is that of a call that blocks."""
    if not environ["PATH_INFO"].startswith(PREFIX):
        return False
    return _BLOCKING.fullmatch(routing_path(raw_path(environ))) is not None


def route_of(id: str) -> Route:
    """The call with that id."""
    return _BY_ID[id]


def route_table() -> Mapping[str, Any]:
    """Route ids by method and path, for the OpenAPI document's check."""
    return {f"{route.method} {PREFIX}{route.path}": route.id for route in ROUTES}
