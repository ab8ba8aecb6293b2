"""A webhook that others overtake."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind, parameter
from mockserver.core.faults.plan import DeliveryPlan


@dataclass(frozen=True)
class WebhookReorder(FaultKind):
    """Later webhooks to the same address overtake this one."""

    kind = "webhook_reorder"
    phases = ("delivery",)

    behind: int = parameter("how many overtake it", "whole", minimum=1, maximum=1000, default=1)
    patience: float = parameter(
        "seconds of the sandbox's clock after which it goes out anyway", "number", minimum=0, maximum=10_000_000,
        default=30.0,
    )  # fmt: skip  # one parameter, one paragraph

    def apply(self, plan: DeliveryPlan, draw: random.Random) -> None:
        plan.behind = max(plan.behind, self.behind)
        plan.patience = max(plan.patience, self.patience)
