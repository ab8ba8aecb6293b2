"""One vendor of a sandbox as Python callers hold it: its url and keys, and ways to call it without a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.core.operation import Vendor
from mockserver.core.sandboxes import Sandboxes

if TYPE_CHECKING:
    from mockserver.edge.vendor_client import VendorClient
    from mockserver.wire.inprocess import Line
    from mockserver.wire.inprocess_httpx import AsyncInProcessTransport, InProcessTransport
    from mockserver.wire.inprocess_requests import InProcessAdapter


class VendorHandle:
    """Where one vendor is served, and the sandbox's keys for it: one that may do everything, and a revoked one.

    ``url`` is the mock's, ``real_url`` the vendor's own: what a client without a socket, or one that is
    intercepted, may call.
    """

    def __init__(self, vendor: Vendor, sandbox_id: str, base_url: str, sandboxes: Sandboxes) -> None:
        keys = vendor.keys_for(sandbox_id)
        self._vendor = vendor
        self._sandboxes = sandboxes
        self.url = base_url + vendor.prefix
        self.real_url = vendor.host + vendor.prefix
        self.key = keys["read_write"]
        self.revoked_key = keys["revoked"]

    def __repr__(self) -> str:
        return f"<VendorHandle {self.url} key={self.key}>"

    def headers(self, key: str | None = None) -> dict[str, str]:
        """What a request must bear: ``requests.get(url, headers=warpware.headers())``."""
        return dict(self._vendor.key_headers(key or self.key))

    def httpx_transport(self) -> InProcessTransport:
        """For ``httpx.Client(transport=…)``: the client calls the mock in this process, whatever the host."""
        from mockserver.wire.inprocess_httpx import InProcessTransport

        return InProcessTransport(self._line)

    def async_httpx_transport(self) -> AsyncInProcessTransport:
        """For ``httpx.AsyncClient(transport=…)``."""
        from mockserver.wire.inprocess_httpx import AsyncInProcessTransport

        return AsyncInProcessTransport(self._line)

    def requests_adapter(self, **options: Any) -> InProcessAdapter:
        """For ``session.mount("https://api.warpware.io", …)``; *options* are requests' HTTPAdapter's own."""
        from mockserver.wire.inprocess_requests import InProcessAdapter

        return InProcessAdapter(self._line, **options)

    def test_client(self) -> VendorClient:
        """Werkzeug's test client, whose paths are the vendor's: ``client.get("/orders", headers=…)``."""
        from mockserver.app import app_of
        from mockserver.edge.vendor_client import VendorClient

        return VendorClient(app_of(self._sandboxes), self._vendor)

    def _line(self) -> Line:
        from mockserver.app import app_of
        from mockserver.core.decoding import BODY_LIMIT
        from mockserver.edge.unreadable import unreadable_reply
        from mockserver.wire.inprocess import Line

        vendors = self._sandboxes.vendors
        return Line(app_of(self._sandboxes), BODY_LIMIT, lambda no: unreadable_reply(vendors, no.target, no.reason))


class ScopedVendorHandle(VendorHandle):
    """With keys that may do less."""

    def __init__(self, vendor: Vendor, sandbox_id: str, base_url: str, sandboxes: Sandboxes) -> None:
        super().__init__(vendor, sandbox_id, base_url, sandboxes)
        keys = vendor.keys_for(sandbox_id)
        self.read_only_key = keys["read_only"]
        self.write_only_key = keys["write_only"]
