"""A sandbox's fault rules: which fire on a call, how often they did, and what is left of them."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from weakref import WeakSet

from mockserver.core.clock import Clock, format_instant
from mockserver.core.facts import Facts
from mockserver.core.faults.barriers import Barrier
from mockserver.core.faults.kind import BadEffect, Phase
from mockserver.core.faults.plan import DeliveryPlan, FaultPlan, Meeting
from mockserver.core.faults.rule import FaultRule, Step, citation
from mockserver.core.faults.turns import Turns
from mockserver.core.hold import Release
from mockserver.core.randomness import Streams
from mockserver.core.rules import nearest
from mockserver.core.saved import Saved

PER_CALL = "per call"
"""The name of the rules that a call brings along."""


class UnknownFault(LookupError):
    """No rule has that id."""


class ActiveRule(Saved):
    """A rule with its counters. ``id`` is ``fault-1``, counted in each sandbox."""

    saved = ("fired", "_turns")

    def __init__(self, id: str, rule: FaultRule, draw: random.Random, expires: datetime.datetime | None) -> None:
        self.id = id
        self.rule = rule
        self.expires = expires
        self.fired = 0
        self._draw = draw
        self._turns = Turns(rule.skip, rule.times, rule.every, rule.probability)
        self._held: WeakSet[Release] = WeakSet()

    def __repr__(self) -> str:
        return f"<ActiveRule {self.id} {self.rule.name!r} fired {self.fired} of {self.seen}>"

    @property
    def seen(self) -> int:
        """How many calls matched while it was there."""
        return self._turns.seen

    def state(self, now: datetime.datetime) -> str:
        """``active``, ``spent`` (nothing is left) or ``expired``."""
        if self.expires is not None and now >= self.expires:
            return "expired"
        return "spent" if self._turns.left == 0 else "active"

    def step(self, facts: Facts, now: datetime.datetime) -> Step:
        """What happens on this call; nothing when it does not match or it is not its turn."""
        if self.expires is not None and now >= self.expires:
            return ()
        rule = self.rule
        if not rule.match.matches(facts) or not _applies(rule, facts):
            return ()
        turn = self._turns.take(self._draw)
        if turn is None:
            return ()
        return tuple(effect for effect in rule.steps[turn % len(rule.steps)] if effect.applies_to(facts))

    def fire(self, step: Step, plan: FaultPlan | DeliveryPlan) -> None:
        """Carry *step* over to *plan*."""
        self.fired += 1
        plan.fired.append(self.rule.name)
        if isinstance(plan, FaultPlan):
            self._held.add(plan.release)
            if plan.rule is None and any(effect.shows for effect in step):
                plan.rule = citation(self.rule.name)
        for effect in step:
            try:
                effect.apply(plan, self._draw)
            except BadEffect as error:
                plan.passed_over.append(f"fault {self.rule.name}: {effect.kind} was passed over: {error}")

    def let_go(self) -> None:
        """Whatever waits because of it waits no more."""
        for release in list(self._held):
            release.set()

    def as_json(self, now: datetime.datetime) -> dict[str, Any]:
        return {
            "id": self.id,
            **self.rule.as_json(),
            "state": self.state(now),
            "seen": self.seen,
            "fired": self.fired,
            "left": self._turns.left,
            "expires_at": None if self.expires is None else format_instant(self.expires),
        }


class Faults(Saved):
    """The fault rules of a sandbox, in the order in which they were added. All that match fire.

    False when there are none, which is all that a call without faults asks. The caller holds the
    sandbox's lock.
    """

    saved = ("_rules", "_numbered")

    def __init__(self, clock: Clock, streams: Streams) -> None:
        self._clock = clock
        self._streams = streams
        self._rules: dict[str, ActiveRule] = {}
        self._barriers: dict[str, Barrier] = {}
        self._held: WeakSet[Release] = WeakSet()
        self._numbered = 0

    def __bool__(self) -> bool:
        return bool(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def __iter__(self) -> Iterator[ActiveRule]:
        return iter(self._rules.values())

    def __repr__(self) -> str:
        return f"<Faults {list(self._rules.values())}>"

    def add(self, rule: FaultRule) -> ActiveRule:
        """Take *rule* in; a name that is taken gets a number, so that each has its own."""
        self._numbered += 1
        rule = replace(rule, name=self._free(rule.name))
        expires = None
        if rule.expires_after is not None:
            expires = self._clock.now() + datetime.timedelta(seconds=rule.expires_after)
        # A stream of its own by its name: what another rule draws, or whether there is one, shifts nothing here.
        draw = self._streams[f"faults.{rule.name}"]
        active = ActiveRule(f"fault-{self._numbered}", rule, draw, expires)
        self._rules[active.id] = active
        return active

    def get(self, fault_id: str) -> ActiveRule:
        """Raises:
        UnknownFault: there is none.
        """
        active = self._rules.get(fault_id)
        if active is None:
            known = nearest(fault_id, self._rules) if self._rules else "; there are none"
            raise UnknownFault(f"there is no fault rule {fault_id!r}{known}")
        return active

    def remove(self, fault_id: str) -> ActiveRule:
        """Take a rule out; calls that wait because of it go on. Raises UnknownFault."""
        active = self.get(fault_id)
        del self._rules[fault_id]
        active.let_go()
        return active

    def clear(self) -> int:
        """Take all out; whatever waits goes on, also what asked for it itself. Answers how many there were."""
        removed = len(self._rules)
        self._rules.clear()
        self._barriers.clear()
        for release in list(self._held):
            release.set()
        return removed

    def capture(self) -> Any:
        return super().capture(), {active.id: active.capture() for active in self}

    def restore(self, captured: Any) -> None:
        """Whatever waits because of a rule waits no more."""
        rules, counters = captured
        for active in self:
            active.let_go()
        self._barriers.clear()
        super().restore(rules)
        for active in self:
            active.restore(counters[active.id])

    def on_call(self, facts: Facts, phase: Phase, extra: Sequence[FaultRule] = ()) -> FaultPlan | None:
        """What goes wrong with a call in the phase ``before`` or ``after``; *extra* are rules that it brought.

        Every matching rule of the phase counts the call, also behind one that answers it. None: nothing.
        """
        plan: FaultPlan | None = None
        for active, step in self._firing(facts, phase, extra):
            plan = plan or FaultPlan()
            active.fire(step, plan)
        if plan is not None:
            self._held.add(plan.release)
        return plan

    def on_delivery(self, facts: Facts) -> DeliveryPlan | None:
        """What goes wrong with one attempt to deliver a webhook; None: nothing."""
        plan: DeliveryPlan | None = None
        for active, step in self._firing(facts, "delivery", ()):
            plan = plan or DeliveryPlan()
            active.fire(step, plan)
        return plan

    def barrier(self, meeting: Meeting) -> Barrier:
        """The barrier that the rules of one name share."""
        return self._barriers.setdefault(meeting.name, Barrier())

    def as_json(self) -> list[dict[str, Any]]:
        now = self._clock.now()
        return [active.as_json(now) for active in self]

    def never_fired(self) -> list[str]:
        """The names of the rules that did nothing: misspelt, too narrow, or not reached."""
        return [active.rule.name for active in self if not active.fired]

    def _firing(self, facts: Facts, phase: Phase, extra: Sequence[FaultRule]) -> Iterator[tuple[ActiveRule, Step]]:
        now = self._clock.now()
        brought = [ActiveRule("", rule, self._streams[f"faults.{PER_CALL}"], None) for rule in extra]
        for active in (*self._rules.values(), *brought):
            if active.rule.phase == phase:
                step = active.step(facts, now)
                if step:
                    yield active, step

    def _free(self, name: str) -> str:
        taken = {active.rule.name for active in self}
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name} ({number})"
        return free


def _applies(rule: FaultRule, facts: Facts) -> bool:
    """Whether any of its effects can do anything to such a call."""
    return any(effect.applies_to(facts) for step in rule.steps for effect in step)
