"""A connection that breaks."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind
from mockserver.core.faults.plan import FaultPlan
from mockserver.core.wire_plan import WirePlan


@dataclass(frozen=True)
class Reset(FaultKind):
    """The connection is reset (TCP RST): at once, or after a hang or what a truncation leaves."""

    kind = "reset"
    phases = ("before", "after")

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.leave_by(WirePlan(reset=True))
        plan.ends = True
