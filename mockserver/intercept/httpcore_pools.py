"""httpcore's pools, which httpx is built on, sync and async.

The pool is asked for the mock's origin in place of the vendor's: it never lends a connection to the one for
a request to the other, and it opens a plain one, over which HTTP/2 is not negotiated.
"""

from __future__ import annotations

from functools import partial
from types import ModuleType
from typing import Any

from mockserver.intercept.patches import Patches
from mockserver.intercept.routes import Address, address_of, in_force


def cover(patches: Patches, module: ModuleType) -> None:
    patches.put(module.ConnectionPool, "handle_request", partial(_handle, module))
    patches.put(module.AsyncConnectionPool, "handle_async_request", partial(_handle, module))
    for pool in ("ConnectionPool", "HTTPProxy", "SOCKSProxy"):
        patches.put(getattr(module, pool), "create_connection", partial(_create, module.HTTPConnection))
        patches.put(getattr(module, f"Async{pool}"), "create_connection", partial(_create, module.AsyncHTTPConnection))


def _handle(module: Any, original: Any, pool: Any, request: Any) -> Any:
    url = request.url
    address = address_of(url.host, url.origin.port)
    if address is not None:
        to = module.URL(scheme=b"http", host=address.host.encode("ascii"), port=address.port, target=url.target)
        request = module.Request(
            request.method, to, headers=request.headers, content=request.stream, extensions=request.extensions
        )
    return original(pool, request)


def _create(connection: Any, original: Any, pool: Any, origin: Any) -> Any:
    """A connection to a mock goes straight to it, past the pool's proxy, and speaks HTTP/1.1."""
    if not any((origin.scheme, origin.host, origin.port) == _parts(route.address) for route in in_force()):
        return original(pool, origin)
    kept = {"keepalive_expiry": None, "retries": 0, "network_backend": None, "socket_options": None}
    return connection(origin, **{name: getattr(pool, f"_{name}", default) for name, default in kept.items()})


def _parts(address: Address) -> tuple[bytes, bytes, int]:
    return b"http", address.host.encode("ascii"), address.port
