"""A body that says it is something else."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import BadEffect, FaultKind, parameter
from mockserver.core.faults.plan import FaultPlan


@dataclass(frozen=True)
class WrongContentType(FaultKind):
    """The answer is right, and its Content-Type says that it is something else."""

    kind = "wrong_content_type"
    phases = ("after", "before")
    spoils = True

    content_type: str = parameter("what it says", "text", default="text/html; charset=utf-8")

    def check(self) -> None:
        if not self.content_type.isascii() or not self.content_type.isprintable() or "/" not in self.content_type:
            raise BadEffect(f"content_type: {self.content_type!r} is no content type; write it like text/html")

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.headers["content-type"] = self.content_type
