"""A webhook whose body stops early."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from mockserver.core.faults.kind import BadEffect, FaultKind, parameter
from mockserver.core.faults.plan import DeliveryPlan


@dataclass(frozen=True)
class WebhookTruncate(FaultKind):
    """The webhook's body is cut short; its signature is that of the whole."""

    kind = "webhook_truncate"
    phases = ("delivery",)

    bytes: int | None = parameter("how many bytes of the body are sent", "whole", minimum=0, default=None)
    fraction: float | None = parameter(
        "which part of the body is sent, below 1; left out: half", "number", minimum=0, maximum=1, default=None
    )

    def check(self) -> None:
        if self.bytes is not None and self.fraction is not None:
            raise BadEffect("give either bytes or fraction")
        if self.fraction is not None and self.fraction >= 1:
            raise BadEffect("fraction: must be below 1, or nothing would be cut off")

    @classmethod
    def from_short(cls, value: str | float) -> dict[str, Any]:
        return {"fraction" if isinstance(value, float) else "bytes": value}

    def apply(self, plan: DeliveryPlan, draw: random.Random) -> None:
        if self.bytes is not None:
            plan.truncate = self.bytes
        else:
            plan.truncate = 0.5 if self.fraction is None else float(self.fraction)
