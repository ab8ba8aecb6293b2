"""Finding the order that a path names."""

from __future__ import annotations

import re

from mockserver.core.errors import NotFound
from mockserver.warpware.records import Order
from mockserver.warpware.state import WarpWareState

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def order_by_id(state: WarpWareState, order_id: str) -> Order:
    """By WarpWare's UUID, in either case.

    Raises:
        NotFound: this account has none, or it is no UUID at all.
    """
    if not _UUID.fullmatch(order_id):
        raise NotFound("warpware.orders.uuid-only", "Order", order_id)
    order = state.orders.get(order_id.lower())
    if order is None:
        raise NotFound("warpware.orders.not-found", "Order", order_id)
    return order


def order_by_external_id(state: WarpWareState, external_id: str) -> Order:
    """By the partner's own id.

    Raises:
        NotFound: this account has none.
    """
    order = state.orders.find("external_id", external_id)
    if order is None:
        raise NotFound("warpware.orders.not-found", "Order", external_id)
    return order


def order_by_either(state: WarpWareState, reference: str) -> Order:
    """By UUID or, where that finds none, by the partner's own id. Source: "Order Timeline".

    Raises:
        NotFound: neither finds one.
    """
    order = state.orders.get(reference.lower()) if _UUID.fullmatch(reference) else None
    return order or order_by_external_id(state, reference)
