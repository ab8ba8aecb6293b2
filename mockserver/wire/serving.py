"""Uvicorn that starts and stops at once."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

import uvicorn

from mockserver.wire.asgi import InlineWsgi
from mockserver.wire.http11 import Http11
from mockserver.wire.unreadable import RenderUnreadable, render_plainly

GRACE = 0.25
"""Seconds that open answers get when the server stops."""


class PromptServer(uvicorn.Server):
    """Waits for events where uvicorn looks every tenth of a second.

    ``ready`` is set, and *when_ready* called, when connections are taken and signals heard.
    *render* makes the answer to what is no HTTP. :meth:`stop` may be called from any thread.
    """

    def __init__(
        self,
        app: InlineWsgi,
        *,
        handle_signals: bool,
        when_ready: Callable[[], None] | None = None,
        render: RenderUnreadable = render_plainly,
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=cast(Any, partial(Http11, render=render)),  # uvicorn only calls it
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                date_header=False,  # the app dates its answers by the sandbox's clock
                timeout_keep_alive=75,
            )
        )
        self._app = app
        self.ready = threading.Event()
        self._handle_signals = handle_signals
        self._when_ready = when_ready
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None

    def stop(self) -> None:
        if self._loop is not None and self._stopping is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: it has stopped already
                self._loop.call_soon_threadsafe(self._stopping.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        if self._handle_signals:
            for number in (signal.SIGINT, signal.SIGTERM):
                self._listen_for(number, self._stopping)
        await super().startup(sockets)
        await self.on_tick(0)  # sets the default headers
        self.ready.set()
        if self._when_ready is not None:
            self._when_ready()

    def _listen_for(self, number: signal.Signals, stopping: asyncio.Event) -> None:
        try:
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: self.stop())

    async def main_loop(self) -> None:
        assert self._stopping is not None, "startup() makes it"
        await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        deadline = asyncio.get_running_loop().time() + GRACE
        while self.server_state.connections and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.005)
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        # Likewise what is held or delayed. A call whose client is gone ends by itself: it is told so at its next step.
        self._app.waits.end()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=GRACE)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # Uvicorn raises a caught signal again when it has stopped; ending by one is success here.
        yield


def on_real_time(loop: asyncio.AbstractEventLoop) -> asyncio.AbstractEventLoop:
    """Keep a test's ``freeze_time`` away from *loop*: a loop whose time stands still wakes nobody up."""
    if isinstance(loop, asyncio.BaseEventLoop):  # uvloop has a clock of its own
        freezegun = sys.modules.get("freezegun.api")
        monotonic = time.monotonic if freezegun is None else freezegun.real_monotonic
        setattr(loop, "time", monotonic)  # noqa: B010  # an assignment to a method, which mypy refuses
    return loop


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 picks a free one.

    Raises:
        OSError: the port is taken, the host unknown or not ours.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener
