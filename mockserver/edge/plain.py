"""Answers that belong to no vendor: the control API's, and paths where nothing is served."""

from __future__ import annotations

import time
from typing import Any

import orjson
from flask import Response, request

from mockserver.core.clock import Clock, format_instant
from mockserver.core.exchange import Exchange
from mockserver.core.journal import Journal
from mockserver.core.sandboxes import Sandboxes
from mockserver.edge.paths import raw_path
from mockserver.edge.pipeline import request_headers


def plain_response(
    sandboxes: Sandboxes,
    body: Any,
    status: int,
    *,
    started: float,
    api: str = "",
    operation: str | None = None,
    content_type: str = "application/json",
    headers: dict[str, str] | None = None,
    journal: Journal | None = None,
) -> Response:
    """A response with *body* (bytes, or JSON-ready), which the observers are told of, and *journal*, if any.

    ``started`` is what ``time.perf_counter`` said when the request came in.
    """
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    response = Response(content, status, {**(headers or {}), "content-type": content_type})
    environ = request.environ
    exchange = Exchange(
        api, environ["REQUEST_METHOD"], raw_path(environ), environ["QUERY_STRING"], request_headers(environ)
    )
    exchange.operation = operation
    exchange.request_body = request.get_data(parse_form_data=False)
    exchange.at = format_instant(Clock().now())
    exchange.status, exchange.response_body = status, b"" if request.method == "HEAD" else content
    exchange.response_headers = {name.lower(): value for name, value in response.headers.items()}
    exchange.ms = (time.perf_counter() - started) * 1000
    if journal is not None:
        journal.add(exchange)
    sandboxes.tell(exchange)
    return response
