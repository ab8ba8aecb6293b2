"""What webhooks are made of: who is told, what is told, and how each attempt to tell it went."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from mockserver.core.clock import format_instant
from mockserver.core.exchange import body_text

State = Literal["pending", "delivered", "failed", "cancelled", "dropped"]
"""``dropped``: a fault lost it, and the vendor takes it for delivered."""

Forge = Callable[[], Mapping[str, str]]
"""The headers of a signature that is wrong."""

MOST_REPLAYS = 20
"""Replays of a delivery that are kept; its own attempts all are."""


class UnknownDelivery(LookupError):
    """The sandbox has no delivery of that number, or no longer."""


def no_delivery(number: object) -> UnknownDelivery:
    return UnknownDelivery(f"there is no delivery {number}; GET …/webhooks/deliveries lists those that are kept")


class EndpointGone(ValueError):
    """The delivery's endpoint was deleted: there is nobody to replay it to."""


@dataclass(slots=True)
class Subscription:
    """An endpoint of the partner's, and the names of the events that it is told of.

    ``last_delivery_status`` is ``success`` or ``failed``, None before the first attempt;
    ``failure_count`` the failed attempts since the last successful one.
    """

    id: str
    vendor: str
    url: str
    events: tuple[str, ...]
    secret: str
    created_at: datetime.datetime
    active: bool = True
    last_delivery_at: datetime.datetime | None = None
    last_delivery_status: str | None = None
    failure_count: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a POST: an answer, or what went wrong, as a sentence for people.

    ``body`` is the answer's beginning; ``ms`` the real milliseconds that it took. ``lost``: it was never sent,
    and the vendor takes it for delivered.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str | None = None
    ms: float = 0.0
    lost: bool = False

    @property
    def delivered(self) -> bool:
        """Whether it counts: a complete answer from 200 to 299."""
        return self.error is None and self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Attempt:
    """One POST of a delivery. ``number`` counts within the delivery, from 1; ``next`` is when the
    delivery will be tried again, None where it will not.

    ``headers`` and ``body`` are what was sent. ``faults`` are the names of the fault rules that fired on it; a
    ``copy`` is one more of the same, of which the vendor knows nothing.
    """

    delivery: int
    number: int
    event: str
    at: datetime.datetime
    url: str
    headers: Mapping[str, str]
    body: bytes
    outcome: Outcome
    next: datetime.datetime | None = None
    replay: bool = False
    faults: Sequence[str] = ()
    copy: bool = False

    def __repr__(self) -> str:
        said = self.outcome.error or self.outcome.status
        return f"<Attempt {self.number} of delivery {self.delivery} {self.event} {self.url} → {said}>"

    def __deepcopy__(self, memo: object) -> Attempt:
        """It is what it was, in a snapshot too."""
        return self

    @property
    def result(self) -> str:
        """``delivered``, ``failed`` or ``dropped``."""
        if self.outcome.lost:
            return "dropped"
        return "delivered" if self.outcome.delivered else "failed"

    def as_json(self) -> dict[str, Any]:
        outcome = self.outcome
        answer = None
        if outcome.status is not None:
            answer = {
                "status": outcome.status,
                "headers": dict(outcome.headers),
                "body": body_text(outcome.body),
            }
        return {
            "delivery": self.delivery,
            "number": self.number,
            "event": self.event,
            "at": format_instant(self.at),
            "url": self.url,
            "replay": self.replay,
            "copy": self.copy,
            "faults": list(self.faults),
            "outcome": self.result,
            "request": {"headers": dict(self.headers), "body": body_text(self.body)},
            "answer": answer,
            "error": outcome.error,
            "duration_ms": round(outcome.ms, 3),
            "next": None if self.next is None else format_instant(self.next),
        }

    def as_effect(self) -> dict[str, Any]:
        """What an advance tells of it."""
        return {
            "at": format_instant(self.at),
            "what": "webhook.attempted",
            "delivery": self.delivery,
            "attempt": self.number,
            "event": self.event,
            "url": self.url,
            "outcome": self.result,
            "faults": list(self.faults),
            "status": self.outcome.status,
            "error": self.outcome.error,
            "next": None if self.next is None else format_instant(self.next),
        }


@dataclass(slots=True)
class Delivery:
    """One event on its way to one endpoint. ``number`` counts within the sandbox, from 1.

    ``body`` are the exact bytes of every attempt that no fault spoils. ``due`` is None once nothing is to come;
    ``delays`` are the seconds from each failed attempt to the next one. ``forge`` is None where nothing is signed.
    """

    number: int
    subscription: str
    url: str
    event_id: str
    event: str
    headers: Mapping[str, str]
    body: bytes
    delays: tuple[float, ...]
    queued_at: datetime.datetime
    due: datetime.datetime | None
    forge: Forge | None = None
    state: State = "pending"
    attempts: list[Attempt] = field(default_factory=list)
    made: int = 0
    """How many attempts there ever were."""

    def __repr__(self) -> str:
        return f"<Delivery {self.number} {self.event} → {self.url} {self.state} after {self.made}>"

    @property
    def size(self) -> int:
        """Bytes that keeping it costs, roughly. Endpoints that get the same event share its body."""
        return len(self.body) + sum(len(attempt.outcome.body) for attempt in self.attempts) + 2000

    def keep(self, attempt: Attempt) -> None:
        """Add the latest attempt, and forget the oldest of too many replays."""
        self.attempts.append(attempt)
        self.made += 1
        replays = [index for index, kept in enumerate(self.attempts) if kept.replay]
        if len(replays) > MOST_REPLAYS:
            del self.attempts[replays[0]]

    def copy(self) -> Delivery:
        """As it is now: the attempts that are made later are not its."""
        return replace(self, attempts=list(self.attempts))

    def __deepcopy__(self, memo: object) -> Delivery:
        """For snapshots, which may hold thousands: nothing else of it is changed in its place."""
        return self.copy()

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.number,
            "state": self.state,
            "event": self.event,
            "event_id": self.event_id,
            "endpoint": self.subscription,
            "url": self.url,
            "queued_at": format_instant(self.queued_at),
            "due": None if self.due is None else format_instant(self.due),
            "delays": list(self.delays),
            "made": self.made,
            "headers": dict(self.headers),
            "body": body_text(self.body),
            "attempts": [attempt.as_json() for attempt in self.attempts],
        }


class Sender(Protocol):
    """What carries a delivery out of the process. Safe to use from any thread."""

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """POST once. Never raises: what goes wrong is the outcome's error."""
        ...

    def permits(self, host: str) -> bool:
        """Whether *host*, a name or an address, was named as one to deliver to. Looks nothing up."""
        ...


class NoSender:
    """For a process that delivers nothing: every attempt fails and says so."""

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        return Outcome(error="these sandboxes were made without a sender: nothing is delivered")

    def permits(self, host: str) -> bool:
        return False
