"""httpcore's pools, which httpx is built on, sync and async.

For a vendor's origin a pool makes a connection that goes straight to the mock, past its proxy, over a network
backend that knows one address and no TLS: thus by HTTP/1.1. Of the connections that it has, a pool asks each
which origin it is good for; that is where those to the vendor and those to the mock are kept apart.
Above this, libraries that stub httpx work as always.
"""

from __future__ import annotations

import ssl
from functools import partial
from types import ModuleType
from typing import Any

from mockserver.intercept.patches import Patches
from mockserver.intercept.routes import Address, address_of

_KEPT = ("keepalive_expiry", "retries", "socket_options")
"""What a pool was told of its connections and that holds for one to the mock too; older ones know less."""

_PLACES = (
    ("connection", "HTTPConnection"),
    ("http_proxy", "ForwardHTTPConnection"),
    ("http_proxy", "TunnelHTTPConnection"),
    ("socks_proxy", "Socks5Connection"),
)


def cover(patches: Patches, module: ModuleType) -> None:
    for prefix, folder in (("", "_sync"), ("Async", "_async")):
        make = partial(_create, getattr(module, f"{prefix}HTTPConnection"))
        for pool in ("ConnectionPool", "HTTPProxy", "SOCKSProxy"):
            patches.put(getattr(module, prefix + pool), "create_connection", make)
        for place, connection in _PLACES:
            within = getattr(getattr(module, folder, None), place, None)
            patches.put(getattr(within, prefix + connection, None), "can_handle_request", _real_can_handle)


def _create(connection: Any, original: Any, pool: Any, origin: Any) -> Any:
    address = address_of(origin.host, origin.port)
    if address is None:
        return original(pool, origin)
    kept = {name: getattr(pool, f"_{name}") for name in _KEPT if hasattr(pool, f"_{name}")}
    backend = _LeadsTo(address, pool._network_backend)  # noqa: SLF001  # it may be the caller's own
    to_mock = connection(origin, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), network_backend=backend, **kept)
    to_mock.can_handle_request = lambda asked: asked == origin and address_of(asked.host, asked.port) == address
    return to_mock


def _real_can_handle(original: Any, connection: Any, origin: Any) -> bool:
    return bool(original(connection, origin)) and address_of(origin.host, origin.port) is None


class _LeadsTo:
    """A network backend, sync or async as the one below, whose connections all lead to the mock."""

    def __init__(self, address: Address, below: Any) -> None:
        self._address = address
        self._below = below

    def __getattr__(self, name: str) -> Any:
        return getattr(self._below, name)

    def connect_tcp(self, host: str, port: int, **options: Any) -> Any:
        opened = self._below.connect_tcp(self._address.host, self._address.port, **{**options, "local_address": None})
        return _opened(opened) if hasattr(opened, "__await__") else _Plain(opened)


async def _opened(opening: Any) -> _PlainAsync:
    return _PlainAsync(await opening)


class _Plain:
    """A stream to the mock, which stays plain where TLS would begin."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def start_tls(self, *args: Any, **kwargs: Any) -> Any:
        return self


class _PlainAsync(_Plain):
    async def start_tls(self, *args: Any, **kwargs: Any) -> Any:
        return self
