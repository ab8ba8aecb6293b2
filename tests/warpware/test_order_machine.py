"""Orders against a plain model, by whatever calls Hypothesis makes. Source: "Orders", "Bulk Orders", "Idempotency"."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from werkzeug.test import TestResponse

from client import order_body
from contract.openapi_contract import Contract
from mockserver.app import create_app, open_sandboxes
from mockserver.core import resources
from mockserver.core.exchange import Exchange
from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import Sandboxes
from mockserver.handle import SandboxHandle
from mockserver.handles.local_channel import LocalChannel

BEGINNING = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)
DAY = 24 * 60 * 60
NOBODY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"

PATCHES: Mapping[str, set[str]] = {
    "pending": {"shipped", "hold", "cancelled"},
    "ready": {"shipped", "hold", "cancelled"},
    "processing": {"shipped", "hold", "cancelled"},
    "shipped": {"delivered"},
    "hold": {"shipped", "cancelled"},
}
CANCELS = {"pending", "ready", "processing", "hold", "failed"}
MOVES: Mapping[str, set[str]] = {
    "pending": {"ready", "hold"},
    "ready": {"processing", "hold"},
    "processing": {"shipped", "failed"},
    "shipped": {"delivered"},
    "failed": {"pending"},
    "hold": {"pending"},
}
EVENTS: Mapping[str, list[str]] = {
    "shipped": ["order.shipped"],
    "delivered": ["order.delivered"],
    "failed": ["order.failed", "order.error"],
    "hold": ["order.held"],
    "cancelled": ["order.cancelled"],
}

NAMES = st.sampled_from(["ORDER-1", "ORDER-2", "#3", "ORDER/4"])
KEYS = st.sampled_from([None, None, "key-1", "key-2"])
METADATA = st.dictionaries(st.sampled_from("abc"), st.sampled_from([None, 1, "x", {"y": [2]}]), max_size=2)


@dataclass
class Modelled:
    """An order as it should be; times in seconds from the beginning."""

    id: str
    external_id: str
    note: str | None
    created: int
    updated: int
    status: str = "pending"
    metadata: dict[str, Any] = field(default_factory=dict)
    retries: int = 0

    def as_told(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "external_id": self.external_id,
            "status": self.status,
            "note": self.note,
            "metadata": self.metadata,
            "retry_count": self.retries,
            "is_held": self.status == "hold",
            "created_at": told(self.created),
            "updated_at": told(self.updated),
        }


def told(seconds: int) -> str:
    return (BEGINNING + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def the_app() -> tuple[Sandboxes, Flask, Contract]:
    """One app for all runs; each has a sandbox of its own."""
    sandboxes = open_sandboxes(SandboxOptions(profile="empty"))
    return sandboxes, create_app(sandboxes), Contract.load(resources.openapi("warpware"))


class OrderMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.sandboxes, app, self.contract = the_app()
        sandbox = self.sandboxes.create(SandboxOptions(profile="empty", now=BEGINNING, frozen=True, limits=False))
        self.handle = SandboxHandle(LocalChannel(self.sandboxes, ""), sandbox.id)
        self.exchanges: list[Exchange] = []
        self.sandboxes.observers.append(self.exchanges.append)
        self.client = app.test_client()
        self.now = 0
        self.orders: dict[str, Modelled] = {}  # by external_id, oldest first
        self.answers: dict[str, tuple[int, bytes]] = {}  # by idempotency key, with the end of its life
        self.events: list[str] = []

    def teardown(self) -> None:
        self.sandboxes.observers.clear()
        self.handle.drop()

    def call(self, method: str, path: str, body: object = None, key: str | None = None) -> TestResponse:
        headers = self.handle.warpware.headers() | ({} if key is None else {"X-Idempotency-Key": key})
        return self.client.open(f"/partner/v1{path}", method=method, json=body, headers=headers)

    def changed(self, order: Modelled, status: str) -> None:
        order.status, order.updated = status, self.now
        self.events += ["order.status_changed", *EVENTS.get(status, [])]

    def added(self, external_id: str, order_id: str, note: str | None) -> None:
        assert order_id not in {order.id for order in self.orders.values()}
        self.orders[external_id] = Modelled(order_id, external_id, note, self.now, self.now)

    # What partners do

    @rule(
        external_id=NAMES, key=KEYS, note=st.sampled_from([None, "a", "b"]), valid=st.sampled_from([True, True, False])
    )
    def create(self, external_id: str, key: str | None, note: str | None, valid: bool) -> None:
        body = order_body(external_id, note=note, **({} if valid else {"line_items": []}))
        reply = self.call("POST", "/orders", body, key)
        end, first = self.answers.get(key or "", (0, b""))
        if self.now < end:
            assert (reply.status_code, reply.data) == (201, first)
        elif not valid:
            assert reply.status_code == 422
        elif external_id in self.orders:
            assert reply.status_code == 409
        else:
            assert reply.status_code == 201
            self.added(external_id, reply.get_json()["data"]["id"], note)
            if key is not None:
                self.answers[key] = (self.now + DAY, reply.data)

    @rule(batch=st.lists(st.tuples(NAMES, st.booleans()), min_size=1, max_size=4), key=KEYS)
    def bulk(self, batch: list[tuple[str, bool]], key: str | None) -> None:
        bodies = [order_body(name) if valid else {"external_id": name} for name, valid in batch]
        reply = self.call("POST", "/orders/bulk", {"orders": bodies}, key)
        assert reply.status_code == 207
        results = reply.get_json()["data"]
        assert [result["external_id"] for result in results] == [name for name, _ in batch]
        for (name, valid), result in zip(batch, results, strict=True):
            expected = "error" if not valid else "duplicate" if name in self.orders else "created"
            assert result["status"] == expected
            if expected == "created":
                self.added(name, result["id"], None)

    @rule(
        external_id=NAMES,
        status=st.sampled_from([None, "shipped", "delivered", "hold", "cancelled", "pending"]),
        note=st.sampled_from([None, "c"]),
        metadata=st.none() | METADATA,
    )
    def patch(self, external_id: str, status: str | None, note: str | None, metadata: dict[str, Any] | None) -> None:
        sent = {"status": status, "note": note, "metadata": metadata}
        body = {name: value for name, value in sent.items() if value is not None}
        order = self.orders.get(external_id)
        reply = self.call("PATCH", f"/orders/{order.id if order else NOBODY}", body)
        if not body:
            assert reply.status_code == 400
        elif status == "pending":
            assert reply.status_code == 422
        elif order is None:
            assert reply.status_code == 404
        elif status is not None and status not in PATCHES.get(order.status, ()):
            assert reply.status_code == 422
        else:
            assert (reply.status_code, reply.get_json()["data"]) == (200, {"id": order.id, "updated": True})
            order.updated = self.now
            order.note = order.note if note is None else note
            order.metadata = {**order.metadata, **(metadata or {})}
            if status is not None:
                self.changed(order, status)

    @rule(external_id=NAMES)
    def cancel(self, external_id: str) -> None:
        order = self.orders.get(external_id)
        reply = self.call("POST", f"/orders/{order.id if order else NOBODY}/cancel")
        if order is None:
            assert reply.status_code == 404
        elif order.status in CANCELS | {"cancelled"}:
            data = {"id": order.id, "status": "cancelled", "cancelled": True}
            assert (reply.status_code, reply.get_json()["data"]) == (200, data)
            if order.status != "cancelled":
                self.changed(order, "cancelled")
        else:
            assert reply.status_code == 422

    # What the warehouse and time do

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), onward=st.booleans())
    def move(self, data: st.DataObject, onward: bool) -> None:
        order = data.draw(st.sampled_from(list(self.orders.values())))
        targets = sorted(MOVES.get(order.status, ())) if onward else []
        target = data.draw(st.sampled_from(targets or ["pending", "ready", "processing", "shipped", "failed", "hold"]))
        path = f"/_mock/sandboxes/{self.handle.id}/warpware/orders/{order.id}/move"
        reply = self.client.post(path, json={"to": target})
        if target not in MOVES.get(order.status, ()):
            assert reply.status_code == 409
            return
        assert reply.status_code == 200
        old = order.status
        order.retries += old == "failed"
        self.changed(order, target)
        self.events += ["order.released"] if old == "hold" else []

    @rule(seconds=st.sampled_from([0, 1, 59, 3600, DAY // 2, DAY - 1, DAY]))
    def advance(self, seconds: int) -> None:
        self.handle.clock.advance(seconds)
        self.now += seconds

    # What always holds

    @invariant()
    def the_list_shows_every_order_as_modelled_newest_first(self) -> None:
        reply = self.call("GET", "/orders?per_page=100").get_json()
        assert reply["meta"]["total"] == len(self.orders)
        expected = [order.as_told() for order in reversed(self.orders.values())]
        assert [{name: order[name] for name in expected[0]} for order in reply["data"]] == expected

    @invariant()
    def the_stats_count_the_statuses(self) -> None:
        counts = Counter(order.status for order in self.orders.values())
        assert self.call("GET", "/orders/stats").get_json()["data"] == {
            "total": len(self.orders),
            "by_status": dict(counts),
        }

    @invariant()
    def every_change_of_status_fired_its_events(self) -> None:
        assert [event.name for event in self.handle.sandbox.events] == self.events

    @invariant()
    def every_exchange_keeps_to_the_contract(self) -> None:
        watched = [exchange for exchange in self.exchanges if exchange.vendor == "warpware"]
        self.exchanges.clear()
        found = [self.contract.violations(exchange, request=not exchange.replayed) for exchange in watched]
        assert found == [[]] * len(watched)


@pytest.mark.rule(
    "warpware.orders.update-transitions",
    "warpware.orders.cancel",
    "warpware.orders.updated-at",
    "warpware.pipeline.moves",
    "warpware.stats.counts",
    "warpware.bulk.independent",
    "warpware.idempotency.lifetime",
)
def test_orders_do_as_the_model_does_whatever_is_called() -> None:
    slow = [HealthCheck.too_slow]  # a busy machine is no fault of the orders
    bounds = settings(max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=slow)
    run_state_machine_as_test(OrderMachine, settings=bounds)
