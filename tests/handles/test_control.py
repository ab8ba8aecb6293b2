"""Clock, journal, faults and the sandbox itself, by a handle."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
import urllib3

import mockserver as package
from client import Http, order_body
from handles.conftest import Make
from mockserver import ControlError, MockServer, RemoteServer, SandboxHandle, faults
from mockserver.errors import (
    BadLimits,
    BadRule,
    BadScript,
    ClockError,
    NoMockServer,
    NotInProcess,
    UnknownFault,
    UnknownSandbox,
)

TEN = datetime.datetime(2026, 2, 27, 10, tzinfo=datetime.UTC)


def test_the_clock_is_moved_frozen_and_resumed(make: Make) -> None:
    sandbox = make(frozen=False)
    sandbox.clock.freeze("2026-02-27T11:00:00Z")
    assert sandbox.clock.advance(minutes=5) == []
    assert sandbox.clock.now() == TEN + datetime.timedelta(hours=1, minutes=5)
    assert repr(sandbox.clock) == "<Clock 2026-02-27T11:05:00Z frozen>"
    with pytest.raises(ClockError, match="time never goes back"):
        sandbox.clock.freeze(TEN)
    sandbox.clock.resume()
    assert sandbox.about()["frozen"] is False


def test_the_journal_is_listed_and_proved(sandbox: SandboxHandle, client: Http) -> None:
    client.post("/orders", order_body("A"), headers={"X-Idempotency-Key": "k"})
    client.post("/orders", order_body("A"))
    first, second = sandbox.journal
    assert (first.operation, first.status, second.status) == ("warpware.createOrder", 201, 409)
    assert (first.idempotency_key, second.rule) == ("k", "warpware.orders.duplicate-external-id")
    assert b'"external_id"' in first.request_body
    assert [one.number for one in sandbox.journal.expect("warpware.createOrder", exactly=2)] == [1, 2]
    assert [one.number for one in sandbox.journal.list(status=409)] == [2]
    with pytest.raises(AssertionError, match="expected exactly 3 of 2 calls"):
        sandbox.journal.expect("createOrder", exactly=3)
    with pytest.raises(BadRule, match="there is no operation 'createOrdr'; did you mean 'createOrder'"):
        sandbox.journal.expect("createOrdr")
    sandbox.journal.clear()
    assert (len(sandbox.journal), repr(sandbox.journal)) == (0, "<Journal of 0 exchanges>")


def test_a_fault_lasts_as_long_as_its_block(sandbox: SandboxHandle, client: Http) -> None:
    with sandbox.faults.add("warpware.getVersion", faults.status(503), times=2) as fault:
        assert [client.get("/version").status for _ in range(3)] == [503, 503, 200]
        assert (fault.fired, fault.seen, fault.left, fault.state) == (2, 3, 0, "spent")
    assert (len(sandbox.faults), fault.fired, sandbox.faults.unused) == (0, 2, [])
    with pytest.raises(UnknownFault):
        fault.remove()


def test_faults_that_never_fired_are_told_also_when_they_are_gone(sandbox: SandboxHandle) -> None:
    with sandbox.faults.add("createOrder", faults.reset(), phase="after", name="in a block"):
        pass
    added = sandbox.faults.add(faults.reset(), name="removed")
    added.remove()
    sandbox.faults.add("reset", name="cleared")
    sandbox.faults.clear()
    sandbox.faults.add("getVersion", effects=["reset", None], name="there")
    assert [fault.name for fault in sandbox.faults.unused] == ["in a block", "removed", "cleared", "there"]
    assert sandbox.faults.never_fired() == ["there"]


def test_a_script_lasts_as_long_as_its_block(sandbox: SandboxHandle, tmp_path: Path) -> None:
    with sandbox.faults.script("flaky-network") as rules:
        assert [fault.name for fault in sandbox.faults] == [fault.name for fault in rules] != []
    assert len(sandbox.faults) == 0
    own = tmp_path / "mine.yaml"
    own.write_text("teaches: Something.\nrules:\n  - effect: rest\n", "utf-8")
    with pytest.raises(BadScript, match=r"mine\.yaml: rules\[0\].effect.kind: there is no kind"):
        sandbox.faults.script(own)
    with pytest.raises(BadRule, match=r"'createOrder' is an operation: give an effect beside it, add\('createOrder'"):
        sandbox.faults.add("createOrder", times=1)
    with pytest.raises(BadRule, match="there is no field 'tims'; did you mean 'times'"):
        sandbox.faults.add("createOrder", faults.reset(), tims=1)


def test_a_sandbox_is_what_its_options_say_and_can_be_reset_and_dropped(server: MockServer | RemoteServer) -> None:
    with server.sandbox(now=TEN, frozen=True, readings={"warpware.envelope": "always"}) as sandbox:
        about = sandbox.about()
        assert (sandbox.seed, about["profile"], about["autopilot"], about["now"]) == (
            42,
            "empty",
            False,
            "2026-02-27T10:00:00Z",
        )
        assert (sandbox.readings["warpware.envelope"], about["keys"]["warpware"]["read_write"]) == (
            "always",
            sandbox.warpware.key,
        )
        sandbox.warpware.orders.create()
        sandbox.reset()
        assert sandbox.warpware.orders.all() == []
        sandbox.drop()
        with pytest.raises(UnknownSandbox, match=f"there is no sandbox '{sandbox.id}'"):
            sandbox.clock.now()
    with pytest.raises(BadLimits, match="there is no vendor 'warpwear'"):
        server.sandbox(limits={"warpwear": False})


def test_the_real_host_leads_to_the_sandbox(sandbox: SandboxHandle) -> None:
    with sandbox.intercept(), urllib3.PoolManager() as pool:
        reply = pool.request("GET", sandbox.warpware.real_url + "/version", headers=sandbox.warpware.headers())
    assert (reply.status, len(sandbox.journal)) == (200, 1)


def test_interception_without_a_block_begins_at_once_and_lasts_until_it_is_stopped(sandbox: SandboxHandle) -> None:
    interception = sandbox.intercept()
    with urllib3.PoolManager() as pool:
        reply = pool.request("GET", sandbox.warpware.real_url + "/version", headers=sandbox.warpware.headers())
    assert (reply.status, len(sandbox.journal), interception.in_force) == (200, 1, True)
    interception.stop()
    assert not interception.in_force


@pytest.mark.parametrize("begun_by", ["call", "block", "start"])
def test_what_takes_over_an_interception_that_has_begun_ends_it(sandbox: SandboxHandle, begun_by: str) -> None:
    interception = sandbox.intercept()
    if begun_by == "block":
        with interception:
            assert interception.in_force
    else:
        if begun_by == "start":
            interception.start()
        interception.stop()
    assert not interception.in_force
    with pytest.raises(ValueError, match="has not been started, or has been stopped as often"):
        interception.stop()


def test_interception_without_a_block_ends_with_its_sandbox(make: Make) -> None:
    sandbox, other = make(), make()
    interceptions = [sandbox.intercept(), sandbox.intercept()]
    interceptions[0].start()
    interceptions[0].start()
    others = other.intercept()
    sandbox.close()
    assert [interception.in_force for interception in (*interceptions, others)] == [False, False, True]


# What differs from afar


def test_what_needs_the_same_process_says_so_from_afar(remote_server: RemoteServer) -> None:
    with remote_server.sandbox() as sandbox:
        for use in (
            sandbox.warpware.httpx_transport,
            sandbox.warpware.async_httpx_transport,
            sandbox.warpware.requests_adapter,
            sandbox.warpware.test_client,
            lambda: sandbox.sandbox,
        ):
            with pytest.raises(NotInProcess, match=f"this sandbox is at {remote_server.url}; use its url"):
                use()
        assert remote_server.default.about()["seed"] == 7


def test_a_server_needs_its_token_and_must_be_one() -> None:
    with MockServer(control_token="s3cret") as locked:
        with pytest.raises(ControlError, match=r"from Python: mockserver\.connect\(url, token=…\)"):
            package.connect(locked.url)
        with package.connect(locked.url + "/", token="s3cret") as server, server.sandbox(seed=7) as sandbox:
            assert sandbox.seed == 7
        with pytest.raises(NoMockServer, match=r"what answers at .* is no mock server"):
            package.connect(locked.url + "/partner/v1")
        url = locked.url
    with pytest.raises(NoMockServer, match="`mockserver serve` starts one"):
        package.connect(url)


@pytest.mark.parametrize(
    "address",
    [
        "mock:port", "mock", "", "127.0.0.1:8080", "ftp://mock:21", "http://mock:99999", "http://[::1", "http://",
        "http://mock:8080?seed=7", "http://mock:8080#top", "http://jo:pw@mock:8080",
    ],
)  # fmt: skip  # one list, one paragraph
def test_what_is_no_address_of_a_server_is_refused_at_once(address: str) -> None:
    said = f"{address!r} is no address of a mock server like http://mock:8080: "
    with pytest.raises(NoMockServer, match=re.escape(said)):
        package.connect(address)
