"""One vendor of a sandbox as Python callers hold it: its url and keys, and ways to call it without a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mockserver.core.operation import Vendor
from mockserver.handles.arranging import (
    WarpWareInventory,
    WarpWareOrders,
    WhiplashInventory,
    WhiplashItems,
    WhiplashOrders,
)
from mockserver.handles.channel import here
from mockserver.handles.telling import Telling
from mockserver.handles.vendor_webhooks import VendorWebhooks

if TYPE_CHECKING:
    from mockserver.edge.vendor_client import VendorClient
    from mockserver.handle import SandboxHandle
    from mockserver.wire.inprocess import Line
    from mockserver.wire.inprocess_httpx import AsyncInProcessTransport, InProcessTransport
    from mockserver.wire.inprocess_requests import InProcessAdapter

_NOT_HERE = {
    **{name: f"that is the sandbox's, mockserver.{name}" for name in ("clock", "faults", "journal")},
    "read_write_key": "key is the one that may do everything",
}


class VendorHandle(Telling):
    """Where one vendor is served, and the sandbox's keys for it: one that may do everything, and a revoked one.

    ``url`` is the mock's, ``real_url`` the vendor's own: what a client without a socket, or one that is
    intercepted, may call. The ways to call it without a socket raise NotInProcess where the server runs elsewhere.
    """

    _elsewhere: ClassVar = _NOT_HERE

    def __init__(self, handle: SandboxHandle, vendor: Vendor) -> None:
        keys = vendor.keys_for(handle.id)
        self._keys = keys
        self._handle = handle
        self._vendor = vendor
        self.url = handle.base_url + vendor.prefix
        self.real_url = vendor.host + vendor.prefix
        self.key = keys["read_write"]
        self.revoked_key = keys["revoked"]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url} key={self.key}>"

    def headers(self, key: str | None = None) -> dict[str, str]:
        """What a request must bear: ``requests.get(url, headers=warpware.headers())``. *key* is one, or the role
        of one: ``revoked``, and of WarpWare ``read_only`` and ``write_only``, too.
        """
        return dict(self._vendor.key_headers(self._keys.get(key, key) if key else self.key))

    def httpx_transport(self) -> InProcessTransport:
        """For ``httpx.Client(transport=…)``: the client calls the mock in this process, whatever the host."""
        here(self._handle.channel, "httpx_transport()")
        from mockserver.wire.inprocess_httpx import InProcessTransport

        return InProcessTransport(self._line)

    def async_httpx_transport(self) -> AsyncInProcessTransport:
        """For ``httpx.AsyncClient(transport=…)``."""
        here(self._handle.channel, "async_httpx_transport()")
        from mockserver.wire.inprocess_httpx import AsyncInProcessTransport

        return AsyncInProcessTransport(self._line)

    def requests_adapter(self, **options: Any) -> InProcessAdapter:
        """For ``session.mount("https://api.warpware.io", …)``; *options* are requests' HTTPAdapter's own."""
        here(self._handle.channel, "requests_adapter()")
        from mockserver.wire.inprocess_requests import InProcessAdapter

        return InProcessAdapter(self._line, **options)

    def test_client(self) -> VendorClient:
        """Werkzeug's test client, whose paths are the vendor's: ``client.get("/orders", headers=…)``."""
        sandboxes = here(self._handle.channel, "test_client()")
        from mockserver.app import app_of
        from mockserver.edge.vendor_client import VendorClient

        return VendorClient(app_of(sandboxes), self._vendor)

    def _line(self) -> Line:
        from mockserver.app import app_of
        from mockserver.core.decoding import BODY_LIMIT
        from mockserver.edge.unreadable import unreadable_reply
        from mockserver.wire.inprocess import Line

        sandboxes = here(self._handle.channel, "a client without a socket")
        return Line(app_of(sandboxes), BODY_LIMIT, lambda no: unreadable_reply(sandboxes.vendors, no.target, no.reason))


class WarpWareHandle(VendorHandle):
    """With keys that may do less, and with what a test arranges."""

    _elsewhere: ClassVar = {**_NOT_HERE, "items": "inventory.set(sku, quantity) has a SKU lie there"}

    def __init__(self, handle: SandboxHandle, vendor: Vendor) -> None:
        super().__init__(handle, vendor)
        self.read_only_key = self._keys["read_only"]
        self.write_only_key = self._keys["write_only"]
        self.orders = WarpWareOrders(handle)
        self.inventory = WarpWareInventory(handle)
        self.webhooks = VendorWebhooks(handle, "warpware")


class WhiplashHandle(VendorHandle):
    """With what a test arranges."""

    def __init__(self, handle: SandboxHandle, vendor: Vendor) -> None:
        super().__init__(handle, vendor)
        self.orders = WhiplashOrders(handle)
        self.items = WhiplashItems(handle)
        self.inventory = WhiplashInventory(handle)
        self.webhooks = VendorWebhooks(handle, "whiplash")
