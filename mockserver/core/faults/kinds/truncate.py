"""A body that stops early."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from mockserver.core.faults.kind import BadEffect, FaultKind, parameter
from mockserver.core.faults.plan import FaultPlan
from mockserver.core.wire_plan import WirePlan


@dataclass(frozen=True)
class Truncate(FaultKind):
    """The body stops short of its Content-Length, and the connection is closed."""

    kind = "truncate"
    phases = ("after", "before")
    spoils = True

    bytes: int | None = parameter("how many bytes of the body leave", "whole", minimum=0, default=None)
    fraction: float | None = parameter(
        "which part of the body leaves, below 1", "number", minimum=0, maximum=1, default=None
    )

    def check(self) -> None:
        if (self.bytes is None) == (self.fraction is None):
            raise BadEffect("give either bytes or fraction")
        if self.fraction is not None and self.fraction >= 1:
            raise BadEffect("fraction: must be below 1, or nothing would be cut off")

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        cut = self.bytes if self.fraction is None else float(self.fraction)
        plan.leave_by(WirePlan(truncate=cut))

    @classmethod
    def from_short(cls, value: str | float) -> dict[str, Any]:
        return {"fraction" if isinstance(value, float) else "bytes": value}
