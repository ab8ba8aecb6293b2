"""Binds vendors to a Flask app: a route for each operation, and the vendor's own 404, 405 and 500."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import MapAdapter

from mockserver.core.errors import DomainError, UnknownRoute, WrongMethod
from mockserver.core.exchange import Exchange
from mockserver.core.operation import Operation, Vendor
from mockserver.core.sandboxes import Sandboxes
from mockserver.edge.paths import SegmentConverter, flask_rule, raw_path, routing_path
from mockserver.edge.pipeline import Pipeline
from mockserver.edge.plain import plain_response


class RawPathFlask(Flask):
    """Flask that routes on the path as it came; see ``paths.py``."""

    def __init__(self, name: str) -> None:
        super().__init__(name, static_folder=None)
        self.url_map.converters["segment"] = SegmentConverter
        # A doubled slash is another path, not one to be redirected from.
        self.url_map.merge_slashes = False

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        if request is None:
            return super().create_url_adapter(None)
        return self.url_map.bind(
            "mockserver",
            path_info=routing_path(raw_path(request.environ)),
            default_method=request.environ["REQUEST_METHOD"],
        )


def bind_vendors(app: RawPathFlask, vendors: Sequence[Vendor], sandboxes: Sandboxes) -> None:
    """Serve every operation of *vendors*."""
    pipelines = [Pipeline(vendor, sandboxes) for vendor in vendors]
    for pipeline in pipelines:
        for operation in pipeline.vendor.operations:
            _bind(app, pipeline, operation)

    def unrouted(error: HTTPException) -> Response:
        """No operation: in the shape of the vendor whose prefix the path has."""
        path = raw_path(request.environ)
        for pipeline in pipelines:
            prefix = pipeline.vendor.prefix
            if path == prefix or path.startswith(prefix + "/"):
                refusal = _refusal(pipeline.vendor, error, path)
                return _response(pipeline.run_unrouted(request.environ, path, refusal))
        text, headers = _plain_refusal(error, path, [vendor.prefix for vendor in vendors])
        status = error.code or 500
        return plain_response(sandboxes, {"error": text}, status, started=time.perf_counter(), headers=headers)

    app.register_error_handler(HTTPException, unrouted)


def _bind(app: RawPathFlask, pipeline: Pipeline, operation: Operation) -> None:
    vendor = pipeline.vendor
    rule = flask_rule(vendor.prefix, operation.path)
    endpoint = f"{vendor.name}.{operation.id}"
    app.add_url_rule(
        rule,
        endpoint,
        _view(pipeline, operation),
        methods=[operation.method],
        provide_automatic_options=False,
    )
    for bound in app.url_map.iter_rules(endpoint):
        # Werkzeug adds HEAD to GET; no vendor documents it.
        if bound.methods is not None and operation.method != "HEAD":
            bound.methods.discard("HEAD")


def _view(pipeline: Pipeline, operation: Operation) -> Callable[..., Response]:
    def view(**path: Any) -> Response:
        environ = request.environ
        return _response(pipeline.run(environ, raw_path(environ), operation, path))

    return view


def _response(exchange: Exchange) -> Response:
    return Response(exchange.response_body, exchange.status, dict(exchange.response_headers))


def _plain_refusal(error: HTTPException, path: str, prefixes: list[str]) -> tuple[str, dict[str, str]]:
    """Where no vendor is concerned: what was wrong, and what there is."""
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return f"{request.method} is not allowed on {path}; allowed: {allowed}", {"allow": allowed}
    if isinstance(error, NotFound):
        return f"nothing is served at {path}; there are: {', '.join(prefixes)}, /_mock", {}
    return f"{error.code} {error.name}", {}


def _refusal(vendor: Vendor, error: HTTPException, path: str) -> DomainError:
    if isinstance(error, MethodNotAllowed):
        return WrongMethod(vendor.rules.wrong_method, request.method, path, sorted(error.valid_methods or ()))
    return UnknownRoute(vendor.rules.unknown_route, request.method, path)
