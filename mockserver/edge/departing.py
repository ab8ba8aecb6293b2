"""The response of a call that leaves by a plan, or that waits before it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Response

from mockserver.core.hold import Hold
from mockserver.core.wire_plan import Reply
from mockserver.edge.waiting import respond

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class DepartingResponse(Response):
    """Flask hands it on as it stands; :func:`respond` does the rest when the server calls it."""

    def __init__(self, outcome: Reply | Hold) -> None:
        super().__init__(status=outcome.status if isinstance(outcome, Reply) else None)
        self._outcome = outcome

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return respond(environ, start_response, self._outcome)
