"""To sandboxes of this process: the control calls' own functions, without HTTP."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from mockserver.control import journals, webhooks
from mockserver.control.call import ControlCall
from mockserver.control.errors import ControlError
from mockserver.control.routes import route_of
from mockserver.core.delivery import Attempt, Delivery
from mockserver.core.exchange import Exchange
from mockserver.core.operation import Vendor
from mockserver.core.sandboxes import Sandboxes
from mockserver.handles.asking import written


class LocalChannel:
    """See :class:`Channel`."""

    def __init__(self, sandboxes: Sandboxes, url: str) -> None:
        self.here = sandboxes
        self.url = url

    @property
    def vendors(self) -> Sequence[Vendor]:
        return self.here.vendors

    def call(
        self, route: str, path: Mapping[str, str], query: Mapping[str, Any] | None = None, body: Any = None
    ) -> Any:
        given = orjson.loads(written(body or {}))
        answer = route_of(route).answer(self.here, self.url, path, _texts(query or {}), given)
        if answer.status >= 400:
            raise ControlError(answer.status, answer.body["error"])
        # By way of JSON, so that it is the same as from afar, and nothing of the sandbox's own.
        return orjson.loads(orjson.dumps(answer.body))

    def now(self, sandbox_id: str) -> datetime.datetime:
        sandbox = self.here.get(sandbox_id)
        with sandbox.lock:
            return sandbox.clock.now()

    def exchanges(self, sandbox_id: str, wanted: Mapping[str, Any]) -> list[Exchange]:
        return journals.exchanges(self._asked("listJournal", {"sandbox_id": sandbox_id}, wanted))

    def deliveries(self, sandbox_id: str, wanted: Mapping[str, Any]) -> list[Delivery]:
        call = self._asked("listDeliveries", {"sandbox_id": sandbox_id}, wanted)
        with call.sandbox.lock:
            return [delivery.copy() for delivery in webhooks.select(call)]

    def deliver(self, sandbox_id: str) -> list[Attempt]:
        return self.here.get(sandbox_id).deliver()

    def replay(self, sandbox_id: str, number: int) -> Attempt:
        path = {"sandbox_id": sandbox_id, "delivery_id": str(number)}
        return webhooks.replay(self._asked("replayDelivery", path, {}))

    def _asked(self, route: str, path: Mapping[str, str], query: Mapping[str, Any]) -> ControlCall:
        """For what is answered as it is, not by way of JSON, which has no bytes."""
        return route_of(route).read(self.here, self.url, path, _texts(query), {})


def _texts(query: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in query.items() if value is not None}
