"""Calls a WSGI app inline in an ASGI server's event loop."""

from __future__ import annotations

import io
import sys
from collections.abc import Awaitable, Callable, Iterable
from functools import lru_cache, partial
from typing import Any

from mockserver.core.hold import SLOT, Hold, WireSlot
from mockserver.core.wire_plan import Reply
from mockserver.wire.blocking import in_thread
from mockserver.wire.connection import EXTENSION, Connection
from mockserver.wire.departure import Encoded, Send, leave_by
from mockserver.wire.waits import Waits

Environ = dict[str, Any]
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
AsgiApp = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


class InlineWsgi:
    """An ASGI app around *app*, which runs in the loop itself and must not block there.

    What *may_block* is true of runs in a thread of its own instead.

    Of a body, *body_limit* + 1 bytes at most are kept, so that the app can see that it is too large;
    the rest is read and thrown away, for a client that is still sending does not read an answer.

    Below SLOT of its environ the app finds a WireSlot. A plan that it puts there is how its response
    leaves. Where it puts a hold its response is passed over: the call waits, and goes on from there.
    """

    def __init__(self, app: WsgiApp, body_limit: int, may_block: Callable[[Environ], bool] | None = None) -> None:
        self._app = app
        self._keep = body_limit + 1
        self._may_block = may_block
        self.waits = Waits()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        body = await self._read(receive)
        if body is None:
            return
        answered = self.answer(scope, body)
        if isinstance(answered, Encoded):
            await answered.leave(send)
        else:
            await answered(scope, receive, send)

    def answer(self, scope: dict[str, Any], body: bytes) -> Encoded | AsgiApp:
        """Call the app; what it answers, where that may leave at once, or else what there is to be done yet."""
        environ = environ_of(scope, body[: self._keep])
        environ[SLOT] = slot = WireSlot()
        if self._may_block is not None and self._may_block(environ):
            return partial(self._answer_in_thread, environ, slot)
        response = call_wsgi(self._app, environ)
        if slot.hold is None and slot.plan is None:
            return response
        return partial(self._leave_otherwise, response, slot)

    async def _answer_in_thread(
        self, environ: Environ, slot: WireSlot, scope: dict[str, Any], receive: Receive, send: Send
    ) -> None:
        response = await in_thread(lambda: call_wsgi(self._app, environ))
        if slot.hold is None and slot.plan is None:
            await response.leave(send)
        else:
            await self._leave_otherwise(response, slot, scope, receive, send)

    async def _leave_otherwise(
        self, response: Encoded, slot: WireSlot, scope: dict[str, Any], _: Receive, send: Send
    ) -> None:
        connection, plan = Connection(scope["extensions"][EXTENSION]), slot.plan
        if slot.hold is not None:
            reply = await self._held(slot.hold)
            if reply is None:
                connection.close()
                return
            response, plan = encoded(reply), reply.plan
        if plan is None:
            await response.leave(send)
        else:
            # Uvicorn leaves out the body that answers a HEAD; the time that it takes is left out here.
            whole = response if scope["method"] != "HEAD" else response._replace(body=b"")
            await leave_by(plan, whole, send, connection, self.waits)

    async def _held(self, hold: Hold) -> Reply | None:
        """What the call answers in the end; None when the server stops before."""
        while await self.waits.wait(hold.seconds, until=hold.until):
            outcome = hold.resume()
            if isinstance(outcome, Reply):
                return outcome
            hold = outcome
        return None

    async def _read(self, receive: Receive) -> bytes | None:
        """The body; None when the client went away before its end, so that half a request does nothing."""
        kept = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            if len(kept) < self._keep:
                kept += message.get("body", b"")
            if not message.get("more_body"):
                return bytes(kept[: self._keep])


def call_wsgi(app: WsgiApp, environ: dict[str, Any]) -> Encoded:
    """What *app* answers, read to its end."""
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., None]:
        started[:] = [status, headers]
        return _refuse_write

    chunks = app(environ, start_response)
    try:
        content = b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    status, headers = started
    return Encoded(int(status[:3]), _encoded_headers(headers), content)


def encoded(reply: Reply) -> Encoded:
    return Encoded(reply.status, _encoded_headers(reply.headers), reply.body)


def _encoded_headers(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(_header_name(name), value.encode("latin-1")) for name, value in headers]


def _refuse_write(data: bytes) -> None:
    raise RuntimeError("the write() callable of PEP 3333 is not served; return the body instead")


def environ_of(scope: dict[str, Any], body: bytes) -> dict[str, Any]:
    """PEP 3333's environ, with REQUEST_URI as it came."""
    raw_path: bytes = scope["raw_path"]
    query = scope["query_string"].decode("latin-1")
    target = raw_path.decode("latin-1")
    host, port = scope.get("server") or ("localhost", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": f"{target}?{query}" if query else target,
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if scope.get("client"):
        environ["REMOTE_ADDR"] = scope["client"][0]
    for raw_name, raw_value in scope["headers"]:
        key, value = _environ_key(raw_name), raw_value.decode("latin-1")
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


@lru_cache(maxsize=512)
def _environ_key(name: bytes) -> str:
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


@lru_cache(maxsize=512)
def _header_name(name: str) -> bytes:
    return name.lower().encode("latin-1")
