"""From a request's bytes to data: the strict way, and the parts that a vendor's own way is made of.

A vendor that names no ``decode`` of its own reads strictly: parameters by the names as they are written, and a JSON
object that says that it is JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

from mockserver.core.errors import BodyTooLarge, MalformedRequest, Problem, WrongContentType
from mockserver.core.exchange import Exchange
from mockserver.core.json_body import NotJson, decode_json
from mockserver.core.storable import is_storable_text, shown

if TYPE_CHECKING:
    from mockserver.core.operation import CommonRules, Operation

BODY_LIMIT = 1024 * 1024
"""Bytes of a request's body that the server takes. Of a larger one, one byte more is kept."""

Pairs = Iterable[tuple[str, str]]


class Content(NamedTuple):
    """What a request says, before any schema has looked at it."""

    query: Mapping[str, Any]
    body: Mapping[str, Any]


Decode = Callable[[Exchange, "Operation", "CommonRules"], Content]
"""Reads an exchange's request for an operation. What it passes over it adds to the exchange's notes.

Raises MalformedRequest, BodyTooLarge.
"""


def decode_strictly(exchange: Exchange, operation: Operation, rules: CommonRules) -> Content:
    """The query; a body only where the operation takes one, and then a JSON object.

    Raises:
        MalformedRequest: the query cannot be read, or the body is no JSON object.
        WrongContentType: the content type is another.
        BodyTooLarge: more than BODY_LIMIT.
    """
    query = as_written(query_pairs(exchange.query, rules)) if exchange.query else {}
    if operation.body is None or (not exchange.request_body and operation.body_optional):
        return Content(query, {})
    refuse_too_large(exchange, rules)
    content_type = exchange.request_headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        got = f"not {content_type!r}" if content_type else "and there is none"
        raise WrongContentType(rules.content_type, [Problem("Content-Type", f"must be application/json, {got}")])
    value = json_value(exchange.request_body, rules)
    if not isinstance(value, dict):
        raise no_object(value, rules)
    return Content(query, value)


def query_pairs(query: str, rules: CommonRules, place: str = "query") -> Iterator[tuple[str, str]]:
    """A query's names and values in their order, percent-decoded; each is looked at when its turn comes. *place* is
    where it stands, for people.

    Raises:
        MalformedRequest: it is no percent-encoded UTF-8, has too many parameters, or NUL in one.
    """
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise MalformedRequest(rules.unreadable_query, [Problem(place, "is not percent-encoded UTF-8")]) from None
    except ValueError as error:  # more parameters than the parser takes
        raise MalformedRequest(rules.unreadable_query, [Problem(place, f"cannot be read: {error}")]) from None
    yield from storable_pairs(pairs, rules)


def storable_pairs(pairs: Pairs, rules: CommonRules) -> Iterator[tuple[str, str]]:
    """Each of *pairs* when its turn comes.

    Raises:
        MalformedRequest: NUL stands in one.
    """
    for name, value in pairs:
        if not (is_storable_text(name) and is_storable_text(value)):
            problem = Problem(shown(name), "must not contain the NUL character")
            raise MalformedRequest(rules.unreadable_query, [problem])
        yield name, value


def as_written(pairs: Pairs) -> dict[str, str | list[str]]:
    """Values by name, in lists where a name is repeated, which is for the operation's schema to refuse."""
    values: dict[str, str | list[str]] = {}
    for name, value in pairs:
        known = values.get(name)
        if isinstance(known, list):
            known.append(value)
        else:
            values[name] = value if known is None else [known, value]
    return values


def refuse_too_large(exchange: Exchange, rules: CommonRules) -> None:
    """Raises:
    BodyTooLarge: the body has more than BODY_LIMIT.
    """
    if len(exchange.request_body) > BODY_LIMIT:
        raise BodyTooLarge(rules.too_large, BODY_LIMIT)


def json_value(body: bytes, rules: CommonRules) -> Any:
    """Raises:
    MalformedRequest: *body* is not one unambiguous JSON value.
    """
    try:
        return decode_json(body)
    except NotJson as error:
        raise MalformedRequest(rules.not_json, [error.problem]) from None


def no_object(value: Any, rules: CommonRules) -> MalformedRequest:
    """The refusal of a body that is JSON, but no object."""
    return MalformedRequest(rules.not_json, [Problem("body", f"must be a JSON object, not {_kind(value)}")])


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, list):
        return "an array"
    return "a string" if isinstance(value, str) else "a number"
