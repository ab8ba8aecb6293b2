"""Shipments that a partner's own warehouse has allocated. Source: "Shipments"."""

from __future__ import annotations

from mockserver.core.errors import Conflict
from mockserver.core.operation import Call, Result
from mockserver.warpware.records import Shipment
from mockserver.warpware.state import WarpWareState


def create_shipment(state: WarpWareState, call: Call) -> Result:
    """Nothing of the document reads a shipment back: it stays pending.

    Raises:
        Conflict: the account has a shipment with that external_id.
    """
    fields = call.body
    external_id = fields["external_id"]
    if state.shipments.find("external_id", external_id) is not None:
        raise Conflict("warpware.shipments.duplicate-external-id", "Shipment", "external_id", external_id)
    items = tuple(fields["line_items"])
    shipment = Shipment(
        id=state.new_id(), status="pending", created_at=state.clock.instant(), **{**fields, "line_items": items}
    )
    state.shipments.insert(shipment)
    data = {
        "id": shipment.id,
        "external_id": shipment.external_id,
        "status": shipment.status,
        "message": "Shipment ingested and queued for processing",
    }
    return Result(data, status=201)
