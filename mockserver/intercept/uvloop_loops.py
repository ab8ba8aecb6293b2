"""uvloop looks hosts up without the socket module."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from mockserver.intercept.patches import Patches
from mockserver.intercept.routes import refuse


def cover(patches: Patches, module: ModuleType) -> None:
    patches.put(module.Loop, "getaddrinfo", _look_up)
    patches.put(module.Loop, "create_connection", _create_connection)


def _look_up(original: Any, loop: Any, host: Any, *args: Any, **kwargs: Any) -> Any:
    refuse(host, "asyncio")
    return original(loop, host, *args, **kwargs)


def _create_connection(original: Any, loop: Any, factory: Any, host: Any = None, *args: Any, **kwargs: Any) -> Any:
    refuse(host, "asyncio")
    return original(loop, factory, host, *args, **kwargs)
