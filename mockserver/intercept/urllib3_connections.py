"""urllib3's connections, 1.26 and 2: http.client's, with a ``connect()`` of their own."""

from __future__ import annotations

import ssl
from types import ModuleType
from typing import Any

from mockserver.intercept import http_client
from mockserver.intercept.patches import Patches


def cover(patches: Patches, module: ModuleType) -> None:
    patches.put(module.HTTPConnection, "connect", http_client.connect)
    patches.put(module.HTTPSConnection, "connect", _connect)


def _connect(original: Any, connection: Any) -> None:
    http_client.connect(original, connection)
    if http_client.destination(connection)[1] is not None:
        # Its pool warns of what is not verified, which is right where the client asked for no verification.
        required = connection.cert_reqs in (None, ssl.CERT_REQUIRED, "CERT_REQUIRED")
        connection.is_verified = required or connection.assert_fingerprint is not None
