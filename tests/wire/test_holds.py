"""Calls that are held ahead of what they do: they cost no thread, and nobody else waits for them."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mockserver.core.hold import Hold, Release
from mockserver.core.wire_plan import Reply, WirePlan
from wire.fetching import GET, SOON, curl, fetch, fetch_plainly, seconds
from wire.scripted import BODY, Loop, Scripted, eventually, reply, scripted
from wire.sockets import connect, read_answer, read_until_closed, take_answers


class Commits:
    """What has been done, and by which thread."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.threads: set[str] = set()

    def resume(self, name: str, then: Reply | Hold | None = None) -> Callable[[], Reply | Hold]:
        def commit() -> Reply | Hold:
            self.done.append(name)
            self.threads.add(threading.current_thread().name)
            return then or reply()

        return commit


@pytest.fixture
def commits() -> Commits:
    return Commits()


def test_a_held_call_goes_on_when_its_time_is_over(app: Scripted, commits: Commits) -> None:
    url = app.hold(Hold(commits.resume("a"), seconds=0.25))
    took = [seconds(lambda: fetch(url)) for _ in range(3)]
    assert 0.25 * 0.98 <= min(took) <= 0.25 * 1.2
    assert commits.done == ["a", "a", "a"]
    assert len(commits.threads) == 1


def test_until_then_nothing_of_it_is_done(app: Scripted, commits: Commits) -> None:
    release = Release()
    app.hold(Hold(commits.resume("a"), until=release))
    with connect(app.url) as connection:
        connection.sendall(GET)
        eventually(lambda: app.waiting() == 1)
        assert commits.done == []
        release.set()
        assert read_answer(connection).body == BODY
    assert commits.done == ["a"]


def test_a_release_that_was_set_before_holds_nothing(app: Scripted, commits: Commits) -> None:
    release = Release()
    release.set()
    assert fetch(app.hold(Hold(commits.resume("a"), until=release, seconds=30))) == BODY


def test_a_release_that_never_comes_is_waited_for_so_long_at_most(app: Scripted, commits: Commits) -> None:
    url = app.hold(Hold(commits.resume("a"), until=Release(), seconds=SOON))
    assert seconds(lambda: fetch(url)) >= SOON * 0.95
    assert commits.done == ["a"]


def test_a_hold_may_be_followed_by_another_and_end_in_a_plan(app: Scripted, commits: Commits) -> None:
    ending = reply(WirePlan(delay=SOON, truncate=0.5))
    second = Hold(commits.resume("second", ending), seconds=SOON)
    url = app.hold(Hold(commits.resume("first", second), seconds=SOON))
    started = time.perf_counter()
    assert curl(url) == (18, BODY[:500])
    assert time.perf_counter() - started >= SOON * 3 * 0.95
    assert commits.done == ["first", "second"]


@pytest.mark.parametrize("order", ["abc", "cba", "bca"])
def test_calls_that_wait_for_each_other_go_on_in_the_order_that_is_set(
    app: Scripted, commits: Commits, order: str
) -> None:
    releases = {name: Release() for name in order}
    after = dict(itertools.pairwise(order))

    def commit(name: str) -> Callable[[], Reply | Hold]:
        def run() -> Reply | Hold:
            outcome = commits.resume(name)()
            if name in after:
                releases[after[name]].set()
            return outcome

        return run

    for name in order:
        app.hold(Hold(commit(name), until=releases[name]), f"/{name}")
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(fetch, f"{app.url}/{name}") for name in "abc"]
        eventually(lambda: app.waiting() == 3)
        releases[order[0]].set()  # from this thread; the others from the loop
        assert [answer.result() for answer in answers] == [BODY] * 3
    assert commits.done == list(order)


def test_a_held_call_whose_client_went_away_commits_all_the_same(app: Scripted, commits: Commits) -> None:
    # A server that works slowly does not look whether anybody still waits.
    release = Release()
    app.hold(Hold(commits.resume("a", reply(WirePlan(delay=30, reset=True))), until=release))
    with connect(app.url) as connection:
        connection.sendall(GET)
        eventually(lambda: app.waiting() == 1)
    assert fetch(app.url + "/other") == BODY
    assert app.waiting() == 1
    release.set()
    eventually(lambda: commits.done == ["a"])
    eventually(lambda: app.waiting() == 0)


def test_a_held_call_that_fails_costs_one_500(
    app: Scripted, commits: Commits, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> Reply:
        raise ZeroDivisionError("the app is broken")

    url = app.hold(Hold(fail, seconds=0))
    with connect(url) as connection:
        connection.sendall(GET)
        assert read_until_closed(connection).startswith(b"HTTP/1.1 500 ")
    assert fetch(app.url + "/other") == BODY
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError
    caplog.clear()


def test_a_request_that_was_sent_ahead_waits_behind_a_held_one(app: Scripted, commits: Commits) -> None:
    app.hold(Hold(commits.resume("held"), seconds=SOON), "/held")
    with connect(app.url) as connection:
        connection.sendall(GET.replace(b"/ ", b"/held ") + GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        eventually(lambda: app.waiting() == 1)
        assert app.calls == ["/held"]
        assert len(take_answers(read_until_closed(connection))) == 2
    assert app.calls == ["/held", "/"]


def test_http_1_0_and_head_are_held_too(app: Scripted, commits: Commits) -> None:
    url = app.hold(Hold(commits.resume("a"), seconds=0.02))
    assert curl(url, "-0") == (0, BODY)
    assert fetch_plainly(url, method="HEAD") == b""
    assert commits.done == ["a", "a"]


def sent(app: Scripted, path: bytes, count: int, stack: contextlib.ExitStack) -> list[socket.socket]:
    connections = [stack.enter_context(connect(app.url)) for _ in range(count)]
    for connection in connections:
        connection.sendall(GET.replace(b"/ ", path + b" "))
    return connections


def test_while_200_calls_hang_or_are_held_another_is_answered_in_under_50_ms(app: Scripted, commits: Commits) -> None:
    release = Release()
    app.plan(WirePlan(hang=30), "/hang")
    app.hold(Hold(commits.resume("held"), until=release), "/held")
    before = threading.active_count()
    with contextlib.ExitStack() as stack:
        sent(app, b"/hang", 100, stack)
        held = sent(app, b"/held", 100, stack)
        eventually(lambda: app.waiting() == 200)
        # The best of several: what it takes, whatever else the machine is doing.
        assert min(seconds(lambda: fetch_plainly(app.url + "/quick")) for _ in range(5)) < 0.05
        assert threading.active_count() == before
        release.set()
        assert [read_answer(connection).body for connection in held] == [BODY] * 100
    assert commits.done == ["held"] * 100


def test_a_server_stops_within_half_a_second_whatever_it_holds(new_loop: Loop, commits: Commits) -> None:
    took = []
    for _ in range(3):
        with scripted(new_loop) as app, contextlib.ExitStack() as stack:
            app.plan(WirePlan(hang=30), "/hang")
            app.hold(Hold(commits.resume("never"), until=Release()), "/held")
            waiting = sent(app, b"/hang", 3, stack) + sent(app, b"/held", 3, stack)
            with connect(app.url) as gone:
                gone.sendall(GET.replace(b"/ ", b"/held "))
                eventually(lambda app=app: app.waiting() == 7)  # type: ignore[misc]  # binds the loop's variable
            took.append(seconds(app.stop))
            for connection in waiting:
                with contextlib.suppress(ConnectionResetError):
                    assert connection.recv(1) == b""
    assert min(took) <= 0.5
    assert commits.done == []


def test_a_server_that_stopped_leaves_no_socket_open(new_loop: Loop, commits: Commits) -> None:
    def open_files() -> int:
        return len(list(Path("/dev/fd").iterdir()))

    before = open_files()
    with scripted(new_loop) as app:
        app.hold(Hold(commits.resume("never"), until=Release()), "/held")
        for plan in (WirePlan(reset=True), WirePlan(empty=True), WirePlan(hang=0)):
            with contextlib.suppress(OSError, http.client.HTTPException):
                fetch_plainly(app.plan(plan))
        with connect(app.url) as held:
            held.sendall(GET.replace(b"/ ", b"/held "))
            eventually(lambda: app.waiting() == 1)
        app.stop()
    assert open_files() == before
