"""Bytes that are no HTTP."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind
from mockserver.core.faults.plan import FaultPlan
from mockserver.core.wire_plan import WirePlan

_LENGTH = 64


@dataclass(frozen=True)
class Garbage(FaultKind):
    """Bytes that are no HTTP come instead of a status line; then the connection is closed."""

    kind = "garbage"
    phases = ("before", "after")

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        # Line ends make every client look at it at once; above 0x7f nothing looks like a status line.
        noise = bytes(draw.randrange(0x80, 0x100) for _ in range(_LENGTH))
        plan.leave_by(WirePlan(garbage=noise + b"\r\n\r\n"))
        plan.ends = True
