"""Committed, then lost: the order exists, and the client does not know."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from urllib3.exceptions import HTTPError

from client import Reply, WarpWare, order_body
from mockserver import faults

KEY = {"X-Idempotency-Key": "retry-1"}
LOSSES: list[Any] = [
    faults.reset(),
    faults.empty(),
    faults.garbage(),
    faults.hang(0.05),
    faults.truncate(0.5),
    faults.status(502),
]


def attempt(client: WarpWare, **options: Any) -> Reply | None:
    """The answer to a create; None where it was lost."""
    try:
        return client.post("/orders", order_body("ORDER-1", note="Ring twice"), **options)
    except HTTPError:
        return None


def orders(client: WarpWare) -> int:
    total = client.get("/orders").meta["total"]
    assert isinstance(total, int)
    return total


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss["kind"])
def test_a_retry_with_the_key_gives_one_order_and_the_original_body(warpware: WarpWare, loss: Any) -> None:
    warpware.handle.faults.add(loss, operation="warpware.createOrder", phase="after", times=1)
    first = attempt(warpware, headers=KEY)
    assert first is None or first.status == 502
    again = attempt(warpware, headers=KEY)
    assert again is not None
    assert (again.status, again.rule) == (201, "warpware.idempotency.replay")
    assert orders(warpware) == 1
    assert warpware.order(again.data["id"])["note"] == "Ring twice"
    lost, replayed = warpware.handle.journal.list(operation="createOrder")
    assert (lost.faults, lost.attempt, lost.changed) == (
        (f"{loss['kind']} on warpware.createOrder",),
        1,
        {"orders": [again.data["id"]]},
    )
    assert (replayed.attempt, replayed.replayed, replayed.changed) == (2, True, {})


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss["kind"])
def test_a_retry_without_the_key_meets_its_own_order(warpware: WarpWare, loss: Any) -> None:
    warpware.handle.faults.add(loss, operation="warpware.createOrder", phase="after", times=1)
    attempt(warpware)
    again = attempt(warpware)
    assert again is not None
    assert again.status == 409
    assert orders(warpware) == 1


@pytest.mark.parametrize(
    "loss",
    [faults.reset(), faults.empty(), faults.garbage(), faults.hang(0.05), faults.status(502)],
    ids=lambda loss: loss["kind"],
)
def test_before_the_commit_nothing_has_happened(warpware: WarpWare, loss: Any) -> None:
    warpware.handle.faults.add(loss, operation="warpware.createOrder", phase="before", times=1)
    attempt(warpware)
    assert orders(warpware) == 0
    again = attempt(warpware)
    assert again is not None
    assert (again.status, again.rule) == (201, "warpware.orders.create")
    assert orders(warpware) == 1


def test_the_same_ids_come_whether_or_not_a_response_was_lost(warpware: WarpWare, world: Any) -> None:
    """A fault draws from streams of its own."""
    warpware.handle.faults.add(faults.garbage(), operation="createOrder", phase="after", probability=0.5)
    other = world(limits=False)
    for number in range(6):
        with contextlib.suppress(HTTPError):
            warpware.create(f"ORDER-{number}")
        other.create(f"ORDER-{number}")
    listed = [[order["id"] for order in client.get("/orders").data] for client in (warpware, other)]
    assert listed[0] == listed[1]


def test_a_lost_answer_keeps_its_status_in_the_journal(warpware: WarpWare) -> None:
    warpware.handle.faults.add("reset", phase="after", name="lost")
    attempt(warpware)
    warpware.handle.journal.expect(operation="createOrder", status=201, fault="lost", rule="fault.lost", exactly=1)


def test_a_call_that_was_ended_has_the_status_0(warpware: WarpWare) -> None:
    warpware.handle.faults.add("reset", name="lost")
    attempt(warpware)
    (shown,) = warpware.control.get("/journal").json["exchanges"]
    assert (shown["status"], shown["rule"], shown["faults"]) == (0, "fault.lost", ["lost"])
