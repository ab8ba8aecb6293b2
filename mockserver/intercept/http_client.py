"""The standard library's ``http.client``, which urllib.request, urllib3 and requests are built on."""

from __future__ import annotations

import contextlib
import socket
import threading
import weakref
from types import ModuleType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from mockserver.intercept.patches import Patches
from mockserver.intercept.routes import Address, address_of


class _Held(NamedTuple):
    """A connection's socket that leads to a mock."""

    host: str
    address: Address
    sock: socket.socket


_lock = threading.Lock()
_held: weakref.WeakKeyDictionary[Any, _Held] = weakref.WeakKeyDictionary()
_targets: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()


def cover(patches: Patches, module: ModuleType) -> None:
    patches.put(module.HTTPConnection, "connect", connect)
    patches.put(module.HTTPSConnection, "connect", connect)
    patches.put(module.HTTPConnection, "putrequest", _put_request)


def connect(original: Any, connection: Any) -> None:
    """Open a plain socket to the mock where *connection* is for a vendor."""
    host, address = destination(connection)
    if address is None:
        original(connection)
    else:
        connection.sock = _open(connection, host, address)


def destination(connection: Any) -> tuple[str, Address | None]:
    """The host that a connection is for, at the end of its proxy if it has one, and where that leads.

    Raises:
        LeavesTheMachine: what is asked of a vendor's host is not served.
    """
    host, port = connection.host, connection.port
    if getattr(connection, "_tunnel_host", None):
        host, port = connection._tunnel_host, connection._tunnel_port  # noqa: SLF001  # there is no public way to ask
    address = address_of(host, port)
    if address is None and connection in _targets:  # a proxy that takes the whole url: no tunnel
        beyond = urlsplit(_targets[connection])
        host, address = beyond.hostname or "", address_of(beyond.hostname, beyond.port)
    return host, address


def part() -> None:
    """End the connections that lead elsewhere than their host leads now."""
    with _lock:
        gone = [(connection, held) for connection, held in _held.items() if _now(held.host) != held.address]
        for connection, _ in gone:
            del _held[connection]
    for connection, held in gone:
        _hang_up(connection, held.sock)


def _put_request(original: Any, connection: Any, method: str, url: str, *args: Any, **kwargs: Any) -> None:
    """The first that is known of a request: what is open may lead elsewhere, from before or for another host."""
    if url.startswith(("http://", "https://")):
        _targets[connection] = url
    else:
        _targets.pop(connection, None)
    _, wanted = destination(connection)
    held = _held.get(connection)
    if connection.sock is not None and wanted != (held.address if held and held.sock is connection.sock else None):
        connection.sock.close()
        connection.sock = None  # which makes it connect before it sends
    original(connection, method, url, *args, **kwargs)


def _open(connection: Any, host: str, address: Address) -> socket.socket:
    timeout = connection.timeout
    if not (timeout is None or isinstance(timeout, int | float)):  # a library's own word for "none was given"
        timeout = socket.getdefaulttimeout()
    sock = socket.create_connection(address, timeout)  # from wherever: its own address may not reach the mock's
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with _lock:
        _held[connection] = _Held(host, address, sock)
    return sock


def _now(host: str) -> Address | None:
    try:
        return address_of(host)
    except RuntimeError:  # it is not served any more
        return None


def _hang_up(connection: Any, sock: socket.socket) -> None:
    """Whoever reads gets the end of the stream; an idle connection connects anew when it is used again."""
    with contextlib.suppress(OSError):  # the other side, or the client, was faster
        sock.shutdown(socket.SHUT_RDWR)
    idle = getattr(connection, "_HTTPConnection__state", None) == "Idle"
    if idle and connection.sock is sock:
        connection.sock = None
        sock.close()
