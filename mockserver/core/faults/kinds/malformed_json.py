"""A body that is no JSON."""

from __future__ import annotations

import random
from dataclasses import dataclass

from mockserver.core.faults.kind import FaultKind
from mockserver.core.faults.plan import FaultPlan


@dataclass(frozen=True)
class MalformedJson(FaultKind):
    """The JSON of the answer lacks its last character; length and content type are right."""

    kind = "malformed_json"
    phases = ("after", "before")
    spoils = True

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.edits.append(_without_its_end)


def _without_its_end(body: bytes) -> bytes:
    return body[:-1] or b"{"
