"""Binds the control calls to the Flask app."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from flask import Response, request

from mockserver.control.call import ControlAnswer
from mockserver.control.errors import ERROR_HEADER, STATUS_OF, ControlError
from mockserver.control.route import Route
from mockserver.control.routes import PREFIX, ROUTES
from mockserver.core.decoding import BODY_LIMIT
from mockserver.core.json_body import NotJson, decode_json
from mockserver.core.sandboxes import Sandboxes
from mockserver.edge.binding import add_route
from mockserver.edge.paths import flask_rule
from mockserver.edge.plain import plain_response
from mockserver.edge.raw_path_flask import RawPathFlask


def bind_control(app: RawPathFlask, sandboxes: Sandboxes, token: str | None) -> None:
    """Serve every control call below ``/_mock``; with *token* only to those who bear it."""
    for route in ROUTES:
        add_route(
            app, flask_rule(PREFIX, route.path), f"control.{route.id}", route.method, _view(route, sandboxes, token)
        )


def _view(route: Route, sandboxes: Sandboxes, token: str | None) -> Callable[..., Response]:
    def view(**path: Any) -> Response:
        started = time.perf_counter()
        headers: dict[str, str] = {}
        try:
            if not route.open:
                _check_token(token)
            answer = route.answer(sandboxes, _base_url(), path, _query(), _body())
        except ControlError as error:
            answer = ControlAnswer({"error": str(error)}, error.status)
        except tuple(STATUS_OF) as error:
            answer = ControlAnswer({"error": str(error)}, STATUS_OF[type(error)])
            headers[ERROR_HEADER] = type(error).__name__
        return plain_response(
            sandboxes,
            answer.body,
            answer.status,
            started=started,
            api="control",
            operation=f"control.{route.id}",
            content_type=answer.content_type,
            headers=headers,
        )

    return view


def _check_token(token: str | None) -> None:
    given = request.headers.get("Authorization", "")
    if token is not None and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise ControlError(401, "this server's control calls need 'Authorization: Bearer <control token>'")


def _base_url() -> str:
    """The server as the caller names it. Taken as it came: Docker's names may hold what Werkzeug refuses."""
    environ = request.environ
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return f"{environ['wsgi.url_scheme']}://{host}"


def _query() -> Mapping[str, str]:
    raw: dict[str, str] = {}
    for name, value in parse_qsl(request.environ["QUERY_STRING"], keep_blank_values=True):
        if name in raw:
            raise ControlError(400, f"{name}: stands in the query twice")
        raw[name] = value
    return raw


def _body() -> Any:
    # Any content type will do: `curl -d '{"seconds": 42}'` should just work.
    raw = request.get_data(parse_form_data=False)
    if len(raw) > BODY_LIMIT:
        raise ControlError(400, f"body: must have at most {BODY_LIMIT} bytes")
    try:
        return decode_json(raw) if raw.strip() else {}
    except NotJson as error:
        raise ControlError(400, str(error)) from None
