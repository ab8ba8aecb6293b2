"""Which of the matching calls a rule fires on."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(slots=True)
class Turns:
    """Counts calls that match: ``skip`` of them pass first, then every ``every``-th is a turn, which is
    taken with ``probability``, until ``times`` were taken (None: no end).
    """

    skip: int = 0
    times: int | None = None
    every: int = 1
    probability: float = 1.0
    seen: int = 0
    taken: int = 0

    @property
    def left(self) -> int | None:
        """How many more can be taken; None for no end."""
        return None if self.times is None else self.times - self.taken

    def take(self, draw: random.Random) -> int | None:
        """Count one call; the number of the turn that it takes, from 0, or None.

        Chance is drawn only where it decides, so that *draw* is used once for each turn that is left.
        """
        self.seen += 1
        if self.left == 0 or self.seen <= self.skip or (self.seen - self.skip) % self.every:
            return None
        if self.probability < 1 and draw.random() >= self.probability:
            return None
        self.taken += 1
        return self.taken - 1
