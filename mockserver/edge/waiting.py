"""From an outcome of a call, which may have to wait or to be lost on the wire, to a WSGI response."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from mockserver.core.hold import SLOT, Hold, Release, WireSlot
from mockserver.core.wire_plan import Reply, WireFault, WirePlan

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def respond(environ: WSGIEnvironment, start_response: StartResponse, outcome: Reply | Hold) -> Iterable[bytes]:
    """Answer a WSGI call with *outcome*: through the server's slot where it has one, else by waiting here.

    Call it where an exception reaches the server: outside of what turns exceptions into responses,
    and outside of any lock, for it may block.

    Raises:
        WireFault: there is no slot, and the plan leaves no response.
    """
    slot: WireSlot | None = environ.get(SLOT)
    if slot is None:
        reply = settle(outcome)
    elif isinstance(outcome, Hold):
        slot.hold = outcome
        start_response("200 OK", [("content-length", "0")])  # nobody reads it
        return []
    else:
        reply = outcome
        slot.plan = reply.plan
    start_response(_status_line(reply.status), list(reply.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [reply.body]


def settle(outcome: Reply | Hold) -> Reply:
    """Wait in this thread until *outcome* is a response, and for as long as the response takes to arrive.

    Raises:
        WireFault: its plan leaves no response.
    """
    while isinstance(outcome, Hold):
        (outcome.until or Release()).wait(outcome.seconds)
        outcome = outcome.resume()
    plan = outcome.plan
    if plan is not None:
        Release().wait(_seconds(plan))
        if plan.cuts:
            raise WireFault(plan, outcome)
    return outcome


def _seconds(plan: WirePlan) -> float:
    return plan.delay + (plan.hang or 0.0) + (plan.dribble.seconds if plan.dribble is not None else 0.0)


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase.upper()}"
    except ValueError:
        return f"{status} UNKNOWN"
