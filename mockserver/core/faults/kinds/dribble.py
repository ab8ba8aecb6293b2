"""A body in small pieces."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind, parameter
from mockserver.core.faults.kinds.delay import LONGEST
from mockserver.core.faults.plan import FaultPlan
from mockserver.core.wire_plan import Dribble as Pieces
from mockserver.core.wire_plan import WirePlan


@dataclass(frozen=True)
class Dribble(FaultKind):
    """The body comes in pieces, spread evenly over so many real seconds."""

    kind = "dribble"
    phases = ("after", "before")
    spoils = True

    seconds: float = parameter("how long the body takes in all", "number", minimum=0, maximum=LONGEST)
    chunks: int = parameter("in how many pieces", "whole", minimum=1, maximum=10_000, default=10)

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.leave_by(WirePlan(dribble=Pieces(self.chunks, self.seconds)))
