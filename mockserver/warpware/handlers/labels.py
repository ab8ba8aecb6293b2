"""The shipping labels of an order. Source: "Shipping Labels"."""

from __future__ import annotations

from typing import Any

from mockserver.core.operation import Call, Result
from mockserver.warpware import labelling
from mockserver.warpware.handlers.lookup import order_by_either
from mockserver.warpware.records import Label
from mockserver.warpware.state import WarpWareState


def create_label(state: WarpWareState, call: Call) -> Result:
    order = order_by_either(state, call.path["order_id"])
    label = labelling.attach(state, order, call.body, state.clock.instant())
    data = {
        "label_id": label.id,
        "order_id": order.id,
        "external_id": order.external_id,
        "tracking_number": label.tracking_number,
        "carrier": label.carrier,
        "passed_to_extensiv": label.passed_at is not None,
        "message": _message(label),
    }
    return Result(data, status=201)


def list_labels(state: WarpWareState, call: Call) -> Result:
    order = order_by_either(state, call.path["order_id"])
    return Result([_view(label, state) for label in labelling.labels_of(state, order)])


def _message(label: Label) -> str:
    if label.passed_at is not None:
        return "Label attached and injected into Extensiv"
    if label.label_url is None:
        return "Label attached — without label_url it will not be injected into Extensiv"
    return "Label attached — will be injected when order pushes to Extensiv"


def _view(label: Label, state: WarpWareState) -> dict[str, Any]:
    return {
        "id": label.id,
        "tracking_number": label.tracking_number,
        "carrier": label.carrier,
        "service_level": label.service_level,
        "label_url": label.label_url,
        "passed_to_extensiv": label.passed_at is not None,
        "passed_to_extensiv_at": None if label.passed_at is None else state.clock.text(label.passed_at),
    }
