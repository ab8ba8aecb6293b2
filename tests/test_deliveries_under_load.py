"""What waits for deliveries ends, however many events come meanwhile, and an advance keeps nobody else waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from client import WarpWare
from mockserver.core import turns
from mockserver.core.sandbox import Sandbox
from receiver import Received, Receiver, state_of, wait_for

World = Callable[..., WarpWare]
SOON = 5
"""Seconds in which whatever should happen does; many times what it takes."""


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


class Gate:
    """Lets a receiver's answers go one by one."""

    def __init__(self, receiver: Receiver) -> None:
        self._answers = threading.Semaphore(0)
        receiver.on_event = lambda _: self._answers.acquire(timeout=SOON)

    def answer(self, count: int = 1) -> None:
        self._answers.release(count)


def once_it_waits(pool: ThreadPoolExecutor, sandbox: Sandbox, work: Callable[[], Any]) -> Future[Any]:
    """Begin *work*, which waits for the sandbox's deliveries; it does so when this returns."""
    begun = threading.Event()

    def run() -> Any:
        with sandbox.lock:
            begun.set()
            return work()

    future = pool.submit(run)
    assert begun.wait(SOON)
    with sandbox.lock:  # free only while it waits
        return future


@pytest.mark.parametrize("frozen", [True, False], ids=["frozen", "running"])
@pytest.mark.parametrize("how", ["deliver", "advance"])
def test_a_wait_for_deliveries_ends_although_each_of_them_causes_another(
    world: World, receiver: Receiver, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch, how: str, frozen: bool
) -> None:
    monkeypatch.setattr(turns, "MOST_FOLLOWED", 10)
    client = world(frozen=frozen, limits=False)
    endpoint = receiver.register(client, "order.held")
    path, over = f"/webhooks/{endpoint['id']}/test", threading.Event()

    def cause_another(_: Received) -> None:
        if not over.is_set():
            assert client.post(path).status == 200

    receiver.on_event = cause_another
    assert client.post(path).status == 200
    waiting = pool.submit(
        client.handle.webhooks.deliver if how == "deliver" else lambda: client.handle.clock.advance(9)
    )
    try:
        waiting.result(SOON)
        receiver.wait(20)  # what was left is delivered all the same
    finally:
        over.set()
    client.handle.webhooks.deliver()
    assert set(state_of(client)) == {"delivered"}
    assert len({received.id for received in receiver.events}) == len(receiver.events) == len(client.handle.webhooks)


def test_a_snapshot_waits_for_what_is_in_flight_and_for_nothing_that_is_only_due(
    warpware: WarpWare, receiver: Receiver, pool: ThreadPoolExecutor
) -> None:
    other = Receiver()
    gates = [Gate(receiver), Gate(other)]
    for told in (receiver, other):
        told.register(warpware, "order.held")
    for number in range(3):
        warpware.in_status("hold", f"ORDER-{number}")
    for told in (receiver, other):
        told.wait(1)
    sandbox = warpware.handle.sandbox
    taking = once_it_waits(pool, sandbox, lambda: sandbox.snapshots.take("meanwhile"))
    gates[0].answer()
    wait_for(lambda: "delivered" in state_of(warpware))
    gates[1].answer()
    try:
        taking.result(SOON / 2)
    finally:
        for gate in gates:
            gate.answer(3)
    # And then they go on by themselves.
    wait_for(lambda: state_of(warpware) == ["delivered"] * 6)
    other.close()


def test_an_advance_makes_all_attempts_of_its_way_though_somebody_delivers_meanwhile(
    warpware: WarpWare, receiver: Receiver, pool: ThreadPoolExecutor
) -> None:
    other = Receiver()
    for told in (receiver, other):
        told.answer_with(500, times=1)
        told.register(warpware, "order.held")
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    with receiver.hang():
        moving = pool.submit(warpware.handle.clock.advance, 60)
        receiver.wait(2)
        delivering = once_it_waits(pool, warpware.handle.sandbox, warpware.handle.sandbox.deliver)
    effects = moving.result(SOON)
    assert [(effect["url"], effect["outcome"]) for effect in effects] == [
        (receiver.url, "delivered"),
        (other.url, "delivered"),
    ]
    assert len(delivering.result(SOON)) == 2
    other.close()


def test_an_advance_ends_at_its_goal_while_another_goes_on(
    world: World, receiver: Receiver, pool: ThreadPoolExecutor
) -> None:
    client = world(readings={"warpware.webhook-retries": "fast"})
    receiver.answer_with(500)
    receiver.register(client, "order.held")
    client.in_status("hold")
    client.handle.webhooks.deliver()
    gate, clock = Gate(receiver), client.handle.clock
    far = pool.submit(clock.advance, 60)
    receiver.wait(2)  # that of 1 s, those to come are at 3 s and at 7 s
    near = once_it_waits(pool, client.handle.sandbox, lambda: client.handle.sandbox.advance(5))
    gate.answer(2)
    try:
        effects = near.result(SOON / 2)
        assert far.running()
    finally:
        gate.answer(3)
    assert {effect["at"][-3:-1] for effect in [*effects, *far.result(SOON)]} == {"01", "03", "07", "15"}


@pytest.mark.parametrize("told", [False, True], ids=["nobody is told", "somebody is"])
def test_an_advance_with_much_to_do_lets_calls_in(
    warpware: WarpWare, receiver: Receiver, pool: ThreadPoolExecutor, told: bool
) -> None:
    if told:
        receiver.register(warpware, "order.held")
    sandbox, begun, answered = warpware.handle.sandbox, threading.Event(), threading.Event()
    runs = 0

    def run() -> None:
        nonlocal runs
        runs += 1
        begun.set()
        if not answered.is_set() and runs < 300_000:
            sandbox.schedule.add(sandbox.clock.now(), "again", run)

    with sandbox.lock:
        sandbox.schedule.add(sandbox.clock.after(1), "once", run)
    moving = pool.submit(warpware.handle.clock.advance, 60)
    assert begun.wait(SOON)
    assert warpware.get("/orders").status == 200
    answered.set()
    moving.result(SOON)
    assert runs < 300_000
