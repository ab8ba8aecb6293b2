"""Responses that come late, or bit by bit."""

from __future__ import annotations

import time

import pytest

from mockserver.core.wire_plan import Dribble, WirePlan
from wire.fetching import GET, SOON, curl, fetch, seconds
from wire.scripted import BODY, Scripted
from wire.sockets import connect, read_answer, take_answer


def test_a_delay_is_seen_on_the_clients_clock(app: Scripted) -> None:
    url = app.plan(WirePlan(delay=0.2))
    took: list[float] = []
    # One of several: what it takes, whatever else the machine is doing.
    while len(took) < 4 and min(took, default=9) > 0.2 * 1.2:
        took.append(seconds(lambda: fetch(url)))
    assert 0.2 * 0.98 <= min(took) <= 0.2 * 1.2
    code, clock = curl(url, "-o", "/dev/null", "-w", "%{time_starttransfer}")
    assert (code, float(clock) >= 0.2 * 0.98) == (0, True)


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (WirePlan(delay=SOON, truncate=0.5), 18),
        (WirePlan(delay=SOON, reset=True), 56),
        (WirePlan(delay=SOON, garbage=b"?"), 1),
        (WirePlan(delay=SOON, hang=SOON), 52),
    ],
    ids=["truncate", "reset", "garbage", "hang"],
)
def test_a_delay_comes_before_whatever_else_goes_wrong(app: Scripted, plan: WirePlan, code: int) -> None:
    url = app.plan(plan)
    started = time.perf_counter()
    assert curl(url)[0] == code
    assert time.perf_counter() - started >= (SOON + (plan.hang or 0)) * 0.95


def arrivals(url: str) -> tuple[bytes, list[tuple[float, int]]]:
    """The whole body, and when which number of its bytes came, in seconds after the head."""
    with connect(url) as connection:
        connection.sendall(GET)
        received = b""
        times: list[tuple[float, int]] = []
        started = 0.0
        while not (found := take_answer(received) if b"\r\n\r\n" in received else None):
            part = connection.recv(65536)
            assert part, received
            received += part
            head = received.find(b"\r\n\r\n")
            if head >= 0:
                started = started or time.perf_counter()
                times.append((time.perf_counter() - started, len(received) - head - 4))
    return found[0].body, times


def test_a_dribbled_body_arrives_whole_in_pieces_over_the_time(app: Scripted) -> None:
    url = app.plan(WirePlan(dribble=Dribble(4, 0.24)))
    seen: list[tuple[list[int], bool]] = []
    # On a busy machine two pieces may be read as one, or late; not every time.
    while len(seen) < 4 and ([0, 250, 500, 750, 1000], True) not in seen:
        body, times = arrivals(url)
        assert body == BODY
        assert times[-1][0] >= 0.24 * 0.8
        seen.append(([size for _, size in times], times[-1][0] <= 0.24 * 1.2))
    assert seen[-1] == ([0, 250, 500, 750, 1000], True), seen
    assert curl(url) == (0, BODY)
    assert fetch(url) == BODY


def test_a_dribble_may_end_in_a_cut(app: Scripted) -> None:
    url = app.plan(WirePlan(dribble=Dribble(3, SOON), truncate=0.5))
    started = time.perf_counter()
    assert curl(url) == (18, BODY[:500])
    assert time.perf_counter() - started >= SOON * 0.95


def test_after_a_dribble_the_connection_is_good_for_the_next_request(app: Scripted) -> None:
    app.plan(WirePlan(dribble=Dribble(2, 0.02)))
    with connect(app.url) as connection:
        for _ in range(2):
            connection.sendall(GET)
            assert read_answer(connection).body == BODY
