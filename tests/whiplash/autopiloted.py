"""A sandbox of Whiplash alone whose autopilot moves its orders."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from mockserver.core.sandbox import Sandbox, SandboxOptions
from mockserver.core.schedule import Effect
from mockserver.whiplash import WHIPLASH
from mockserver.whiplash.records import Order
from whiplash.accounts import MIDWEST, NOW, Account

HOUR = 60 * 60
DAY = 24 * HOUR


class Autopiloted(Account):
    """Its clock is frozen at NOW and stands still but for :meth:`advance`; ``told`` has every move so far."""

    def __init__(self, autopilot: bool | Mapping[str, Any], *, seed: int = 42, profile: str = "empty") -> None:
        options = SandboxOptions(seed, profile, NOW, frozen=True, autopilot=autopilot)
        self.sandbox = Sandbox("a" * 16, options, [WHIPLASH])
        self.told: list[Effect] = []
        super().__init__(self.sandbox.state("whiplash"))

    def tick(self) -> int:
        return self.state.clock.instant()

    def advance(self, seconds: float) -> list[Effect]:
        """Answers what its orders did."""
        effects = self.sandbox.advance(seconds)
        self.told += effects
        return effects

    def several(self, count: int) -> list[int]:
        """New orders; their ids."""
        item = self.item(f"SKU-{count}", stock={MIDWEST: count})
        return [self.order(item).id for _ in range(count)]

    def walk(self, order: Order) -> list[int]:
        """The statuses that the autopilot has moved an order to."""
        return [effect["to"] for effect in self.told if effect["order_id"] == order.id]

    def took(self, order_ids: Iterable[int]) -> dict[int, list[int]]:
        """How long the steps to each status took the orders, which came in at NOW."""
        began = dict.fromkeys(order_ids, 0)
        durations = defaultdict(list)
        for effect in self.told:
            order_id, at = effect["order_id"], seconds(effect)
            durations[effect["to"]].append(at - began[order_id])
            began[order_id] = at
        return durations


def seconds(effect: Effect) -> int:
    """From NOW to when it happened."""
    return int((datetime.datetime.fromisoformat(effect["at"]) - NOW).total_seconds())
