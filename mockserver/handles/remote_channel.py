"""To sandboxes of a server elsewhere: the control API over HTTP."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import orjson
import urllib3

from mockserver.control.errors import ERROR_HEADER, STATUS_OF, ControlError
from mockserver.control.routes import PREFIX, route_of
from mockserver.core.clock import parse_moment
from mockserver.core.delivery import Attempt, Delivery
from mockserver.core.errors import Problem
from mockserver.core.exchange import Exchange
from mockserver.core.operation import Vendor
from mockserver.handles.asking import written
from mockserver.handles.reading_back import attempt_from, delivery_from, exchange_from
from mockserver.scripting.errors import BadRule

MOST = 2_000
"""As many entries as a list of the control API has at most, and as many as the server keeps."""

PATIENCE = urllib3.Timeout(connect=5, read=120)
"""An advance waits for the answers to webhooks."""

_ERRORS = {kind.__name__: kind for kind in STATUS_OF}


class NoMockServer(ConnectionError):
    """Nobody answers at that address, or somebody who is no mock server."""


class RemoteChannel:
    """See :class:`Channel`. Safe to use from any thread."""

    here = None

    def __init__(self, url: str, token: str | None) -> None:
        """Raises:
        NoMockServer: *url* is no ``http://host:port``.
        """
        self.url = url.rstrip("/")
        self._prefix = urlsplit(self.url).path + PREFIX
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            self._pool = urllib3.connection_from_url(self.url, maxsize=8, retries=False, timeout=PATIENCE)
        except urllib3.exceptions.HTTPError as error:
            raise NoMockServer(f"{url!r} is no address of a mock server like http://mock:8080: {error}") from None

    @property
    def vendors(self) -> Sequence[Vendor]:
        from mockserver.warpware import WARPWARE
        from mockserver.whiplash import WHIPLASH

        return (WARPWARE, WHIPLASH)

    def close(self) -> None:
        self._pool.close()

    def call(
        self, route: str, path: Mapping[str, str], query: Mapping[str, Any] | None = None, body: Any = None
    ) -> Any:
        row = route_of(route)
        target = self._prefix + row.path.format(**{name: quote(value, safe="") for name, value in path.items()})
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        if asked:
            target += f"?{urlencode(asked)}"
        try:
            reply = self._pool.urlopen(
                row.method, target, body=written(body) if body else None, headers=self._headers, redirect=False
            )
        except urllib3.exceptions.HTTPError as error:
            raise NoMockServer(
                f"no mock server answers at {self.url}: {error}; `mockserver serve` starts one"
            ) from None
        try:
            answer = orjson.loads(reply.data)
        except orjson.JSONDecodeError:
            answer = None
        if reply.status < 400 and answer is not None:
            return answer
        if not isinstance(answer, dict) or "error" not in answer:
            raise NoMockServer(f"what answers at {self.url} is no mock server: {reply.status} to {row.method} {target}")
        raise _refusal(reply.status, answer["error"], reply.headers.get(ERROR_HEADER, ""))

    def now(self, sandbox_id: str) -> datetime.datetime:
        return parse_moment(self.call("getClock", {"sandbox_id": sandbox_id})["exact"])

    def exchanges(self, sandbox_id: str, wanted: Mapping[str, Any]) -> list[Exchange]:
        found = self.call("listJournal", {"sandbox_id": sandbox_id}, {**wanted, "limit": MOST})["exchanges"]
        return [exchange_from(content, sandbox_id, self.vendors) for content in found]

    def deliveries(self, sandbox_id: str, wanted: Mapping[str, Any]) -> list[Delivery]:
        found = self.call("listDeliveries", {"sandbox_id": sandbox_id}, {**wanted, "limit": MOST})["deliveries"]
        return [delivery_from(content) for content in found]

    def deliver(self, sandbox_id: str) -> list[Attempt]:
        return [attempt_from(content) for content in self.call("deliver", {"sandbox_id": sandbox_id})["attempts"]]

    def replay(self, sandbox_id: str, number: int) -> Attempt:
        path = {"sandbox_id": sandbox_id, "delivery_id": str(number)}
        return attempt_from(self.call("replayDelivery", path)["attempt"])


def _refusal(status: int, text: str, name: str) -> Exception:
    if status == 401:
        text += "; from Python: mockserver.connect(url, token=…)"
    kind = _ERRORS.get(name)
    if kind is None:
        return ControlError(status, text)
    return BadRule([Problem("", text)]) if issubclass(kind, BadRule) else kind(text)
