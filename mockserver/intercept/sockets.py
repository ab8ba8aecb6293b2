"""Whatever looks a vendor's host up by itself is stopped there."""

from __future__ import annotations

import sys
from types import FrameType, ModuleType
from typing import Any

from mockserver.intercept.patches import Patches
from mockserver.intercept.routes import refuse

_PLUMBING = {"socket", "ssl", "asyncio", "concurrent", "threading", "mockserver", "functools", "contextlib", "anyio"}


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


def caller() -> str:
    """The package that wants a connection, below what only passes the wish on."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001  # documented; inspect.stack() reads source files
    seen = set()
    while frame is not None:
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package not in _PLUMBING:
            return package
        seen.add(package)
        frame = frame.f_back
    return "asyncio" if "concurrent" in seen else "a socket"  # a loop's look-ups run in threads of their own
