"""One rule: which calls, which of them, when, and what goes wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mockserver.core.faults.kind import FaultKind, Phase
from mockserver.core.matching import Match

Step = tuple[FaultKind, ...]
"""What happens on one call, all of it together; nothing for a call that passes unharmed."""


@dataclass(frozen=True, slots=True)
class FaultRule:
    """``steps`` are gone through one a turn, and begun again after the last.

    ``times`` None: always. ``expires_after`` in seconds of the sandbox's clock, from when it is added.
    """

    name: str
    match: Match
    steps: tuple[Step, ...]
    phase: Phase
    skip: int = 0
    times: int | None = None
    every: int = 1
    probability: float = 1.0
    expires_after: float | None = None

    def as_json(self) -> dict[str, Any]:
        """As it would be written."""
        written: dict[str, Any] = {"name": self.name, "when": self.match.as_json()}
        defaults = {"skip": 0, "times": None, "every": 1, "probability": 1.0, "expires_after": None}
        written |= {name: getattr(self, name) for name, usual in defaults.items() if getattr(self, name) != usual}
        written["phase"] = self.phase
        if len(self.steps) == 1:
            written["effect"] = _written(self.steps[0])
        else:
            written["effects"] = [_written(step) for step in self.steps]
        return written


def citation(name: str) -> str:
    """What ``X-Mock-Rule`` says of an answer that a rule called *name* made: ``fault.lost-response-on-create``."""
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"fault.{words or 'unnamed'}"


def _written(step: Step) -> Any:
    effects = [effect.as_json() for effect in step]
    return None if not effects else effects[0] if len(effects) == 1 else effects
