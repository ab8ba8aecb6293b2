"""MockServer: the app on a real port."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from mockserver.app import create_app, open_sandboxes
from mockserver.control.routes import may_block
from mockserver.core.decoding import BODY_LIMIT
from mockserver.core.hosts import is_loopback
from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import DEFAULT_ID, Sandboxes
from mockserver.delivery.sender import TIMEOUT, HttpSender
from mockserver.edge.unreadable import unreadable_reply
from mockserver.handle import SandboxHandle, option_fields
from mockserver.handles.local_channel import LocalChannel
from mockserver.wire.asgi import InlineWsgi
from mockserver.wire.serving import PromptServer, bind, on_real_time

STARTUP_SECONDS = 10
"""How long a server in a thread may take before its start counts as failed."""


def event_loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """uvloop's loops where it is installed, else asyncio's own."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


class OpenControl(ValueError):
    """An address that others reach was asked for, without a control token."""


class MockServer:
    """Serves sandboxes on a real socket, from a thread or from the calling one.

    ``port`` 0 picks a free one. Webhooks go to loopback, and to what *webhook_allow* names: hosts,
    addresses, networks in CIDR notation. A receiver has *webhook_timeout* seconds for its answer;
    *webhook_ca* is a PEM file of certificate authorities to trust besides the machine's. All three are
    for the sandboxes that the server makes itself. A context manager that starts and stops the thread::

        with MockServer() as server:
            requests.get(server.default.warpware.url + "/version", headers=server.default.warpware.headers())
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        sandboxes: Sandboxes | None = None,
        control_token: str | None = None,
        open_control: bool = False,
        loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
        webhook_timeout: float = TIMEOUT,
        webhook_allow: Sequence[str] = (),
        webhook_ca: str | Path | None = None,
    ) -> None:
        """Raises:
        OpenControl: others could reach *host*, and the control calls need no token.
        BadTarget, BadAuthority, ValueError: what is said of webhooks is none of what it should be.
        """
        if not (is_loopback(host) or control_token or open_control):
            raise OpenControl(f"on {host} others could control this server; it needs a control token, or open control")
        self._host = host
        self._port = port
        self._control_token = control_token
        self._loop_factory = loop_factory or event_loop_factory()
        self._thread: threading.Thread | None = None
        self._server: PromptServer | None = None
        self._listener: socket.socket | None = None
        if sandboxes is not None and (webhook_timeout != TIMEOUT or webhook_allow or webhook_ca):
            raise TypeError(
                "webhook_timeout, webhook_allow and webhook_ca are for a server that makes its own sandboxes"
            )
        if sandboxes is None:
            sender = HttpSender(timeout=webhook_timeout, allow=webhook_allow, authority=webhook_ca)
            sandboxes = open_sandboxes(SandboxOptions(profile="empty"), sender=sender)
        self.sandboxes = sandboxes

    def __repr__(self) -> str:
        return f"<MockServer {self.url if self._listener else 'not started'}>"

    def __enter__(self) -> MockServer:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """``http://127.0.0.1:54321``, without a slash at the end. Raises RuntimeError before the start."""
        if self._listener is None:
            raise RuntimeError("the server has no address before start()")
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    @property
    def default(self) -> SandboxHandle:
        return SandboxHandle(LocalChannel(self.sandboxes, self.url), DEFAULT_ID)

    def sandbox(self, **options: Any) -> SandboxHandle:
        """Make a sandbox; *options* are SandboxOptions' fields, ``now`` also as a date or ISO 8601 text, ``faults``
        also as the name of a script or a list of rules as they are written.

        Raises:
            TypeError: an option does not exist.
            BadOption: a value is none of its option's kind.
            UnknownProfile, UnknownReading, BadLimits, BadAutopilot, BadRule, ClockError: an option's value does not.
        """
        made = self.sandboxes.create(self.sandboxes.options(**option_fields(options, self.sandboxes.vendors)))
        return SandboxHandle(LocalChannel(self.sandboxes, self.url), made.id)

    def promise(self, made: SandboxOptions | None = None, /, **options: Any) -> SandboxHandle:
        """As :meth:`sandbox`, by *options* or by ones that are *made* already, and made at its first use: the time at
        which it begins is the time then.

        Raises: as sandbox() does, and TypeError where both are given.
        """
        if made is not None and options:
            raise TypeError(f"options that are made already take no others beside them: {', '.join(options)}")
        if made is None:
            made = self.sandboxes.options(**option_fields(options, self.sandboxes.vendors))
        return SandboxHandle(LocalChannel(self.sandboxes, self.url), self.sandboxes.promise(made))

    def listen(self) -> None:
        """Take the port, without answering yet.

        Raises:
            OSError: it is taken, or the host is not ours.
        """
        if self._listener is None:
            self._listener = bind(self._host, self._port)
            self._port = self._listener.getsockname()[1]

    def start(self) -> None:
        """Serve from a thread; returns when connections are taken.

        Raises:
            OSError: the port is taken, or the host is not ours.
            RuntimeError: it runs already, or did not come up.
        """
        if self._thread is not None:
            raise RuntimeError("the server runs already")
        server = self._prepare(handle_signals=False)
        self._thread = threading.Thread(target=self._run, args=(server,), name="mockserver", daemon=True)
        self._thread.start()
        if not server.ready.wait(STARTUP_SECONDS):
            raise RuntimeError(f"the server did not come up within {STARTUP_SECONDS} seconds")

    def serve(self, when_ready: Callable[[], None] | None = None) -> None:
        """Serve from this thread, the main one, until SIGINT or SIGTERM. Raises OSError as start() does.

        *when_ready* is called when the server answers, and ends by a signal.
        """
        self._run(self._prepare(handle_signals=True, when_ready=when_ready))
        self.sandboxes.courier.stop()

    def stop(self) -> None:
        """End the thread and give back the port; open answers get a quarter of a second.

        Deliveries that are pending stay so; what is in flight is not waited for.
        """
        self.sandboxes.courier.stop()
        if self._thread is not None and self._server is not None:
            self._server.stop()
            self._thread.join()
        if self._listener is not None:
            self._listener.close()
        self._thread = self._server = self._listener = None

    def _prepare(self, *, handle_signals: bool, when_ready: Callable[[], None] | None = None) -> PromptServer:
        app = create_app(self.sandboxes, control_token=self._control_token)
        self.listen()
        self._server = PromptServer(
            InlineWsgi(app, BODY_LIMIT, may_block),
            handle_signals=handle_signals,
            when_ready=when_ready,
            render=lambda unreadable: unreadable_reply(self.sandboxes.vendors, unreadable.target, unreadable.reason),
        )
        self.sandboxes.courier.start()
        return self._server

    def _run(self, server: PromptServer) -> None:
        assert self._listener is not None, "listen() made it"
        with asyncio.Runner(loop_factory=lambda: on_real_time(self._loop_factory())) as runner:
            runner.run(server.serve(sockets=[self._listener]))
