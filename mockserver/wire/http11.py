"""HTTP/1.1 and nothing else: an offer to upgrade is passed over, and what is answered at once leaves at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from mockserver.wire.asgi import InlineWsgi
from mockserver.wire.connection import EXTENSION
from mockserver.wire.departure import Encoded, Send
from mockserver.wire.unreadable import RenderUnreadable, Unreadable, as_bytes, render_plainly
from mockserver.wire.upgrade import head_again, parser_after_head


class Http11(HttpToolsProtocol):
    """Uvicorn's protocol, which loses the body of a request that offers an upgrade.

    Java's own client offers HTTP/2 with each of its requests.

    It runs a task for each request, too, and writes the head of a response before its body. A request to an InlineWsgi
    that has come whole is answered here and now instead, and in one piece, where its app needs to wait for nothing.

    The scope of each request bears the protocol itself, below EXTENSION, for a Connection to be made
    from. ``running`` is the request that is being answered, which others may wait behind; ``watchers``
    are called when the connection is lost. What is no HTTP is answered as *render* says, after the
    answers to what was sent before it.
    """

    def __init__(self, *args: Any, render: RenderUnreadable = render_plainly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.watchers: set[Callable[[], None]] = set()
        self.running: RequestResponseCycle | None = None
        self.url = b""
        self._extensions: dict[str, Any] = {EXTENSION: self}
        self._render = render
        self._unreadable: Unreadable | None = None
        self._reading = False
        self._begun: tuple[RequestResponseCycle, Any] | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._unset_keepalive_if_required()  # else it would hold a connection that was reset until its time is over
        if self.running is not None and not self.running.response_complete:
            # Uvicorn tells only the request that came last.
            self.running.disconnected = True
            self.running.message_event.set()
        self._extensions, self._begun = {}, None  # else the connection would hold itself
        for listener in tuple(self.watchers):
            listener()

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        if self._unreadable is not None:
            return
        unreadable = None
        self._reading = True
        try:
            self._feed(data)
        except httptools.HttpParserError as error:
            unreadable = Unreadable.of(error, self.url, data)
        self._reading = False
        self._begin()
        if unreadable is not None:
            self._unreadable = unreadable
            self._refuse_in_turn()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self.scope["extensions"] = self._extensions
        if not self.pipeline:
            self.running = self.cycle

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        if self._reading:
            self._begun = cycle, app  # its body may have come with its head
        else:
            super()._start_asgi_task(cycle, app)

    def _begin(self) -> None:
        """Answer the request whose head has been read, once its body has come, or has to be asked for."""
        if self._begun is None:
            return
        cycle, app = self._begun
        inline = isinstance(app, InlineWsgi) and not (cycle.waiting_for_100_continue or self.flow.write_paused)
        if inline and cycle.more_body and len(cycle.body) <= HIGH_WATER_LIMIT:  # of more, nothing is read unasked
            return
        self._begun = None
        if inline and not cycle.more_body:
            self._answer(cycle, app)
        else:
            super()._start_asgi_task(cycle, app)

    def _answer(self, cycle: RequestResponseCycle, app: InlineWsgi) -> None:
        body, cycle.body = bytes(cycle.body), bytearray()  # else it would lie with the connection until the next one
        try:
            answered = app.answer(dict(cycle.scope), body)
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

    def on_message_complete(self) -> None:
        # At an upgrade the parser takes the head for the whole message; the body is still to come.
        if not self.parser.should_upgrade():
            super().on_message_complete()

    def on_response_complete(self) -> None:
        if self.pipeline:
            self.running = self.pipeline[-1][0]
            super().on_response_complete()
        else:
            super().on_response_complete()
            if self._unreadable is not None:
                self._refuse()

    def _refuse_in_turn(self) -> None:
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            self._refuse()
        elif cycle.scope is self.scope:  # its own body is what cannot be read
            if self.pipeline:
                self.pipeline.popleft()
            else:
                self._refuse()

    def _refuse(self) -> None:
        if self._unreadable is not None and not self.transport.is_closing():
            self.transport.write(as_bytes(self._render(self._unreadable)))
            self.transport.close()

    def _feed(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._go_on_with(data[upgrade.args[0] :])

    def _go_on_with(self, rest: bytes) -> None:
        """Read *rest*, which begins with the body of the request whose head was read."""
        head = head_again(self.parser.get_method(), self.headers, keep_alive=self.cycle.keep_alive)
        self.parser = parser_after_head(self)
        self._feed(head)
        if rest:
            self._feed(rest)


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
