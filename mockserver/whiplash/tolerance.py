"""What Whiplash takes in many forms: paths, queries and bodies as its clients have sent them for years.

Source: whiplash-observed.md, "Paths and bodies". How a body is wrapped, and which names it has for lists of
records, is for the schema that knows them: ``schemas/validation.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mockserver.core.decoding import Content, json_value, no_object, query_pairs, refuse_too_large
from mockserver.core.errors import MalformedRequest, Problem
from mockserver.core.exchange import Exchange
from mockserver.core.json_body import NotJson, decode_json
from mockserver.core.operation import CommonRules, Operation
from mockserver.whiplash.nested import nested

PAGING = ("limit", "page", "offset")
"""The parameters that a GET's body may stand for. No other: a stale body would filter lists unseen."""

FORM = "application/x-www-form-urlencoded"

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


def plain_path(path: str) -> str:
    """*path* without one slash at its end and without one ``.json`` after that.

    Only the last ``.json`` goes, and only from a segment that is more than that: ids may hold dots.
    """
    path = path.removesuffix("/")
    return path[:-5] if path.endswith(".json") and not path.endswith("/.json") else path


def decode(exchange: Exchange, operation: Operation, rules: CommonRules) -> Content:
    """A query with lists and objects where it has them, and a body of any content type, which is JSON or a form.

    A PUT's fields may stand in its query too; its body's go before. What a GET or DELETE bears is stale: no
    reason to fail, whatever it is.

    Raises:
        MalformedRequest: a query or form that is no text or contradicts itself, or the body of a POST or PUT is no
            JSON object.
        BodyTooLarge: more than BODY_LIMIT, of a POST or PUT that reads its body.
    """
    query = nested(query_pairs(exchange.query, rules), rules.unreadable_query) if exchange.query else {}
    if exchange.method == "GET":
        return Content({**_paging_of(exchange, query), **query} if exchange.request_body else query, {})
    if operation.body is None:
        return Content(query, {})
    refuse_too_large(exchange, rules)
    body = _form(exchange.request_body, rules) if _is_form(exchange) else _object(exchange.request_body, rules)
    return Content({}, {**query, **body}) if exchange.method == "PUT" else Content(query, body)


def _is_form(exchange: Exchange) -> bool:
    """Whether the body is a form. JSON that curl calls one, which it does unless it is told otherwise, is none."""
    content_type = exchange.request_headers.get("content-type", "").partition(";")[0].strip().lower()
    return content_type == FORM and exchange.request_body.lstrip()[:1] not in (b"{", b"[")


def _form(raw: bytes, rules: CommonRules) -> dict[str, Any]:
    """What Rails makes of a form: ``order[email]=x`` is wrapped, ``email=x`` is bare."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise MalformedRequest(rules.unreadable_query, [Problem("form", "is not UTF-8")]) from None
    return nested(query_pairs(text, rules, "form"), rules.unreadable_query)


def _object(raw: bytes, rules: CommonRules) -> dict[str, Any]:
    """Nothing, ``[]``, which is what PHP makes of an empty object, and ``null`` are ``{}``."""
    value = json_value(raw, rules) if raw.strip() else {}
    if isinstance(value, dict):
        return value
    if value in (None, []):
        return {}
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
