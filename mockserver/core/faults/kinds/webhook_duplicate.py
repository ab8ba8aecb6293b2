"""A webhook that arrives more than once."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind, parameter
from mockserver.core.faults.plan import DeliveryPlan


@dataclass(frozen=True)
class WebhookDuplicate(FaultKind):
    """The same webhook arrives more than once, byte for byte."""

    kind = "webhook_duplicate"
    phases = ("delivery",)

    copies: int = parameter("how many more times", "whole", minimum=1, maximum=100, default=1)

    def apply(self, plan: DeliveryPlan, draw: random.Random) -> None:
        plan.copies += self.copies
