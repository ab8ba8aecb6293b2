"""Chance is the sandbox's own: the same seed and the same calls fire the same faults, in any process."""

from __future__ import annotations

from collections.abc import Callable

from client import Http, WarpWare
from mockserver import faults
from served import asked_here, serve

FLAKY = {"name": "flaky", "probability": 0.3, "effect": {"kind": "status", "status": 503}}
AUTHORIZED = {"Authorization": "Bearer ww_live_" + "0" * 32}


def statuses(url: str) -> list[int]:
    control = Http(f"{url}/_mock/sandboxes/default")
    assert control.post("/faults", FLAKY).status == 201
    client = Http(f"{url}/partner/v1", AUTHORIZED)
    told = [client.get("/version").status for _ in range(60)]
    client.close()
    control.close()
    return told


def test_two_processes_fire_the_same_faults() -> None:
    """Another one and this one, whose hashes of texts differ."""
    options = ("--seed", "7", "--profile", "empty", "--no-rate-limits")
    with serve(*options, environment={"PYTHONHASHSEED": "1"}) as served:
        there = statuses(served.url)
    assert asked_here(statuses, *options) == there
    assert 5 < there.count(503) < 35


def test_another_rule_that_does_not_match_changes_nothing(world: Callable[..., WarpWare]) -> None:
    told = []
    for other in (False, True):
        client = world(limits=False, seed=7)
        if other:
            client.handle.faults.add(faults.reset(), operation="cancelOrder", probability=0.5)
        client.handle.faults.add(faults.status(503), probability=0.3, name="flaky", method="GET")
        ids = [client.create(f"ORDER-{number}") for number in range(5)]
        told.append((ids, [client.get("/orders").status for _ in range(40)]))
    assert told[0] == told[1]
    assert set(told[0][1]) == {200, 503}
