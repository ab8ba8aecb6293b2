"""Fault rules from Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from client import WarpWare
from mockserver import faults
from mockserver.core.faults.active import UnknownFault
from mockserver.handle import SandboxHandle
from mockserver.scripting.errors import BadRule, BadScript, UnknownScript


def test_a_rule_is_an_effect_with_the_calls_that_are_meant(sandbox: SandboxHandle) -> None:
    added = sandbox.faults.add(
        faults.reset(), operation="createOrder", body={"external_id": "A*"}, phase="after", times=1, name="lost"
    )
    assert added.rule == {
        "name": "lost",
        "when": {"operation": "createOrder", "body": {"external_id": "A*"}},
        "times": 1,
        "phase": "after",
        "effect": {"kind": "reset"},
    }
    assert sandbox.faults.list() == [added]


def test_several_effects_happen_together(sandbox: SandboxHandle) -> None:
    added = sandbox.faults.add([faults.delay(0.1), faults.status(503)], when={"method": "GET"})
    assert [effect["kind"] for effect in added.rule["effect"]] == ["delay", "status"]
    assert added.rule["when"] == {"method": "GET"}


def test_effects_of_a_sequence_follow_each_other(sandbox: SandboxHandle) -> None:
    added = sandbox.faults.add(effects=[faults.status(503), None, "reset"])
    assert (len(added.rule["effects"]), added.rule["times"]) == (3, 3)


def test_rules_are_removed_by_themselves_by_id_and_all_at_once(sandbox: SandboxHandle) -> None:
    first, second, _ = (sandbox.faults.add("reset") for _ in range(3))
    sandbox.faults.remove(first)
    sandbox.faults.remove(second.id)
    assert (len(sandbox.faults), sandbox.faults.never_fired()) == (1, ["reset (3)"])
    with pytest.raises(UnknownFault):
        sandbox.faults.remove(first)
    assert sandbox.faults.clear() == 1


def test_a_rule_that_cannot_work_is_refused(sandbox: SandboxHandle) -> None:
    with pytest.raises(BadRule, match="there is no field 'tims'; did you mean 'times'"):
        sandbox.faults.add(faults.reset(), tims=1)


def test_scripts_are_added_by_name_and_by_file(sandbox: SandboxHandle, tmp_path: Path) -> None:
    assert [active.name for active in sandbox.faults.script("rate-limit-storm")] == ["storm"]
    own = tmp_path / "mine.yaml"
    own.write_text("teaches: Something.\nrules:\n  - effect: reset\n", "utf-8")
    assert [active.name for active in sandbox.faults.script(own)] == ["reset"]
    with pytest.raises(UnknownScript):
        sandbox.faults.script("rate-limit-strom")
    own.write_text("teaches: Something.\nrules:\n  - effect: rest\n", "utf-8")
    with pytest.raises(BadScript, match=r"mine\.yaml: rules"):
        sandbox.faults.script(own)


def test_a_sandbox_is_made_with_rules_in_any_form(world: Callable[..., WarpWare]) -> None:
    made = world(faults=[{"effect": faults.status(503)}, {"effect": "reset", "times": 1}]).handle
    assert [active.name for active in made.faults] == ["status", "reset"]
    again = world(faults=tuple(active.rule for active in made.faults)).handle
    assert [active.name for active in again.faults] == ["status", "reset"]
    assert [active.name for active in world(faults="rate-limit-storm").handle.faults] == ["storm"]
