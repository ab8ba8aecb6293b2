"""A fault is for one connection and for one request on it, however old or odd."""

from __future__ import annotations

import gc
import socket
import struct
import weakref
from urllib.parse import urlsplit

import pytest
import urllib3

from mockserver.core.wire_plan import Dribble, WirePlan
from mockserver.wire.http11 import Http11
from wire.fetching import GET, curl, fetch_plainly
from wire.scripted import BODY, Scripted, eventually
from wire.sockets import connect, read_answer, read_until_closed, read_until_reset, take_answer

# --- One connection and the others


def test_a_connection_is_used_again_after_a_normal_and_after_a_delayed_answer(app: Scripted) -> None:
    app.plan(WirePlan(delay=0.02), "/late")
    with urllib3.HTTPConnectionPool("127.0.0.1", urlsplit(app.url).port, maxsize=1, retries=False) as pool:
        for path in ("/", "/late", "/"):
            assert pool.request("GET", path).data == BODY
        assert pool.num_connections == 1


@pytest.mark.parametrize(
    "plan",
    [WirePlan(reset=True), WirePlan(empty=True), WirePlan(garbage=b"?"), WirePlan(truncate=0.5), WirePlan(hang=0.02)],
    ids=["reset", "empty", "garbage", "truncate", "hang"],
)
def test_a_fault_ends_its_own_connection_and_no_other(app: Scripted, plan: WirePlan) -> None:
    app.plan(plan, "/fault")
    with connect(app.url) as bystander, connect(app.url) as victim:
        bystander.sendall(GET)
        assert read_answer(bystander).body == BODY
        victim.sendall(GET.replace(b"/ ", b"/fault "))
        try:
            read_until_closed(victim)
        except ConnectionResetError:
            assert plan.reset
        bystander.sendall(GET)
        assert read_answer(bystander).body == BODY


def test_of_requests_that_were_sent_ahead_those_before_the_fault_are_answered_and_none_after_it(app: Scripted) -> None:
    app.plan(WirePlan(truncate=100, reset=True), "/fault")
    ahead = GET + GET + GET.replace(b"/ ", b"/fault ") + GET
    with connect(app.url) as connection:
        connection.sendall(ahead)
        received = read_until_reset(connection)
    first, received = take_answer(received) or (None, b"")
    second, received = take_answer(received) or (None, b"")
    assert first is not None
    assert second is not None
    assert (first.body, second.body) == (BODY, BODY)
    assert received.endswith(b"\r\n\r\n" + BODY[:100])
    assert app.calls == ["/", "/", "/fault"]


@pytest.mark.parametrize(
    "plan",
    [WirePlan(hang=30), WirePlan(delay=30), WirePlan(dribble=Dribble(2, 60))],
    ids=["hang", "delay", "dribble"],
)
def test_a_call_whose_client_went_away_waits_no_longer(app: Scripted, plan: WirePlan) -> None:
    with connect(app.plan(plan)) as connection:
        connection.sendall(GET)
        app.await_calls(1)
        eventually(lambda: app.waiting() == 1)
    eventually(lambda: app.waiting() == 0)


def test_nothing_is_kept_of_a_connection_that_its_client_reset(app: Scripted) -> None:
    def connections() -> list[Http11]:
        gc.collect()
        return [thing for thing in gc.get_objects() if isinstance(thing, Http11)]

    others = {id(connection) for connection in connections()}
    with connect(app.url) as client:
        client.sendall(GET)
        read_answer(client)
        (kept,) = [weakref.ref(connection) for connection in connections() if id(connection) not in others]
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    eventually(lambda: gc.collect() >= 0 and kept() is None)


# --- Old and odd requests


def test_http_1_0_has_the_same_faults(app: Scripted) -> None:
    assert curl(app.plan(WirePlan(truncate=0.5)), "-0") == (18, BODY[:500])
    assert curl(app.plan(WirePlan(empty=True)), "-0") == (52, b"")
    assert curl(app.plan(WirePlan(reset=True)), "-0") == (56, b"")
    assert curl(app.plan(WirePlan(dribble=Dribble(2, 0.02))), "-0") == (0, BODY)


def test_a_head_has_no_body_to_cut_or_to_dribble(app: Scripted) -> None:
    app.plan(WirePlan(truncate=0.5), "/cut")
    app.plan(WirePlan(dribble=Dribble(2, 30)), "/dribble")
    app.plan(WirePlan(reset=True), "/reset")
    assert fetch_plainly(app.url + "/dribble", method="HEAD") == b""
    with connect(app.url) as connection:
        connection.sendall(b"HEAD /cut HTTP/1.1\r\nHost: mock.example\r\n\r\n")
        answer = read_answer(connection, head=True)
        assert (answer.status, answer.header("content-length")) == (200, "1000")
        assert connection.recv(1) == b""
    with pytest.raises(ConnectionResetError):
        fetch_plainly(app.url + "/reset", method="HEAD")


def test_a_post_whose_response_is_lost_was_read_whole(app: Scripted) -> None:
    url = app.plan(WirePlan(empty=True))
    assert curl(url, "-d", "x" * 100_000) == (52, b"")
    assert app.calls == ["/"]
