"""Who makes a call that is refused."""

from __future__ import annotations

import sys
from types import FrameType

_STANDARD = {"socket", "ssl", "asyncio", "concurrent", "threading", "functools", "contextlib"}
_PLUMBING = _STANDARD | {"anyio", "socks", "python_socks", "mockserver"}


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
