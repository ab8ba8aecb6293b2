"""A high-fidelity mock of fulfilment APIs. The public face: MockServer, connect, create_app, and the handles that
the fixtures give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.core.version import VERSION

if TYPE_CHECKING:
    from mockserver.app import create_app
    from mockserver.control.errors import ControlError
    from mockserver.handle import SandboxHandle
    from mockserver.handles.vendor import WarpWareHandle, WhiplashHandle
    from mockserver.remote import RemoteServer, connect
    from mockserver.server import MockServer

__version__ = VERSION
__all__ = [
    "ControlError",
    "MockServer",
    "RemoteServer",
    "SandboxHandle",
    "WarpWareHandle",
    "WhiplashHandle",
    "__version__",
    "connect",
    "create_app",
]

_HOMES = {
    "ControlError": "mockserver.control.errors",
    "MockServer": "mockserver.server",
    "RemoteServer": "mockserver.remote",
    "SandboxHandle": "mockserver.handle",
    "WarpWareHandle": "mockserver.handles.vendor",
    "WhiplashHandle": "mockserver.handles.vendor",
    "connect": "mockserver.remote",
    "create_app": "mockserver.app",
}


def __getattr__(name: str) -> Any:
    # Imported at first use: pytest loads this package in every suite of an environment that has it.
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'mockserver' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)
