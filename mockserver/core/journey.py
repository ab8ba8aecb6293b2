"""A sandbox's way through time: its jobs and its deliveries, each at its own instant."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from mockserver.core import turns
from mockserver.core.claim import Claim
from mockserver.core.delivery import Attempt, Outcome
from mockserver.core.schedule import Effect

if TYPE_CHECKING:
    from mockserver.core.sandbox import Sandbox

log = logging.getLogger("mockserver")

AT_A_STRETCH = 100
"""Jobs of an advance after which others get the lock."""


class Journey:
    """From now to *goal*. Made while the caller holds the sandbox's lock, run when it no longer does.

    While one is under way nobody else makes attempts. Two at a time take turns, step by step: each
    step waits for the answer to the attempt before it, whosever that is.

    What others queue meanwhile is due before the goal, too, and made on the way, but for what comes after MOST_FOLLOWED
    of them: that is left to the courier.
    """

    def __init__(self, sandbox: Sandbox, goal: datetime) -> None:
        self._sandbox = sandbox
        self._goal = goal
        # Of several that overlap, when the first one did: what another one passed by on its way is not old.
        self._began = sandbox.webhooks.turns.depart(sandbox.clock.now())
        self._history = sandbox.clock.rewinds
        self._newest = sandbox.webhooks.queued + turns.MOST_FOLLOWED
        self._arrived = False

    def run(self) -> list[Effect]:
        """Go; answers what happened on the way.

        An attempt that was due before the journey began is made first and not answered: whether the
        courier was quicker is a matter of chance, and the answer is not.
        """
        sandbox = self._sandbox
        effects: list[Effect] = []
        try:
            while claim := self._next_attempt(effects):
                made = attempt(sandbox, claim)
                if made is not None and claim.at > self._began:
                    effects.append(made.as_effect())
        finally:
            with sandbox.lock:
                sandbox.webhooks.turns.arrive()
            sandbox.wake()
        return effects

    def _next_attempt(self, effects: list[Effect]) -> Claim | None:
        """Run what is due before the next attempt, and claim that; at the goal there is none."""
        sandbox, webhooks = self._sandbox, self._sandbox.webhooks
        with sandbox.lock:
            while True:
                webhooks.turns.changed.wait_for(lambda: not webhooks.turns.under_way() or self._is_over())
                if sandbox.clock.rewinds != self._history:  # a snapshot was restored: this way leads nowhere any more
                    return None
                for _ in range(AT_A_STRETCH):
                    claim = self._step(effects)
                    if claim is not None or self._arrived:
                        return claim
                webhooks.turns.let_others_in()

    def _step(self, effects: list[Effect]) -> Claim | None:
        """Run a job, claim an attempt, or arrive."""
        webhooks, schedule, clock = self._sandbox.webhooks, self._sandbox.schedule, self._sandbox.clock
        job, due = schedule.next_due, webhooks.next_due(self._newest)
        if job is not None and job <= self._goal and (due is None or job <= due):
            before = webhooks.queued
            effects += schedule.run_first(clock)
            self._newest += webhooks.queued - before
        elif due is not None and due <= self._goal:
            clock.move_to(due)
            # None where a fault puts a retry off.
            return webhooks.claim(due, at=max(due, self._began), newest=self._newest)
        else:
            clock.move_to(self._goal)
            self._arrived = True
        return None

    def _is_over(self) -> bool:
        """Whether nothing is left to do on the way, so that what others still do need not be waited for."""
        webhooks, job = self._sandbox.webhooks, self._sandbox.schedule.next_due
        if self._sandbox.clock.rewinds != self._history:
            return True
        if webhooks.turns.under_way(self._newest, self._goal) or webhooks.is_due(self._goal, self._newest):
            return False
        return job is None or job > self._goal


def attempt(sandbox: Sandbox, claim: Claim) -> Attempt | None:
    """Make a claimed attempt, and settle it. The caller does not hold the lock, for it takes a while."""
    if claim.plan is not None and claim.lost:
        outcome = Outcome(error=f"lost on the way by the fault rule {', '.join(claim.plan.fired)}", lost=True)
    else:
        outcome = _send(sandbox, claim)
    with sandbox.lock:
        return sandbox.webhooks.settle(claim, outcome)


def _send(sandbox: Sandbox, claim: Claim) -> Outcome:
    try:
        return sandbox.courier.sender.send(claim.delivery.url, claim.headers, claim.body)
    except Exception as error:
        log.exception("%r could not be sent", claim.delivery)
        return Outcome(error=f"the mock server could not send it: {error!r}")
