"""One request with its response and what happened on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_MOST_IN_ERRORS = 80
"""Bytes of a body that an error shows."""

MOST_SHOWN = 128 * 1024
"""Bytes of a body that the journal's JSON shows: more than a page of 100 orders has."""

_CUT = re.compile(rb"\xe2\x80\xa6 \(\d+ bytes\)\Z")
"""How a body ends that was longer: an ellipsis, and how long it was."""


@dataclass(slots=True)
class Exchange:
    """Filled in as the request goes through the stations.

    ``vendor`` and ``rule`` are "" where no vendor is served at the path.
    ``path`` and ``query`` are as they came, percent-encoded; header names are lower-case. ``at`` is
    the sandbox's time as text; ``ms`` the real milliseconds that the answer took. ``notes`` say what
    was passed over (unknown fields), ``events`` which events the call made happen, in order.

    ``key`` is the key that the call bore. ``faults`` are the names of the fault rules that fired on it; a
    call that one of them ended before it had an answer has the status 0. ``attempt`` is 2 and more where the call
    before had the same idempotency key, or the same body for the same path. ``changed`` has the ids of the
    records that the call made, changed or removed, by table.
    """

    vendor: str
    method: str
    path: str
    query: str
    request_headers: Mapping[str, str]
    request_body: bytes = b""
    number: int = 0
    sandbox: str | None = None
    operation: str | None = None
    at: str = ""
    status: int = 0
    response_headers: Mapping[str, str] = field(default_factory=dict)
    response_body: bytes = b""
    rule: str = ""
    ms: float = 0.0
    replayed: bool = False
    notes: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    key: str = ""
    faults: Sequence[str] = ()
    idempotency_key: str | None = None
    attempt: int = 1
    changed: Mapping[str, Sequence[str | int]] = field(default_factory=dict)

    def __repr__(self) -> str:
        query = f"?{self.query}" if self.query else ""
        return f"<Exchange {self.number} {self.method} {self.path}{query} → {f'{self.status} {self.rule}'.rstrip()}>"

    @property
    def request_json(self) -> Any:
        """The value of the request's body. Raises ValueError where it is no JSON, or came cut from afar."""
        return self._json(self.request_body, "request")

    @property
    def response_json(self) -> Any:
        """The value of the response's body, likewise."""
        return self._json(self.response_body, "response")

    def _json(self, body: bytes, whose: str) -> Any:
        try:
            return json.loads(body)
        except ValueError:
            shown = body if len(body) <= _MOST_IN_ERRORS else body[:_MOST_IN_ERRORS] + b"..."
            cut = len(body) > MOST_SHOWN and _CUT.search(body)
            wrong = f"cut, as a server elsewhere shows no more than {MOST_SHOWN} bytes of it" if cut else "no JSON"
            raise ValueError(
                f"#{self.number} {self.method} {self.path}: the {whose}'s body is {wrong}: {shown!r}"
            ) from None

    @property
    def size(self) -> int:
        """Bytes that keeping it costs, roughly."""
        headers = sum(map(len, self.request_headers.values()))
        return len(self.request_body) + len(self.response_body) + len(self.path) + len(self.query) + headers + 1000

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "at": self.at,
            "vendor": self.vendor or None,
            "operation": self.operation,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "status": self.status,
            "rule": self.rule or None,
            "ms": round(self.ms, 3),
            "replayed": self.replayed,
            "notes": self.notes,
            "events": self.events,
            "faults": list(self.faults),
            "attempt": self.attempt,
            "changed": {name: list(ids) for name, ids in self.changed.items()},
            "request": {"headers": dict(self.request_headers), "body": body_text(self.request_body)},
            "response": {"headers": dict(self.response_headers), "body": body_text(self.response_body)},
        }


def body_text(body: bytes) -> str:
    """Bytes that are no UTF-8 show as \\x escapes; what is too long to read is cut."""
    text = body[:MOST_SHOWN].decode("utf-8", errors="backslashreplace")
    return text if len(body) <= MOST_SHOWN else f"{text}… ({len(body)} bytes)"
