"""Without a server that carries out plans and holds, the calling thread waits, and what is lost is raised."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask, Response
from werkzeug.test import run_wsgi_app

from mockserver.core.hold import SLOT, Hold, Release, WireSlot
from mockserver.core.wire_plan import Dribble, Reply, WireFault, WirePlan
from mockserver.edge.waiting import respond

REPLY = Reply(201, (("content-type", "text/plain"), ("content-length", "4")), b"made")


def reply(**plan: Any) -> Reply:
    return Reply(REPLY.status, REPLY.headers, REPLY.body, WirePlan(**plan))


def ask(outcome: Reply | Hold, method: str = "GET") -> tuple[bytes, str, dict[str, str]]:
    """Through Flask's own test client, which turns the exceptions of views into 500."""

    class Outcome(Response):
        def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            return respond(environ, start_response, outcome)

    app = Flask("test")
    app.add_url_rule("/", view_func=Outcome, methods=[method])
    answer = app.test_client().open("/", method=method)
    return answer.data, answer.status, dict(answer.headers)


def took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def test_a_reply_without_a_plan_is_a_plain_response() -> None:
    body, status, headers = ask(REPLY)
    assert (body, status) == (b"made", "201 CREATED")
    assert (headers["content-type"], headers["content-length"]) == ("text/plain", "4")


def test_a_head_and_a_status_of_the_apps_own_are_answered() -> None:
    assert ask(REPLY, "HEAD")[0] == b""
    assert ask(Reply(299, REPLY.headers, b"made"))[1] == "299 UNKNOWN"


@pytest.mark.parametrize(
    "fields",
    [
        {"reset": True},
        {"empty": True},
        {"garbage": b"?"},
        {"truncate": 0.5},
        {"hang": 0.01},
        {"delay": 0.01, "truncate": 1, "reset": True},
    ],
    ids="+".join,
)
def test_what_is_no_response_is_raised_with_its_plan_and_the_whole_reply(fields: dict[str, Any]) -> None:
    lost = reply(**fields)
    with pytest.raises(WireFault) as caught:
        ask(lost)
    assert (caught.value.plan, caught.value.reply) == (lost.plan, lost)


@pytest.mark.parametrize("fields", [{"delay": 0.05}, {"dribble": Dribble(2, 0.05)}], ids=["delay", "dribble"])
def test_what_is_only_slow_is_waited_for(fields: dict[str, Any]) -> None:
    assert took(lambda: ask(reply(**fields))) >= 0.05
    assert ask(reply(**fields))[0] == b"made"


def test_a_hang_is_waited_for_before_it_is_raised() -> None:
    def hang() -> None:
        with pytest.raises(WireFault):
            ask(reply(hang=0.05))

    assert took(hang) >= 0.05


def test_holds_are_waited_for_one_after_the_other() -> None:
    second = Hold(lambda: REPLY, seconds=0.05)
    first = Hold(lambda: second, seconds=0.05)
    assert took(lambda: ask(first)) >= 0.1
    assert ask(first)[0] == b"made"


def test_another_thread_may_let_a_held_call_go() -> None:
    release, done = Release(), list[str]()

    def resume() -> Reply:
        done.append("went on")
        return REPLY

    thread = threading.Thread(target=ask, args=(Hold(resume, until=release),))
    thread.start()
    assert done == []
    release.set()
    thread.join(10)
    assert done == ["went on"]


@pytest.mark.parametrize("outcome", [reply(hang=30), Hold(lambda: REPLY, seconds=30)], ids=["plan", "hold"])
def test_a_slot_takes_what_a_response_cannot_say_and_nobody_waits(outcome: Reply | Hold) -> None:
    slot = WireSlot()
    environ = {SLOT: slot, "REQUEST_METHOD": "GET"}
    run_wsgi_app(lambda environ, start: respond(environ, start, outcome), environ)
    assert (slot.hold or slot.plan) == (outcome if isinstance(outcome, Hold) else outcome.plan)
