"""A slow call."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass

from mockserver.core.faults.kind import BadEffect, FaultKind, Parameter, parameter
from mockserver.core.faults.plan import FaultPlan

LONGEST = 86_400
"""Seconds that anything waits at most: a day."""

_SPREAD = {
    "median": Parameter("half of the calls take longer", "number", minimum=0, maximum=LONGEST),
    "sigma": Parameter("the spread: 0.5 is a healthy service, 2 a sick one", "number", minimum=0, maximum=10),
    "max": Parameter("no call takes longer", "number", minimum=0, maximum=LONGEST, required=False),
}


@dataclass(frozen=True)
class Delay(FaultKind):
    """The call waits, in real seconds: before it is carried out, or before its answer leaves."""

    kind = "delay"
    phases = ("before", "after")
    shows = False

    seconds: float | None = parameter("how long", "number", minimum=0, maximum=LONGEST, default=None)
    uniform: tuple[float, float] | None = parameter(
        "evenly between two numbers of seconds", "numbers", size=2, minimum=0, maximum=LONGEST, default=None
    )
    lognormal: Mapping[str, float] | None = parameter(
        "as latencies are spread in life: most near the median, some far longer", "object", parts=_SPREAD, default=None
    )

    def check(self) -> None:
        given = [name for name in ("seconds", "uniform", "lognormal") if getattr(self, name) is not None]
        if len(given) != 1:
            found = "none is there" if not given else f"not {' and '.join(given)}"
            raise BadEffect(f"give one of seconds, uniform and lognormal; {found}")
        if self.uniform is not None and self.uniform[0] > self.uniform[1]:
            raise BadEffect(f"uniform: the smaller number comes first, not {self.uniform[0]} before {self.uniform[1]}")
        if self.lognormal is not None and self.lognormal["median"] == 0:
            raise BadEffect("lognormal.median: must be more than 0")

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        plan.delay += self._length(draw)

    def _length(self, draw: random.Random) -> float:
        if self.uniform is not None:
            return draw.uniform(*self.uniform)
        if self.lognormal is not None:
            length = draw.lognormvariate(math.log(self.lognormal["median"]), self.lognormal["sigma"])
            return min(length, self.lognormal.get("max", LONGEST))
        assert self.seconds is not None, "check() has seen that one is there"
        return self.seconds
