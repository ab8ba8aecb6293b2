"""What the effects that fire do to one call. Kinds fill in their part; the stations carry it out."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.core.faults.kind import BadEffect
from mockserver.core.hold import Release
from mockserver.core.matching import Match
from mockserver.core.wire_plan import WirePlan

BodyEdit = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class FaultAnswer:
    """An answer in the place of the handler's. ``body`` None is the vendor's own error shape, a text is
    sent as it stands, all else as JSON.
    """

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RateLimitAnswer:
    """The vendor's own 429. ``retry_after`` in seconds; None is the whole window."""

    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A call that waits until *parties* have come to the barrier *name*, for *timeout* real seconds at most;
    they then commit in the order in which *order* matches them, those that it does not name last.
    """

    name: str
    parties: int
    order: tuple[Match, ...]
    timeout: float


@dataclass(frozen=True, slots=True)
class ItemSpoil:
    """Spoils the items of a batch at ``index`` or whose external id matches the glob; they are not made."""

    index: int | None
    external_id: str | None
    status: str
    message: str

    def hits(self, index: int, external_id: Any) -> bool:
        if self.index is not None:
            return self.index == index
        pattern = self.external_id or "*"
        return isinstance(external_id, str) and fnmatch.fnmatchcase(external_id, pattern)


@dataclass(slots=True)
class FaultPlan:
    """Several rules may fire on one call; of two that exclude each other the first one counts, and
    ``passed_over`` says so.

    Attributes:
        fired: the names of the rules, in order.
        rule: what the answer cites, once an effect shows in it.
        delay: real seconds that the call waits, before it goes on or before its answer leaves.
        hang: real seconds without a byte, after which the connection ends.
        barrier: where the call waits for others.
        answer: what is answered instead.
        headers: over those of the answer, whichever it is.
        edits: what is done to the answer's body, in order.
        spoils: items of a batch that fail.
        job_error: what the job says that the call starts, and that ends as an error.
        as_of: reads answer as of so many seconds ago.
        wire: how the answer leaves.
        ends: the call ends here: it is not carried out, and nothing is answered.
        release: set when a rule that fired is taken away: whatever waits then waits no more.
    """

    fired: list[str] = field(default_factory=list)
    rule: str | None = None
    delay: float = 0.0
    hang: float | None = None
    barrier: Meeting | None = None
    answer: FaultAnswer | RateLimitAnswer | None = None
    headers: dict[str, str] = field(default_factory=dict)
    edits: list[BodyEdit] = field(default_factory=list)
    spoils: list[ItemSpoil] = field(default_factory=list)
    job_error: str | None = None
    as_of: float | None = None
    wire: WirePlan = field(default_factory=WirePlan)
    ends: bool = False
    release: Release = field(default_factory=Release)
    passed_over: list[str] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        return self.delay > 0 or self.hang is not None or self.barrier is not None

    def answer_with(self, answer: FaultAnswer | RateLimitAnswer) -> None:
        """Raises:
        BadEffect: there is an answer already.
        """
        if self.answer is not None:
            raise BadEffect("two effects answer the same call: give one of them")
        self.answer = answer

    def hang_for(self, seconds: float) -> None:
        """Raises:
        BadEffect: another effect ends the call in its own way.
        """
        if self.hang is not None or (self.wire.cuts and self.wire != WirePlan(reset=True)):
            raise BadEffect("two effects end the same connection: give one of them")
        self.hang = seconds

    def leave_by(self, wire: WirePlan) -> None:
        """Add to how the answer leaves.

        Raises:
            BadEffect: it does not go together with what there is.
        """
        if self.hang is not None and wire.cuts and not wire.reset:
            raise BadEffect("two effects end the same connection: give one of them")
        try:
            self.wire = self.wire.merge(wire)
        except ValueError as error:
            raise BadEffect(str(error)) from None

    def meet(self, meeting: Meeting) -> None:
        """Raises:
        BadEffect: the call waits at another barrier already.
        """
        if self.barrier is not None:
            raise BadEffect("a call waits at one barrier only")
        self.barrier = meeting


@dataclass(slots=True)
class DeliveryPlan:
    """What the effects that fire do to one attempt to deliver a webhook.

    Attributes:
        fired: the names of the rules, in order.
        drop: it is lost on the way, and the vendor takes it for delivered: nothing is tried again.
        copies: how many more times it arrives.
        delay: seconds of the sandbox's clock by which it comes later.
        behind: how many later deliveries to the same address overtake it, where they come within
            ``patience`` seconds of the sandbox's clock.
        bad_signature: it is signed with another secret.
        truncate: how much of the body is sent: whole bytes, or a fraction below 1.0. The signature is that of
            the whole.
    """

    fired: list[str] = field(default_factory=list)
    drop: bool = False
    copies: int = 0
    delay: float = 0.0
    behind: int = 0
    patience: float = 0.0
    bad_signature: bool = False
    truncate: int | float | None = None
    passed_over: list[str] = field(default_factory=list)

    def cut(self, body: bytes) -> bytes:
        """What of *body* is sent."""
        if self.truncate is None:
            return body
        return body[: self.truncate if isinstance(self.truncate, int) else int(len(body) * self.truncate)]
