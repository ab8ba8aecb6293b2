"""The one table from what went wrong to WarpWare's status and wording.

Source: "Errors": every error is ``{"detail": "…"}``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockserver.core.errors import (
    BodyTooLarge,
    Conflict,
    DomainError,
    IllegalTransition,
    InvalidValue,
    MalformedRequest,
    MissingScope,
    NotFound,
    RateLimited,
    Unauthenticated,
    Unavailable,
    UnknownRoute,
    WrongMethod,
)
from mockserver.core.operation import Answer


def _illegal(error: IllegalTransition) -> str:
    text = f"Cannot change an order from {error.state!r} to {error.move!r}"
    return f"{text}; it can go to: {', '.join(error.allowed)}" if error.allowed else text


_TABLE: dict[type[DomainError], tuple[int, Callable[[Any], str]]] = {
    Unauthenticated: (401, lambda error: error.reason),
    RateLimited: (
        429,
        lambda error: (
            f"Rate limit exceeded: {error.limit} requests in {error.window} seconds; "
            f"retry after {error.retry_after} seconds"
        ),
    ),
    MissingScope: (403, lambda error: f"API key lacks the required scope: {error.scope}"),
    UnknownRoute: (404, lambda error: f"No endpoint {error.method} {error.path}"),
    WrongMethod: (
        405,
        lambda error: f"Method {error.method} is not allowed on {error.path}; allowed: {', '.join(error.allowed)}",
    ),
    MalformedRequest: (400, lambda error: error.text()),
    BodyTooLarge: (413, lambda error: f"Request body is larger than {error.limit} bytes"),
    InvalidValue: (422, lambda error: error.text()),
    NotFound: (404, lambda error: f"{error.kind} not found: {error.name}"),
    Conflict: (409, lambda error: f"{error.kind} with this {error.field} already exists: {error.value}"),
    IllegalTransition: (422, _illegal),
    Unavailable: (503, lambda error: error.reason),
    DomainError: (500, lambda _: "Unexpected error; contact support if it persists"),
}


def refuse(error: DomainError) -> Answer:
    """A domain error as WarpWare answers it."""
    status, wording = next(_TABLE[kind] for kind in type(error).__mro__ if kind in _TABLE)
    headers = {}
    if isinstance(error, RateLimited):
        headers["retry-after"] = str(error.retry_after)
    if isinstance(error, WrongMethod):
        headers["allow"] = ", ".join(error.allowed)
    return Answer(status, {"detail": wording(error)}, headers)
