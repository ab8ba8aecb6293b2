"""What is given wrongly is refused, with the same error and the same words here and from afar."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from handles.conftest import Make
from mockserver import ControlError, MockServer, RemoteServer, SandboxHandle
from mockserver.errors import BadLimits, BadOption, BadRule, ClockError, UnknownReading

NAN = float("nan")
HOUR = datetime.timedelta(hours=1)
EAST = datetime.timezone(2 * HOUR)


def refused(kind: type[Exception], text: str, use: Callable[..., object], *arguments: Any, **options: Any) -> None:
    """*use* raises exactly *kind*, and its words begin with *text*."""
    with pytest.raises(kind) as error:
        use(*arguments, **options)
    assert (error.type, str(error.value)[: len(text)]) == (kind, text)


def test_time_is_a_number_or_a_timedelta(sandbox: SandboxHandle) -> None:
    anything: Any = sandbox.clock
    for amount in (NAN, float("inf"), 10**400):
        refused(ClockError, "cannot advance by that many seconds", anything.advance, amount)
    refused(ClockError, "cannot advance by 1e+30 seconds: clocks go as far as", anything.advance, 10**30)
    refused(TypeError, "seconds: must be a number, not '5'", anything.advance, "5")
    refused(TypeError, "minutes: must be a number, not None", anything.advance, minutes=None)
    refused(TypeError, "hours: must be a number, not Decimal('1')", anything.advance, hours=decimal.Decimal(1))
    before = sandbox.clock.now()
    sandbox.clock.advance(HOUR, minutes=0.5)
    assert sandbox.clock.now() - before == HOUR + datetime.timedelta(seconds=30)


def test_a_moment_is_a_datetime_a_date_or_its_text(sandbox: SandboxHandle) -> None:
    anything: Any = sandbox.clock
    for wrong in (5, HOUR):
        refused(ClockError, f"{wrong!r} is no moment; give a datetime", anything.freeze, wrong)
    far = datetime.datetime(1, 1, 1, tzinfo=EAST)
    refused(ClockError, "'0001-01-01T00:00:00+02:00' is no ISO 8601 instant", sandbox.clock.freeze, far)
    sandbox.clock.freeze(datetime.datetime(2026, 2, 27, 14, 0, 0, 250_000, tzinfo=EAST))
    assert str(sandbox.clock.now()) == "2026-02-27 12:00:00.250000+00:00"
    sandbox.clock.freeze(datetime.date(2026, 2, 28))
    assert str(sandbox.clock.now()) == "2026-02-28 00:00:00+00:00"


def test_an_order_is_named_by_an_id_or_is_one(sandbox: SandboxHandle) -> None:
    for orders in (sandbox.warpware.orders, sandbox.whiplash.orders):
        anything: Any = orders
        for use in (anything.get, partial(anything.move, to="shipped")):
            for wrong in (None, ["A"], 1.5, True, {"id": None}):
                named = wrong["id"] if isinstance(wrong, dict) else wrong
                text = f"an order is named by its id, or given as a dict with its 'id', not by {named!r}"
                refused(TypeError, text, use, wrong)
            refused(ValueError, "order_id: must not be empty", use, "")
            text = "this is no order, for it has no 'id', but: 'data', 'meta'"
            refused(ValueError, text, use, {"data": {}, "meta": {}})


def test_names_are_texts(sandbox: SandboxHandle) -> None:
    anything: Any = sandbox
    refused(TypeError, "sku: must be a text, not 7", anything.warpware.inventory.set, 7, 1)
    refused(ValueError, "sku: must not be empty", sandbox.warpware.inventory.get, "")
    refused(TypeError, "name: must be a text, not 5", anything.snapshot, 5)
    refused(ValueError, "name: must not be empty", sandbox.snapshot, "")
    refused(ValueError, "order_id: must not contain half a surr", sandbox.warpware.orders.get, "\ud800")
    refused(TypeError, "fault_id: must be a text, not None", anything.faults.remove, None)
    for name in ("..", ".", "A/B ü?#", "50%2F", "a\nb"):
        sandbox.warpware.orders.create(name)
        assert sandbox.warpware.orders.get(name)["external_id"] == name


def test_what_is_no_json_is_named(sandbox: SandboxHandle) -> None:
    orders = sandbox.warpware.orders
    priced = [{"sku": "A", "quantity": 1, "price": NAN}]
    refused(ValueError, "line_items[0].price: must be a finite number", orders.create, line_items=priced)
    text = "what is told to the mock server must be JSON: {'a'} is none of its values"
    refused(TypeError, text, orders.create, tags={"a"})
    refused(ControlError, "body: must have at most 1048576 bytes", orders.create, note="x" * 2_000_000)
    assert orders.all() == []


def test_a_move_walks_and_places_when_it_is_told_to(sandbox: SandboxHandle) -> None:
    warpware: Any = sandbox.warpware.orders
    whiplash: Any = sandbox.whiplash.orders
    order, other = warpware.create(), whiplash.create()
    refused(ControlError, "walk: must be true or false", warpware.move, order, "failed", walk=None)
    refused(ControlError, "walk: must be true or false", whiplash.move, other, 300, walk="no")
    refused(ControlError, "place: must be true or false", whiplash.move, other, 300, place="yes")
    assert (warpware.get(order)["status"], whiplash.get(other)["status"]) == ("pending", 100)


def test_a_sandboxs_options_are_checked(server: MockServer | RemoteServer, make: Make) -> None:
    for kind, text, options in (
        (TypeError, "a sandbox has no option 'sed'; did you mean 'seed'?", {"sed": 7}),
        (ClockError, "5 is no moment; give a datetime", {"now": 5}),
        (ClockError, "'x' is no ISO 8601 instant", {"now": "x"}),
        (BadOption, "seed: must be a whole number of 64 bits, not '7'", {"seed": "7"}),
        (BadOption, f"seed: must be a whole number of 64 bits, not {2**70}", {"seed": 2**70}),
        (BadOption, "profile: must be a profile's name, not None", {"profile": None}),
        (BadOption, "frozen: must be true or false, not 'yes'", {"frozen": "yes"}),
        (BadOption, "readings: must be a mapping of readings' names to values, not ['x']", {"readings": ["x"]}),
        (UnknownReading, "reading warpware.envelope has no value 5", {"readings": {"warpware.envelope": 5}}),
        (BadOption, "limits: must be true, false or a mapping by vendor, not None", {"limits": None}),
        (BadLimits, "limits.warpware: must be true, false or numbers by name, not 5", {"limits": {"warpware": 5}}),
        (BadOption, "autopilot: must be true, false or a mapping of options, not 'on'", {"autopilot": "on"}),
        (BadRule, "faults: must be the name of a script or a list of rules, not ", {"faults": Path("x.yaml")}),
    ):
        refused(kind, text, server.sandbox, **options)
    for now in (None, datetime.date(2026, 2, 27), datetime.datetime(2026, 2, 27, 12, tzinfo=EAST)):
        make(now=now)
    ruled = make(faults=[{"effect": "reset", "times": 1}, make().faults.add("empty", name="other").rule])
    assert [rule.name for rule in ruled.faults] == ["reset", "other"]
