"""The one table from what went wrong to Whiplash's status and body.

Source: whiplash-observed.md, "Errors": one message is ``{"error": "…"}``; what fails a validation is
``{"errors": {"field": ["…"]}}``, under ``base`` where it is about no field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from mockserver.core.errors import (
    BodyTooLarge,
    Conflict,
    DomainError,
    IllegalTransition,
    InvalidQuery,
    InvalidValue,
    MalformedRequest,
    NotFound,
    Problem,
    RateLimited,
    Unauthenticated,
    UnknownRoute,
    WrongContentType,
)
from mockserver.core.operation import Answer

Body = dict[str, Any]

_INDEX = re.compile(r"\[\d+\]")


def _fields(problems: Iterable[Problem]) -> Body:
    """``order_items[0].quantity`` is told of under ``order_items.quantity``, as Rails does."""
    fields: dict[str, list[str]] = {}
    for problem in problems:
        texts = fields.setdefault(_INDEX.sub("", problem.place) or "base", [])
        if problem.what not in texts:
            texts.append(problem.what)
    return {"errors": fields}


def _one(wording: Callable[[Any], str]) -> Callable[[Any], Body]:
    return lambda error: {"error": wording(error)}


_TABLE: dict[type[DomainError], tuple[int, Callable[[Any], Body]]] = {
    Unauthenticated: (401, _one(lambda error: error.reason)),
    RateLimited: (429, _one(lambda _: "Rate limit exceeded")),
    UnknownRoute: (404, _one(lambda error: f"No such method: {error.method} {error.path}")),
    WrongContentType: (422, _one(lambda error: error.text())),
    InvalidQuery: (422, _one(lambda error: error.text())),
    MalformedRequest: (400, _one(lambda error: error.text())),
    BodyTooLarge: (413, _one(lambda error: f"Request body is larger than {error.limit} bytes")),
    InvalidValue: (422, lambda error: _fields(error.problems)),
    NotFound: (422, _one(lambda _: "Record not found")),
    Conflict: (422, lambda error: {"errors": {error.field: ["has already been taken"]}}),
    IllegalTransition: (403, _one(lambda error: f"Cannot {error.move} in status {error.state}")),
    DomainError: (500, _one(lambda _: "Unexpected error")),
}

_OTHERWISE = {"whiplash.records.not-found-404": 404, "whiplash.actions.refused-422": 422}
"""Rules that are the other side of a reading, with the status that they give."""


def refuse(error: DomainError) -> Answer:
    """A domain error as Whiplash answers it."""
    status, body = next(_TABLE[kind] for kind in type(error).__mro__ if kind in _TABLE)
    return Answer(_OTHERWISE.get(error.rule, status), body(error))
