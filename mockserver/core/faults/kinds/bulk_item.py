"""Single items of a batch that fail."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from mockserver.core.facts import Facts
from mockserver.core.faults.kind import BadEffect, FaultKind, parameter
from mockserver.core.faults.plan import FaultPlan, ItemSpoil


@dataclass(frozen=True)
class BulkItem(FaultKind):
    """Single items of a batch fail, and are not created; the others are."""

    kind = "bulk_item"
    phases = ("before",)

    index: int | None = parameter("the item's place, from 0", "whole", minimum=0, default=None)
    external_id: str | None = parameter("a glob for the items' external ids", "text", default=None)
    status: str = parameter("the item's own status, a word like 'error'", "text", default="error")
    message: str = parameter(
        "what the item's result says", "text", default="Internal error while creating this order; try it again"
    )

    def check(self) -> None:
        if (self.index is None) == (self.external_id is None):
            raise BadEffect("give either index or external_id")

    @classmethod
    def from_short(cls, value: str | float) -> dict[str, Any]:
        return {"external_id" if isinstance(value, str) else "index": value}

    def applies_to(self, facts: Facts) -> bool:
        return facts.batch

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.spoils.append(ItemSpoil(self.index, self.external_id, self.status, self.message))
