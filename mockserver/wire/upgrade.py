"""An offer to upgrade is passed over, as RFC 9110, 7.8 allows.

The parser takes the head of such a request for the whole message and stops. Another one goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import httptools

_FRAMING = (b"content-length", b"transfer-encoding")


def parser_after_head(callbacks: Any) -> httptools.HttpRequestParser:
    """A parser that tells *callbacks* what comes after a request's head; it is to be fed *head_again* first."""
    parser = httptools.HttpRequestParser(_AfterHead(callbacks))
    parser.set_dangerous_leniencies(lenient_data_after_close=True)
    return parser


def head_again(method: bytes, headers: Iterable[tuple[bytes, bytes]], *, keep_alive: bool) -> bytes:
    """As much of the head as says where the body ends, without the offer. Names of *headers* are in lower case."""
    framing = b"".join(b"%b: %b\r\n" % header for header in headers if header[0] in _FRAMING)
    closing = b"" if keep_alive else b"connection: close\r\n"
    return b"%b / HTTP/1.1\r\nhost: again\r\n%b%b\r\n" % (method, framing, closing)


class _AfterHead:
    """Hands on what a parser finds, except for the first head, which was known already."""

    def __init__(self, callbacks: Any) -> None:
        self._callbacks = callbacks
        self._in_first_head = True

    def on_message_begin(self) -> None:
        if not self._in_first_head:
            self._callbacks.on_message_begin()

    def on_url(self, url: bytes) -> None:
        if not self._in_first_head:
            self._callbacks.on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._in_first_head:
            self._callbacks.on_header(name, value)

    def on_headers_complete(self) -> None:
        if self._in_first_head:
            self._in_first_head = False
        else:
            self._callbacks.on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._callbacks.on_body(body)

    def on_message_complete(self) -> None:
        self._callbacks.on_message_complete()
