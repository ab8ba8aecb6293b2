"""Werkzeug's test client at one vendor."""

from __future__ import annotations

from typing import Any
from wsgiref.types import WSGIApplication

from werkzeug.test import Client, TestResponse

from mockserver.core.operation import Vendor


class VendorClient(Client):
    """Calls the app as a function, at paths below the vendor's prefix; a key comes with each call's headers.

    A fault that leaves no response on the wire raises WireFault.
    """

    def __init__(self, app: WSGIApplication, vendor: Vendor) -> None:
        super().__init__(app)
        self._vendor = vendor

    def open(self, path: str, **options: Any) -> TestResponse:  # type: ignore[override]  # a path is all that is left
        """*options* are those of werkzeug.test.EnvironBuilder: ``method``, ``json``, ``headers``, ``query_string``."""
        return super().open(self._vendor.prefix + path, **{"base_url": self._vendor.host or None, **options})
