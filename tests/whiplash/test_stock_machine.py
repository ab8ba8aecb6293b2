"""The stock of items against a plain model, by whatever calls Hypothesis makes, over HTTP.

Source: whiplash-observed.md, "items", "shipnotices", "shipnotice_items".
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from werkzeug.test import TestResponse

from contract.openapi_contract import Contract
from mockserver.app import create_app, open_sandboxes
from mockserver.core import resources
from mockserver.core.exchange import Exchange
from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import Sandboxes
from mockserver.handle import SandboxHandle
from mockserver.handles.local_channel import LocalChannel
from mockserver.whiplash import ordering
from mockserver.whiplash.finding import order_by_id
from mockserver.whiplash.state import WhiplashState
from whiplash.accounts import ADDRESS

BEGINNING = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)
PLACES = (5, 8, 12)
UNITS = st.integers(0, 6)
PICKS = st.integers(0, 99)


@dataclass
class ModelledItem:
    """Units by warehouse, and everything that ever moved them: (warehouse, units), the oldest first."""

    id: int
    lying: dict[int, int] = field(default_factory=lambda: dict.fromkeys(PLACES, 0))
    moved: list[tuple[int, int]] = field(default_factory=list)

    def move(self, place: int, units: int) -> None:
        units = max(units, -self.lying[place])
        self.lying[place] += units
        if units:
            self.moved.append((place, units))


@dataclass
class ModelledNotice:
    """``counted`` is (good, damaged), None for what was not counted."""

    path: str
    line_path: str
    item: ModelledItem
    place: int
    announced: int
    counted: tuple[int | None, int | None] = (None, None)
    completed: bool = False

    def good(self) -> int:
        good, damaged = self.counted
        return max(0, self.announced - (damaged or 0)) if good is None else good


@cache
def the_app() -> tuple[Sandboxes, Flask, Contract]:
    """One app for all runs; each has a sandbox of its own."""
    sandboxes = open_sandboxes(SandboxOptions(profile="empty"))
    return sandboxes, create_app(sandboxes), Contract.load(resources.openapi("whiplash-v1"))


class StockMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.sandboxes, app, self.contract = the_app()
        sandbox = self.sandboxes.create(SandboxOptions(profile="empty", now=BEGINNING, frozen=True, limits=False))
        self.handle = SandboxHandle(LocalChannel(self.sandboxes, ""), sandbox.id)
        self.exchanges: list[Exchange] = []
        self.sandboxes.observers.append(self.exchanges.append)
        self.client = app.test_client()
        self.items: list[ModelledItem] = []
        self.notices: list[ModelledNotice] = []
        self.orders: dict[int, tuple[ModelledItem, int]] = {}  # those that have not shipped

    def teardown(self) -> None:
        self.sandboxes.observers.clear()
        self.handle.drop()

    def call(self, method: str, path: str, body: object = None) -> TestResponse:
        return self.client.open(f"/api{path}", method=method, json=body, headers=self.handle.whiplash.headers())

    def read(self, path: str) -> Any:
        reply = self.call("GET", path)
        assert reply.status_code == 200
        return reply.get_json()

    # The warehouse's side, which no client has calls for

    def warehouse(self, action: Callable[[WhiplashState, int], int]) -> int:
        sandbox = self.handle.sandbox
        with sandbox.lock:
            state = sandbox.state("whiplash")
            return action(state, state.clock.instant())

    # What clients do

    # Few, so that much happens to each, and little is read after each step.
    @precondition(lambda self: len(self.items) < 3)
    @rule(units=UNITS)
    def create(self, units: int) -> None:
        item = ModelledItem(self.call("POST", "/items", {"sku": "TEE", "quantity": units}).get_json()["id"])
        item.move(PLACES[0], units)
        self.items.append(item)

    @precondition(lambda self: self.items)
    @rule(pick=PICKS, units=UNITS)
    def put_a_quantity(self, pick: int, units: int) -> None:
        item = self.items[pick % len(self.items)]
        assert self.call("PUT", f"/items/{item.id}", {"quantity": units, "title": str(units)}).status_code == 204

    @precondition(lambda self: self.items)
    @rule(pick=PICKS)
    def deactivate(self, pick: int) -> None:
        assert self.call("DELETE", f"/items/{self.items[pick % len(self.items)].id}").status_code == 204

    @precondition(lambda self: self.items)
    @rule(pick=PICKS, units=st.integers(1, 6), place=st.sampled_from(PLACES))
    def announce(self, pick: int, units: int, place: int) -> None:
        item = self.items[pick % len(self.items)]
        lines = [{"item_id": item.id, "quantity": units}]
        reply = self.call("POST", "/shipnotices", {"warehouse_id": place, "shipnotice_items": lines})
        assert reply.status_code == 200
        told = reply.get_json()
        line_path = f"/shipnotice_items/{told['shipnotice_items'][0]['id']}"
        self.notices.append(ModelledNotice(f"/shipnotices/{told['id']}", line_path, item, place, units))

    @precondition(lambda self: self.notices)
    @rule(pick=PICKS, good=st.none() | UNITS, damaged=st.none() | UNITS)
    def adjust(self, pick: int, good: int | None, damaged: int | None) -> None:
        notice = self.notices[pick % len(self.notices)]
        before = self.read(notice.line_path)
        reply = self.call("PUT", notice.line_path, {"quantity_good": good, "quantity_damaged": damaged})
        if not notice.completed:
            assert reply.status_code == 204
            notice.counted = (good, damaged)
        elif (good, damaged) != (before["quantity_good"], before["quantity_damaged"]):
            assert reply.status_code == 403
        else:
            assert reply.status_code == 204

    @precondition(lambda self: self.notices)
    @rule(pick=PICKS)
    def receive(self, pick: int) -> None:
        notice = self.notices[pick % len(self.notices)]
        assert self.call("PUT", notice.path, {"status": 300}).status_code == 204
        if not notice.completed:
            notice.item.move(notice.place, notice.good())
            notice.completed = True

    @precondition(lambda self: self.items)
    @rule(pick=PICKS, units=st.integers(1, 6))
    def order(self, pick: int, units: int) -> None:
        item = self.items[pick % len(self.items)]
        fields = {**ADDRESS, "order_items": [{"item_id": item.id, "quantity": units}]}
        self.orders[self.warehouse(lambda state, at: ordering.create(state, fields, at).id)] = (item, units)

    @precondition(lambda self: self.orders)
    @rule(pick=PICKS, units=st.integers(1, 6))
    def change_an_order(self, pick: int, units: int) -> None:
        order_id = list(self.orders)[pick % len(self.orders)]
        (line,) = self.read(f"/order_items?order_id={order_id}")
        assert self.call("PUT", f"/order_items/{line['id']}", {"quantity": units}).status_code == 204
        self.orders[order_id] = (self.orders[order_id][0], units)

    @precondition(lambda self: self.orders)
    @rule(pick=PICKS)
    def ship(self, pick: int) -> None:
        order_id = list(self.orders)[pick % len(self.orders)]
        item, units = self.orders.pop(order_id)

        def shipped_from(state: WhiplashState, at: int) -> int:
            return ordering.place(state, order_by_id(state, order_id), 300, at).warehouse_id

        item.move(self.warehouse(shipped_from), -units)

    # What always holds

    @invariant()
    def everything_is_as_modelled(self) -> None:
        for item in self.items:
            places = self.read(f"/items/{item.id}/warehouse_quantities")
            assert {row["warehouse_id"]: row["quantity"] for row in places} == item.lying
            moved = self.read(f"/items/{item.id}/transactions?limit=250&order_by=id")
            assert [(row["warehouse_id"], row["quantity"]) for row in moved] == item.moved
            quantity = self.read(f"/items/{item.id}")["quantity"]
            assert quantity == sum(item.lying.values()) == sum(row["quantity"] for row in moved) >= 0

    @invariant()
    def every_exchange_keeps_to_the_contract(self) -> None:
        found = [violation for exchange in self.exchanges for violation in self.contract.violations(exchange)]
        self.exchanges.clear()
        assert found == []


@pytest.mark.rule("whiplash.items.transactions", "whiplash.items.warehouse-quantities", "whiplash.packages.stock")
def test_the_stock_of_items_is_what_came_less_what_went() -> None:
    run_state_machine_as_test(
        StockMachine,
        settings=settings(
            max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        ),
    )
