"""Which statuses an order may have for each action, and where the warehouse leads it by itself.

Source: the notes at each action ("status < 300", "status = 40", "a currently paused order"); readings.md,
"Before shipping", "The warehouse's own moves".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mockserver.core.errors import IllegalTransition
from mockserver.core.lifecycle import Lifecycle, Transition
from mockserver.whiplash.statuses import ORDER_STATUSES, PAUSED, RETURNED, SHIPPED

STATUSES = tuple(ORDER_STATUSES)

UNSHIPPED = frozenset(code for code in STATUSES if code < SHIPPED)
ENDS = frozenset({30, 40, 45})
"""Shipped externally, cancelled, closed by the originator: unshipped, and yet nothing more will happen."""


def _from(sources: Iterable[int], rule: str) -> Transition:
    return Transition(frozenset(sources), rule)


CLIENT: Lifecycle[int, str] = Lifecycle(
    STATUSES,
    {
        "update an order": _from(UNSHIPPED, "whiplash.orders.update-refused"),
        "cancel an order": _from(UNSHIPPED - ENDS, "whiplash.orders.cancel-refused"),
        "uncancel an order": _from({40}, "whiplash.orders.uncancel-refused"),
        "pause an order": _from(UNSHIPPED - ENDS, "whiplash.orders.pause-refused"),
        "release an order": _from({PAUSED}, "whiplash.orders.release-refused"),
        "anonymize an order": _from(STATUSES, "whiplash.orders.anonymize"),
        "show packages of an order": _from(set(STATUSES) - UNSHIPPED, "whiplash.packages.unshipped"),
        "show fees of an order": _from(set(STATUSES) - UNSHIPPED, "whiplash.fees.unshipped"),
        "change items of an order": _from(UNSHIPPED, "whiplash.order-items.shipped"),
        "separate an order": _from(UNSHIPPED - ENDS, "whiplash.order-items.separate-refused"),
    },
)
"""What a client may ask for."""

AT_AN_END = "whiplash.orders.at-an-end"
_ENDED = ("cancel an order", "pause an order")
"""What is refused at an end although the order has not shipped: the document does not say so."""

_DOCUMENTED = ("show packages of an order", "show fees of an order")
"""What is refused with 403 whatever the reading: the document says so."""


def allow(readings: Mapping[str, str], status: int, action: str) -> None:
    """Raises:
    IllegalTransition: an order in *status* refuses the *action*, one of CLIENT's.
    """
    if action in _DOCUMENTED or CLIENT.allows(status, action):
        CLIENT.check(status, action)
    else:
        rule = AT_AN_END if status in ENDS and action in _ENDED else CLIENT.moves[action].rule
        raise refusal(readings, rule, status, action)


def refusal(readings: Mapping[str, str], rule: str, status: int, action: str) -> IllegalTransition:
    """The refusal of an action that a record's status does not allow, where the document does not tell its answer."""
    # Ambiguous: whiplash.precondition
    if readings["whiplash.precondition"] == "422":
        return IllegalTransition("whiplash.actions.refused-422", state=status, move=action)
    return IllegalTransition(rule, state=status, move=action)


_OWN_MOVES = "whiplash.warehouse.moves"

WAREHOUSE: Lifecycle[int, int] = Lifecycle(
    STATUSES,
    {
        120: _from({100}, _OWN_MOVES),
        150: _from({120}, _OWN_MOVES),
        160: _from({150, 155}, _OWN_MOVES),
        200: _from({160}, _OWN_MOVES),
        250: _from({200}, _OWN_MOVES),
        300: _from({250}, _OWN_MOVES),
        325: _from({300}, _OWN_MOVES),
        350: _from({325}, _OWN_MOVES),
        RETURNED: _from({325}, _OWN_MOVES),
    },
)
"""What the warehouse and the carrier do by themselves: the first move from a status is the usual one."""
