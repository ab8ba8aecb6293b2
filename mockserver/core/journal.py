"""The bounded log of a sandbox's exchanges."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Hashable, Iterator
from typing import Any

from mockserver.core.exchange import Exchange
from mockserver.core.facts import facts_of
from mockserver.core.matching import Match
from mockserver.core.saved import Saved

MOST_EXCHANGES = 2_000
MOST_BYTES = 32 * 1024 * 1024


class Journal(Saved):
    """Keeps the newest exchanges, up to a number and a size; safe to use from any thread."""

    saved = ("_kept", "_sizes", "_bytes", "_numbered", "_seen")

    def __init__(self, most: int = MOST_EXCHANGES, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._kept: deque[Exchange] = deque()
        # As they were when they came: a call that was let go from a hang gets its answer later.
        self._sizes: deque[int] = deque()
        self._bytes = 0
        self._numbered = 0
        self._seen: dict[Hashable, int] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Exchange]:
        """What is kept, oldest first."""
        with self._lock:
            return iter(list(self._kept))

    def __repr__(self) -> str:
        return f"<Journal of {len(self)} exchanges>"

    @property
    def newest(self) -> Exchange | None:
        """The last that was added, None where nothing is kept."""
        with self._lock:
            return self._kept[-1] if self._kept else None

    def add(self, exchange: Exchange) -> None:
        """Number and keep *exchange*, dropping the oldest ones that no longer fit."""
        marks = _marks(exchange)
        with self._lock:
            self._numbered += 1
            exchange.number = self._numbered
            for mark in marks:
                count = self._seen[mark] = self._seen.get(mark, 0) + 1
                exchange.attempt = max(exchange.attempt, count)
            self._kept.append(exchange)
            self._sizes.append(exchange.size)
            self._bytes += self._sizes[-1]
            while len(self._kept) > self._most or (self._bytes > self._most_bytes and len(self._kept) > 1):
                oldest = self._kept.popleft()
                self._bytes -= self._sizes.popleft()
                self._forget(oldest)

    def list(self, wanted: Match | None = None) -> list[Exchange]:
        """Matching exchanges, oldest first."""
        return [exchange for exchange in self if wanted is None or wanted.matches(facts_of(exchange))]

    def clear(self) -> int:
        """Drop all; answers how many there were. Numbering goes on."""
        with self._lock:
            dropped = len(self._kept)
            self._kept.clear()
            self._sizes.clear()
            self._seen.clear()
            self._bytes = 0
            return dropped

    def capture(self) -> Any:
        with self._lock:
            return super().capture()

    def restore(self, captured: Any) -> None:
        with self._lock:
            super().restore(captured)

    def _forget(self, exchange: Exchange) -> None:
        """Attempts are counted as far back as the journal goes."""
        for mark in _marks(exchange):
            self._seen[mark] -= 1
            if not self._seen[mark]:
                del self._seen[mark]


def _marks(exchange: Exchange) -> list[Hashable]:
    """What a retry has in common with the first attempt; a call that only reads is none."""
    if exchange.method in ("GET", "HEAD") or exchange.operation is None:
        return []
    marks: list[Hashable] = [(exchange.operation, exchange.path, exchange.request_body)]
    if exchange.idempotency_key:
        marks.append((exchange.operation, exchange.idempotency_key))
    return marks
