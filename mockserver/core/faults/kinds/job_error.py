"""Jobs that come to nothing."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.facts import Facts
from mockserver.core.faults.kind import FaultKind, parameter
from mockserver.core.faults.plan import FaultPlan


@dataclass(frozen=True)
class JobError(FaultKind):
    """The job that a call starts is taken, and ends as an error when it would have been complete."""

    kind = "job_error"
    phases = ("before",)
    shows = False

    message: str = parameter("what the job says in the end", "text", default="The job could not be completed")

    def applies_to(self, facts: Facts) -> bool:
        return facts.job

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.job_error = self.message
