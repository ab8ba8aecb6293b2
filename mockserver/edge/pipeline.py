"""The way of a request: the stations in order, and what is done whatever they decide."""

from __future__ import annotations

import datetime
import email.utils
import logging
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from werkzeug.wsgi import get_input_stream

from mockserver.core.clock import Clock, format_instant
from mockserver.core.decoding import BODY_LIMIT
from mockserver.core.errors import DomainError, UnexpectedFailure
from mockserver.core.exchange import Exchange
from mockserver.core.journal import Journal
from mockserver.core.operation import NO_CONTENT, Call, Operation, Result, Vendor
from mockserver.core.sandboxes import Sandboxes
from mockserver.edge import stations
from mockserver.edge.failing import Failing, Outcome, ReadFaults, asks_for_faults
from mockserver.edge.passage import Passage

log = logging.getLogger("mockserver")

# A caller learns nothing before it has proved who it is, so a missing route is told after the scope.
BEFORE_THE_BODY = (stations.limit, stations.check_scope, stations.require_route, stations.decode)
THE_COMMIT = (stations.validate, stations.handle, stations.remember)


class Pipeline:
    """Takes one vendor's requests to their answers."""

    def __init__(self, vendor: Vendor, sandboxes: Sandboxes, read_faults: ReadFaults | None = None) -> None:
        """*read_faults* reads what a call asks for by ``X-Mock-Fault`` or ``?__fault=``; None: it is ignored."""
        self.vendor = vendor
        self.sandboxes = sandboxes
        self._read_faults = read_faults

    def run(
        self,
        environ: dict[str, Any],
        raw_path: str,
        operation: Operation,
        path: Mapping[str, str],
    ) -> Exchange | Outcome:
        """Answer a request for one of the vendor's operations: an exchange that leaves as it stands, or where
        faults are about, an answer with its plan or a call that waits.

        Never raises: an unexpected exception is the vendor's own 500.
        """
        return self._run(environ, raw_path, operation, path, None)

    def run_unrouted(self, environ: dict[str, Any], raw_path: str, error: DomainError) -> Exchange | Outcome:
        """Answer a request below the vendor's prefix that is for none of its operations."""
        method = environ["REQUEST_METHOD"]
        stand_in = Operation("", method, raw_path, _no_handler, error.rule, self.vendor.scopes_for(method))
        return self._run(environ, raw_path, stand_in, {}, error)

    def _run(
        self,
        environ: dict[str, Any],
        raw_path: str,
        operation: Operation,
        path: Mapping[str, str],
        unrouted: DomainError | None,
    ) -> Exchange | Outcome:
        started = time.perf_counter()
        exchange = Exchange(
            self.vendor.name, environ["REQUEST_METHOD"], raw_path, environ["QUERY_STRING"], request_headers(environ)
        )
        passage = Passage(self.vendor, exchange, operation, path, unrouted)
        if unrouted is None:
            exchange.operation = f"{self.vendor.name}.{operation.id}"
        self._guard(passage, lambda: self._admit(passage, environ))
        if not passage.claimed:
            self._decorate(passage, Clock(), started)
            self._record(exchange, self.sandboxes.unclaimed)
            return exchange
        sandbox = passage.sandbox
        if sandbox.faults or asks_for_faults(exchange):
            return self._failing(passage, started).run()
        with sandbox.lock:
            self._guard(passage, lambda: self._answer(passage))
            self._decorate(passage, sandbox.clock, started)
            self._record(exchange, sandbox.journal)
            ring = sandbox.must_ring()
        if ring:
            self.sandboxes.courier.watch(sandbox)
        return exchange

    def _failing(self, passage: Passage, started: float) -> Failing:
        sandbox = passage.sandbox
        return Failing(
            passage,
            answer=lambda: self._guard(passage, lambda: self._answer(passage)),
            decorate=lambda: self._decorate(passage, sandbox.clock, started),
            record=lambda: self._record(passage.exchange, sandbox.journal),
            read_faults=self._read_faults,
        )

    def _admit(self, passage: Passage, environ: dict[str, Any]) -> None:
        # Read first, whatever the answer will be: an unread body would spoil the connection.
        passage.exchange.request_body = get_input_stream(environ).read(BODY_LIMIT + 1)
        stations.authenticate(passage, self.sandboxes)

    def _answer(self, passage: Passage) -> None:
        """Everything that reads or changes the sandbox; its lock is held."""
        passage.sandbox.run_due()
        for station in BEFORE_THE_BODY:
            station(passage)
        stations.replay(passage)
        if not passage.answered:
            for station in THE_COMMIT:
                station(passage)

    def _guard(self, passage: Passage, work: Callable[[], None]) -> None:
        """Whatever *work* raises becomes the vendor's own answer."""
        try:
            work()
        except DomainError as error:
            self._refuse(passage, error)
        except Exception:
            log.exception("%s %s failed unexpectedly", passage.exchange.method, passage.exchange.path)
            self._refuse(passage, UnexpectedFailure(self.vendor.rules.unexpected))

    def _refuse(self, passage: Passage, error: DomainError) -> None:
        answer = self.vendor.refuse(error)
        passage.status, passage.body, passage.rule = answer.status, stations.written(answer), error.rule
        passage.headers.update(answer.headers)

    def _decorate(self, passage: Passage, clock: Clock, started: float) -> None:
        """Complete the exchange's answer with what every answer bears."""
        exchange = passage.exchange
        now = clock.now()
        exchange.at = format_instant(now)
        exchange.status, exchange.rule = passage.status, passage.rule
        exchange.response_body = passage.body if exchange.method != "HEAD" else b""
        headers = exchange.response_headers = {
            "content-type": self.vendor.content_type,
            "content-length": str(len(passage.body)),
            "date": _http_date(now.replace(microsecond=0)),
            **self.vendor.headers,
            **passage.headers,
            "x-mock-rule": passage.rule,
        }
        if passage.status == NO_CONTENT:
            del headers["content-type"], headers["content-length"]
        exchange.ms = (time.perf_counter() - started) * 1000

    def _record(self, exchange: Exchange, journal: Journal) -> None:
        """Write the exchange to the journal, tell the observers."""
        journal.add(exchange)
        self.sandboxes.tell(exchange)


def _no_handler(state: Any, call: Call) -> Result:
    raise AssertionError("an unrouted request was not refused")


@lru_cache(maxsize=64)
def _http_date(moment: datetime.datetime) -> str:
    return email.utils.format_datetime(moment, usegmt=True)


def request_headers(environ: Mapping[str, Any]) -> dict[str, str]:
    """The request's headers with lower-case names."""
    headers = {_header_name(key): value for key, value in environ.items() if key.startswith("HTTP_")}
    for key, name in (("CONTENT_TYPE", "content-type"), ("CONTENT_LENGTH", "content-length")):
        if environ.get(key):
            headers[name] = environ[key]
    return headers


@lru_cache(maxsize=512)
def _header_name(key: str) -> str:
    return key[5:].replace("_", "-").lower()
