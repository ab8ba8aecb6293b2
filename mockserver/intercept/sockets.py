"""Whatever looks a vendor's host up by itself is stopped there."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from mockserver.intercept.callers import caller
from mockserver.intercept.patches import Patches
from mockserver.intercept.routes import refuse


def cover(patches: Patches, module: ModuleType) -> None:
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        patches.put(module, name, _look_up)
    for name in ("connect", "connect_ex"):
        patches.put(module.socket, name, _connect)


def _look_up(original: Any, *args: Any, **kwargs: Any) -> Any:
    refuse(args[0] if args else kwargs.get("host"), caller())
    return original(*args, **kwargs)


def _connect(original: Any, sock: Any, address: Any) -> Any:
    if isinstance(address, tuple) and address:
        refuse(address[0], caller())
    return original(sock, address)
