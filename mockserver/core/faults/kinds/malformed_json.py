"""A body that is no JSON."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind
from mockserver.core.faults.plan import FaultPlan


@dataclass(frozen=True)
class MalformedJson(FaultKind):
    """The JSON of the answer lacks its last character, or a number its digits; length and content type are right."""

    kind = "malformed_json"
    phases = ("after", "before")
    spoils = True

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.edits.append(_without_its_end)


def _without_its_end(body: bytes) -> bytes:
    left = body[:-1]
    # Of 81, a list's count, 8 would be left: no fault at all, but another number.
    return left if left and not left.lstrip(b"-").isdigit() else b"{"
