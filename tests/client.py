"""A plain HTTP client for tests: it sends exactly what it is told and reads everything that comes back."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from mockserver.handle import SandboxHandle
from wires import PlainWire, Wire


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return jsonlib.loads(self.body)

    @property
    def data(self) -> Any:
        """The envelope's data."""
        return self.json["data"]

    @property
    def meta(self) -> Any:
        return self.json["meta"]

    @property
    def detail(self) -> str:
        """What an error says."""
        detail = self.json["detail"]
        assert isinstance(detail, str)
        return detail

    @property
    def error(self) -> str:
        """What an error of Whiplash says."""
        error = self.json["error"]
        assert isinstance(error, str)
        return error

    @property
    def rule(self) -> str:
        return self.headers["x-mock-rule"]


class Http:
    """Requests to one server. ``path`` is sent as it stands; encode it yourself."""

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str] | None = None,
        wire: Callable[[str, int], Wire] = PlainWire,
    ) -> None:
        parts = urlsplit(base_url)
        self._prefix = parts.path
        self._headers = dict(headers or {})
        self._wire = wire(parts.hostname or "", parts.port or 80)

    def close(self) -> None:
        self._wire.close()

    def key_headers(self, key: str) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {key}"}

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        json: object = None,
        body: bytes | str | None = None,
        headers: Mapping[str, str | None] | None = None,
        key: str | None = None,
    ) -> Reply:
        """``json`` is sent with its content type, ``body`` as it is. A header of None is left out, and a list in
        ``query`` repeats its name.
        """
        sent: dict[str, str | None] = {**self._headers}
        if json is not None:
            body = jsonlib.dumps(json).encode()
            sent["Content-Type"] = "application/json"
        if key is not None:
            sent |= self.key_headers(key)
        sent |= headers or {}
        target = self._prefix + path + (f"?{urlencode(query, doseq=True)}" if query else "")
        if isinstance(body, str):
            body = body.encode()
        given = {name: value for name, value in sent.items() if value is not None}
        return Reply(*self._wire.send(method, target, given, body))

    def get(self, path: str, **options: Any) -> Reply:
        return self.request("GET", path, **options)

    def post(self, path: str, json: object = None, **options: Any) -> Reply:
        return self.request("POST", path, json=json, **options)

    def patch(self, path: str, json: object = None, **options: Any) -> Reply:
        return self.request("PATCH", path, json=json, **options)

    def put(self, path: str, json: object = None, **options: Any) -> Reply:
        return self.request("PUT", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> Reply:
        return self.request("DELETE", path, **options)


class WarpWare(Http):
    """A sandbox's WarpWare API as a partner with the read-write key calls it, and its control calls."""

    def __init__(self, handle: SandboxHandle, wire: Callable[[str, int], Wire] = PlainWire) -> None:
        super().__init__(handle.warpware.url, handle.warpware.headers(), wire)
        self.handle = handle
        self.control = Http(f"{handle.base_url}/_mock/sandboxes/{handle.id}")

    def close(self) -> None:
        super().close()
        self.control.close()

    def create(self, external_id: str = "ORDER-1", **fields: object) -> str:
        """POST an order; answers its id."""
        reply = self.post("/orders", order_body(external_id, **fields))
        assert reply.status == 201, reply
        order_id = reply.data["id"]
        assert isinstance(order_id, str)
        return order_id

    def order(self, order_id: str) -> dict[str, Any]:
        """The order as GET answers it."""
        reply = self.get(f"/orders/{order_id}")
        assert reply.status == 200, reply
        order: dict[str, Any] = reply.data
        return order

    def move(self, order_id: str, to: str, **fields: object) -> Reply:
        """The warehouse's own move, through the control API."""
        return self.control.post(f"/warpware/orders/{order_id}/move", {"to": to, **fields})

    def in_status(self, status: str, external_id: str = "ORDER-1") -> str:
        """A new order that was led to *status*; answers its id."""
        order_id = self.create(external_id)
        if status == "cancelled":
            assert self.post(f"/orders/{order_id}/cancel").status == 200
        elif status != "pending":
            assert self.move(order_id, status, walk=True).status == 200
        assert self.order(order_id)["status"] == status
        return order_id

    def export(self, resource: str, **filters: object) -> str:
        """POST an export; answers its id."""
        reply = self.post("/exports", {"resource": resource, "filters": filters})
        assert reply.status == 202, reply
        export_id = reply.data["id"]
        assert isinstance(export_id, str)
        return export_id

    def tracking(self, order_id: str) -> dict[str, Any]:
        reply = self.get(f"/orders/{order_id}/tracking")
        assert reply.status == 200, reply
        tracking: dict[str, Any] = reply.data
        return tracking

    def entries(self, reference: str) -> list[dict[str, Any]]:
        """An order's timeline, oldest first."""
        reply = self.get(f"/orders/{reference}/timeline", query={"limit": 200})
        assert reply.status == 200, reply
        return list(reversed(reply.data["events"]))

    def event_names(self) -> list[str]:
        """Every event of the sandbox so far, oldest first."""
        return [event.name for event in self.handle.sandbox.events]


class Whiplash(Http):
    """A sandbox's Whiplash API as a customer with the key calls it, and its control calls."""

    def __init__(self, handle: SandboxHandle, wire: Callable[[str, int], Wire] = PlainWire) -> None:
        super().__init__(handle.whiplash.url, handle.whiplash.headers(), wire)
        self.handle = handle
        self.control = Http(f"{handle.base_url}/_mock/sandboxes/{handle.id}")

    def key_headers(self, key: str) -> Mapping[str, str]:
        return {"X-API-KEY": key}

    def close(self) -> None:
        super().close()
        self.control.close()

    def notes(self) -> list[str]:
        """What the journal says was passed over in the last call."""
        return list(self.handle.journal)[-1].notes


def order_body(external_id: str = "ORDER-1", **fields: object) -> dict[str, object]:
    """The least that POST /orders takes, and *fields*. A field of None is sent as null."""
    return {
        "external_id": external_id,
        "line_items": [{"sku": "WIDGET-RED-LG", "quantity": 2}],
        "shipping_address": {
            "name": "Jane Smith",
            "address1": "123 Main St",
            "city": "New York",
            "state": "NY",
            "zip": "10001",
        },
        **fields,
    }
