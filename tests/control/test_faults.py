"""Fault rules by the control API: added, listed with their counters, removed; and refused with words."""

from __future__ import annotations

from typing import Any

import pytest

from client import Http, WarpWare

RESET = {"name": "lost", "when": {"operation": "warpware.createOrder"}, "phase": "after", "effect": {"kind": "reset"}}


def test_a_rule_is_added_and_listed_with_its_counters(warpware: WarpWare) -> None:
    added = warpware.control.post("/faults", {**RESET, "times": 2, "expires_after": 60})
    assert added.status == 201
    expected = {
        "id": "fault-1",
        "name": "lost",
        "when": {"operation": "warpware.createOrder"},
        "times": 2,
        "expires_after": 60,
        "phase": "after",
        "effect": {"kind": "reset"},
        "state": "active",
        "seen": 0,
        "fired": 0,
        "left": 2,
        "expires_at": "2026-02-27T10:01:00Z",
    }
    assert added.json == {"faults": [expected]}
    assert warpware.control.get("/faults").json == {"faults": [expected], "never_fired": ["lost"]}


def test_several_rules_are_added_in_one_call(warpware: WarpWare) -> None:
    reply = warpware.control.post("/faults", {"rules": [RESET, {"effect": "empty"}]})
    assert [fault["name"] for fault in reply.json["faults"]] == ["lost", "empty"]


def test_of_several_rules_all_are_added_or_none(warpware: WarpWare) -> None:
    reply = warpware.control.post("/faults", {"rules": [RESET, {"effect": "rest"}]})
    assert (reply.status, reply.json["error"]) == (
        400,
        "rules[1].effect.kind: there is no kind of fault 'rest'; did you mean 'reset'?",
    )
    assert warpware.control.get("/faults").json["faults"] == []


def test_a_script_is_added_by_its_name(warpware: WarpWare) -> None:
    reply = warpware.control.post("/faults", {"script": "flaky-network"})
    assert reply.status == 201
    assert [fault["effect"]["kind"] for fault in reply.json["faults"]] == ["reset", "empty", "truncate"]


def test_a_rule_is_removed_by_its_id(warpware: WarpWare) -> None:
    warpware.control.post("/faults", RESET)
    removed = warpware.control.delete("/faults/fault-1")
    assert (removed.status, removed.json["name"]) == (200, "lost")
    assert warpware.control.get("/faults").json == {"faults": [], "never_fired": []}


def test_all_rules_are_removed_with_word_of_those_that_never_fired(warpware: WarpWare) -> None:
    warpware.control.post("/faults", {"rules": [RESET, {"effect": "empty"}]})
    assert warpware.control.delete("/faults").json == {"removed": 2, "never_fired": ["lost", "empty"]}


def test_a_reset_drops_the_rules(warpware: WarpWare) -> None:
    warpware.control.post("/faults", RESET)
    warpware.control.post("/reset")
    assert warpware.control.get("/faults").json["faults"] == []


def test_one_sandbox_knows_nothing_of_anothers_rules(warpware: WarpWare, demo: WarpWare) -> None:
    warpware.control.post("/faults", RESET)
    assert demo.control.get("/faults").json["faults"] == []


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({}, "give either effect or effects: neither is there"),
        ({**RESET, "tims": 1}, "there is no field 'tims'; did you mean 'times'?"),
        ({**RESET, "probability": 2}, "probability: must be from 0 to 1, not 2"),
        ({**RESET, "script": "flaky-network"}, "script: stands alone, without name, when, phase, effect"),
        ({"script": "flaky-netwrk"}, "script: there is none 'flaky-netwrk'; did you mean 'flaky-network'?"),
        ({"script": "/etc/passwd"}, "script: there is none '/etc/passwd'; there are: "),
        ({"rules": []}, "rules: must be a list of at least one rule, not []"),
        ({"rules": {"effect": "reset"}}, "rules: must be a list of at least one rule"),
        ({"rules": [5]}, "rules[0]: must be an object, not 5"),
        (
            {"effect": "reset", "when": {"operation": "warpware.createOder"}},
            "when.operation: there is no operation 'warpware.createOder'; did you mean 'warpware.createOrder'?",
        ),
    ],
)
def test_a_rule_that_cannot_work_is_refused_when_it_is_made(
    warpware: WarpWare, body: dict[str, Any], refusal: str
) -> None:
    reply = warpware.control.post("/faults", body)
    assert reply.status == 400
    assert refusal in reply.json["error"]
    assert warpware.control.get("/faults").json["faults"] == []


def test_a_rule_that_is_not_there_is_not_found(warpware: WarpWare) -> None:
    warpware.control.post("/faults", RESET)
    reply = warpware.control.delete("/faults/fault-11")
    assert (reply.status, reply.json["error"]) == (404, "there is no fault rule 'fault-11'; did you mean 'fault-1'?")


def test_a_sandbox_begins_with_the_rules_that_it_is_made_with(control: Http) -> None:
    made = control.post("/sandboxes", {"faults": [{**RESET, "name": "a"}, {"effect": "empty"}]})
    assert made.status == 201, made
    path = f"/sandboxes/{made.json['id']}"
    assert [fault["name"] for fault in control.get(f"{path}/faults").json["faults"]] == ["a", "empty"]
    control.delete(f"{path}/faults")
    assert control.post(f"{path}/reset").status == 200
    assert [fault["fired"] for fault in control.get(f"{path}/faults").json["faults"]] == [0, 0]
    assert control.put(path, {"faults": "rate-limit-storm"}).status == 200
    assert [fault["name"] for fault in control.get(f"{path}/faults").json["faults"]] == ["storm"]
    assert control.put(path, {"faults": []}).status == 200
    assert control.get(f"{path}/faults").json["faults"] == []
    control.delete(path)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ("flaky-netwrk", "faults: there is none 'flaky-netwrk'; did you mean 'flaky-network'?"),
        ("/etc/passwd", "faults: there is none '/etc/passwd'; there are: "),
        (7, "faults: must be the name of a script or a list of rules, not 7"),
        (None, "faults: must be the name of a script or a list of rules, not None"),
        ([RESET, {"effect": "rest"}], "faults[1].effect.kind: there is no kind of fault 'rest'; did you mean 'reset'?"),
    ],
)
def test_a_sandbox_with_rules_that_cannot_work_is_not_made(control: Http, given: object, refusal: str) -> None:
    before = len(control.get("/sandboxes").json["sandboxes"])
    reply = control.post("/sandboxes", {"faults": given})
    assert reply.status == 400
    assert reply.json["error"].startswith(refusal)
    assert len(control.get("/sandboxes").json["sandboxes"]) == before
