"""Rate limits by a leaky bucket, one a key."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass

from mockserver.core.limiter import Limiter
from mockserver.core.saved import Saved


@dataclass(slots=True)
class _Bucket:
    left: int
    since: datetime.datetime
    """The last refill, or the call that the full bucket met first."""


class LeakyBucket(Saved):
    """``burst`` calls at once; ``refill`` more after each ``interval`` seconds, up to ``burst`` again.

    The intervals count from the call that finds the bucket full. A refill comes whole, at the end of its
    interval: all arithmetic is in whole calls and whole intervals. The caller holds the sandbox's lock.
    """

    saved_deeply = ("_buckets",)

    def __init__(self, burst: int, refill: int, interval: int) -> None:
        self.limit = burst
        self.window = interval
        self._refill = refill
        self._interval = datetime.timedelta(seconds=interval)
        # A key whose bucket is full has none.
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, key: str, now: datetime.datetime) -> int:
        """0 when a call may pass now, else the whole seconds until the next refill."""
        bucket = self._refilled(key, now)
        if bucket is None or bucket.left:
            return 0
        return max(1, math.ceil((bucket.since + self._interval - now) / datetime.timedelta(seconds=1)))

    def charge(self, key: str, now: datetime.datetime) -> None:
        bucket = self._refilled(key, now)
        if bucket is None:
            self._buckets[key] = _Bucket(self.limit - 1, now)
        else:
            bucket.left -= 1

    def _refilled(self, key: str, now: datetime.datetime) -> _Bucket | None:
        bucket = self._buckets.get(key)
        if bucket is None:
            return None
        passed = (now - bucket.since) // self._interval
        bucket.left += passed * self._refill
        if bucket.left >= self.limit:
            del self._buckets[key]
            return None
        bucket.since += passed * self._interval
        return bucket


def leaky_bucket(numbers: Mapping[str, int]) -> dict[str, Limiter]:
    """One for all calls, ``requests``, from ``burst``, ``refill`` and ``interval``."""
    return {"requests": LeakyBucket(numbers["burst"], numbers["refill"], numbers["interval"])}
