"""What was answered to which idempotency key, for as long as the vendor remembers."""

from __future__ import annotations

import datetime
from collections import OrderedDict
from dataclasses import dataclass

from mockserver.core.saved import Saved


@dataclass(frozen=True, slots=True)
class Remembered:
    """A first answer. ``fingerprint`` identifies the request's content."""

    fingerprint: bytes
    status: int
    body: bytes
    expires: datetime.datetime


class IdempotencyMemory(Saved):
    """Answers by key for ``seconds`` on the sandbox's clock. The caller holds the sandbox's lock."""

    saved = ("_answers",)

    def __init__(self, seconds: int) -> None:
        self._lifetime = datetime.timedelta(seconds=seconds)
        # In order of remembering, which is the order of expiry: time never goes back.
        self._answers: OrderedDict[str, Remembered] = OrderedDict()

    def __len__(self) -> int:
        return len(self._answers)

    def recall(self, key: str, now: datetime.datetime) -> Remembered | None:
        self._forget(now)
        return self._answers.get(key)

    def remember(self, key: str, fingerprint: bytes, status: int, body: bytes, now: datetime.datetime) -> None:
        """Keep the first answer to *key*; it must not be remembered already."""
        self._answers[key] = Remembered(fingerprint, status, body, now + self._lifetime)

    def _forget(self, now: datetime.datetime) -> None:
        while self._answers:
            key, oldest = next(iter(self._answers.items()))
            if now < oldest.expires:
                return
            del self._answers[key]
