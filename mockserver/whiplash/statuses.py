"""An order's statuses and a shipnotice's, by code. Source: "Order Statuses"; observed, "shipnotices"."""

from __future__ import annotations

from collections.abc import Mapping

ORDER_STATUSES: Mapping[int, str] = {
    30: "Shipped Externally",
    35: "Quote",
    40: "Cancelled",
    45: "Closed by Originator",
    50: "Unpaid",
    75: "Pending Return",
    77: "Return Verified",
    80: "Pre-Order",
    90: "Paused",
    95: "Insufficient Inventory",
    100: "Processing",
    120: "Printed",
    150: "Picked",
    155: "Prepacking in Progress",
    160: "Packed",
    200: "Label Scheduled for Purchase",
    250: "Label Purchased",
    300: "Shipped",
    325: "Picked Up",
    350: "Delivered",
    375: "Return Expired",
    380: "Replacement Cancelled",
    400: "Returned Undeliverable",
    410: "Replacement Requested",
    430: "Exchanged",
    450: "Refund Requested",
}

CANCELLED = 40
PRE_ORDER = 80
PAUSED = 90
INSUFFICIENT_INVENTORY = 95
PROCESSING = 100
PACKED = 160
SHIPPED = 300
"""From here on an order has shipped."""

RETURNED = 400
"""What the carrier could not deliver."""

WAITING = frozenset({PRE_ORDER, INSUFFICIENT_INVENTORY})
"""Where an order waits for its items."""

COMPUTED = WAITING | {PROCESSING}
"""The statuses that follow from an order's items."""

ALLOCATED = frozenset(code for code in ORDER_STATUSES if PROCESSING <= code < SHIPPED)
"""Where an order's goods are set aside for it."""

SHIPNOTICE_STATUSES: Mapping[int, str] = {
    25: "Unexpected",
    50: "Draft",
    100: "In Transit",
    150: "Arrived",
    200: "Processing",
    250: "Problem",
    300: "Completed",
}

DRAFT = 50
ARRIVED = 150
COMPLETED = 300


def code_of(statuses: Mapping[int, str], text: str) -> int | None:
    """The status that a client writes as its code or as its name, in whatever case and spelling: ``300``,
    ``shipped``, ``insufficient_inventory``; None where there is none.
    """
    plain = _plain(text)
    return next((code for code, name in statuses.items() if plain in (str(code), _plain(name))), None)


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
