"""A sandbox: all that one tenant owns. The unit of isolation, of reset and of locking."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mockserver.core import turns
from mockserver.core.autopilot import AutopilotOptions, read_autopilot
from mockserver.core.changes import Changes
from mockserver.core.clock import Clock
from mockserver.core.courier import Courier
from mockserver.core.delivery import Attempt
from mockserver.core.events import EventLog
from mockserver.core.faults.active import Faults
from mockserver.core.faults.rule import FaultRule
from mockserver.core.idempotency import IdempotencyMemory
from mockserver.core.journal import Journal
from mockserver.core.journey import Journey, attempt
from mockserver.core.limits import LimitOptions, open_limiters, resolve_limits
from mockserver.core.operation import Vendor
from mockserver.core.profiles import load_profile
from mockserver.core.randomness import Streams
from mockserver.core.records import Context
from mockserver.core.rules import load_ledger, resolve_readings
from mockserver.core.saved import Saved
from mockserver.core.schedule import Effect, Schedule
from mockserver.core.snapshots import Snapshots
from mockserver.core.webhooks import Webhooks


class BadOption(ValueError):
    """A value that a sandbox cannot be made with; the text names the option and what it takes."""


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """What a sandbox is made from; the same options make the same sandbox again.

    ``now`` None begins at the real time. ``readings`` holds only those that differ from the default.
    ``faults`` are the rules that it begins with.
    """

    seed: int = 42
    profile: str = "demo"
    now: datetime.datetime | None = None
    frozen: bool = False
    readings: Mapping[str, str] = field(default_factory=dict)
    limits: LimitOptions = True
    autopilot: AutopilotOptions = False
    faults: tuple[FaultRule, ...] = ()

    def __post_init__(self) -> None:
        """Raises:
        BadOption: a value is not of its option's kind.
        """
        if type(self.seed) is not int or not -(2**63) <= self.seed < 2**63:
            raise BadOption(f"seed: must be a whole number of 64 bits, not {self.seed!r}")
        kinds: tuple[tuple[str, type | tuple[type, ...], str], ...] = (
            ("profile", str, "a profile's name"),
            ("now", (datetime.datetime, type(None)), "a datetime"),
            ("frozen", bool, "true or false"),
            ("readings", Mapping, "a mapping of readings' names to values"),
            ("limits", (bool, Mapping), "true, false or a mapping by vendor"),
            ("autopilot", (bool, Mapping), "true, false or a mapping of options"),
            ("faults", tuple, "a tuple of fault rules"),
        )
        for name, kind, wanted in kinds:
            if not isinstance(getattr(self, name), kind):
                raise BadOption(f"{name}: must be {wanted}, not {getattr(self, name)!r}")


class Sandbox:
    """One tenant's world. Whatever reads or changes it holds ``lock``; whoever gave it something to do
    calls :meth:`wake` when the lock is free again.

    Raises, when made:
        UnknownProfile, UnknownReading, BadLimits, BadAutopilot: the options name what does not exist.
    """

    def __init__(
        self, sandbox_id: str, options: SandboxOptions, vendors: Sequence[Vendor], courier: Courier | None = None
    ) -> None:
        self.id = sandbox_id
        self.options = options
        self.lock = threading.RLock()
        self.readings = resolve_readings((load_ledger(vendor.ledger) for vendor in vendors), options.readings)
        self.limits = resolve_limits(vendors, options.limits)
        self.limiters = {vendor.name: open_limiters(vendor, self.limits[vendor.name]) for vendor in vendors}
        self.autopilot = read_autopilot(options.autopilot)
        self.clock = Clock(options.now, frozen=options.frozen)
        self.schedule = Schedule()
        self.streams = Streams(options.seed)
        self.events = EventLog()
        self.faults = Faults(self.clock, self.streams)
        for rule in options.faults:
            self.faults.add(rule)
        self.courier = courier or Courier()
        self.webhooks = Webhooks(self.clock, self.lock, self.courier.sender.permits, self.faults)
        self.alarm: datetime.datetime | None = None
        """When the courier means to look again, if it watches this sandbox."""
        self.journal = Journal()
        self._vendors = tuple(vendors)
        self.idempotency = {
            vendor.name: IdempotencyMemory(vendor.idempotency_seconds)
            for vendor in vendors
            if vendor.idempotency_header
        }
        self.context = Context(self.clock, self.streams, self.readings, self.events, self.schedule, self.webhooks)
        """What its vendors' states work with."""
        self._profile = load_profile(options.profile)
        self._states: dict[str, Any] = {}
        self.changes = Changes(self.clock)
        if self.autopilot is not None:  # which has jobs from the beginning
            for vendor in vendors:
                self.state(vendor.name)
        self.snapshots = Snapshots(self)

    def __repr__(self) -> str:
        return f"<Sandbox {self.id} seed={self.options.seed} profile={self.options.profile}>"

    def role_of(self, key: str) -> str | None:
        """What a key of this sandbox is for: ``read_only``; None for one that has no role."""
        for vendor in self._vendors:
            for role, known in vendor.keys_for(self.id).items():
                if known == key:
                    return role
        return None

    def state(self, vendor: str) -> Any:
        """A vendor's records, of the type that its ``open_state`` makes. The caller holds the lock."""
        return self._states.get(vendor) or self._open(vendor)

    def state_as_of(self, vendor: str, seconds: float) -> Any:
        """A vendor's records as they were so many seconds ago, to be read only."""
        return self.changes.as_of(self.state(vendor), seconds)

    @property
    def untouched(self) -> bool:
        """Whether nobody has called it, arranged or planned anything in it or moved its clock. The caller holds the
        lock.
        """
        planned = len(self.faults) > len(self.options.faults) or self.schedule.next_due is not None
        return not (self._states or len(self.journal) or self.clock.moved or planned)

    def parts(self) -> list[Saved]:
        """Everything of it that changes, in the same order each time; the clock first, for the others read it."""
        limiters = [limiter for limiters in self.limiters.values() for limiter in limiters.values()]
        return [
            self.clock, self.streams, self.schedule, self.events, self.changes, self.webhooks, self.faults,
            self.journal, *limiters, *self.idempotency.values(), *(self.state(vendor.name) for vendor in self._vendors),
        ]  # fmt: skip  # one a line would be eleven

    def _open(self, name: str) -> Any:
        """Make a vendor's records, at their first use: most sandboxes are for one vendor. Their times count from the
        clock's epoch, so they are the same whenever that is.
        """
        (vendor,) = (vendor for vendor in self._vendors if vendor.name == name)
        state = self._states[name] = vendor.open_state(self, self._profile.get(name, {}))
        self.changes.watch(state)
        return state

    def advance(self, seconds: float) -> list[Effect]:
        """Move the clock on, running what falls due in time order; answers what happened.

        Waits for the answers to deliveries; the caller must not hold the lock.

        Raises:
            ClockError: *seconds* is negative or leads too far.
        """
        with self.lock:
            journey = Journey(self, self.clock.after(seconds))
        return journey.run()

    def freeze(self, at: datetime.datetime | None = None) -> list[Effect]:
        """Run what falls due until *at*, or nothing, and stop the clock there. Waits as advance() does.

        Raises:
            ClockError: *at* is earlier than now, or too late.
        """
        with self.lock:
            # Stopped first, so that it stands at *at* exactly, however long the jobs take.
            goal = self.clock.now() if at is None else self.clock.checked(at)
            self.clock.freeze()
            journey = Journey(self, goal)
        return journey.run()

    def resume(self) -> None:
        """Let the clock run on."""
        with self.lock:
            self.clock.resume()
        self.wake()

    def run_due(self) -> list[Effect]:
        """Run what fell due while real time passed. The caller holds the lock.

        While an advance is under way it runs them, each in its turn, and tells of them.
        """
        return [] if self.webhooks.turns.travellers else self.schedule.run_due(self.clock)

    def deliver(self) -> list[Attempt]:
        """Make every attempt that is due, wait for those under way, and answer both.

        What is queued meanwhile is waited for, too, but for what comes after MOST_FOLLOWED of them.
        """
        webhooks = self.webhooks
        with self.lock:
            before, newest = webhooks.settled, webhooks.queued + turns.MOST_FOLLOWED
        while True:
            with self.lock:
                self.run_due()
                now = self.clock.now()
                claim = None if webhooks.turns.travellers else webhooks.claim(now, newest=newest)
                if claim is None:
                    if not (webhooks.turns.under_way(newest) or webhooks.is_due(now, newest)):
                        break
                    webhooks.turns.changed.wait()
            if claim is not None:
                attempt(self, claim)
        self.wake()
        with self.lock:
            return webhooks.since(before)

    def replay(self, number: int) -> Attempt | None:
        """Send a delivery's bytes once more and wait for the answer; None when the sandbox went meanwhile.

        Raises:
            UnknownDelivery: there is none, or it is no longer kept.
            EndpointGone: its endpoint was deleted.
        """
        try:
            with self.lock:
                claim = self.webhooks.claim_replay(number)
            return attempt(self, claim)
        finally:
            self.wake()

    def wake(self) -> None:
        """Let the courier know of what has fallen due, or will. The caller does not hold the lock."""
        with self.lock:
            ring = self.must_ring()
        if ring:
            self.courier.watch(self)

    def must_ring(self) -> bool:
        """Whether something is due before the courier would look; who asks goes and tells it then.

        The caller holds the lock.
        """
        due = self.next_due()
        if due is None or (self.alarm is not None and self.alarm <= due):
            return False
        self.alarm = due
        return True

    def next_due(self) -> datetime.datetime | None:
        """When something happens that needs no request. The caller holds the lock."""
        if self.webhooks.closed or self.webhooks.turns.travellers or self.webhooks.turns.resting:
            return None
        attempt_due = self.webhooks.next_due() if self.webhooks.subscriptions else None
        if self.clock.frozen:
            return attempt_due if attempt_due is not None and attempt_due <= self.clock.now() else None
        job_due = self.schedule.next_due
        if job_due is None or attempt_due is None:
            return job_due or attempt_due
        return min(job_due, attempt_due)

    def close(self) -> None:
        """The sandbox was dropped or made anew: nothing of it happens any more."""
        with self.lock:
            self.webhooks.close()
            self.faults.clear()
