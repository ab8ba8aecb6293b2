"""What a test arranges: orders, stock and items, as the vendor would have made them.

These are no calls of the client: no rate limit counts them, no fault meets them, the journal has them not, and they
draw from random streams of their own. Orders and items are dicts as the vendor's own GET answers them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from mockserver.handles.telling import Telling

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle

Order = dict[str, Any]

_PARTNERS = "that is a call of the partner, which your client makes; move(order, to) is the warehouse's part"
_ALL = "all() is every order, oldest first"


class WarpWareOrders(Telling):
    """All methods raise ControlError with what the vendor says."""

    _elsewhere: ClassVar = {"list": _ALL, **dict.fromkeys(("cancel", "update", "patch"), _PARTNERS)}

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def create(self, external_id: str | None = None, **fields: Any) -> Order:
        """A plain order of one line under the next free external id, with *fields* of the vendor's create call over
        its own. An address may be given in parts.
        """
        given = fields if external_id is None else {"external_id": external_id, **fields}
        order: Order = self._handle.call("createWarpwareOrder", given)["order"]
        return order

    def get(self, order: str | Mapping[str, Any]) -> Order:
        """By WarpWare's id or by the external id."""
        found: Order = self._handle.call("getWarpwareOrder", order_id=_id(order))["order"]
        return found

    def move(
        self,
        order: str | Mapping[str, Any],
        to: str,
        *,
        error_message: str | None = None,
        hold_reason: str | None = None,
        walk: bool = True,
    ) -> Order:
        """As the warehouse moves it, by every step on the way; without *walk* by one step only."""
        texts = {"error_message": error_message, "hold_reason": hold_reason}
        given = {name: text for name, text in texts.items() if text is not None}
        body = {"to": to, "walk": walk, **given}
        moved: Order = self._handle.call("moveWarpwareOrder", body, order_id=_id(order))["order"]
        return moved

    def all(self) -> list[Order]:
        """Oldest first."""
        orders: list[Order] = self._handle.call("listWarpwareOrders")["orders"]
        return orders


class WarpWareInventory(Telling):
    """All methods raise ControlError with what the vendor says."""

    _elsewhere: ClassVar = dict.fromkeys(
        ("create", "add", "adjust", "update"), "set(sku, quantity) makes and changes what lies there"
    )

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def set(self, sku: str, quantity: int, *, warehouse: str | None = None) -> dict[str, Any]:
        """Have so many units available in the warehouse of that name, by default where the SKU lies first. SKU and
        warehouse are made where there are none.
        """
        body = {"quantity": quantity} if warehouse is None else {"quantity": quantity, "warehouse": warehouse}
        stock: dict[str, Any] = self._handle.call("setWarpwareStock", body, sku=sku)["stock"]
        return stock

    def get(self, sku: str, *, warehouse: str | None = None) -> dict[str, Any]:
        """As the inventory lists it, in the warehouse of that name or in the SKU's first one."""
        query = {"warehouse": warehouse}
        stock: dict[str, Any] = self._handle.call("getWarpwareStock", query=query, sku=sku)["stock"]
        return stock


class WhiplashOrders(Telling):
    """All methods raise ControlError with what the vendor says."""

    _elsewhere: ClassVar = {
        "list": _ALL,
        **dict.fromkeys(("cancel", "uncancel", "pause", "release", "anonymize", "update"), _PARTNERS),
    }

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def create(self, originator_id: str | None = None, **fields: Any) -> Order:
        """A plain order of an item that can be had, with *fields* of the vendor's create call over its own."""
        given = fields if originator_id is None else {"originator_id": originator_id, **fields}
        order: Order = self._handle.call("createWhiplashOrder", given)["order"]
        return order

    def get(self, order: int | str | Mapping[str, Any]) -> Order:
        """By Whiplash's id."""
        found: Order = self._handle.call("getWhiplashOrder", order_id=_id(order))["order"]
        return found

    def move(
        self, order: int | str | Mapping[str, Any], to: int | str, *, walk: bool = True, place: bool = False
    ) -> Order:
        """To a status by its code or its name, as the warehouse moves it, by every step on the way; with *place*
        straight into any status, as a shop or a shopper would put it there.
        """
        body = {"to": to, "walk": False if place is True else walk, "place": place}
        moved: Order = self._handle.call("moveWhiplashOrder", body, order_id=_id(order))["order"]
        return moved

    def all(self) -> list[Order]:
        """Oldest first."""
        orders: list[Order] = self._handle.call("listWhiplashOrders")["orders"]
        return orders


class WhiplashItems(Telling):
    """Raises ControlError with what the vendor says."""

    _elsewhere: ClassVar = dict.fromkeys(
        ("set", "add", "adjust", "update"), "whiplash.inventory.set(sku, quantity) changes what lies there"
    )

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def create(self, sku: str | None = None, **fields: Any) -> dict[str, Any]:
        """A new item; ``quantity`` units of it lie in the first warehouse from the start."""
        given = fields if sku is None else {"sku": sku, **fields}
        item: dict[str, Any] = self._handle.call("createWhiplashItem", given)["item"]
        return item


class WhiplashInventory(Telling):
    """All methods raise ControlError with what the vendor says. They answer ``item_id``, ``sku``, ``warehouse_id``,
    ``quantity``, and of it what is ``committed`` to orders and what is ``free``.
    """

    _elsewhere: ClassVar = dict.fromkeys(
        ("create", "add", "adjust", "update"), "set(sku, quantity) makes and changes what lies there"
    )

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def set(self, sku: str, quantity: int, *, warehouse_id: int | None = None) -> dict[str, Any]:
        """Have so many units free in a warehouse, by default the account's first; orders that wait for them take of
        them at once. Of items that share the SKU the newest is meant; where there is none it is made.
        """
        body = {"quantity": quantity} if warehouse_id is None else {"quantity": quantity, "warehouse_id": warehouse_id}
        stock: dict[str, Any] = self._handle.call("setWhiplashStock", body, sku=sku)["stock"]
        return stock

    def get(self, sku: str, *, warehouse_id: int | None = None) -> dict[str, Any]:
        """In that warehouse, by default the account's first."""
        query = {"warehouse_id": warehouse_id}
        stock: dict[str, Any] = self._handle.call("getWhiplashStock", query=query, sku=sku)["stock"]
        return stock


def _id(order: object) -> str:
    """Raises:
    TypeError: it is neither an id nor an order.
    ValueError: it is an order without an id.
    """
    if isinstance(order, Mapping):
        if "id" not in order:
            raise ValueError(f"this is no order, for it has no 'id', but: {', '.join(map(repr, order)) or 'nothing'}")
        order = order["id"]
    if isinstance(order, bool) or not isinstance(order, int | str):
        raise TypeError(f"an order is named by its id, or given as a dict with its 'id', not by {order!r}")
    return str(order)
