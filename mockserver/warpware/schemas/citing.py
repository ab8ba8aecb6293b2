"""Which sentence refuses a value, where the ledger has one that is more particular than the common ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mockserver.core.errors import Problem
from mockserver.warpware.schemas.fields import BLANK, NO_ITEMS, REQUIRED

_ANY = re.compile("")

_SENTENCES: tuple[tuple[re.Pattern[str], str | None, str], ...] = (
    (_ANY, BLANK, "warpware.body.blank-required"),
    (re.compile(r"line_items"), NO_ITEMS, "warpware.orders.line-items-not-empty"),
    (re.compile(r"line_items\[\d+\]\.\w+"), REQUIRED, "warpware.orders.line-item-fields"),
    (re.compile(r"line_items\[\d+\]\.quantity"), None, "warpware.orders.quantity"),
    (re.compile(r"shipping_address\.\w+"), REQUIRED, "warpware.orders.address-fields"),
    (re.compile(r"page|per_page"), None, "warpware.paging.lowest-number"),
    (re.compile(r"date_from|date_to|updated_since"), None, "warpware.dates.formats"),
)
"""Place, what is wrong there (None: anything), and the rule; the first that fits counts."""


def particular_rule(problems: Sequence[Problem]) -> str | None:
    """The rule that all *problems* break, if it is one and the ledger has it; else None."""
    rules = {_rule_of(problem) for problem in problems}
    return rules.pop() if len(rules) == 1 else None


def _rule_of(problem: Problem) -> str | None:
    for place, what, rule in _SENTENCES:
        if what in (None, problem.what) and (place is _ANY or place.fullmatch(problem.place)):
            return rule
    return None
