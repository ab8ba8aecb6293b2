"""Reads that lag behind."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.facts import Facts
from mockserver.core.faults.kind import FaultKind, parameter
from mockserver.core.faults.plan import FaultPlan


@dataclass(frozen=True)
class Stale(FaultKind):
    """Reads answer as things were so many seconds ago, by the sandbox's clock."""

    kind = "stale"
    phases = ("before",)

    seconds: float = parameter("how far behind", "number", minimum=0, maximum=10_000_000)

    def applies_to(self, facts: Facts) -> bool:
        return facts.method in ("GET", "HEAD")

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.as_of = max(self.seconds, plan.as_of or 0)
