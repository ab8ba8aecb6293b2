"""The bytes of requests, read as the server reads them, without a socket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import httptools

from mockserver.wire.asgi import Environ, environ_of
from mockserver.wire.unreadable import Unreadable
from mockserver.wire.upgrade import head_again, parser_after_head


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, whole. ``keep_alive`` is what its client wants of the connection."""

    method: str
    path: bytes
    query: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes
    keep_alive: bool

    def environ(self) -> Environ:
        """PEP 3333's."""
        scope: dict[str, Any] = {
            "method": self.method,
            "raw_path": self.path,
            "path": unquote(self.path.decode("ascii")),
            "query_string": self.query,
            "http_version": "1.1",
            "scheme": "http",
            "headers": self.headers,
        }
        return environ_of(scope, self.body)


class RequestReader:
    """Reads one request after the other, for a client that waits for each answer. Of a body, *most* bytes are kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._asked: Asked | None = None
        self._over = False
        self.on_message_begin()
        self._parser = httptools.HttpRequestParser(self)

    def feed(self, data: bytes) -> Asked | Unreadable | None:
        """Take *data*; answers the request that it ends, or why it is no HTTP. What follows that is passed over."""
        if self._over:
            return None
        try:
            self._feed(data)
        except httptools.HttpParserError as error:
            self._over = True
            return Unreadable.of(error, self._url, data)
        asked, self._asked = self._asked, None
        return asked

    def _feed(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._parser = parser_after_head(self)
            self._feed(head_again(self._method, self._headers, keep_alive=self._keep_alive))
            if rest := data[upgrade.args[0] :]:
                self._feed(rest)

    # What the parser calls

    def on_message_begin(self) -> None:
        self._method = self._url = self._path = self._query = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._body = bytearray()
        self._keep_alive = False

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        target = httptools.parse_url(self._url)
        self._method, self._path, self._query = self._parser.get_method(), target.path, target.query or b""
        self._keep_alive = self._parser.get_http_version() != "1.0" and self._parser.should_keep_alive()

    def on_body(self, body: bytes) -> None:
        if len(self._body) < self._most:
            self._body += body

    def on_message_complete(self) -> None:
        if self._parser.should_upgrade():
            return  # the body is still to come
        body = bytes(self._body[: self._most])
        method = self._method.decode("ascii")
        self._asked = Asked(method, self._path, self._query, self._headers, body, self._keep_alive)
