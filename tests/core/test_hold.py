"""Releases: set once, for whoever waits or listens, in whichever thread."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from mockserver.core.hold import Hold, Release
from mockserver.core.wire_plan import Reply

REPLY = Reply(200, (), b"")


def test_a_listener_hears_once_and_only_when_it_is_set() -> None:
    release, heard = Release(), list[str]()
    release.listen(lambda: heard.append("first"))
    release.listen(lambda: heard.append("second"))
    assert (heard, release.is_set()) == ([], False)
    release.set()
    release.set()
    assert (heard, release.is_set()) == (["first", "second"], True)


def test_a_listener_that_comes_late_hears_at_once() -> None:
    release, heard = Release(), list[str]()
    release.set()
    release.listen(lambda: heard.append("late"))
    assert heard == ["late"]


def test_a_forgotten_listener_hears_nothing() -> None:
    release, heard = Release(), list[str]()

    def listener() -> None:
        heard.append("never")

    release.listen(listener)
    release.forget(listener)
    release.forget(listener)
    release.set()
    assert heard == []


def test_a_listener_may_set_another_release_and_listen_to_its_own() -> None:
    first, second, heard = Release(), Release(), list[str]()
    first.listen(second.set)
    first.listen(lambda: first.listen(lambda: heard.append("again")))
    first.set()
    assert (second.is_set(), heard) == (True, ["again"])


def test_a_thread_waits_until_another_sets_it() -> None:
    release = Release()
    thread = threading.Thread(target=release.set)
    assert not release.wait(0)
    thread.start()
    assert release.wait(10)
    thread.join()


@pytest.mark.parametrize("fields", [{}, {"seconds": -1}, {"seconds": float("nan")}, {"seconds": float("inf")}])
def test_a_hold_that_cannot_end_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a hold"):
        Hold(lambda: REPLY, **fields)
