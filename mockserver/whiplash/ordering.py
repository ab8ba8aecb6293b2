"""What can be done to orders, by a client or by the warehouse's side. Every change of an order's status is here.

All functions take the instant *at* which they happen, so that seeding tells histories by the same code that serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from mockserver.core.errors import IllegalTransition, InvalidValue, Problem
from mockserver.whiplash import packaging, stocking
from mockserver.whiplash.availability import assess, give_back, set_aside, summary
from mockserver.whiplash.lifecycle import STATUSES, WAREHOUSE, allow
from mockserver.whiplash.lines import item_of, make_lines
from mockserver.whiplash.providers import API
from mockserver.whiplash.records import Order, OrderItem
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.statuses import ALLOCATED, CANCELLED, COMPUTED, PACKED, PAUSED, SHIPPED, WAITING
from mockserver.whiplash.tokens import tokens

PERSONAL = (
    "shipping_name", "shipping_company", "shipping_address_1", "shipping_address_2", "shipping_city", "shipping_zip",
    "shipping_phone", "email", "return_name", "return_company", "return_address_1", "return_address_2", "return_city",
    "return_zip", "return_phone", "return_email",
)  # fmt: skip  # one a line would be sixteen
"""What tells who the end consumer is; country and state do not."""


def create(state: WhiplashState, fields: Mapping[str, Any], at: int, *, provider: str = API) -> Order:
    """A new order; its status follows from its items. *fields* have passed the schema.

    Raises:
        NotFound: an item of ``order_items`` does not exist; nothing was stored.
        InvalidValue: another order has its originator_id, or there is no such warehouse; nothing was stored.
    """
    values = _values(state, {name: value for name, value in fields.items() if name != "order_items"})
    _refuse_taken_originator(state, values, provider, None)
    lines = [(item_of(state, line), line) for line in fields.get("order_items", ())]
    # Nothing fails from here on.
    values.setdefault("proto_originator_id", values.get("originator_id"))
    order_id = state.next_id("orders")
    items = make_lines(state, order_id, lines, at)
    values.setdefault("insurance_value", monetary_value(items))
    level1, level2, return_approved = tokens(state)
    warehouse_id = default_warehouse(state)
    order = Order(
        id=order_id,
        customer_id=state.account.customer_id,
        status=PAUSED,  # until its items have been looked at
        created_at=at,
        updated_at=at,
        warehouse_id=warehouse_id,
        return_warehouse_id=warehouse_id,
        level1_token=level1,
        level2_token=level2,
        return_approved_token=return_approved,
        provider=provider,
        currency=state.account.currency,
        **values,
    )
    return settle(state, order, items, at)


def update(state: WhiplashState, order: Order, fields: Mapping[str, Any], at: int) -> Order:
    """A client's PUT: what is given changes, what is not stays. *fields* have passed the schema.

    Raises:
        IllegalTransition: the order has shipped.
        InvalidValue: another order has the new originator_id, or there is no such warehouse; nothing was changed.
    """
    allow(state.readings, order.status, "update an order")
    values = _values(state, fields)
    _refuse_taken_originator(state, values, order.provider, order.id)
    if "originator_id" in values and order.proto_originator_id == order.originator_id:
        values.setdefault("proto_originator_id", values["originator_id"])
    changed = replace(order, **values)
    if changed == order:
        return order
    changed = replace(changed, updated_at=at)
    if changed.shop_warehouse_ids != order.shop_warehouse_ids and order.status in COMPUTED:
        return recompute(state, order, at, **values)
    state.keep(changed)
    return changed


def cancel(state: WhiplashState, order: Order, at: int) -> Order:
    """Raises:
    IllegalTransition: the order has shipped, or it is at an end already.
    """
    allow(state.readings, order.status, "cancel an order")
    return _change_status(state, order, CANCELLED, at)


def uncancel(state: WhiplashState, order: Order, at: int) -> Order:
    """Raises:
    IllegalTransition: the order is not cancelled.
    """
    allow(state.readings, order.status, "uncancel an order")
    return recompute(state, order, at)


def pause(state: WhiplashState, order: Order, at: int) -> Order:
    """A paused order stays as it is.

    Raises:
        IllegalTransition: the order has shipped, or it is at an end.
    """
    allow(state.readings, order.status, "pause an order")
    return order if order.status == PAUSED else _change_status(state, order, PAUSED, at)


def release(state: WhiplashState, order: Order, at: int) -> Order:
    """Raises:
    IllegalTransition: the order is not paused.
    """
    allow(state.readings, order.status, "release an order")
    return recompute(state, order, at)


def anonymize(state: WhiplashState, order: Order, at: int) -> Order:
    """Blank what tells who the end consumer is, in whatever status; what was null stays null."""
    allow(state.readings, order.status, "anonymize an order")
    blank: dict[str, Any] = {name: "" for name in PERSONAL if getattr(order, name) is not None}
    changed = replace(order, updated_at=at, **blank)
    state.keep(changed)
    return changed


def move(state: WhiplashState, order: Order, target: int, at: int) -> Order:
    """The warehouse's or the carrier's own move, by one step.

    Raises:
        IllegalTransition: the warehouse does not go that way.
        KeyError: there is no such move; only the warehouse's own are (``WAREHOUSE.moves``).
    """
    WAREHOUSE.check(order.status, target)
    return _change_status(state, order, target, at)


def place(state: WhiplashState, order: Order, target: int, at: int) -> Order:
    """Put the order into any status, as what happens elsewhere does: a shop closes it, a shopper sends it back.

    Into a status of what has shipped it ships on the way.

    Raises:
        IllegalTransition: the order has shipped, and *target* is a status of what has not.
    """
    if order.shipped_on is not None and target < SHIPPED:
        reachable = tuple(str(status) for status in STATUSES if status >= SHIPPED)
        raise IllegalTransition("whiplash.warehouse.no-way-back", state=order.status, move=target, allowed=reachable)
    return _change_status(state, order, target, at)


def recompute(state: WhiplashState, order: Order, at: int, **changes: Any) -> Order:
    """Give the order the status that follows from its items as they can be had now."""
    items = state.items_of(order.id)
    give_back(state, order, items)
    return settle(state, replace(order, updated_at=at, **changes), items, at)


def reconsider(state: WhiplashState, item_id: int, at: int) -> list[Order]:
    """Look again at the orders that wait for their items and have this one, the oldest first; answers those whose
    status changed.
    """
    changed = []
    waiting = [order for status in WAITING for order in _in_status(state, status)]
    for order in sorted(waiting, key=lambda order: order.id):
        items = state.items_of(order.id)
        if any(line.item_id == item_id for line in items):
            verdict = assess(state, order, items)
            if verdict.status != order.status or verdict.items != tuple(items):
                changed.append(settle(state, replace(order, updated_at=at), items, at))
    return changed


def settle(
    state: WhiplashState, order: Order, items: Sequence[OrderItem], at: int, *, keep_status: bool = False
) -> Order:
    """Store *order* and its *items*, for which nothing is set aside, in the status that follows from them; with
    ``keep_status`` in the one that it has, and where it is.
    """
    verdict = assess(state, order, items)
    changes: dict[str, Any] = {} if keep_status else {"status": verdict.status, "warehouse_id": verdict.warehouse_id}
    settled = replace(
        order, availability=summary(verdict.items), monetary_value=monetary_value(verdict.items), **changes
    )
    state.keep(settled)
    for line in verdict.items:
        state.order_items.put(line)
    set_aside(state, settled, verdict.items)
    return settled


def monetary_value(items: Iterable[OrderItem]) -> Decimal:
    """What the items are worth together."""
    return sum((line.price * line.quantity for line in items if line.price is not None), Decimal(0))


def default_warehouse(state: WhiplashState) -> int:
    """Where an order ships from until its items say otherwise: the account's first."""
    return min((warehouse.id for warehouse in state.warehouses), default=1)


def _change_status(state: WhiplashState, order: Order, target: int, at: int) -> Order:
    """The one place where an order gets a status that does not follow from its items; that it may has been checked."""
    items = state.items_of(order.id)
    ships = target >= SHIPPED and order.shipped_on is None
    if ships:
        order = _ship(state, order, items, at)
    elif order.shipped_on is None and target >= PACKED:
        for line in items:
            state.order_items.replace(replace(line, packed=line.quantity, updated_at=at))
    changed = replace(order, status=target, updated_at=at)
    if (order.status in ALLOCATED) != (target in ALLOCATED) and order.shipped_on is None:
        give_back(state, order, items)
        set_aside(state, changed, items)
    state.keep(changed)
    if ships:
        state.tell("order.shipped", at, changed)
    return changed


def _ship(state: WhiplashState, order: Order, items: Sequence[OrderItem], at: int) -> Order:
    """Pack the order and let its items leave the warehouse."""
    give_back(state, order, items)
    for line in items:
        stocking.take_shipped(state, order, line, at)
    method = packaging.method_of(state, order)
    packed = packaging.pack(state, order, method, at)
    for package, lines in packed:
        state.packages.insert(package)
        for line in lines:
            state.order_items.replace(replace(line, package_id=package.id, packed=line.quantity, updated_at=at))
    return replace(
        order,
        ship_method=method,
        ship_actual_cost=sum((package.ship_actual_cost for package, _ in packed), Decimal(0)),
        shipped_on=at,
        tracking=tuple(package.tracking for package, _ in packed),
        billed=True,
    )


def _in_status(state: WhiplashState, status: int) -> list[Order]:
    selection = state.orders.select(equal={"status": status})
    return selection.slice(0, selection.count())


def _values(state: WhiplashState, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the client sent, as the record has it."""
    values = state.stored(fields)
    if "shop_warehouse_id" in values:
        wanted = values.pop("shop_warehouse_id")
        if wanted is not None and state.warehouses.get(wanted) is None:
            raise InvalidValue("whiplash.orders.unknown-warehouse", [Problem("shop_warehouse_id", "does not exist")])
        values["shop_warehouse_ids"] = () if wanted is None else (wanted,)
    return values


def _refuse_taken_originator(
    state: WhiplashState, values: Mapping[str, Any], provider: str, order_id: int | None
) -> None:
    """Only orders of one provider share their originator ids: those made from another order point to that one."""
    originator_id = values.get("originator_id")
    # Ambiguous: whiplash.originator-id
    if originator_id is None or state.readings["whiplash.originator-id"] == "free":
        return
    selection = state.orders.select(equal={"originator_id": originator_id, "provider": provider})
    if any(order.id != order_id for order in selection.slice(0, 2)):
        problem = Problem("originator_id", "has already been taken")
        raise InvalidValue("whiplash.orders.originator-id-taken", [problem])
