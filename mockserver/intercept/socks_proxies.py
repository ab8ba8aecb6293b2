"""PySocks and python-socks, which a client asks by itself for a way through a proxy.

A proxy of SOCKS looks names up itself, so that nobody here would see a vendor's go. What the covered clients do with
such proxies on their own needs nothing of this: they are led to the mock before.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from mockserver.intercept.callers import caller
from mockserver.intercept.patches import Patches
from mockserver.intercept.routes import refuse_through_proxy

PYTHON_SOCKS = tuple(
    f"python_socks.{way}{version}"
    for way in ("sync", "async_.asyncio", "async_.anyio", "async_.trio")
    for version in ("", ".v2")
)
"""The modules that have a ``Proxy``."""


def cover_pysocks(patches: Patches, module: ModuleType) -> None:
    patches.put(module.socksocket, "connect", _connect)


def cover_python_socks(patches: Patches, module: ModuleType) -> None:
    patches.put(module.Proxy, "connect", _connect_through)


def _connect(original: Any, sock: Any, address: Any, *args: Any, **kwargs: Any) -> Any:
    if sock.proxy[0] is not None and isinstance(address, tuple) and len(address) > 1:  # without one it goes straight
        refuse_through_proxy(address[0], address[1], caller())
    return original(sock, address, *args, **kwargs)


def _connect_through(original: Any, proxy: Any, dest_host: Any, dest_port: Any, *args: Any, **kwargs: Any) -> Any:
    refuse_through_proxy(dest_host, dest_port, caller())
    return original(proxy, dest_host, dest_port, *args, **kwargs)
