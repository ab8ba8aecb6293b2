"""A request that has come whole is answered here and now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from mockserver.wire.asgi import InlineWsgi
from mockserver.wire.departure import Encoded, Send


class AtOnce(HttpToolsProtocol):
    """Uvicorn's protocol, which runs a task for each request, and writes the head of a response before its body.

    A request to an InlineWsgi that has come whole is answered without a task, and in one piece, where its app has to
    wait for nothing; all others go uvicorn's way.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reading = False
        self._unanswered: tuple[RequestResponseCycle, Any] | None = None
        """The request whose head was read last, and its app, while its body may still come."""

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._unanswered = None  # else the connection would hold itself

    def take(self, feed: Callable[[], None]) -> None:
        """Have *feed* give the parser what has come, and answer what it was. Raises what *feed* raises."""
        self._reading = True
        try:
            feed()
        finally:
            self._reading = False
            self._answer_if_whole()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        if self._reading:
            self._unanswered = cycle, app  # its body may have come with its head
        else:
            super()._start_asgi_task(cycle, app)

    def _answer_if_whole(self) -> None:
        """Once its body has come, or has to be asked for."""
        if self._unanswered is None:
            return
        cycle, app = self._unanswered
        inline = isinstance(app, InlineWsgi) and not (cycle.waiting_for_100_continue or self.flow.write_paused)
        if inline and cycle.more_body and len(cycle.body) <= HIGH_WATER_LIMIT:  # of more, nothing is read unasked
            return
        self._unanswered = None
        if inline and not cycle.more_body:
            self._answer(cycle, app)
        else:
            super()._start_asgi_task(cycle, app)

    def _answer(self, cycle: RequestResponseCycle, app: InlineWsgi) -> None:
        body, cycle.body = bytes(cycle.body), bytearray()  # else it would lie with the connection until the next one
        try:
            answered = app.answer(cast(dict[str, Any], cycle.scope), body)
        except BaseException as error:  # noqa: BLE001  # uvicorn logs it and answers 500, and the loop lives on
            super()._start_asgi_task(cycle, _raising(error))
            return
        if isinstance(answered, Encoded) and answered.ends_by_itself(cycle.scope["method"]):
            self._leave(cycle, answered)
            return
        self.flow.resume_reading()  # though others are sent ahead: a client that goes away is noticed so
        left: Any = _leaving(answered) if isinstance(answered, Encoded) else answered
        super()._start_asgi_task(cycle, left)

    def _leave(self, cycle: RequestResponseCycle, response: Encoded) -> None:
        cycle.response_started = cycle.response_complete = True
        cycle.on_response = _nothing  # else the request would hold the connection
        self.transport.write(response.as_bytes(cycle.scope["method"], keep_alive=cycle.keep_alive))
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()


def _raising(error: BaseException) -> Any:
    async def app(*_: Any) -> None:
        raise error

    return app


def _leaving(response: Encoded) -> Any:
    async def app(scope: Any, receive: Any, send: Send) -> None:
        await response.leave(send)

    return app


def _nothing() -> None:
    pass
