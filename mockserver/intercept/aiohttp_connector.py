"""aiohttp's connector.

It is asked for a connection to the mock in place of one to the vendor, so that its pool keeps the two apart.
"""

from __future__ import annotations

import copy
from types import ModuleType
from typing import Any

from mockserver.intercept.patches import Patches
from mockserver.intercept.routes import address_of


def cover(patches: Patches, module: ModuleType) -> None:
    patches.put(module.TCPConnector, "connect", _connect)


def _connect(original: Any, connector: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
    address = address_of(request.url.host, request.url.port)
    if address is None:
        return original(connector, request, *args, **kwargs)
    request.proxy = None  # the request itself is written by its own url and proxy, its connection by the copy's
    to_mock = copy.copy(request)
    to_mock.url = request.url.with_scheme("http").with_host(address.host).with_port(address.port)
    return original(connector, to_mock, *args, **kwargs)
