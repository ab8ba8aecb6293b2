"""A vendor's records are made when somebody first looks at them, and are the same whenever that is."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from mockserver.core.sandbox import Sandbox, SandboxOptions
from mockserver.core.sandboxes import DEFAULT_ID
from mockserver.warpware import WARPWARE
from mockserver.warpware.export import export_state
from mockserver.whiplash import WHIPLASH

NOW = datetime.datetime(2026, 2, 27, 10, tzinfo=datetime.UTC)
OPTIONS = SandboxOptions(seed=7, now=NOW, frozen=True)


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def vendors(opened: list[str]) -> list[Any]:
    def spied(vendor: Any) -> Any:
        def open_state(*given: Any) -> Any:
            opened.append(vendor.name)
            return vendor.open_state(*given)

        return replace(vendor, open_state=open_state)

    return [spied(WARPWARE), spied(WHIPLASH)]


def test_the_records_of_a_vendor_that_nobody_asks_are_not_made(vendors: list[Any], opened: list[str]) -> None:
    sandbox = Sandbox(DEFAULT_ID, OPTIONS, vendors)
    assert opened == []
    assert sandbox.state("warpware") is sandbox.state("warpware")
    assert opened == ["warpware"]


def test_an_autopilot_has_its_jobs_from_the_beginning(vendors: list[Any], opened: list[str]) -> None:
    sandbox = Sandbox(DEFAULT_ID, replace(OPTIONS, autopilot=True), vendors)
    assert opened == ["warpware", "whiplash"]
    assert sandbox.schedule.next_due is not None


def test_records_that_are_made_late_are_those_that_were_made_at_once() -> None:
    soon, late = (Sandbox(DEFAULT_ID, OPTIONS, [WARPWARE, WHIPLASH]) for _ in range(2))
    soon.state("warpware")
    for sandbox in (soon, late):
        sandbox.advance(3600)
    assert export_state(soon.state("warpware")) == export_state(late.state("warpware"))


def test_a_snapshot_that_was_taken_before_the_first_look_brings_the_seeded_records_back() -> None:
    sandbox = Sandbox(DEFAULT_ID, OPTIONS, [WARPWARE, WHIPLASH])
    sandbox.snapshots.take("before")
    state = sandbox.state("warpware")
    seeded = export_state(state)
    state.orders.remove(next(iter(state.orders)).id)
    sandbox.snapshots.restore("before")
    assert export_state(sandbox.state("warpware")) == seeded


def test_a_change_of_records_that_were_made_late_is_noted() -> None:
    sandbox = Sandbox(DEFAULT_ID, OPTIONS, [WARPWARE, WHIPLASH])
    state = sandbox.state("warpware")
    order = next(iter(state.orders))
    state.orders.remove(order.id)
    assert sandbox.changes.ids_since(0) == {"orders": [order.id]}
