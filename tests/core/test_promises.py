"""Sandboxes that are made at their first use."""

from __future__ import annotations

import datetime

import pytest
from freezegun import freeze_time

from client import Http
from mockserver.app import open_sandboxes
from mockserver.core.profiles import UnknownProfile
from mockserver.core.rules import UnknownReading
from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import Sandboxes, UnknownSandbox
from mockserver.server import MockServer


@pytest.fixture
def sandboxes() -> Sandboxes:
    return open_sandboxes(SandboxOptions(profile="empty"))


def test_a_promised_sandbox_is_not_there_before_somebody_asks_for_it(sandboxes: Sandboxes) -> None:
    promised = sandboxes.promise(SandboxOptions(seed=7, profile="empty"))
    assert len(sandboxes) == 1
    assert (sandboxes.is_promised(promised), sandboxes.has_begun(promised)) == (True, False)
    assert sandboxes.get(promised).options.seed == 7
    assert (sandboxes.is_promised(promised), sandboxes.has_begun(promised)) == (False, True)
    assert sandboxes.get(promised) is sandboxes.get(promised)


def test_its_key_makes_it(mockserver_server: MockServer) -> None:
    handle = mockserver_server.promise(now="2026-02-27T10:00:00Z", frozen=True)
    client = Http(handle.warpware.url, handle.warpware.headers())
    assert client.get("/version").status == 200
    assert mockserver_server.sandboxes.has_begun(handle.id)
    client.close()
    handle.close()


def test_options_that_are_made_already_take_no_others_beside_them(mockserver_server: MockServer) -> None:
    with pytest.raises(TypeError, match="seed"):
        mockserver_server.promise(SandboxOptions(), seed=7)


def test_it_begins_at_the_whole_second_of_its_first_use(sandboxes: Sandboxes) -> None:
    promised = sandboxes.promise(SandboxOptions(profile="empty"))
    with freeze_time("2001-02-03T04:05:06.7"):
        sandbox = sandboxes.get(promised)
        assert sandbox.clock.now() == datetime.datetime(2001, 2, 3, 4, 5, 6, tzinfo=datetime.UTC)
        assert sandbox.clock.text(0) == "2001-02-03T04:05:06Z"


def test_made_anew_it_begins_when_it_began(sandboxes: Sandboxes) -> None:
    promised = sandboxes.promise(SandboxOptions(profile="empty", frozen=True))
    with freeze_time("2001-02-03T04:05:06"):
        began = sandboxes.get(promised).clock.now()
    assert sandboxes.reset(promised).clock.now() == began


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        (SandboxOptions(profile="dmo"), UnknownProfile),
        (SandboxOptions(profile="empty", readings={"warpware.waltr": "disabled"}), UnknownReading),
    ],
)
def test_what_cannot_be_is_refused_when_it_is_promised(
    sandboxes: Sandboxes, options: SandboxOptions, refusal: type[Exception]
) -> None:
    for _ in range(2):
        with pytest.raises(refusal):
            sandboxes.promise(options)
    assert len(sandboxes) == 1


def test_a_promise_can_be_discarded(sandboxes: Sandboxes) -> None:
    promised = sandboxes.promise(SandboxOptions(profile="empty"))
    sandboxes.discard(promised)
    with pytest.raises(UnknownSandbox):
        sandboxes.get(promised)
    assert sandboxes.for_key(promised) is None


def test_a_sandbox_knows_which_readings_were_looked_up_also_before_it_was_made_anew(sandboxes: Sandboxes) -> None:
    readings = sandboxes.get("default").readings
    assert readings.touched == set()
    assert readings["warpware.envelope"] == "as-shown"
    assert dict(readings)["warpware.walter"] == "enabled"  # a look at all of them decides nothing
    assert readings.touched == {"warpware.envelope"}
    assert sandboxes.reset("default").readings.touched == {"warpware.envelope"}
