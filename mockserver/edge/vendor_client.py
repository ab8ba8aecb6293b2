"""Werkzeug's test client at one vendor."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from wsgiref.types import WSGIApplication

from werkzeug.test import Client, EnvironBuilder, TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from mockserver.core.operation import Vendor

_PLAIN_TARGET = re.compile(r"(/[\w.~:/-]*)(?:\?([!-\"$-~]*))?", re.ASCII)
"""A path that stands for itself, and a query."""
_PLAIN_NAME = re.compile(r"[A-Za-z-]+")
_PLAIN_VALUE = re.compile(r"[ -~]*")


class VendorClient(Client):
    """Calls the app as a function, at paths below the vendor's prefix; a key comes with each call's headers. It keeps
    no cookies, for the vendors set none.

    A fault that leaves no response on the wire raises WireFault.
    """

    def __init__(self, app: WSGIApplication, vendor: Vendor) -> None:
        super().__init__(app, use_cookies=False)
        self._prefix = vendor.prefix
        self._base_url = vendor.host or None

    def open(self, path: str, **options: Any) -> TestResponse:  # type: ignore[override]  # a path is all that is left
        """*options* are those of werkzeug.test.EnvironBuilder: ``method``, ``json``, ``headers``, ``query_string``."""
        environ = self._plain_environ(self._prefix + path, **options)
        if environ is None:
            return super().open(self._prefix + path, **{"base_url": self._base_url, **options})
        request = Request(environ)
        return self.response_wrapper(*run_wsgi_app(self.application, environ), request=request)

    def _plain_environ(
        self,
        target: str,
        method: str = "GET",
        headers: Any = None,
        json: Any = None,
        **others: Any,
    ) -> dict[str, Any] | None:
        """What EnvironBuilder makes, in a fifth of its time, where nothing has to be encoded; else None."""
        matched = _PLAIN_TARGET.fullmatch(target)
        if matched is None or others or not isinstance(headers, Mapping | None):
            return None
        environ = {
            **_common_environ(self._base_url),
            "REQUEST_METHOD": method,
            "PATH_INFO": matched[1],
            "QUERY_STRING": matched[2] or "",
            "REQUEST_URI": target,
            "RAW_URI": target,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        if json is not None:
            body = EnvironBuilder.json_dumps(json).encode()
            environ |= {
                "CONTENT_TYPE": "application/json",
                "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": io.BytesIO(body),
            }
        for name, value in (headers or {}).items():
            if not (isinstance(value, str) and _PLAIN_NAME.fullmatch(name) and _PLAIN_VALUE.fullmatch(value)):
                return None
            key = f"HTTP_{name.upper().replace('-', '_')}"
            if key in environ or key in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"):
                return None
            environ[key] = value
        return environ


@lru_cache
def _common_environ(base_url: str | None) -> Mapping[str, Any]:
    return EnvironBuilder(base_url=base_url).get_environ()
