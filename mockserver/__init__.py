"""A high-fidelity mock of fulfilment APIs. The public face: MockServer, connect, create_app, the handles' types for
annotations, and the modules ``faults`` (effects) and ``errors``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.core.version import VERSION

if TYPE_CHECKING:
    from mockserver.app import create_app
    from mockserver.control.errors import ControlError
    from mockserver.handle import SandboxHandle
    from mockserver.handles.received import Received
    from mockserver.handles.sandbox_receiver import SandboxReceiver
    from mockserver.handles.vendor import WarpWareHandle, WhiplashHandle
    from mockserver.remote import RemoteServer, connect
    from mockserver.server import MockServer

__version__ = VERSION
__all__ = [
    "ControlError",
    "MockServer",
    "Received",
    "RemoteServer",
    "SandboxHandle",
    "SandboxReceiver",
    "WarpWareHandle",
    "WhiplashHandle",
    "__version__",
    "connect",
    "create_app",
]

_HOMES = {
    "ControlError": "mockserver.control.errors",
    "MockServer": "mockserver.server",
    "Received": "mockserver.handles.received",
    "RemoteServer": "mockserver.remote",
    "SandboxHandle": "mockserver.handle",
    "SandboxReceiver": "mockserver.handles.sandbox_receiver",
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
