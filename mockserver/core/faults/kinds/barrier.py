"""Calls that wait for each other."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind, parameter
from mockserver.core.faults.kinds.delay import LONGEST
from mockserver.core.faults.plan import FaultPlan, Meeting
from mockserver.core.matching import Match


@dataclass(frozen=True)
class Barrier(FaultKind):
    """Calls wait until so many have come, and are then carried out in a given order."""

    kind = "barrier"
    phases = ("before",)
    shows = False

    name: str = parameter("what rules that share one barrier have in common", "text", default="barrier")
    parties: int = parameter("how many calls it waits for", "whole", minimum=2, maximum=1000, default=2)
    order: tuple[Match, ...] = parameter(
        "who goes first: operation ids, or matches where they are not enough; others follow as they came",
        "matches", default=(),
    )  # fmt: skip  # one parameter, one paragraph
    timeout: float = parameter(
        "real seconds after which those who came go on without the others", "number", minimum=0, maximum=LONGEST,
        default=30.0,
    )  # fmt: skip  # likewise

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.meet(Meeting(self.name, self.parties, self.order, self.timeout))
