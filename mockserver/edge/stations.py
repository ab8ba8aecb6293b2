"""The stations of a request, each a small function. ``pipeline.py`` puts them in order."""

from __future__ import annotations

import hashlib
import json

import orjson

from mockserver.core.errors import (
    InvalidQuery,
    InvalidValue,
    MalformedRequest,
    MissingScope,
    Problem,
    RateLimited,
)
from mockserver.core.operation import NO_CONTENT, Answer, Call, Checked
from mockserver.core.sandboxes import Sandboxes
from mockserver.edge.passage import Passage


def authenticate(passage: Passage, sandboxes: Sandboxes) -> None:
    """Who calls, and in which sandbox; else 401."""
    vendor = passage.vendor
    key, sandbox_id = vendor.authenticate(passage.exchange.request_headers)
    sandbox = sandboxes.for_key(sandbox_id)
    if sandbox is None:
        raise vendor.unknown_key()
    passage.principal = vendor.principal(key, sandboxes.open)
    passage.sandbox = sandbox
    passage.exchange.sandbox = sandbox.id
    passage.exchange.key = key
    passage.exchange.idempotency_key = passage.exchange.request_headers.get(vendor.idempotency_header)
    passage.claimed = True


def limit(passage: Passage) -> None:
    """429 when a window is used up; a refused call is counted by none."""
    vendor, sandbox, key = passage.vendor, passage.sandbox, passage.principal.key
    limiters = sandbox.limiters[vendor.name]
    if not limiters:
        return
    names = passage.operation.limits
    now = sandbox.clock.now()
    for name in names:
        wait = limiters[name].wait(key, now)
        if wait:
            limiter = limiters[name]
            rule = vendor.rules.rate_limited[name]
            raise RateLimited(rule, limit=limiter.limit, window=limiter.window, retry_after=wait)
    for name in names:
        limiters[name].charge(key, now)


def check_scope(passage: Passage) -> None:
    """403 when the key lacks a scope that the operation needs."""
    for scope in passage.operation.scopes:
        if scope not in passage.principal.scopes:
            raise MissingScope(passage.vendor.rules.missing_scope, scope)


def require_route(passage: Passage) -> None:
    """404 and 405, told only to those who may ask."""
    if passage.unrouted is not None:
        raise passage.unrouted


def decode(passage: Passage) -> None:
    """The query and the body as data, in the vendor's way; 400 for what cannot be read."""
    vendor = passage.vendor
    passage.query, passage.json = vendor.decode(passage.exchange, passage.operation, vendor.rules)


def replay(passage: Passage) -> None:
    """The first answer again, byte for byte, to an idempotency key that is remembered."""
    operation, sandbox, vendor = passage.operation, passage.sandbox, passage.vendor
    key = passage.exchange.request_headers.get(vendor.idempotency_header) if operation.idempotent else None
    if not key:
        return
    # By content, not by bytes: a retry may write the same object in another order. The standard
    # library's writer takes what orjson refuses, and nothing has been validated yet.
    passage.fingerprint = hashlib.sha256(json.dumps(passage.json, sort_keys=True).encode()).digest()
    known = sandbox.idempotency[vendor.name].recall(key, sandbox.clock.now())
    if known is None:
        return
    passage.rule = vendor.rules.replayed
    if known.fingerprint != passage.fingerprint:
        passage.rule = vendor.rules.mismatch_replayed
    if known.fingerprint != passage.fingerprint and vendor.rejects_mismatch(sandbox.readings):
        what = "this key came with another body before; use a new key for a new request"
        raise InvalidValue(vendor.rules.mismatch_refused, [Problem(vendor.idempotency_header, what)])
    passage.status, passage.body = known.status, known.body
    passage.answered = passage.committed = passage.exchange.replayed = True


def validate(passage: Passage) -> None:
    """The query and the body against the operation's schemas and its inspection: 400, then 422."""
    operation, sandbox, rules = passage.operation, passage.sandbox, passage.vendor.rules
    call = Call(passage.principal, passage.path, {}, {}, passage.exchange.notes)
    if operation.query is not None:
        checked = operation.query(passage.query, sandbox.readings)
        call.query = _passed(passage, checked, InvalidQuery, rules.bad_query)
    elif passage.query:
        passage.exchange.notes += [
            f"query parameter {name} is not one of this operation's: ignored" for name in passage.query
        ]
    if operation.body is not None:
        checked = operation.body(passage.json, sandbox.readings)
        if operation.inspect is not None:
            checked = checked.joined(operation.inspect(sandbox.state(passage.vendor.name), passage.json))
        call.body = _passed(passage, checked, MalformedRequest, rules.malformed)
    passage.call = call


def handle(passage: Passage) -> None:
    """The commit."""
    operation, sandbox, vendor = passage.operation, passage.sandbox, passage.vendor
    before, changes = sandbox.events.count, sandbox.changes.count
    state = sandbox.state(vendor.name)
    if passage.faults is not None:
        passage.call.spoils = passage.faults.spoils
        passage.call.job_error = passage.faults.job_error
        if passage.faults.as_of is not None:
            state = sandbox.state_as_of(vendor.name, passage.faults.as_of)
    passage.handled = True
    result = operation.handler(state, passage.call)
    if sandbox.events.count != before:
        passage.exchange.events = [event.name for event in sandbox.events.since(before)]
    if sandbox.changes.count != changes:
        passage.exchange.changed = sandbox.changes.ids_since(changes)
    answer = vendor.render(result, operation, sandbox.readings)
    passage.status, passage.body = answer.status, written(answer)
    passage.headers.update(answer.headers)
    passage.rule = answer.rule or result.rule or passage.rule or operation.rule
    passage.committed = answer.status < 300


def remember(passage: Passage) -> None:
    """Keep a first success for its idempotency key."""
    vendor, sandbox = passage.vendor, passage.sandbox
    if passage.fingerprint and 200 <= passage.status < 300:
        key = passage.exchange.request_headers[vendor.idempotency_header]
        memory = sandbox.idempotency[vendor.name]
        memory.remember(key, passage.fingerprint, passage.status, passage.body, sandbox.clock.now())


def written(answer: Answer) -> bytes:
    """The body as it is sent: JSON, or nothing at all with 204."""
    return orjson.dumps(answer.body) if answer.status != NO_CONTENT else b""


def _passed(
    passage: Passage, checked: Checked, malformed: type[MalformedRequest], malformed_rule: str
) -> dict[str, object]:
    passage.exchange.notes += checked.ignored
    if checked.malformed:
        raise malformed(checked.rule or malformed_rule, [*checked.malformed, *checked.invalid])
    if checked.invalid:
        raise InvalidValue(checked.rule or passage.vendor.rules.invalid, checked.invalid)
    passage.rule = checked.rule or passage.rule
    return dict(checked.value)
