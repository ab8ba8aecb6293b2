"""Items as a client makes, changes and deactivates them. Source: observed, "items"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockserver.whiplash import ordering, stocking
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_records import Item, Originator


def create(state: WhiplashState, fields: Mapping[str, Any], at: int) -> Item:
    """A new item, with a row in each warehouse; a ``quantity`` lies in the first one from the start.

    *fields* have passed the schema.
    """
    values = _values(state, fields, None)
    units = values.pop("quantity", None) or 0
    values.setdefault("currency", state.account.currency)
    item = Item(id=state.next_id("items"), created_at=at, updated_at=at, **values)
    state.items.insert(item)
    stocking.open_places(state, item, at)
    if units > 0:
        stocking.receive(state, item.id, ordering.default_warehouse(state), units, at, "Initial stock")
    return _stored(state, item)


def update(state: WhiplashState, item: Item, fields: Mapping[str, Any], at: int) -> Item:
    """A client's PUT: what is given changes. Orders that wait for the item are looked at again where it is opened
    or closed for orders.
    """
    values = _values(state, fields, item)
    values.pop("quantity", None)  # it follows from what lies in the warehouses
    changed = replace(item, **values)
    if changed == item:
        return item
    state.items.replace(replace(changed, updated_at=at))
    if changed.available != item.available:
        ordering.reconsider(state, item.id, at)
    return _stored(state, item)


def deactivate(state: WhiplashState, item: Item, at: int) -> Item:
    """Take an item out of the lists and close it for orders. One that is deactivated stays as it is."""
    if not item.active:
        return item
    state.items.replace(replace(item, active=False, updated_at=at))
    ordering.reconsider(state, item.id, at)
    return _stored(state, item)


def _stored(state: WhiplashState, item: Item) -> Item:
    stored = state.items.get(item.id)
    assert stored is not None, "items are never taken out"
    return stored


def _values(state: WhiplashState, fields: Mapping[str, Any], item: Item | None) -> dict[str, Any]:
    """What the client sent, as the record has it: its own ids of the item become an originator."""
    values = state.stored(fields)
    given = {name: values.pop(name) for name in ("originator_id", "group_id") if name in values}
    if given:
        known = item.originators if item is not None else ()
        first = known[0] if known else Originator(None, None)
        first = replace(
            first,
            original_id=given.get("originator_id", first.original_id),
            group_id=given.get("group_id", first.group_id),
        )
        values["originators"] = (first, *known[1:])
    return values
