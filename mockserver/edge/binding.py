"""Binds vendors to the app: a route for each operation, and the vendor's own 404, 405 and 500."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from mockserver.core.errors import DomainError, UnexpectedFailure, UnknownRoute, WrongMethod
from mockserver.core.exchange import Exchange
from mockserver.core.operation import Operation, Vendor
from mockserver.core.sandboxes import Sandboxes
from mockserver.edge.departing import DepartingResponse
from mockserver.edge.failing import Outcome, ReadFaults
from mockserver.edge.paths import flask_rule, is_below, raw_path
from mockserver.edge.pipeline import Pipeline
from mockserver.edge.plain import plain_response
from mockserver.edge.raw_path_flask import RawPathFlask, StraightView

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


_CONTROL = "/_mock"
"""The prefix of the calls that make and look at sandboxes, which are in no journal."""


def bind_vendors(
    app: RawPathFlask, vendors: Sequence[Vendor], sandboxes: Sandboxes, read_faults: ReadFaults | None = None
) -> None:
    """Serve every operation of *vendors*; *read_faults* reads what a call asks for by ``X-Mock-Fault``."""
    pipelines = [Pipeline(vendor, sandboxes, read_faults) for vendor in vendors]
    app.normalised = [(vendor.prefix, vendor.normalise_path) for vendor in vendors if vendor.normalise_path is not None]
    for pipeline in pipelines:
        for operation in pipeline.vendor.operations:
            _bind(app, pipeline, operation)

    def unrouted(error: HTTPException) -> Response:
        """No operation: in the shape of the vendor whose prefix the path has."""
        path = raw_path(request.environ)
        for pipeline in pipelines:
            if is_below(path, pipeline.vendor.prefix):
                refusal = _refusal(pipeline.vendor, error, path)
                return _response(pipeline.run_unrouted(request.environ, path, refusal))
        text, headers = _plain_refusal(error, path, [vendor.prefix for vendor in vendors])
        status = error.code or 500
        journal = None if is_below(path, _CONTROL) else sandboxes.unclaimed
        return plain_response(
            sandboxes, {"error": text}, status, started=time.perf_counter(), headers=headers, journal=journal
        )

    app.register_error_handler(HTTPException, unrouted)


def _bind(app: RawPathFlask, pipeline: Pipeline, operation: Operation) -> None:
    vendor = pipeline.vendor
    rule = flask_rule(vendor.prefix, operation.path, [other.path for other in vendor.operations])
    straight = _view(pipeline, operation)

    def view(**path: Any) -> Response:
        return straight(request.environ, path)

    add_route(app, rule, f"{vendor.name}.{operation.id}", operation.method, view, head=vendor.answers_head)
    app.straight[view] = straight


def add_route(
    app: RawPathFlask, rule: str, endpoint: str, method: str, view: Callable[..., Response], *, head: bool = False
) -> None:
    """Bind *view* to *method* alone, and with *head* to HEAD beside GET: all else only where a row says so."""
    # A path that ends in a slash answers without it too; Werkzeug would send the caller elsewhere.
    strict = not rule.endswith("/")
    app.add_url_rule(
        rule, endpoint, view, methods=[method], provide_automatic_options=False, strict_slashes=strict, head=head
    )


def _view(pipeline: Pipeline, operation: Operation) -> StraightView:
    def view(environ: WSGIEnvironment, path: Mapping[str, str]) -> Response:
        return _response(pipeline.run(environ, raw_path(environ), operation, path))

    return view


def _response(outcome: Exchange | Outcome) -> Response:
    return ExchangeResponse(outcome) if isinstance(outcome, Exchange) else DepartingResponse(outcome)


class ExchangeResponse(Response):
    """An exchange's answer, written out as it stands in the journal.

    Werkzeug's own way through its header objects costs as much as the whole lookup of an order;
    nothing here needs it, for the headers are complete. ``headers`` is there for whoever looks.
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._status_code = exchange.status
        self._status = _STATUS_LINES.get(exchange.status) or f"{exchange.status} UNKNOWN"
        self.direct_passthrough = False
        self.response = [exchange.response_body]
        self._on_close = []

    @cached_property
    def headers(self) -> Headers:  # type: ignore[override]  # the base class has a plain attribute
        return Headers(self._exchange.response_headers)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(self._status, list(self._exchange.response_headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self._exchange.response_body]


_STATUS_LINES = {status.value: f"{status.value} {status.phrase.upper()}" for status in HTTPStatus}


def _plain_refusal(error: HTTPException, path: str, prefixes: list[str]) -> tuple[str, dict[str, str]]:
    """Where no vendor is concerned: what was wrong, and what there is."""
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return f"{request.method} is not allowed on {path}; allowed: {allowed}", {"allow": allowed}
    if isinstance(error, NotFound):
        return f"nothing is served at {path}; there are: {', '.join([*prefixes, _CONTROL])}", {}
    return f"{error.code} {error.name}", {}


def _refusal(vendor: Vendor, error: HTTPException, path: str) -> DomainError:
    if not isinstance(error, NotFound | MethodNotAllowed):
        return UnexpectedFailure(vendor.rules.unexpected)
    if isinstance(error, NotFound):
        return UnknownRoute(vendor.rules.unknown_route, request.method, path)
    if vendor.hides_methods:
        return UnknownRoute(vendor.rules.wrong_method, request.method, path)
    return WrongMethod(vendor.rules.wrong_method, request.method, path, sorted(error.valid_methods or ()))
