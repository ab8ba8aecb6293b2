"""A connection that closes."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind
from mockserver.core.faults.plan import FaultPlan
from mockserver.core.wire_plan import WirePlan


@dataclass(frozen=True)
class Empty(FaultKind):
    """The connection is closed without a byte."""

    kind = "empty"
    phases = ("before", "after")

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.leave_by(WirePlan(empty=True))
        plan.ends = True
