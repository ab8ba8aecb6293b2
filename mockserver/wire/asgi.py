"""Calls a WSGI app inline in an ASGI server's event loop."""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable
from functools import lru_cache
from typing import Any

Environ = dict[str, Any]
WsgiAnswer = tuple[int, list[tuple[bytes, bytes]], bytes]
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class InlineWsgi:
    """An ASGI app around *app*, which runs in the loop itself and must not block there.

    What *may_block* is true of runs in a thread of its own instead.

    Of a body, *body_limit* + 1 bytes at most are kept, so that the app can see that it is too large;
    the rest is read and thrown away, for a client that is still sending does not read an answer.
    """

    def __init__(self, app: WsgiApp, body_limit: int, may_block: Callable[[Environ], bool] | None = None) -> None:
        self._app = app
        self._keep = body_limit + 1
        self._may_block = may_block

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        body = await self._read(receive)
        if body is None:
            return
        environ = _environ(scope, body)
        call = _in_thread if self._may_block is not None and self._may_block(environ) else _inline
        status, headers, content = await call(lambda: self._call(environ))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

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

    def _call(self, environ: Environ) -> WsgiAnswer:
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., None]:
            started[:] = [status, headers]
            return _refuse_write

        chunks = self._app(environ, start_response)
        try:
            content = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        status, headers = started
        encoded = [(_header_name(name), value.encode("latin-1")) for name, value in headers]
        return int(status[:3]), encoded, content


async def _inline(work: Callable[[], WsgiAnswer]) -> WsgiAnswer:
    return work()


async def _in_thread(work: Callable[[], WsgiAnswer]) -> WsgiAnswer:
    """In a thread that keeps neither the loop nor the process from ending, as an executor's would."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[WsgiAnswer] = loop.create_future()

    def run() -> None:
        try:
            settle, result = answer.set_result, work()
        except BaseException as error:  # noqa: BLE001  # whatever it is, the waiting call gets it
            settle, result = answer.set_exception, error  # type: ignore[assignment]  # the two go together
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(lambda: None if answer.done() else settle(result))

    threading.Thread(target=run, name="mockserver blocking call", daemon=True).start()
    return await answer


def _refuse_write(data: bytes) -> None:
    raise RuntimeError("the write() callable of PEP 3333 is not served; return the body instead")


def _environ(scope: dict[str, Any], body: bytes) -> dict[str, Any]:
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
