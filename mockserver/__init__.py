"""A high-fidelity mock of fulfilment APIs. The public face: MockServer, SandboxHandle, create_app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.core.version import VERSION

if TYPE_CHECKING:
    from mockserver.app import create_app
    from mockserver.handle import SandboxHandle
    from mockserver.server import MockServer

__version__ = VERSION
__all__ = ["MockServer", "SandboxHandle", "__version__", "create_app"]

_HOMES = {
    "MockServer": "mockserver.server",
    "SandboxHandle": "mockserver.handle",
    "create_app": "mockserver.app",
}


def __getattr__(name: str) -> Any:
    # Imported at first use: pytest loads this package in every suite of an environment that has it.
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'mockserver' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)
