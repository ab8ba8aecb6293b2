"""What Whiplash takes in many forms: paths, queries and bodies as its clients have sent them for years.

Source: whiplash-observed.md, "Paths and bodies". How a body is wrapped, and which names it has for lists of
records, is for the schema that knows them: ``schemas/validation.py``.
"""

from __future__ import annotations

import re
from typing import Any

from mockserver.core.decoding import Content, collected, json_value, no_object, query_pairs, refuse_too_large
from mockserver.core.exchange import Exchange
from mockserver.core.json_body import NotJson, decode_json
from mockserver.core.operation import CommonRules, Operation

PAGING = ("limit", "page", "offset")
"""The parameters that a GET's body may stand for. No other: a stale body would filter lists unseen."""

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


def plain_path(path: str) -> str:
    """*path* without one slash at its end and without one ``.json`` after that.

    Only the last ``.json`` goes, and only from a segment that is more than that: ids may hold dots.
    """
    path = path.removesuffix("/")
    return path[:-5] if path.endswith(".json") and not path.endswith("/.json") else path


def decode(exchange: Exchange, operation: Operation, rules: CommonRules) -> Content:
    """A query with lists where it has them, and a body of any content type.

    A PUT's fields may stand in its query too; its body's go before. What a GET or DELETE bears is stale: no
    reason to fail, whatever it is.

    Raises:
        MalformedRequest: a query that is no text, or the body of a POST or PUT is no JSON object.
        BodyTooLarge: more than BODY_LIMIT, of a POST or PUT that reads its body.
    """
    query = collected(query_pairs(exchange.query, rules)) if exchange.query else {}
    if exchange.method == "GET":
        return Content({**_paging_of(exchange, query), **query} if exchange.request_body else query, {})
    if operation.body is None:
        return Content(query, {})
    refuse_too_large(exchange, rules)
    body = _object(exchange.request_body, rules)
    return Content({}, {**query, **body}) if exchange.method == "PUT" else Content(query, body)


def _object(raw: bytes, rules: CommonRules) -> dict[str, Any]:
    """Nothing, ``[]``, which is what PHP makes of an empty object, and ``null`` are ``{}``."""
    value = json_value(raw, rules) if raw.strip() else {}
    if isinstance(value, dict):
        return value
    if value in (None, []):
        return {}
    raise no_object(value, rules)


def _paging_of(exchange: Exchange, query: dict[str, str | list[str]]) -> dict[str, str]:
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
