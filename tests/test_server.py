"""MockServer: the app on a real port, from Python."""

from __future__ import annotations

import datetime
import socket
from collections.abc import Iterator

import pytest

from client import Http, WarpWare
from mockserver.core.clock import ClockError
from mockserver.core.exchange import Exchange
from mockserver.core.limits import BadLimits
from mockserver.core.profiles import UnknownProfile
from mockserver.core.rules import UnknownReading
from mockserver.handle import SandboxHandle
from mockserver.server import MockServer

UTC = datetime.UTC
TEN = datetime.datetime(2026, 2, 27, 10, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer() as server:
        yield server


def version(handle: SandboxHandle) -> int:
    client = Http(handle.warpware.url, handle.warpware.headers())
    status = client.get("/version").status
    client.close()
    return status


# The server


def test_a_server_has_no_address_before_it_is_started() -> None:
    server = MockServer()
    with pytest.raises(RuntimeError, match=r"no address before start\(\)"):
        _ = server.url
    assert repr(server) == "<MockServer not started>"


def test_a_started_server_answers_at_its_url(server: MockServer) -> None:
    assert server.url.startswith("http://127.0.0.1:")
    assert server.default.warpware.url == server.url + "/partner/v1"
    assert version(server.default) == 200
    assert repr(server) == f"<MockServer {server.url}>"


def test_a_server_is_served_at_the_port_that_is_asked_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with MockServer(port=port) as server:
        assert server.url == f"http://127.0.0.1:{port}"


def test_a_taken_port_raises_and_the_server_can_be_started_when_it_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = MockServer(port=taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"):
            server.start()
    server.start()
    assert version(server.default) == 200
    server.stop()


def test_a_server_cannot_be_started_twice(server: MockServer) -> None:
    with pytest.raises(RuntimeError, match="the server runs already"):
        server.start()
    assert version(server.default) == 200


def test_a_server_can_be_stopped_twice_and_before_it_ever_ran() -> None:
    server = MockServer()
    server.stop()
    server.start()
    server.stop()
    server.stop()
    with pytest.raises(RuntimeError):
        _ = server.url


def test_a_server_that_is_started_again_has_its_address_and_its_records() -> None:
    server = MockServer()
    server.start()
    url, handle = server.url, server.sandbox(limits=False)
    client = WarpWare(handle)
    client.create("ORDER-1")
    client.close()
    server.stop()
    server.start()
    assert server.url == url
    client = WarpWare(handle)
    assert client.get("/orders").meta["total"] == 1
    client.close()
    server.stop()


def test_a_with_block_stops_the_server_when_it_fails() -> None:
    server = MockServer()
    with pytest.raises(ZeroDivisionError), server:
        raise ZeroDivisionError
    with pytest.raises(RuntimeError):
        _ = server.url


def test_two_servers_share_nothing() -> None:
    with MockServer() as one, MockServer() as other:
        assert one.url != other.url
        client = WarpWare(one.default)
        client.create("ORDER-1")
        client.close()
        client = WarpWare(other.default)
        assert client.get("/orders").meta["total"] == 0
        client.close()


def test_the_default_sandbox_is_empty_and_has_the_keys_of_zeros(server: MockServer) -> None:
    assert server.default.id == "0000000000000000"
    assert server.default.warpware.key == "ww_live_00000000000000000000000000000000"
    assert server.default.sandbox.options.profile == "empty"


# Its sandboxes


def test_a_sandbox_is_made_with_the_options_that_are_given(server: MockServer) -> None:
    handle = server.sandbox(
        seed=7, profile="demo", now=TEN, frozen=True, readings={"warpware.envelope": "always"}, limits=False
    )
    options = handle.sandbox.options
    assert (handle.seed, options.profile, options.limits) == (7, "demo", False)
    assert (handle.clock.now(), handle.sandbox.clock.frozen) == (TEN, True)
    assert handle.sandbox.readings["warpware.envelope"] == "always"


@pytest.mark.parametrize(
    "now",
    [
        "2026-02-27T10:00:00Z",
        "2026-02-27T11:00:00+01:00",
        "2026-02-27T10:00:00",
        datetime.datetime(2026, 2, 27, 10, 0),  # noqa: DTZ001  # no zone is the point
        datetime.datetime(2026, 2, 27, 5, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=-5))),
    ],
)
def test_now_is_a_moment_or_its_text_in_utc_where_it_has_no_zone(server: MockServer, now: object) -> None:
    assert server.sandbox(now=now, frozen=True).clock.now() == TEN


def test_now_of_none_is_the_real_time(server: MockServer) -> None:
    now = server.sandbox(now=None).clock.now()
    assert abs(now - datetime.datetime.now(UTC)) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"sede": 7}, TypeError, "sede"),
        ({"profile": "demmo"}, UnknownProfile, "did you mean 'demo'"),
        ({"readings": {"warpware.envelop": "always"}}, UnknownReading, "did you mean 'warpware.envelope'"),
        ({"readings": {"warpware.envelope": "never"}}, UnknownReading, "it takes one of: as-shown, always"),
        ({"limits": {"warpware": {"request": 5}}}, BadLimits, "did you mean 'requests'"),
        ({"limits": {"warpware": {"requests": 0}}}, BadLimits, "no whole number of at least 1"),
        ({"now": "noon"}, ClockError, "'noon' is no ISO 8601 instant"),
        ({"now": "1969-01-01"}, ClockError, "clocks go from 1970-01-01T00:00:00Z"),
    ],
)
def test_an_option_that_cannot_be_is_told(
    server: MockServer, options: dict[str, object], error: type[Exception], text: str
) -> None:
    before = len(server.sandboxes)
    with pytest.raises(error, match=text):
        server.sandbox(**options)
    assert len(server.sandboxes) == before


def test_each_sandbox_has_keys_of_its_own(server: MockServer) -> None:
    one, other = server.sandbox(), server.sandbox()
    assert one.id != other.id
    assert one.warpware.key == f"ww_live_{one.id}0000000000000000"
    assert one.warpware.read_only_key == f"ww_live_{one.id}0000000000000001"
    assert one.warpware.write_only_key == f"ww_live_{one.id}0000000000000002"
    assert one.warpware.revoked_key == f"ww_live_{one.id}0000000000000003"
    assert one.warpware.url == other.warpware.url


# Whoever watches


def test_observers_see_every_exchange_and_one_that_raises_spoils_nothing(server: MockServer) -> None:
    seen: list[str] = []

    def broken(exchange: Exchange) -> None:
        raise ZeroDivisionError

    server.sandboxes.observers += [broken, lambda exchange: seen.append(f"{exchange.method} {exchange.path}")]
    assert version(server.default) == 200
    client = Http(server.url)
    assert [client.get(path).status for path in ("/_mock/health", "/nope", "/partner/v1/version")] == [200, 404, 401]
    client.close()
    assert seen == ["GET /partner/v1/version", "GET /_mock/health", "GET /nope", "GET /partner/v1/version"]
