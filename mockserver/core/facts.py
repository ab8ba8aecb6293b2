"""What is known of a call or a delivery when rules are matched against it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final
from urllib.parse import parse_qs

from mockserver.core.delivery import Delivery
from mockserver.core.exchange import Exchange


class Nothing:
    """A value that is no JSON value; it shows as its words."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __repr__(self) -> str:
        return self._words


ABSENT: Final = Nothing("nothing")
NOT_JSON: Final = Nothing("no JSON")

RoleOf = Callable[[str], str | None]
"""The role of a sandbox's key (``read_only``); None for a key that has none."""


class Facts:
    """A call as it came, or what a webhook delivers. Header names are lower-case.

    A webhook has ``event`` and ``url``, and is ``signed`` or not.

    The body and the query are read when a rule first asks for them, and once.
    """

    def __init__(
        self,
        *,
        operation: str | None = None,
        method: str = "",
        path: str = "",
        query: str = "",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        key: str = "",
        role_of: RoleOf | None = None,
        batch: bool = False,
        job: bool = False,
        status: int | None = None,
        rule: str | None = None,
        faults: Sequence[str] = (),
        event: str | None = None,
        url: str | None = None,
        signed: bool = False,
    ) -> None:
        self.operation = operation
        self.method = method
        self.path = path
        self.query = query
        self.headers: Mapping[str, str] = headers or {}
        self.body = body
        self.key = key
        self.batch = batch
        self.job = job
        self.status = status
        self.rule = rule
        self.faults = faults
        self.event = event
        self.url = url
        self.signed = signed
        self._role_of = role_of

    def __repr__(self) -> str:
        return f"<Facts {self.event or self.method} {self.url or self.path} {self.operation or ''}>"

    @property
    def role(self) -> str | None:
        return self._role_of(self.key) if self._role_of is not None and self.key else None

    @cached_property
    def json(self) -> Any:
        """The body's value, or NOT_JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return NOT_JSON

    @cached_property
    def _query(self) -> Mapping[str, list[str]]:
        try:
            return parse_qs(self.query, keep_blank_values=True)
        except ValueError:  # more parameters than the parser takes
            return {}

    def query_values(self, name: str) -> list[str]:
        return self._query.get(name, [])


def facts_of(
    exchange: Exchange,
    *,
    role_of: RoleOf | None = None,
    batch: bool = False,
    job: bool = False,
    answered: bool = True,
) -> Facts:
    """What an exchange tells; of one that is not *answered* yet, only its request."""
    return Facts(
        operation=exchange.operation,
        method=exchange.method,
        path=exchange.path,
        query=exchange.query,
        headers=exchange.request_headers,
        body=exchange.request_body,
        key=exchange.key,
        role_of=role_of,
        batch=batch,
        job=job,
        status=exchange.status if answered else None,
        rule=exchange.rule if answered else None,
        faults=exchange.faults if answered else (),
    )


def facts_of_delivery(delivery: Delivery) -> Facts:
    """What a webhook tells."""
    return Facts(
        event=delivery.event,
        url=delivery.url,
        headers={name.lower(): value for name, value in delivery.headers.items()},
        body=delivery.body,
        signed=delivery.forge is not None,
    )
