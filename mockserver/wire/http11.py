"""HTTP/1.1 and nothing else: an offer to upgrade is passed over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from mockserver.wire.at_once import AtOnce
from mockserver.wire.connection import EXTENSION
from mockserver.wire.unreadable import RenderUnreadable, Unreadable, as_bytes, render_plainly
from mockserver.wire.upgrade import head_again, parser_after_head


class Http11(AtOnce):
    """Uvicorn's protocol, which loses the body of a request that offers an upgrade.

    Java's own client offers HTTP/2 with each of its requests.

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

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._unset_keepalive_if_required()  # else it would hold a connection that was reset until its time is over
        if self.running is not None and not self.running.response_complete:
            # Uvicorn tells only the request that came last.
            self.running.disconnected = True
            self.running.message_event.set()
        self._extensions = {}  # else the connection would hold itself
        for listener in tuple(self.watchers):
            listener()

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        if self._unreadable is not None:
            return
        try:
            self.take(partial(self._feed, data))
        except httptools.HttpParserError as error:
            self._unreadable = Unreadable.of(error, self.url, data)
            self._refuse_in_turn()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self.scope["extensions"] = self._extensions
        if not self.pipeline:
            self.running = self.cycle

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
