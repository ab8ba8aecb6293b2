"""What Walter looks up in the sandbox's orders, and the record of it that goes with an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar

from mockserver.core.clock import format_instant
from mockserver.core.errors import NotFound
from mockserver.core.selection import Selection
from mockserver.warpware.handlers.lookup import order_by_either
from mockserver.warpware.lifecycle import STATUSES
from mockserver.warpware.records import Order
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.walter.periods import Period

Found = TypeVar("Found")
NO_CARRIER = "no carrier"


class Lookups:
    """Each method is a tool; ``calls`` are those that were used, in order."""

    def __init__(self, state: WarpWareState) -> None:
        self._state = state
        self.calls: list[dict[str, Any]] = []

    def count_orders(self, status: str | None, period: Period | None, sku: str | None = None) -> int:
        arguments = self._arguments(status, period, sku=sku)
        return self._noted("count_orders", arguments, self._select(status, period, sku).count())

    def count_orders_by_status(self, period: Period | None) -> dict[str, int]:
        """Of the orders that were created in *period*, also the failed ones."""
        orders = self._select(None, period)
        counts = Counter(order.status for order in _all(orders))
        found = {status: counts[status] for status in STATUSES if status in counts}
        return self._noted("count_orders_by_status", self._arguments(None, period), found)

    def count_orders_by_carrier(self, status: str, period: Period | None) -> dict[str, int]:
        counts = _most_first(order.carrier or NO_CARRIER for order in _all(self._select(status, period)))
        return self._noted("count_orders_by_carrier", self._arguments(status, period), counts)

    def most_common_error(self, period: Period | None) -> tuple[str, int] | None:
        """Of orders that are failed; of several that are as common, the first in the alphabet."""
        errors = _most_first(order.error_message for order in _all(self._select("failed", period)))
        error = next(iter(errors.items()), None)
        result = None if error is None else {"error": error[0], "count": error[1]}
        self._noted("most_common_error", self._arguments(None, period), result)
        return error

    def held_orders(self, period: Period | None) -> list[Order]:
        """Newest first."""
        orders = _all(self._select("hold", period))
        result = [{"external_id": order.external_id, "hold_reason": order.hold_reason} for order in orders]
        self._noted("held_orders", self._arguments(None, period), result)
        return orders

    def latest_order(self, status: str | None, period: Period | None) -> Order | None:
        return self._one("latest_order", status, period, newest=True)

    def oldest_order(self, status: str | None, period: Period | None) -> Order | None:
        return self._one("oldest_order", status, period, newest=False)

    def find_order(self, reference: str) -> Order | None:
        try:
            order = order_by_either(self._state, reference)
        except NotFound:
            order = None
        return self._order("find_order", {"reference": reference}, order)

    def text(self, instant: int) -> str:
        return self._state.clock.text(instant)

    def _one(self, tool: str, status: str | None, period: Period | None, *, newest: bool) -> Order | None:
        """By creation."""
        orders = self._select(status, period)
        found = orders.slice(0 if newest else max(orders.count() - 1, 0), 1)
        return self._order(tool, self._arguments(status, period), found[0] if found else None)

    def _select(self, status: str | None, period: Period | None, sku: str | None = None) -> Selection[Order]:
        """Orders by their creation; failed ones by when they last changed, which is when they failed."""
        orders = self._state.orders
        equal = {} if status is None else {"status": status}
        clock = self._state.clock
        first = None if period is None else clock.instant_of(period.since)
        last = None if period is None or period.until is None else clock.instant_of(period.until)

        def matches(order: Order) -> bool:
            if status == "failed" and last is not None and order.updated_at > last:
                return False
            return sku is None or any(line["sku"].casefold() == sku.casefold() for line in order.line_items)

        matching = matches if sku is not None or (status == "failed" and last is not None) else None
        if status == "failed":
            at_least = {} if first is None else {"updated_at": first}
            return orders.select(equal=equal, at_least=at_least, matching=matching)
        return orders.select(equal=equal, first=first, last=last, matching=matching)

    def _arguments(self, status: str | None, period: Period | None, **others: str | None) -> dict[str, str]:
        since = None if period is None else format_instant(period.since)
        until = None if period is None or period.until is None else format_instant(period.until)
        given = {"status": status, "since": since, "until": until, **others}
        return {name: value for name, value in given.items() if value is not None}

    def _order(self, tool: str, arguments: dict[str, str], order: Order | None) -> Order | None:
        result = None
        if order is not None:
            result = {
                "id": order.id,
                "external_id": order.external_id,
                "status": order.status,
                "created_at": self.text(order.created_at),
            }
        self._noted(tool, arguments, result)
        return order

    def _noted(self, tool: str, arguments: dict[str, str], result: Found) -> Found:
        self.calls.append({"tool": tool, "arguments": arguments, "result": result})
        return result


def _all(orders: Selection[Order]) -> list[Order]:
    return orders.slice(0, orders.count())


def _most_first(words: Iterable[str | None]) -> dict[str, int]:
    counts = Counter(word for word in words if word)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
