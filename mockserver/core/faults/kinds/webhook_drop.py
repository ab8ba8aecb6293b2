"""A webhook that is lost."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind
from mockserver.core.faults.plan import DeliveryPlan


@dataclass(frozen=True)
class WebhookDrop(FaultKind):
    """The webhook never arrives, and the vendor believes that it did: it is not tried again."""

    kind = "webhook_drop"
    phases = ("delivery",)

    def apply(self, plan: DeliveryPlan, draw: random.Random) -> None:
        plan.drop = True
