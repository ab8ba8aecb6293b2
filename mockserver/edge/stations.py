"""The stations of a request, each a small function. ``pipeline.py`` puts them in order."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import parse_qsl

import orjson

from mockserver.core.errors import (
    BodyTooLarge,
    InvalidValue,
    MalformedRequest,
    MissingScope,
    Problem,
    RateLimited,
)
from mockserver.core.operation import Call, Checked, CommonRules
from mockserver.core.sandboxes import Sandboxes
from mockserver.core.storable import is_storable_text, shown
from mockserver.edge.json_body import NotJson, decode_json
from mockserver.edge.passage import Passage

BODY_LIMIT = 1024 * 1024
"""Bytes of a request's body that the server takes."""


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
    """The query and the body as data; 400 for what cannot be read."""
    rules = passage.vendor.rules
    passage.query = _decode_query(passage.exchange.query, rules)
    raw = passage.exchange.request_body
    if passage.operation.body is None:
        return
    if len(raw) > BODY_LIMIT:
        raise BodyTooLarge(rules.too_large, BODY_LIMIT)
    if not raw and passage.operation.body_optional:
        return
    content_type = passage.exchange.request_headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        got = f"not {content_type!r}" if content_type else "and there is none"
        raise MalformedRequest(rules.content_type, [Problem("Content-Type", f"must be application/json, {got}")])
    try:
        value = decode_json(raw)
    except NotJson as error:
        raise MalformedRequest(rules.not_json, [error.problem]) from None
    if not isinstance(value, dict):
        raise MalformedRequest(rules.not_json, [Problem("body", f"must be a JSON object, not {_kind(value)}")])
    passage.json = value


def replay(passage: Passage) -> None:
    """The first answer again, byte for byte, to an idempotency key that is remembered."""
    operation, sandbox, vendor = passage.operation, passage.sandbox, passage.vendor
    key = passage.exchange.request_headers.get(vendor.idempotency_header)
    if not operation.idempotent or not key:
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
    """The query and the body against the operation's schemas: 400, then 422."""
    operation, sandbox, rules = passage.operation, passage.sandbox, passage.vendor.rules
    call = Call(passage.principal, passage.path, {}, {}, passage.exchange.notes)
    if operation.query is not None:
        call.query = _passed(passage, operation.query(passage.query, sandbox.readings), rules.bad_query)
    elif passage.query:
        passage.exchange.notes += [
            f"query parameter {name} is not one of this operation's: ignored" for name in passage.query
        ]
    if operation.body is not None:
        call.body = _passed(passage, operation.body(passage.json, sandbox.readings), rules.malformed)
    passage.call = call


def handle(passage: Passage) -> None:
    """The commit."""
    operation, sandbox, vendor = passage.operation, passage.sandbox, passage.vendor
    before, changes = sandbox.events.count, sandbox.changes.count
    state = sandbox.state(vendor.name)
    if passage.faults is not None:
        passage.call.spoils = passage.faults.spoils
        if passage.faults.as_of is not None:
            state = sandbox.state_as_of(vendor.name, passage.faults.as_of)
    passage.handled = True
    result = operation.handler(state, passage.call)
    if sandbox.events.count != before:
        passage.exchange.events = [event.name for event in sandbox.events.since(before)]
    if sandbox.changes.count != changes:
        passage.exchange.changed = sandbox.changes.ids_since(changes)
    answer = vendor.render(result, operation, sandbox.readings)
    passage.status, passage.body = answer.status, orjson.dumps(answer.body)
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


def _decode_query(query: str, rules: CommonRules) -> dict[str, str]:
    if not query:
        return {}
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise MalformedRequest(rules.unreadable_query, [Problem("query", "is not percent-encoded UTF-8")]) from None
    except ValueError as error:  # more parameters than the parser takes
        raise MalformedRequest(rules.unreadable_query, [Problem("query", f"cannot be read: {error}")]) from None
    decoded: dict[str, str] = {}
    for name, value in pairs:
        if not (is_storable_text(name) and is_storable_text(value)):
            problem = Problem(shown(name), "must not contain the NUL character")
            raise MalformedRequest(rules.unreadable_query, [problem])
        if name in decoded:
            raise MalformedRequest(rules.bad_query, [Problem(shown(name), "stands in the query twice")])
        decoded[name] = value
    return decoded


def _passed(passage: Passage, checked: Checked, malformed_rule: str) -> dict[str, object]:
    passage.exchange.notes += checked.ignored
    if checked.malformed:
        raise MalformedRequest(checked.rule or malformed_rule, [*checked.malformed, *checked.invalid])
    if checked.invalid:
        raise InvalidValue(checked.rule or passage.vendor.rules.invalid, checked.invalid)
    passage.rule = checked.rule or passage.rule
    return dict(checked.value)


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, list):
        return "an array"
    return "a string" if isinstance(value, str) else "a number"
