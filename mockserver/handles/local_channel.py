"""To sandboxes of this process: the control calls' own functions, without HTTP."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from mockserver.control.errors import ControlError
from mockserver.control.routes import route_of
from mockserver.core.delivery import Attempt, Delivery, State
from mockserver.core.exchange import Exchange
from mockserver.core.journal import ExchangeFilter
from mockserver.core.operation import Vendor
from mockserver.core.sandboxes import Sandboxes, UnknownSandbox
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
        texts = {name: str(value) for name, value in (query or {}).items() if value is not None}
        answer = route_of(route).answer(self.here, self.url, path, texts, orjson.loads(written(body or {})))
        if answer.status >= 400:
            raise ControlError(answer.status, answer.body["error"])
        # By way of JSON, so that it is the same as from afar, and nothing of the sandbox's own.
        return orjson.loads(orjson.dumps(answer.body))

    def now(self, sandbox_id: str) -> datetime.datetime:
        sandbox = self.here.get(sandbox_id)
        with sandbox.lock:
            return sandbox.clock.now()

    def exchanges(self, sandbox_id: str, wanted: ExchangeFilter) -> list[Exchange]:
        return self.here.get(sandbox_id).journal.list(wanted)

    def deliveries(
        self, sandbox_id: str, endpoint: str | None, event: str | None, state: State | None
    ) -> list[Delivery]:
        sandbox = self.here.get(sandbox_id)
        with sandbox.lock:
            return sandbox.webhooks.select(endpoint, event, state)

    def deliver(self, sandbox_id: str) -> list[Attempt]:
        return self.here.get(sandbox_id).deliver()

    def replay(self, sandbox_id: str, number: int) -> Attempt:
        attempt = self.here.get(sandbox_id).replay(number)
        if attempt is None:
            raise UnknownSandbox(
                f"sandbox {sandbox_id} was dropped, set back or made anew while the delivery was under way"
            )
        return attempt
