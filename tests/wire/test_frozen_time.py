"""Tests that freeze or travel in time still get answers, on both loops; the sandbox's clock comes along."""

from __future__ import annotations

import asyncio
import datetime
import threading
from collections.abc import Callable, Iterator

import pytest
import time_machine
import uvloop
from freezegun import freeze_time

from client import Http
from mockserver.server import MockServer

UTC = datetime.UTC
Loop = Callable[[], asyncio.AbstractEventLoop]


@pytest.fixture(params=[uvloop.new_event_loop, asyncio.new_event_loop], ids=["uvloop", "asyncio"])
def loop_factory(request: pytest.FixtureRequest) -> Loop:
    factory: Loop = request.param
    return factory


@pytest.fixture
def server(loop_factory: Loop) -> Iterator[MockServer]:
    with MockServer(loop_factory=loop_factory) as server:
        yield server


def asking(server: MockServer) -> Http:
    return Http(server.default.warpware.url, server.default.warpware.headers())


def within(seconds: float, work: Callable[[], object]) -> bool:
    """Whether *work*, done in a thread, comes to its end in time."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


def test_each_loop_serves_what_it_should(server: MockServer) -> None:
    client = asking(server)
    assert client.get("/version").status == 200
    client.close()


def test_answers_come_while_freezegun_holds_the_time(server: MockServer) -> None:
    with freeze_time("2030-01-01T00:00:00Z"):
        client = asking(server)
        assert [client.get("/version").status for _ in range(20)] == [200] * 20
        assert client.get("/version").headers["date"] == "Tue, 01 Jan 2030 00:00:00 GMT"
        client.close()


def test_answers_come_while_time_machine_holds_the_time(server: MockServer) -> None:
    with time_machine.travel("2030-01-01T00:00:00Z", tick=False):
        client = asking(server)
        assert [client.get("/version").status for _ in range(20)] == [200] * 20
        assert client.get("/version").headers["date"] == "Tue, 01 Jan 2030 00:00:00 GMT"
        client.close()


def test_the_sandboxs_clock_follows_freezegun(server: MockServer) -> None:
    clock = server.default.clock
    with freeze_time("2030-01-01T00:00:00Z") as frozen:
        assert clock.now() == datetime.datetime(2030, 1, 1, tzinfo=UTC)
        frozen.tick(90)
        assert clock.now() == datetime.datetime(2030, 1, 1, 0, 1, 30, tzinfo=UTC)
        frozen.move_to("2031-01-01T00:00:00Z")
        assert clock.now() == datetime.datetime(2031, 1, 1, tzinfo=UTC)


def test_the_sandboxs_clock_follows_time_machine(server: MockServer) -> None:
    clock = server.default.clock
    with time_machine.travel("2030-01-01T00:00:00Z", tick=False) as traveller:
        assert clock.now() == datetime.datetime(2030, 1, 1, tzinfo=UTC)
        traveller.shift(90)
        assert clock.now() == datetime.datetime(2030, 1, 1, 0, 1, 30, tzinfo=UTC)


def test_the_sandboxs_clock_does_not_go_back_when_the_time_is_freed(server: MockServer) -> None:
    clock = server.default.clock
    with freeze_time("2050-01-01T00:00:00Z"):
        assert clock.now() == datetime.datetime(2050, 1, 1, tzinfo=UTC)
    assert clock.now() == datetime.datetime(2050, 1, 1, tzinfo=UTC)


def test_the_sandboxs_clock_does_not_go_back_with_a_test_that_freezes_the_past(server: MockServer) -> None:
    before = server.default.clock.now()
    with freeze_time("2001-01-01T00:00:00Z"):
        client = asking(server)
        assert client.get("/version").status == 200
        client.close()
        assert server.default.clock.now() >= before


def test_a_clock_that_began_elsewhere_moves_as_far_as_the_frozen_time_does(server: MockServer) -> None:
    with freeze_time("2030-01-01T00:00:00Z") as frozen:
        handle = server.sandbox(now="2026-02-27T10:00:00Z")
        frozen.tick(3600)
        assert handle.clock.now() == datetime.datetime(2026, 2, 27, 11, 0, tzinfo=UTC)


def test_a_frozen_sandbox_does_not_follow(server: MockServer) -> None:
    handle = server.sandbox(now="2026-02-27T10:00:00Z", frozen=True)
    with freeze_time("2030-01-01T00:00:00Z") as frozen:
        frozen.tick(3600)
        assert handle.clock.now() == datetime.datetime(2026, 2, 27, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("holding", ["freezegun", "time-machine"])
def test_a_server_starts_and_stops_promptly_while_the_time_is_held(loop_factory: Loop, holding: str) -> None:
    held = (
        freeze_time("2030-01-01T00:00:00Z")
        if holding == "freezegun"
        else time_machine.travel("2030-01-01T00:00:00Z", tick=False)
    )
    with held:
        server = MockServer(loop_factory=loop_factory)
        assert within(3, server.start)
        client = asking(server)
        assert client.get("/version").status == 200
        # The client keeps its connection open, as clients do.
        assert within(3, server.stop)
        client.close()


def test_a_server_that_runs_already_stops_promptly_while_the_time_is_held(loop_factory: Loop) -> None:
    server = MockServer(loop_factory=loop_factory)
    server.start()
    client = asking(server)
    with freeze_time("2030-01-01T00:00:00Z"):
        assert client.get("/version").status == 200
        assert within(3, server.stop)
    client.close()
