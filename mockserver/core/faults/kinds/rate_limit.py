"""The vendor's 429."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind, parameter
from mockserver.core.faults.plan import FaultPlan, RateLimitAnswer


@dataclass(frozen=True)
class RateLimit(FaultKind):
    """The vendor's own 429, though no limit was reached; the call is not carried out."""

    kind = "rate_limit"
    phases = ("before",)
    answers = True

    retry_after: int | None = parameter(
        "seconds that Retry-After names; left out: the vendor's window", "whole", minimum=0, default=None
    )

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.answer_with(RateLimitAnswer(self.retry_after))
