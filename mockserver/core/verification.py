"""Proof of what a client did: how many calls match, in which order, and what came nearest when they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.core.exchange import Exchange
from mockserver.core.facts import RoleOf, facts_of
from mockserver.core.matching import Difference, Match, mismatches

MOST_MISSES = 3
"""Near misses that a failure tells of."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many calls are expected; both ends included, ``at_most`` None for no end."""

    at_least: int = 1
    at_most: int | None = None

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.at_least <= number and (self.at_most is None or number <= self.at_most)

    def __str__(self) -> str:
        if self.at_most == 0:
            return "none"
        if self.at_least == self.at_most:
            return f"exactly {self.at_least}"
        if self.at_most is None:
            return f"at least {self.at_least}"
        return f"at most {self.at_most}" if not self.at_least else f"from {self.at_least} to {self.at_most}"


@dataclass(frozen=True, slots=True)
class Miss:
    """An exchange that nearly matched, and in what it differs."""

    exchange: Exchange
    differences: Sequence[Difference]

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.exchange.number,
            "line": line(self.exchange),
            "differences": [difference.as_json() for difference in self.differences],
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """``text`` says what was wrong; it is empty when all is as expected."""

    matched: Sequence[Exchange]
    text: str = ""
    nearest: Sequence[Miss] = ()

    @property
    def passed(self) -> bool:
        return not self.text

    def as_json(self) -> dict[str, Any]:
        return {
            "verified": self.passed,
            "matched": [exchange.number for exchange in self.matched],
            "nearest": [miss.as_json() for miss in self.nearest],
        }


def verify(exchanges: Sequence[Exchange], match: Match, count: Count, *, role_of: RoleOf | None = None) -> Verdict:
    """Whether as many of *exchanges* match as expected."""
    matched, misses = _sorted_out(exchanges, match, role_of)
    if len(matched) in count:
        return Verdict(matched)
    text = f"expected {count} of {len(exchanges)} calls to match {_shown(match)}, and {_number(matched)}"
    if len(matched) > count.at_least:
        return Verdict(matched, "\n".join([text, *(f"  {line(exchange)}" for exchange in matched[:10])]))
    return Verdict(matched, _with_misses(text, misses), misses)


def verify_order(exchanges: Sequence[Exchange], order: Sequence[Match], *, role_of: RoleOf | None = None) -> Verdict:
    """Whether calls that match came one after the other; others may have come between them."""
    matched: list[Exchange] = []
    left = list(exchanges)
    for number, match in enumerate(order, 1):
        position = next(
            (index for index, one in enumerate(left) if match.matches(facts_of(one, role_of=role_of))), None
        )
        if position is None:
            return _out_of_order(exchanges, left, matched, number, match, role_of)
        matched.append(left[position])
        left = left[position + 1 :]
    return Verdict(matched)


def line(exchange: Exchange) -> str:
    """``#12 POST /partner/v1/orders → 201 warpware.orders.create``."""
    query = f"?{exchange.query}" if exchange.query else ""
    answer = exchange.status or "no answer"
    return f"#{exchange.number} {exchange.method} {exchange.path}{query} → {answer} {exchange.rule}".rstrip()


def _out_of_order(
    exchanges: Sequence[Exchange],
    left: Sequence[Exchange],
    matched: Sequence[Exchange],
    number: int,
    match: Match,
    role_of: RoleOf | None,
) -> Verdict:
    where = f"after {line(matched[-1])}" if matched else "in the journal"
    text = f"expected, as number {number} of the order, a call that matches {_shown(match)}; there is none {where}"
    early, _ = _sorted_out(exchanges[: len(exchanges) - len(left)], match, role_of)
    if early and matched:
        return Verdict(matched, f"{text}. One came too early: {line(early[-1])}")
    _, misses = _sorted_out(left, match, role_of)
    return Verdict(matched, _with_misses(text, misses), misses)


def _sorted_out(
    exchanges: Sequence[Exchange], match: Match, role_of: RoleOf | None
) -> tuple[list[Exchange], list[Miss]]:
    """Those that match, and of the others the nearest ones, nearest first; of equally near ones the newest."""
    matched, misses = [], []
    for exchange in exchanges:
        differences = mismatches(match, facts_of(exchange, role_of=role_of))
        if differences:
            misses.append(Miss(exchange, differences))
        else:
            matched.append(exchange)
    misses.sort(key=lambda miss: (sum(one.weight for one in miss.differences), -miss.exchange.number))
    return matched, misses[:MOST_MISSES]


def _with_misses(text: str, misses: Sequence[Miss]) -> str:
    lines = [text]
    if misses:
        lines.append("nearest misses:")
    for miss in misses:
        lines.append(f"  {line(miss.exchange)}")
        lines += [f"    {difference}" for difference in miss.differences]
    return "\n".join(lines)


def _number(matched: Sequence[Exchange]) -> str:
    return "none does" if not matched else "1 does" if len(matched) == 1 else f"{len(matched)} do"


def _shown(match: Match) -> str:
    parts = [f"{name} {value!r}" for name, value in match.as_json().items()]
    return ", ".join(parts) or "anything"
