"""What a fault plan does to an answer: gives another one, edits it, says how it leaves."""

from __future__ import annotations

from http import HTTPStatus

import orjson

from mockserver.core.errors import DomainError, MissingScope, RateLimited, Unavailable
from mockserver.core.faults.plan import FaultAnswer, FaultPlan, RateLimitAnswer
from mockserver.core.limits import open_limiters, own_numbers
from mockserver.core.wire_plan import WirePlan
from mockserver.edge.passage import Passage
from mockserver.edge.stations import written

_WITHOUT_BODY = (204, 304)


def spoil(passage: Passage, plan: FaultPlan) -> None:
    """Put the plan's answer, if it has one, in the place of the call's, and edit what there is then."""
    if isinstance(plan.answer, RateLimitAnswer):
        _refuse(passage, _rate_limited(passage, plan.answer.retry_after, plan.rule or passage.rule))
    elif plan.answer is not None:
        _answer(passage, plan.answer, plan.rule or passage.rule)
    if passage.status not in _WITHOUT_BODY:
        for edit in plan.edits:
            passage.body = edit(passage.body)
    passage.headers.update(plan.headers)
    passage.rule = plan.rule or passage.rule


def wire_plan(plan: FaultPlan, *, hung: bool) -> WirePlan | None:
    """How the answer leaves; None: plainly. *hung*: the hang is over, and the connection ends."""
    wire = plan.wire
    if hung and not wire.reset:
        wire = wire.merge(WirePlan(empty=True))
    return None if wire == WirePlan() else wire


def _answer(passage: Passage, answer: FaultAnswer, rule: str) -> None:
    if answer.body is None:
        _refuse(passage, _own_error(passage, answer.status, rule))
    elif isinstance(answer.body, str):
        passage.body = answer.body.encode()
        kind = "html" if answer.body.lstrip().startswith("<") else "plain"
        passage.headers = {"content-type": f"text/{kind}; charset=utf-8"}
    else:
        passage.body, passage.headers = orjson.dumps(answer.body), {}
    passage.status = answer.status
    if answer.status in _WITHOUT_BODY:
        passage.body = b""
    passage.headers.update(answer.headers)


def _own_error(passage: Passage, status: int, rule: str) -> DomainError:
    """What the vendor itself says with *status*, as far as that is known: words for 401 and 403, and more than a body
    for 429, as WarpWare's never comes without Retry-After.
    """
    scopes = passage.operation.scopes
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return _rate_limited(passage, None, rule)
    if status == HTTPStatus.UNAUTHORIZED:
        return passage.vendor.unknown_key()
    if status == HTTPStatus.FORBIDDEN and scopes:
        return MissingScope(rule, scopes[0])
    return Unavailable(rule, HTTPStatus(status).phrase if status in list(HTTPStatus) else f"Status {status}")


def _refuse(passage: Passage, error: DomainError) -> None:
    answer = passage.vendor.refuse(error)
    passage.status, passage.body = answer.status, written(answer)
    passage.headers = dict(answer.headers)


def _rate_limited(passage: Passage, retry_after: int | None, rule: str) -> RateLimited:
    """As if the operation's own limit, or the vendor's where the sandbox has none, were used up.

    *retry_after* None is the whole window.
    """
    vendor = passage.vendor
    limiters = passage.sandbox.limiters[vendor.name] or open_limiters(vendor, own_numbers(vendor))
    limiter = limiters[passage.operation.limits[0]]
    wait = limiter.window if retry_after is None else retry_after
    return RateLimited(rule, limit=limiter.limit, window=limiter.window, retry_after=wait)
