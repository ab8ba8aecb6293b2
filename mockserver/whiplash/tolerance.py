"""What Whiplash takes in many forms: paths, queries and bodies as its clients have sent them for years.

Source: whiplash-observed.md, "Paths and bodies". How a body is wrapped, and which names it has for lists of
records, is for the schema that knows them: ``schemas/validation.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mockserver.core.decoding import (
    Content,
    json_value,
    no_object,
    query_pairs,
    refuse_too_large,
    storable_pairs,
)
from mockserver.core.errors import MalformedRequest, Problem, WrongContentType
from mockserver.core.exchange import Exchange
from mockserver.core.json_body import NotJson, decode_json
from mockserver.core.operation import CommonRules, Operation
from mockserver.core.storable import shown
from mockserver.whiplash import multipart
from mockserver.whiplash.nested import nested

PAGING = ("limit", "page", "offset")
"""The parameters that a GET's body may stand for. No other: a stale body would filter lists unseen."""

JSON = ("application/json", "text/x-json", "application/jsonrequest")
"""The content types that Rails registers for JSON."""

FORM = "application/x-www-form-urlencoded"

_NOTHING = re.compile(rb"(?:\[\s*\]|\{\s*\}|null)?")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


def plain_path(path: str) -> str:
    """*path* without one slash at its end and without one ``.json`` after that.

    Only the last ``.json`` goes, and only from a segment that is more than that: ids may hold dots.
    """
    path = path.removesuffix("/")
    return path[:-5] if path.endswith(".json") and not path.endswith("/.json") else path


def decode(exchange: Exchange, operation: Operation, rules: CommonRules) -> Content:
    """A query with lists and objects where it has them, and a body that is JSON or a form and says which.

    The fields of a POST or PUT may stand in its query too, and those go before: Rails merges the query into the
    body, name by name. What a GET or DELETE bears is stale: no reason to fail, whatever it is.

    Raises:
        MalformedRequest: a query or form that is no text or contradicts itself, or the body of a POST or PUT is no
            JSON object.
        WrongContentType: the body of a POST or PUT says something, and has another content type than its own.
        BodyTooLarge: more than BODY_LIMIT, of a POST or PUT that reads its body.
    """
    query = nested(query_pairs(exchange.query, rules), rules.unreadable_query) if exchange.query else {}
    if exchange.method in ("GET", "HEAD"):
        return Content({**_paging_of(exchange, query), **query} if exchange.request_body else query, {})
    if operation.body is None:
        return Content(query, {})
    refuse_too_large(exchange, rules)
    return Content({}, {**_fields(exchange, rules), **query})


def _fields(exchange: Exchange, rules: CommonRules) -> dict[str, Any]:
    """What a body says. Nothing at all, ``[]``, which is what PHP makes of an empty object, ``{}`` and ``null`` are
    taken under any content type.
    """
    raw, content_type = exchange.request_body, exchange.request_headers.get("content-type", "")
    if _NOTHING.fullmatch(raw.strip()):
        return {}
    kind = re.split("[,;]", content_type)[0].strip().lower()
    if kind in JSON:
        return _object(raw, rules)
    # What curl says of JSON unless it is told otherwise, and Rails then makes one name without a value of.
    is_json = raw.lstrip()[:1] in (b"{", b"[")
    if kind in (FORM, multipart.TYPE) and not is_json:
        return nested(_pairs(exchange, kind, rules), rules.unreadable_query)
    if not kind:
        what = "there is none"
    elif is_json and kind in (FORM, multipart.TYPE):
        what = f"it says {kind!r}, and the body is JSON"
    else:
        what = f"a body of {shown(kind)!r} is not read"
    problem = Problem("Content-Type", f"{what}; send JSON with 'Content-Type: application/json'")
    raise WrongContentType(rules.content_type, [problem])


def _pairs(exchange: Exchange, kind: str, rules: CommonRules) -> Iterator[tuple[str, str]]:
    """The fields of a form: ``order[email]=x`` is wrapped, ``email=x`` is bare."""
    raw, rule = exchange.request_body, rules.unreadable_query
    if kind == multipart.TYPE:
        content_type = exchange.request_headers["content-type"]
        return storable_pairs(multipart.multipart_pairs(content_type, raw, rule, exchange.notes), rules)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise MalformedRequest(rule, [Problem("form", "is not UTF-8")]) from None
    return query_pairs(text, rules, "form")


def _object(raw: bytes, rules: CommonRules) -> dict[str, Any]:
    value = json_value(raw, rules)
    if isinstance(value, dict):
        return value
    raise no_object(value, rules)


def _paging_of(exchange: Exchange, query: Mapping[str, Any]) -> dict[str, str]:
    """The page that a GET's body asks for, where the query does not."""
    try:
        body = decode_json(exchange.request_body)
    except NotJson:
        body = None
    taken = {}
    for name in PAGING if isinstance(body, dict) else ():
        # `page` and `offset` are one parameter: the query's goes before the body's under either name.
        asked = name in query or (name != "limit" and ("page" in query or "offset" in query))
        value = body.get(name)
        if not asked and isinstance(value, int | str) and _NUMBER.fullmatch(str(value)):
            taken[name] = str(value)
    what = f"{', '.join(taken)} taken as parameters, the rest ignored" if taken else "ignored"
    exchange.notes.append(f"body of a GET: {what}")
    return taken
