"""A webhook that comes late."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind, parameter
from mockserver.core.faults.plan import DeliveryPlan


@dataclass(frozen=True)
class WebhookDelay(FaultKind):
    """The webhook comes later, by the sandbox's clock."""

    kind = "webhook_delay"
    phases = ("delivery",)

    seconds: float = parameter("how much later", "number", minimum=0, maximum=10_000_000)

    def apply(self, plan: DeliveryPlan, draw: random.Random) -> None:
        plan.delay += self.seconds
