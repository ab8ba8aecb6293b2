"""SandboxHandle: one sandbox as Python callers hold it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from client import Http, WarpWare, order_body
from mockserver.core.clock import ClockError
from mockserver.core.sandboxes import UnknownSandbox
from mockserver.core.schedule import Effect
from mockserver.handle import SandboxHandle
from mockserver.server import MockServer

UTC = datetime.UTC
TEN = datetime.datetime(2026, 2, 27, 10, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer() as server:
        yield server


def test_headers_bear_the_read_write_key_or_the_one_that_is_given(server: MockServer) -> None:
    warpware = server.sandbox().warpware
    assert warpware.headers() == {"Authorization": f"Bearer {warpware.key}"}
    assert warpware.headers(warpware.read_only_key) == {"Authorization": f"Bearer {warpware.read_only_key}"}


def test_a_handle_shows_what_it_holds(sandbox: SandboxHandle) -> None:
    assert repr(sandbox) == f"<SandboxHandle {sandbox.id} at {sandbox.base_url}>"
    assert repr(sandbox.warpware) == f"<WarpWareHandle {sandbox.warpware.url} key={sandbox.warpware.key}>"
    assert repr(sandbox.whiplash) == f"<WhiplashHandle {sandbox.whiplash.url} key={sandbox.whiplash.key}>"
    assert repr(sandbox.clock) == "<Clock 2026-02-27T10:00:00Z frozen>"
    assert repr(sandbox.journal) == "<Journal of 0 exchanges>"


def test_a_vendors_headers_bear_its_key_in_its_own_way(sandbox: SandboxHandle) -> None:
    assert sandbox.warpware.headers() == {"Authorization": f"Bearer ww_live_{sandbox.id}0000000000000000"}
    assert sandbox.whiplash.headers() == {"X-API-KEY": f"{sandbox.id}0000"}
    assert sandbox.whiplash.headers(sandbox.whiplash.revoked_key) == {"X-API-KEY": f"{sandbox.id}0003"}
    assert sandbox.whiplash.url == f"{sandbox.base_url}/api"


# The clock


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ({"seconds": 42}, 42),
        ({"minutes": 1.5}, 90),
        ({"hours": 24}, 86400),
        ({"days": 1}, 86400),
        ({"seconds": 1, "minutes": 1, "hours": 1, "days": 1}, 90061),
        ({}, 0),
    ],
)
def test_the_clock_is_moved_on_by_the_sum_of_its_units(
    sandbox: SandboxHandle, given: dict[str, float], seconds: float
) -> None:
    assert sandbox.clock.advance(**given) == []
    assert sandbox.clock.now() == TEN + datetime.timedelta(seconds=seconds)


def test_seconds_need_not_be_named(sandbox: SandboxHandle) -> None:
    sandbox.clock.advance(42)
    assert sandbox.clock.now() == TEN + datetime.timedelta(seconds=42)


def test_the_clock_cannot_be_moved_back(sandbox: SandboxHandle) -> None:
    with pytest.raises(ClockError, match="time never goes back"):
        sandbox.clock.advance(seconds=59, minutes=-1)
    assert sandbox.clock.now() == TEN


def test_advancing_answers_what_happened_on_the_way(sandbox: SandboxHandle) -> None:
    def tea() -> Effect:
        return {"cups": 2}

    sandbox.sandbox.schedule.add(TEN + datetime.timedelta(seconds=10), "tea.ready", tea)
    assert sandbox.clock.advance(minutes=1) == [{"at": "2026-02-27T10:00:10Z", "what": "tea.ready", "cups": 2}]


@pytest.mark.parametrize(
    "at",
    [
        "2026-02-28T10:00:00Z",
        datetime.datetime(2026, 2, 28, 10, 0, tzinfo=UTC),
        datetime.datetime(2026, 2, 28, 10, 0),  # noqa: DTZ001  # no zone is the point
    ],
)
def test_the_clock_is_frozen_at_a_moment_or_its_text(server: MockServer, at: datetime.datetime | str) -> None:
    handle = server.sandbox(now=TEN)
    handle.clock.freeze(at)
    assert handle.clock.now() == TEN + datetime.timedelta(days=1)
    assert handle.sandbox.clock.frozen is True


def test_the_clock_is_frozen_where_it_is_when_nothing_is_given(server: MockServer) -> None:
    handle = server.sandbox(now=TEN)
    handle.clock.freeze()
    assert handle.clock.now() == handle.clock.now()
    assert handle.sandbox.clock.frozen is True


@pytest.mark.parametrize("at", ["2026-02-27T09:59:59Z", "noon"])
def test_the_clock_is_not_frozen_where_it_cannot_be(sandbox: SandboxHandle, at: str) -> None:
    sandbox.clock.advance()  # a sandbox that nobody has used would begin earlier
    with pytest.raises(ClockError):
        sandbox.clock.freeze(at)


def test_a_frozen_clock_is_resumed(sandbox: SandboxHandle) -> None:
    sandbox.clock.resume()
    assert sandbox.sandbox.clock.frozen is False
    assert TEN <= sandbox.clock.now() < TEN + datetime.timedelta(minutes=1)


# The journal, reset and drop


def test_the_journal_lists_exchanges_by_what_is_asked_for(warpware: WarpWare) -> None:
    warpware.create("ORDER-1")
    warpware.post("/orders", order_body("ORDER-1"))
    warpware.get("/version")
    journal = warpware.handle.journal
    assert [exchange.status for exchange in journal] == [201, 409, 200]
    assert len(journal) == 3
    assert [exchange.number for exchange in journal.list(operation="createOrder")] == [1, 2]
    assert [exchange.number for exchange in journal.list(operation="warpware.createOrder", status=409)] == [2]
    assert [exchange.number for exchange in journal.list(method="get", path="*/version")] == [3]


def test_the_journal_is_cleared(warpware: WarpWare) -> None:
    warpware.get("/version")
    warpware.handle.journal.clear()
    assert list(warpware.handle.journal) == []


def test_a_handle_stays_good_when_its_sandbox_is_reset(warpware: WarpWare) -> None:
    warpware.create("ORDER-1")
    warpware.handle.clock.advance(days=1)
    warpware.handle.reset()
    assert (len(warpware.handle.journal), warpware.handle.clock.now()) == (0, TEN)
    assert warpware.get("/orders").meta["total"] == 0


def test_a_dropped_sandbox_is_gone(server: MockServer) -> None:
    handle = server.sandbox()
    handle.drop()
    client = Http(handle.warpware.url, handle.warpware.headers())
    assert client.get("/version").status == 401
    client.close()
    for use in (handle.drop, handle.reset, handle.clock.now, lambda: list(handle.journal)):
        with pytest.raises(UnknownSandbox, match=f"there is no sandbox '{handle.id}'"):
            use()
