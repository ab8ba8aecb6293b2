"""HTTP/1.1 and nothing else: an offer to upgrade is passed over, as RFC 9110, 7.8 allows."""

from __future__ import annotations

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_FRAMING = (b"content-length", b"transfer-encoding")


class Http11(HttpToolsProtocol):
    """Uvicorn's protocol, which loses the body of a request that offers an upgrade.

    Java's own client offers HTTP/2 with each of its requests. The parser stops at the end of such a
    request's head; another one goes on from there.
    """

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        try:
            self._feed(data)
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")

    def on_message_complete(self) -> None:
        # At an upgrade the parser takes the head for the whole message; the body is still to come.
        if not self.parser.should_upgrade():
            super().on_message_complete()

    def _feed(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._go_on_with(data[upgrade.args[0] :])

    def _go_on_with(self, rest: bytes) -> None:
        """Read *rest*, which begins with the body of the request whose head was read."""
        method = self.parser.get_method()
        framing = b"".join(b"%b: %b\r\n" % header for header in self.headers if header[0] in _FRAMING)
        closing = b"" if self.cycle.keep_alive else b"connection: close\r\n"
        self.parser = httptools.HttpRequestParser(_AfterHead(self))
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self._feed(b"%b / HTTP/1.1\r\nhost: again\r\n%b%b\r\n" % (method, framing, closing))
        if rest:
            self._feed(rest)


class _AfterHead:
    """Hands on what a parser finds, except for the first head, which was known already."""

    def __init__(self, protocol: Http11) -> None:
        self._protocol = protocol
        self._in_first_head = True

    def on_message_begin(self) -> None:
        if not self._in_first_head:
            self._protocol.on_message_begin()

    def on_url(self, url: bytes) -> None:
        if not self._in_first_head:
            self._protocol.on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._in_first_head:
            self._protocol.on_header(name, value)

    def on_headers_complete(self) -> None:
        if self._in_first_head:
            self._in_first_head = False
        else:
            self._protocol.on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._protocol.on_body(body)

    def on_message_complete(self) -> None:
        self._protocol.on_message_complete()
