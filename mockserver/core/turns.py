"""Whose turn it is to tell a sandbox's endpoints something."""

from __future__ import annotations

import contextlib
import datetime
import math
import threading
from collections import Counter
from collections.abc import Iterator

from mockserver.core.claim import Claim
from mockserver.core.clock import LATEST

MOST_FOLLOWED = 500
"""Deliveries that are queued while somebody waits for all that is due, and that are still waited for: those that a
receiver causes as it is told. What comes after them may come for ever.
"""

LET_IN = 0.0005
"""Seconds for which whoever has much to do gives the lock away: a lock that is taken again at once goes to nobody."""


class Turns:
    """Each endpoint has at most one attempt in flight. Who waits until nothing is in flight, there or anywhere, goes
    before whatever is due, so that no stream of events keeps anybody waiting.

    The caller holds the sandbox's lock, on which ``changed`` is a condition. ``travellers`` counts the advances
    under way: they alone make what is due then.
    """

    def __init__(self, lock: threading.RLock | None) -> None:
        self.changed = threading.Condition(lock or threading.RLock())
        self.travellers = 0
        self._told: dict[str, Claim] = {}
        self._wanted: Counter[str] = Counter()
        self._resting = 0
        self._departed: datetime.datetime | None = None

    def __repr__(self) -> str:
        return f"<Turns: {len(self._told)} in flight, {self._wanted.total()} replays and {self._resting} rests awaited>"

    @property
    def in_flight(self) -> bool:
        return bool(self._told)

    @property
    def resting(self) -> bool:
        """Whether somebody waits until nothing is in flight."""
        return self._resting > 0

    def is_told(self, endpoint: str) -> bool:
        """Whether an attempt is in flight there."""
        return endpoint in self._told

    def is_free(self, endpoint: str) -> bool:
        """Whether an attempt that is due may be made there."""
        return not (endpoint in self._told or endpoint in self._wanted or self._resting)

    def under_way(self, newest: float = math.inf, until: datetime.datetime = LATEST) -> bool:
        """Whether anybody makes an attempt of a delivery up to the number *newest* that counts for *until* or earlier,
        or is about to go before.
        """
        if self._wanted or self._resting:
            return True
        return any(claim.delivery.number <= newest and claim.at <= until for claim in self._told.values())

    def begin(self, claim: Claim) -> Claim:
        """*claim* is being made; answers it."""
        self._told[claim.subscription.id] = claim
        return claim

    def end(self, claim: Claim) -> None:
        """*claim* was made. Whoever calls it notifies of it, too."""
        self._told.pop(claim.subscription.id, None)

    def forget(self) -> None:
        """What is in flight counts for nothing."""
        self._told.clear()
        self.changed.notify_all()

    def depart(self, now: datetime.datetime) -> datetime.datetime:
        """An advance begins; answers when the first of those that are under way did."""
        self._departed = self._departed or now
        self.travellers += 1
        return self._departed

    def arrive(self) -> None:
        """An advance has ended."""
        self.travellers -= 1
        if not self.travellers:
            self._departed = None
        self.changed.notify_all()

    def let_others_in(self) -> None:
        """Give those the lock who wait for it, the server's loop among them; it is held again when this returns."""
        self.changed.wait(LET_IN)

    @contextlib.contextmanager
    def wanting(self, endpoint: str) -> Iterator[None]:
        """Meanwhile, nothing that is due is made there."""
        self._wanted[endpoint] += 1
        try:
            yield
        finally:
            self._wanted[endpoint] -= 1
            self._wanted += Counter()  # drops what has come to nothing
            self.changed.notify_all()

    @contextlib.contextmanager
    def rest(self) -> Iterator[None]:
        """Waits for what is in flight; meanwhile and until the end, nothing else begins."""
        self._resting += 1
        try:
            self.changed.wait_for(lambda: not self._told)
            yield
        finally:
            self._resting -= 1
            self.changed.notify_all()
