"""No byte for a long time."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind, parameter
from mockserver.core.faults.kinds.delay import LONGEST
from mockserver.core.faults.plan import FaultPlan


@dataclass(frozen=True)
class Hang(FaultKind):
    """No byte is sent for so many real seconds; then the connection is closed."""

    kind = "hang"
    phases = ("before", "after")

    seconds: float = parameter("how long", "number", minimum=0, maximum=LONGEST, default=60.0)

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.hang_for(self.seconds)
        plan.ends = True
