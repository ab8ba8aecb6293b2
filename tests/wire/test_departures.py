"""Responses that are lost or cut, as clients that share no code see it: urllib3, http.client and curl."""

from __future__ import annotations

import http.client
import time

import pytest
from urllib3.exceptions import ProtocolError, ReadTimeoutError

from mockserver.core.wire_plan import Reply, WirePlan
from wire.fetching import GET, SOON, curl, fetch, fetch_plainly
from wire.scripted import BODY, Scripted
from wire.sockets import connect, read_until_closed, read_until_reset, take_answers

# --- No response at all


def test_a_reset_is_a_connection_reset(app: Scripted) -> None:
    url = app.plan(WirePlan(reset=True))
    with pytest.raises(ProtocolError) as caught:
        fetch(url)
    assert isinstance(caught.value.args[1], ConnectionResetError)
    with pytest.raises(ConnectionResetError) as plainly:
        fetch_plainly(url)
    assert not isinstance(plainly.value, http.client.RemoteDisconnected)
    assert curl(url) == (56, b"")  # failure in receiving


def test_an_empty_reply_is_an_orderly_end_without_a_byte(app: Scripted) -> None:
    url = app.plan(WirePlan(empty=True))
    with pytest.raises(ProtocolError) as caught:
        fetch(url)
    assert isinstance(caught.value.args[1], http.client.RemoteDisconnected)
    with pytest.raises(http.client.RemoteDisconnected):
        fetch_plainly(url)
    assert curl(url) == (52, b"")  # empty reply
    with connect(url) as connection:
        connection.sendall(GET)
        assert read_until_closed(connection) == b""


def test_garbage_is_no_status_line(app: Scripted) -> None:
    url = app.plan(WirePlan(garbage=b"\x7f!! no http\r\n\r\n"))
    with pytest.raises(ProtocolError) as caught:
        fetch(url)
    assert isinstance(caught.value.args[1], http.client.BadStatusLine)
    with pytest.raises(http.client.BadStatusLine) as plainly:
        fetch_plainly(url)
    assert plainly.value.args == ("\x7f!! no http\r\n",)
    assert curl(url) == (1, b"")  # a protocol that it does not take: HTTP/0.9
    with connect(url) as connection:
        connection.sendall(GET)
        assert read_until_closed(connection) == b"\x7f!! no http\r\n\r\n"


def test_a_hang_outlasts_a_client_with_a_timeout(app: Scripted) -> None:
    url = app.plan(WirePlan(hang=30))
    with pytest.raises(ReadTimeoutError):
        fetch(url, timeout=SOON)
    assert curl(url, "-m", "0.2") == (28, b"")  # timed out


def test_after_a_hang_the_connection_is_closed_without_a_byte(app: Scripted) -> None:
    url = app.plan(WirePlan(hang=SOON))
    started = time.perf_counter()
    with pytest.raises(http.client.RemoteDisconnected):
        fetch_plainly(url)
    assert time.perf_counter() - started >= SOON * 0.95
    assert curl(url) == (52, b"")


def test_a_hang_may_end_by_a_reset(app: Scripted) -> None:
    url = app.plan(WirePlan(hang=SOON, reset=True))
    with pytest.raises(ProtocolError) as caught:
        fetch(url)
    assert isinstance(caught.value.args[1], ConnectionResetError)
    assert curl(url) == (56, b"")


# --- A part of it


@pytest.mark.parametrize(("cut", "kept"), [(0, 0), (1, 1), (999, 999), (0.5, 500), (0.0, 0), (0.9999, 999)])
def test_of_a_truncated_body_exactly_so_much_arrives(app: Scripted, cut: float, kept: int) -> None:
    url = app.plan(WirePlan(truncate=cut))
    with pytest.raises(ProtocolError) as caught:
        fetch(url)
    broken = caught.value.args[1]
    assert isinstance(broken, http.client.IncompleteRead)
    assert repr(broken) == f"IncompleteRead({kept} bytes read, {1000 - kept} more expected)"
    with pytest.raises(http.client.IncompleteRead) as plainly:
        fetch_plainly(url)
    assert (plainly.value.partial, plainly.value.expected) == (BODY[:kept], 1000 - kept)


def test_curl_calls_a_truncated_body_a_partial_file(app: Scripted) -> None:
    assert curl(app.plan(WirePlan(truncate=0.5))) == (18, BODY[:500])


def test_a_body_that_is_no_longer_than_the_cut_leaves_whole_and_the_connection_ends(app: Scripted) -> None:
    with connect(app.plan(WirePlan(truncate=1000))) as connection:
        connection.sendall(GET)
        (answer,) = take_answers(read_until_closed(connection))
    assert answer.body == BODY


def test_a_reset_after_a_part_of_the_body_loses_none_of_the_part(app: Scripted) -> None:
    url = app.plan(WirePlan(truncate=300, reset=True))
    with connect(url) as connection:
        connection.sendall(GET)
        received = read_until_reset(connection)
    assert received.endswith(b"\r\n\r\n" + BODY[:300])
    with pytest.raises(ProtocolError) as caught:
        fetch(url)
    assert isinstance(caught.value.args[1], ConnectionResetError)
    assert curl(url) == (56, BODY[:300])


def test_a_large_part_reaches_a_slow_reader_before_the_reset(app: Scripted) -> None:
    # More than the buffers of both systems hold, so that much of it waits in ours when the reset is due.
    large = b"x" * 20_000_000
    plan = WirePlan(truncate=len(large) - 1, reset=True)
    app.outcomes["/"] = Reply(200, (("Content-Length", str(len(large))),), large, plan)
    with connect(app.url) as connection:
        connection.sendall(GET)
        app.await_calls(1)
        assert len(read_until_reset(connection)) > len(large)


def test_a_truncated_chunked_response_lacks_its_last_chunk(app: Scripted) -> None:
    app.outcomes["/"] = Reply(200, (("Content-Type", "text/plain"),), BODY, WirePlan(truncate=0.5))
    with pytest.raises(http.client.IncompleteRead) as caught:
        fetch_plainly(app.url + "/")
    assert caught.value.partial == BODY[:500]
    assert curl(app.url + "/") == (18, BODY[:500])
