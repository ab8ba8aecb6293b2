"""Goods that a client announces, and what becomes of them. Source: observed, "shipnotices", "shipnotice_items"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockserver.core.errors import InvalidValue, Problem
from mockserver.whiplash import ordering, stocking
from mockserver.whiplash.finding import record
from mockserver.whiplash.lifecycle import refusal
from mockserver.whiplash.state import WhiplashState, rows_of
from mockserver.whiplash.statuses import ARRIVED, COMPLETED
from mockserver.whiplash.stock_records import Shipnotice, ShipnoticeItem


def create(state: WhiplashState, fields: Mapping[str, Any], at: int) -> Shipnotice:
    """A new shipnotice with its lines. *fields* have passed the schema.

    Raises:
        NotFound: an item of ``shipnotice_items`` does not exist; nothing was stored.
        InvalidValue: there is no such warehouse; nothing was stored.
    """
    values = state.stored({name: value for name, value in fields.items() if name not in ("shipnotice_items", "status")})
    _refuse_unknown_warehouse(state, values)
    lines = fields.get("shipnotice_items") or ()
    for line in lines:
        record(state, state.items, "Item", line.get("item_id"))
    values.setdefault("warehouse_id", ordering.default_warehouse(state))
    notice = Shipnotice(id=state.next_id("shipnotices"), created_at=at, updated_at=at, **values)
    state.shipnotices.insert(notice)
    for line in lines:
        _insert_line(state, notice, line, at)
    status = fields.get("status")
    return notice if status in (None, notice.status) else change_status(state, notice, status, at)


def update(state: WhiplashState, notice: Shipnotice, fields: Mapping[str, Any], at: int) -> Shipnotice:
    """A client's PUT: what is given changes; its lines are changed one by one.

    Raises:
        IllegalTransition: it is completed.
        InvalidValue: there is no such warehouse.
    """
    values = state.stored({name: value for name, value in fields.items() if name not in ("shipnotice_items", "status")})
    status = fields.get("status", notice.status)
    changed = replace(notice, **values)
    if changed == notice and status == notice.status:
        return notice
    _refuse_completed(state, notice, "update a shipnotice")
    _refuse_unknown_warehouse(state, values)
    changed = replace(changed, updated_at=at)
    state.shipnotices.replace(changed)
    return changed if status == changed.status else change_status(state, changed, status, at)


def change_status(state: WhiplashState, notice: Shipnotice, status: int, at: int) -> Shipnotice:
    """Put the shipnotice into a status. Completing it puts what was counted into the warehouse; what was not counted
    is taken for good as announced. Orders that wait for these items are looked at again.

    Raises:
        IllegalTransition: it is completed already.
    """
    _refuse_completed(state, notice, "change a shipnotice")
    changes: dict[str, Any] = {"status": status, "updated_at": at}
    if status >= ARRIVED and notice.arrived_at is None:
        changes["arrived_at"] = at
    if status == COMPLETED:
        changes["completed_at"] = at
    changed = replace(notice, **changes)
    state.shipnotices.replace(changed)
    state.tell("shipnotice.status_changed", at, changed)
    if status == COMPLETED:
        _receive(state, changed, at)
    return changed


def remove(state: WhiplashState, notice: Shipnotice) -> None:
    """Take a shipnotice out, with its lines.

    Raises:
        IllegalTransition: it is completed.
    """
    _refuse_completed(state, notice, "delete a shipnotice")
    for line in rows_of(state.shipnotice_items, "shipnotice_id", notice.id):
        state.shipnotice_items.remove(line.id)
    state.shipnotices.remove(notice.id)


def add_line(state: WhiplashState, fields: Mapping[str, Any], at: int) -> ShipnoticeItem:
    """Raises:
    NotFound: there is no such shipnotice or no such item.
    IllegalTransition: the shipnotice is completed.
    """
    notice = record(state, state.shipnotices, "Shipnotice", fields.get("shipnotice_id"))
    _refuse_completed(state, notice, "add items to a shipnotice")
    record(state, state.items, "Item", fields.get("item_id"))
    return _insert_line(state, notice, fields, at)


def change_line(state: WhiplashState, line: ShipnoticeItem, fields: Mapping[str, Any], at: int) -> ShipnoticeItem:
    """Raises:
    NotFound: there is no such shipnotice or no such item.
    IllegalTransition: the shipnotice, or the one that the line would move to, is completed.
    """
    changed = replace(line, **fields)
    if changed == line:
        return line
    for shipnotice_id in (line.shipnotice_id, changed.shipnotice_id):
        notice = record(state, state.shipnotices, "Shipnotice", shipnotice_id)
        _refuse_completed(state, notice, "change items of a shipnotice")
    record(state, state.items, "Item", changed.item_id)
    changed = replace(changed, updated_at=at)
    state.shipnotice_items.replace(changed)
    return changed


def remove_line(state: WhiplashState, line: ShipnoticeItem) -> None:
    """Raises:
    IllegalTransition: the shipnotice is completed.
    """
    notice = record(state, state.shipnotices, "Shipnotice", line.shipnotice_id)
    _refuse_completed(state, notice, "take items out of a shipnotice")
    state.shipnotice_items.remove(line.id)


def _insert_line(state: WhiplashState, notice: Shipnotice, fields: Mapping[str, Any], at: int) -> ShipnoticeItem:
    values = {"quantity": 0, **{name: value for name, value in fields.items() if name != "shipnotice_id"}}
    line = ShipnoticeItem(
        id=state.next_id("shipnotice_items"), shipnotice_id=notice.id, created_at=at, updated_at=at, **values
    )
    state.shipnotice_items.insert(line)
    return line


def _receive(state: WhiplashState, notice: Shipnotice, at: int) -> None:
    lines = rows_of(state.shipnotice_items, "shipnotice_id", notice.id)
    for line in lines:
        damaged = line.quantity_damaged or 0
        good = max(0, line.quantity - damaged) if line.quantity_good is None else line.quantity_good
        counted = replace(line, quantity_good=good, quantity_damaged=damaged, updated_at=at)
        state.shipnotice_items.replace(counted)
        stocking.receive(state, line.item_id, notice.warehouse_id, good, at, "Received", shipnotice_id=notice.id)
    for item_id in dict.fromkeys(line.item_id for line in lines):
        ordering.reconsider(state, item_id, at)


def _refuse_completed(state: WhiplashState, notice: Shipnotice, action: str) -> None:
    if notice.status == COMPLETED:
        raise refusal(state.readings, "whiplash.shipnotices.completed", notice.status, action)


def _refuse_unknown_warehouse(state: WhiplashState, values: Mapping[str, Any]) -> None:
    if "warehouse_id" in values and state.warehouses.get(values["warehouse_id"]) is None:
        raise InvalidValue("whiplash.shipnotices.unknown-warehouse", [Problem("warehouse_id", "does not exist")])
