"""Calls that wait: they hold up nobody, and go on when their rule is taken away."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from urllib3.exceptions import HTTPError

from client import WarpWare, order_body
from faults.asking import timed
from mockserver import faults
from mockserver.core.hold import Release


def until(what: str, condition: object, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]  # a function without parameters
        assert time.monotonic() < deadline, f"{what} did not come about"
        Release().wait(0.005)


def test_while_200_calls_hang_another_one_is_answered_at_once(warpware: WarpWare) -> None:
    warpware.handle.faults.add(faults.hang(60), operation="createOrder", name="stuck")
    journal = warpware.handle.journal

    def stuck(number: int) -> str:
        client = WarpWare(warpware.handle)
        try:
            return str(client.post("/orders", order_body(f"ORDER-{number}")).status)
        except HTTPError as error:
            return type(error).__name__
        finally:
            client.close()

    with ThreadPoolExecutor(200) as pool:
        outcomes = [pool.submit(stuck, number) for number in range(200)]
        until("200 hanging calls", lambda: len(journal) == 200)
        warpware.get("/version")  # opens the connection
        fastest = min(timed(lambda: warpware.get("/version"))[0] for _ in range(5))
        assert warpware.control.delete("/faults").json["removed"] == 1
        assert {outcome.result(20) for outcome in outcomes} == {"201"}
    assert fastest < 0.05


def test_removing_a_rule_lets_a_hanging_call_finish(warpware: WarpWare) -> None:
    added = warpware.handle.faults.add(faults.hang(60), name="stuck")
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(warpware.post, "/orders", order_body("ORDER-1"))
        until("the call", lambda: len(warpware.handle.journal) == 1)
        (waiting,) = warpware.handle.journal
        assert (waiting.status, waiting.faults) == (0, ("stuck",))
        warpware.handle.faults.remove(added)
        reply = hanging.result(10)
    assert (reply.status, reply.rule) == (201, "warpware.orders.create")
    (finished,) = warpware.handle.journal
    assert (finished.status, finished.number) == (201, 1)


def test_removing_a_rule_lets_a_delayed_and_a_lost_answer_come(warpware: WarpWare) -> None:
    for effect, phase in ((faults.delay(60), "before"), (faults.delay(60), "after"), (faults.hang(60), "after")):
        added = warpware.handle.faults.add(effect, phase=phase)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(warpware.get, "/version")
            until("the call", lambda rule=added: rule.fired == 1)
            warpware.handle.faults.remove(added)
            assert waiting.result(10).status == 200


def test_a_call_that_waits_holds_no_lock(warpware: WarpWare) -> None:
    added = warpware.handle.faults.add(faults.delay(60), operation="createOrder")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(warpware.create, "ORDER-1")
        until("the call", lambda: added.fired == 1)
        assert warpware.get("/orders").meta["total"] == 0
        warpware.handle.clock.advance(hours=1)
        warpware.handle.faults.clear()
        order_id = waiting.result(10)
    assert warpware.order(order_id)["created_at"] == "2026-02-27T11:00:00Z"


def test_a_client_that_gives_up_is_in_the_journal(warpware: WarpWare) -> None:
    warpware.handle.faults.add(faults.hang(0.5), name="stuck")
    with pytest.raises(HTTPError):
        warpware.get("/version")
    warpware.handle.journal.expect(operation="getVersion", fault="stuck", exactly=1)


def test_no_call_waits_for_a_sandbox_that_was_made_anew(warpware: WarpWare) -> None:
    handle = warpware.handle
    added = [
        handle.faults.add(faults.hang(60), operation="getVersion"),
        handle.faults.add(faults.barrier(parties=2, timeout=60), operation="createOrder"),
    ]
    with ThreadPoolExecutor(2) as pool:
        waiting = [
            pool.submit(WarpWare(handle).get, "/version"),
            pool.submit(WarpWare(handle).post, "/orders", order_body("ORDER-1")),
        ]
        until("two held calls", lambda: [rule.fired for rule in added] == [1, 1])
        handle.reset()
        assert [outcome.result(10).status for outcome in waiting] == [200, 201]


def test_clearing_the_rules_lets_a_call_finish_that_asked_for_its_hang_itself(warpware: WarpWare) -> None:
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(warpware.get, "/version", headers={"X-Mock-Fault": "hang=60"})
        until("the call", lambda: len(warpware.handle.journal) == 1)
        warpware.handle.faults.clear()
        assert hanging.result(10).status == 200
