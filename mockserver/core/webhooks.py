"""The webhooks of a sandbox: its subscriptions, and the queue of what they are still to be told."""

from __future__ import annotations

import datetime
import heapq
import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.core.clock import Clock
from mockserver.core.delivery import Attempt, Delivery, Outcome, State, Subscription
from mockserver.core.saved import Saved

Waiting = tuple[datetime.datetime, int, Delivery]
"""When it is due, its turn among those due at that moment, and what it is."""

MOST_FINISHED = 2_000
MOST_BYTES = 32 * 1024 * 1024
"""What is kept of deliveries that are over; those that wait are all kept."""


class UnknownDelivery(LookupError):
    """The sandbox has no delivery of that number, or no longer."""


class EndpointGone(ValueError):
    """The delivery's endpoint was deleted: there is nobody to replay it to."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An attempt that one thread has taken upon itself to make, at the moment that it counts for."""

    delivery: Delivery
    subscription: Subscription
    at: datetime.datetime
    replay: bool = False
    history: int = 0


class Webhooks(Saved):
    """Who makes an attempt claims it, sends it without any lock, and settles it.

    Each endpoint has at most one attempt in flight, so that its first attempts go in the order of
    events; a retry takes its turn when it falls due, and holds up nothing before. The caller holds
    the sandbox's lock, on which ``changed`` is a condition. ``travellers`` counts the advances that
    are under way: they alone make attempts then.
    """

    saved = ("_numbered", "settled")
    saved_deeply = ("subscriptions", "_deliveries", "_lanes", "_finished", "_finished_bytes", "_latest")

    def __init__(
        self, clock: Clock, lock: threading.RLock | None = None, permits: Callable[[str], bool] | None = None
    ) -> None:
        self._clock = clock
        self._permits = permits
        self.changed = threading.Condition(lock or threading.RLock())
        self.subscriptions: dict[str, Subscription] = {}
        self.travellers = 0
        self._departed = clock.now()
        self.closed = False
        self.settled = 0
        """How many attempts there ever were."""
        self._deliveries: dict[int, Delivery] = {}
        self._lanes: dict[str, list[Waiting]] = {}
        self._busy: set[str] = set()
        self._finished: deque[tuple[int, Delivery]] = deque()
        self._finished_bytes = 0
        self._latest: deque[tuple[int, Attempt]] = deque(maxlen=MOST_FINISHED)
        self._numbered = 0
        self._turns = itertools.count()

    def __repr__(self) -> str:
        return f"<Webhooks: {len(self.subscriptions)} endpoints, {len(self._deliveries)} deliveries>"

    def __iter__(self) -> Iterator[Delivery]:
        """What is kept, oldest first."""
        return iter(list(self._deliveries.values()))

    @property
    def in_flight(self) -> bool:
        return bool(self._busy)

    @property
    def quiet(self) -> bool:
        """Whether nobody is to be told anything, whatever happens."""
        return not self.subscriptions and not self._busy

    def depart(self) -> datetime.datetime:
        """An advance begins; answers when the first of those that are under way did."""
        if not self.travellers:
            self._departed = self._clock.now()
        self.travellers += 1
        return self._departed

    def arrive(self) -> None:
        """An advance has ended."""
        self.travellers -= 1

    # Subscriptions

    def permits(self, host: str) -> bool:
        """Whether the process was told to deliver to *host*, a name or an address."""
        return self._permits is not None and self._permits(host)

    def subscribe(self, subscription: Subscription) -> None:
        self.subscriptions[subscription.id] = subscription
        self._lanes[subscription.id] = []

    def unsubscribe(self, subscription_id: str) -> int:
        """Forget an endpoint; answers how many of its deliveries that were pending are cancelled.

        An attempt that is in flight cannot be taken back; it is the delivery's last one.
        """
        del self.subscriptions[subscription_id]
        waiting = {delivery.number: delivery for _, _, delivery in self._lanes.pop(subscription_id)}
        if subscription_id in self._busy:
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
    ) -> Delivery:
        """Tell *subscription* of an event, from this moment on."""
        now = self._clock.now()
        self._numbered += 1
        delivery = Delivery(
            self._numbered, subscription.id, subscription.url, event_id, event, headers, body, delays, now, now
        )
        self._deliveries[delivery.number] = delivery
        self._put(delivery, now)
        return delivery

    def get(self, number: int) -> Delivery:
        """Raises:
        UnknownDelivery: there is none, or it is no longer kept.
        """
        delivery = self._deliveries.get(number)
        if delivery is None:
            raise UnknownDelivery(f"there is no delivery {number}; GET …/webhooks/deliveries lists those that are kept")
        return delivery

    def select(
        self, endpoint: str | None = None, event: str | None = None, state: State | None = None
    ) -> list[Delivery]:
        """The kept deliveries that match everything given, oldest first."""
        return [
            delivery
            for delivery in self._deliveries.values()
            if endpoint in (None, delivery.subscription)
            and event in (None, delivery.event)
            and state in (None, delivery.state)
        ]

    def since(self, settled: int) -> list[Attempt]:
        """The attempts that ended after the first *settled* ones."""
        return [attempt for number, attempt in self._latest if number > settled]

    # Attempts

    def next_due(self) -> datetime.datetime | None:
        """When the next attempt can be made; those whose endpoint is being told something do not count."""
        first = self._first(self._lanes)
        return None if first is None else first[0]

    def claim(
        self, until: datetime.datetime, *, endpoint: str | None = None, at: datetime.datetime | None = None
    ) -> Claim | None:
        """The first attempt that is due by *until* and can be made, for the caller to make.

        *endpoint* narrows it to one subscription. The attempt counts for *at*, or for *until*.
        """
        first = self._first(self._lanes if endpoint is None else self._lanes.keys() & {endpoint})
        if first is None or first[0] > until:
            return None
        delivery = first[2]
        heapq.heappop(self._lanes[delivery.subscription])
        self._busy.add(delivery.subscription)
        subscription = self.subscriptions[delivery.subscription]
        return Claim(delivery, subscription, at or until, history=self._clock.rewinds)

    def claim_replay(self, number: int) -> Claim:
        """The same bytes once more, as soon as the endpoint is free: waits until then.

        Raises:
            UnknownDelivery: there is none, or it is no longer kept.
            EndpointGone: its endpoint was deleted.
        """
        while True:
            delivery = self.get(number)
            subscription = self.subscriptions.get(delivery.subscription)
            if subscription is None:
                raise EndpointGone(f"delivery {number} went to {delivery.url}, an endpoint that was deleted")
            if subscription.id not in self._busy:
                break
            self.changed.wait()
        self._busy.add(subscription.id)
        return Claim(delivery, subscription, self._clock.now(), replay=True, history=self._clock.rewinds)

    def settle(self, claim: Claim, outcome: Outcome) -> Attempt | None:
        """Record how a claimed attempt went, and what comes next; None where the sandbox is gone, or a snapshot
        of before was restored.
        """
        if self.closed or claim.history != self._clock.rewinds:
            return None
        delivery, subscription = claim.delivery, claim.subscription
        self._busy.discard(subscription.id)
        if not claim.replay and delivery.state == "pending":
            delivery.due = None
        if outcome.delivered:
            self._finish(delivery, "delivered")
        elif delivery.state == "pending" and not claim.replay:
            failed = sum(not attempt.replay for attempt in delivery.attempts)
            if failed < len(delivery.delays):
                self._put(delivery, claim.at + datetime.timedelta(seconds=delivery.delays[failed]))
            else:
                self._finish(delivery, "failed")
        attempt = Attempt(
            delivery.number,
            len(delivery.attempts) + 1,
            delivery.event,
            claim.at,
            delivery.url,
            delivery.headers,
            delivery.body,
            outcome,
            delivery.due,
            claim.replay,
        )
        delivery.attempts.append(attempt)
        subscription.last_delivery_at = claim.at
        subscription.last_delivery_status = "success" if outcome.delivered else "failed"
        subscription.failure_count = 0 if outcome.delivered else subscription.failure_count + 1
        self.settled += 1
        self._latest.append((self.settled, attempt))
        self.changed.notify_all()
        return attempt

    def restore(self, captured: Any) -> None:
        """What is in flight counts for nothing."""
        super().restore(captured)
        self._busy.clear()
        self.changed.notify_all()

    def close(self) -> None:
        """The sandbox is gone: nothing is pending any more, and what is in flight counts for nothing."""
        self.closed = True
        self.subscriptions.clear()
        self._lanes.clear()
        self._busy.clear()
        self.changed.notify_all()

    def _put(self, delivery: Delivery, due: datetime.datetime) -> None:
        delivery.due = due
        heapq.heappush(self._lanes[delivery.subscription], (due, next(self._turns), delivery))

    def _first(self, endpoints: Iterable[str]) -> Waiting | None:
        """What comes first at those of *endpoints* that are free."""
        lanes = (self._waiting(endpoint) for endpoint in endpoints if endpoint not in self._busy)
        return min((lane[0] for lane in lanes if lane), default=None)

    def _waiting(self, endpoint: str) -> list[Waiting]:
        """An endpoint's queue, from the first delivery on that a replay has not brought home meanwhile."""
        lane = self._lanes[endpoint]
        while lane and lane[0][2].state != "pending":
            heapq.heappop(lane)
        return lane

    def _finish(self, delivery: Delivery, state: State) -> None:
        was_over = delivery.state != "pending"
        delivery.state, delivery.due = state, None
        if was_over:
            return
        size = delivery.size
        self._finished.append((size, delivery))
        self._finished_bytes += size
        while len(self._finished) > MOST_FINISHED or self._finished_bytes > MOST_BYTES:
            size, dropped = self._finished.popleft()
            self._finished_bytes -= size
            del self._deliveries[dropped.number]
