"""A webhook with a wrong signature."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.facts import Facts
from mockserver.core.faults.kind import FaultKind
from mockserver.core.faults.plan import DeliveryPlan


@dataclass(frozen=True)
class WebhookBadSignature(FaultKind):
    """The webhook is signed with another secret than the subscriber's."""

    kind = "webhook_bad_signature"
    phases = ("delivery",)

    def applies_to(self, facts: Facts) -> bool:
        return facts.signed

    def apply(self, plan: DeliveryPlan, draw: random.Random) -> None:
        plan.bad_signature = True
