"""Fault rules by a handle: what is added wrongly, and what becomes of rules when their sandbox does not stay."""

from __future__ import annotations

from typing import Any

import pytest

from client import Http
from handles.conftest import Make
from mockserver import SandboxHandle, faults
from mockserver.errors import BadRule, UnknownFault


def test_what_is_given_twice_or_never_called_is_refused(sandbox: SandboxHandle) -> None:
    anything: Any = sandbox.faults
    for text, arguments, keywords in (
        ("operation: is given twice", ("createOrder", "reset"), {"operation": "getOrder"}),
        ("operation: is given twice", ("createOrder", "reset"), {"when": {"operation": "getOrder"}}),
        ("effect: is given twice", ("createOrder", "reset"), {"effect": "empty"}),
        ("effects: is given twice", ("createOrder", "reset"), {"effects": ["empty"]}),
        ("when: must be an object, not 'createOrder'", ("reset",), {"when": "createOrder", "method": "GET"}),
        ("of two parts the first is an operation's id, not {'kind': 'reset'}", (faults.reset(), "createOrder"), {}),
    ):
        with pytest.raises(BadRule) as refused:
            anything.add(*arguments, **keywords)
        assert str(refused.value) == text
    with pytest.raises(TypeError, match=r"reset is a function; call it: reset\(\)"):
        anything.add("createOrder", faults.reset)
    with pytest.raises(ValueError, match="times: must be a finite number"):
        anything.add("createOrder", faults.reset(), times=float("nan"))
    assert len(sandbox.faults) == 0


def test_none_is_as_if_it_were_left_out(sandbox: SandboxHandle) -> None:
    plain = sandbox.faults.add("createOrder", faults.reset())
    given = sandbox.faults.add("createOrder", faults.reset(), name=None, times=None, phase=None, when=None, key=None)
    assert given.rule == {**plain.rule, "name": "reset on createOrder (2)"}


def test_a_rule_is_not_taken_for_another_one_with_its_id(make: Make) -> None:
    sandbox, other = make(), make()
    with sandbox.faults.add("getVersion", faults.status(503), name="first") as first:
        sandbox.reset()
        sandbox.faults.add("getVersion", faults.status(503), name="second")
    assert [rule.name for rule in sandbox.faults] == ["second"]
    strange = other.faults.add(faults.reset(), name="strange")
    for rule in (first, strange):
        with pytest.raises(UnknownFault, match=f"fault rule '{rule.name}' is not there"):
            sandbox.faults.remove(rule)
    assert (len(sandbox.faults), len(other.faults)) == (1, 1)


def test_blocks_end_quietly_when_their_sandbox_is_gone(make: Make) -> None:
    sandbox = make()
    with sandbox.faults.add("getVersion", faults.reset()) as rule, sandbox.faults.script("flaky-network"):
        sandbox.drop()
    assert (rule.removed, rule.fired) == (True, 0)


def test_what_a_snapshot_takes_back_has_fired_all_the_same(sandbox: SandboxHandle, client: Http) -> None:
    fires = sandbox.faults.add("getVersion", faults.status(503), name="fires")
    with sandbox.snapshot():
        assert client.get("/version").status == 503
        sandbox.faults.add("createOrder", faults.reset(), name="added and never fired")
    assert (fires.fired, [rule.name for rule in sandbox.faults.unused]) == (0, ["added and never fired"])
