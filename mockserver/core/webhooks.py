"""The webhooks of a sandbox: its subscriptions, and the queue of what they are still to be told."""

from __future__ import annotations

import datetime
import fnmatch
import math
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from mockserver.core.claim import Claim
from mockserver.core.clock import Clock
from mockserver.core.delivery import (
    Attempt,
    Delivery,
    EndpointGone,
    Forge,
    Outcome,
    State,
    Subscription,
    no_delivery,
)
from mockserver.core.facts import facts_of_delivery
from mockserver.core.faults.active import Faults
from mockserver.core.lanes import Errand, Lane
from mockserver.core.saved import Saved
from mockserver.core.turns import Turns

MOST_FINISHED = 2_000
MOST_BYTES = 32 * 1024 * 1024
"""What is kept of deliveries that are over; those that wait are all kept."""


class Webhooks(Saved):
    """Who makes an attempt claims it, sends it without any lock, and settles it.

    Each endpoint has at most one attempt in flight, so that its first attempts go in the order of events; a retry
    takes its turn when it falls due, and holds up nothing before. The caller holds the sandbox's lock.
    ``turns`` knows who may make one. ``queued`` is the number of the newest delivery.

    *faults* are asked about a first attempt when it is queued, so that whose thread is quicker is no matter of
    them, and about a retry when it is due. A replay is asked for by hand, and none of theirs.
    """

    saved = ("queued", "settled")
    saved_deeply = ("subscriptions", "_deliveries", "_lanes", "_finished", "_finished_bytes", "_latest")

    def __init__(
        self,
        clock: Clock,
        lock: threading.RLock | None = None,
        permits: Callable[[str], bool] | None = None,
        faults: Faults | None = None,
    ) -> None:
        self._clock = clock
        self._faults = faults
        self.permits = permits or (lambda _: False)
        """Whether the process was told to deliver to a host, a name or an address."""
        self.turns = Turns(lock)
        self.subscriptions: dict[str, Subscription] = {}
        self.closed = False
        self.settled = 0  # how many attempts there ever were
        self._deliveries: dict[int, Delivery] = {}
        self._lanes: dict[str, Lane] = {}
        self._finished: deque[Delivery] = deque()
        self._finished_bytes = 0
        self._latest: deque[tuple[int, Attempt]] = deque(maxlen=MOST_FINISHED)
        self.queued = 0

    def __repr__(self) -> str:
        return f"<Webhooks: {len(self.subscriptions)} endpoints, {len(self._deliveries)} deliveries>"

    def __iter__(self) -> Iterator[Delivery]:
        """What is kept, oldest first."""
        return iter(list(self._deliveries.values()))

    # Subscriptions

    def subscribe(self, subscription: Subscription) -> None:
        self.subscriptions[subscription.id] = subscription
        self._lanes[subscription.id] = Lane()

    def unsubscribe(self, subscription_id: str) -> int:
        """Forget an endpoint; answers how many of its deliveries that were pending are cancelled.

        An attempt that is in flight cannot be taken back; it is the delivery's last one.
        """
        del self.subscriptions[subscription_id]
        waiting = {e.delivery.number: e.delivery for e in self._lanes.pop(subscription_id).errands()}
        if self.turns.is_told(subscription_id):
            waiting |= {d.number: d for d in self._deliveries.values() if d.subscription == subscription_id}
        cancelled = [delivery for delivery in waiting.values() if delivery.state == "pending"]
        for delivery in cancelled:
            self._finish(delivery, "cancelled")
        return len(cancelled)

    # Deliveries

    def queue(
        self,
        subscription: Subscription,
        event_id: str,
        event: str,
        body: bytes,
        headers: Mapping[str, str],
        delays: tuple[float, ...],
        forge: Forge | None = None,
    ) -> Delivery:
        """Tell *subscription* of an event, from this moment on. *forge* signs it wrongly."""
        self.queued += 1
        now, number = self._clock.now(), self.queued
        delivery = Delivery(
            number, subscription.id, subscription.url, event_id, event, headers, body, delays, now, now, forge
        )
        self._deliveries[number] = delivery
        self._put(self._ask(Errand.of(delivery, now)))
        return delivery

    def get(self, number: int) -> Delivery:
        """Raises:
        UnknownDelivery: there is none, or it is no longer kept.
        """
        delivery = self._deliveries.get(number)
        if delivery is None:
            raise no_delivery(number)
        return delivery

    def select(
        self, endpoint: str | None = None, event: str | None = None, state: State | None = None
    ) -> list[Delivery]:
        """The kept deliveries that match everything given, *event* as a glob, oldest first."""
        return [
            delivery
            for delivery in self._deliveries.values()
            if endpoint in (None, delivery.subscription)
            and (event is None or fnmatch.fnmatchcase(delivery.event, event))
            and state in (None, delivery.state)
        ]

    def since(self, settled: int) -> list[Attempt]:
        """The attempts that ended after the first *settled* ones."""
        return [attempt for number, attempt in self._latest if number > settled]

    # Attempts

    def next_due(self, newest: float = math.inf) -> datetime.datetime | None:
        """When the next attempt can be made; those whose endpoint is being told something do not count, nor those
        that stand behind a delivery after the number *newest*.
        """
        first = self._first(filter(self.turns.is_free, self._lanes), newest)
        return None if first is None else first.due

    def is_due(self, until: datetime.datetime, newest: float) -> bool:
        """Whether an attempt of a delivery up to *newest* is due by *until*, also where it has to wait."""
        first = self._first(self._lanes, newest)
        return first is not None and first.due <= until

    def claim(
        self,
        until: datetime.datetime,
        *,
        endpoint: str | None = None,
        at: datetime.datetime | None = None,
        newest: float = math.inf,
    ) -> Claim | None:
        """The first attempt that is due by *until* and can be made, for the caller to make.

        *endpoint* narrows it to one subscription, *newest* to deliveries up to that number. The attempt counts for
        *at*, or for *until*.
        """
        endpoints = self._lanes if endpoint is None else self._lanes.keys() & {endpoint}
        while True:
            first = self._first(filter(self.turns.is_free, endpoints), newest)
            if first is None or first.due > until:
                return None
            errand = self._lanes[first.delivery.subscription].take()
            if errand.asked:
                break
            self._put(self._ask(errand))
        for copy in errand.copies():
            self._put(copy)
        delivery = errand.delivery
        subscription = self.subscriptions[delivery.subscription]
        history = self._clock.rewinds
        return self.turns.begin(
            Claim(delivery, subscription, at or until, plan=errand.plan, copy=errand.copy > 0, history=history)
        )

    def claim_replay(self, number: int) -> Claim:
        """The same bytes once more, as the next that the endpoint is told: waits until it is free.

        Raises:
            UnknownDelivery: there is none, or it is no longer kept.
            EndpointGone: its endpoint was deleted.
        """
        with self.turns.wanting(self.get(number).subscription):
            while True:
                delivery = self.get(number)
                subscription = self.subscriptions.get(delivery.subscription)
                if subscription is None:
                    raise EndpointGone(f"delivery {number} went to {delivery.url}, an endpoint that was deleted")
                if not self.turns.is_told(subscription.id) and not self.turns.resting:
                    break
                self.turns.changed.wait()
            now, history = self._clock.now(), self._clock.rewinds
            return self.turns.begin(Claim(delivery, subscription, now, replay=True, history=history))

    def settle(self, claim: Claim, outcome: Outcome) -> Attempt | None:
        """Record how a claimed attempt went, and what comes next; None where the sandbox is gone, or set back."""
        if self.closed or claim.history != self._clock.rewinds:
            return None
        delivery, subscription = claim.delivery, claim.subscription
        self.turns.end(claim)
        kept_bytes = delivery.size
        over = None if claim.copy else self._move_on(claim, outcome)
        attempt = claim.attempt(outcome, None if over else delivery.due)
        delivery.keep(attempt)
        if delivery.state != "pending" and delivery.number in self._deliveries:
            self._finished_bytes += delivery.size - kept_bytes
            self._trim()
        if over:
            self._finish(delivery, over)
        if not claim.copy:
            succeeded = outcome.delivered or outcome.lost
            subscription.last_delivery_at = claim.at
            subscription.last_delivery_status = "success" if succeeded else "failed"
            subscription.failure_count = 0 if succeeded else subscription.failure_count + 1
        self.settled += 1
        self._latest.append((self.settled, attempt))
        self.turns.changed.notify_all()
        return attempt

    def restore(self, captured: Any) -> None:
        """What is in flight counts for nothing."""
        super().restore(captured)
        self.turns.forget()

    def close(self) -> None:
        """The sandbox is gone: nothing is pending any more, and what is in flight counts for nothing."""
        self.closed = True
        self.subscriptions.clear()
        self._lanes.clear()
        self.turns.forget()

    def _move_on(self, claim: Claim, outcome: Outcome) -> State | None:
        """Put the retry where one is to come; answers how the delivery ended, if it did."""
        delivery = claim.delivery
        if outcome.delivered:
            return "delivered"
        if delivery.state != "pending" or claim.replay:
            return None
        if outcome.lost:
            return "dropped"
        failed = sum(not (attempt.replay or attempt.copy) for attempt in delivery.attempts)
        if failed == len(delivery.delays):
            return "failed"
        self._put(Errand.of(delivery, claim.at + datetime.timedelta(seconds=delivery.delays[failed])))
        return None

    def _ask(self, errand: Errand) -> Errand:
        """Let the fault rules have their say, once."""
        errand.asked = True
        if self._faults:
            errand.suffer(self._faults.on_delivery(facts_of_delivery(errand.delivery)))
        return errand

    def _put(self, errand: Errand) -> None:
        self._lanes[errand.delivery.subscription].put(errand)

    def _first(self, endpoints: Iterable[str], newest: float) -> Errand | None:
        """What comes first at *endpoints*, but for those where that is a delivery after *newest*."""
        firsts = (self._lanes[endpoint].first() for endpoint in endpoints)
        return min((first for first in firsts if first is not None and first.delivery.number <= newest), default=None)

    def _finish(self, delivery: Delivery, state: State) -> None:
        was_over = delivery.state != "pending"
        delivery.state, delivery.due = state, None
        if was_over:
            return
        self._finished.append(delivery)
        self._finished_bytes += delivery.size
        self._trim()

    def _trim(self) -> None:
        while len(self._finished) > MOST_FINISHED or self._finished_bytes > MOST_BYTES:
            dropped = self._finished.popleft()
            self._finished_bytes -= dropped.size
            del self._deliveries[dropped.number]
