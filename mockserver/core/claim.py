"""An attempt that is being made: whose it is, and what is sent."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from mockserver.core.delivery import Attempt, Delivery, Outcome, Subscription
from mockserver.core.faults.plan import DeliveryPlan


@dataclass(frozen=True, slots=True)
class Claim:
    """An attempt that one thread has taken upon itself to make, at the moment that it counts for."""

    delivery: Delivery
    subscription: Subscription
    at: datetime.datetime
    replay: bool = False
    plan: DeliveryPlan | None = None
    copy: bool = False
    history: int = 0
    """The clock's ``rewinds`` when it was made."""

    @property
    def lost(self) -> bool:
        """Whether it is not to be sent at all."""
        return self.plan is not None and self.plan.drop

    @property
    def headers(self) -> Mapping[str, str]:
        forge = self.delivery.forge
        if self.plan is None or not self.plan.bad_signature or forge is None:
            return self.delivery.headers
        return {**self.delivery.headers, **forge()}

    @property
    def body(self) -> bytes:
        return self.delivery.body if self.plan is None else self.plan.cut(self.delivery.body)

    def attempt(self, outcome: Outcome, next: datetime.datetime | None) -> Attempt:
        """How it went, for the delivery's record; *next* is when it is tried again."""
        return Attempt(
            self.delivery.number,
            self.delivery.made + 1,
            self.delivery.event,
            self.at,
            self.delivery.url,
            self.headers,
            self.body,
            outcome,
            next,
            self.replay,
            () if self.plan is None else tuple(self.plan.fired),
            self.copy,
        )
