"""Which sentence refuses a value, where the ledger has one that is more particular than the common ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mockserver.core.errors import Problem
from mockserver.warpware.schemas.fields import BLANK, EMPTY, NO_ITEMS, REQUIRED, TWICE

Sentences = tuple[tuple[re.Pattern[str], str | None, str], ...]
"""Place, what is wrong there (None: anything), and the rule; the first that fits counts."""

OF_BODIES: Sentences = ((re.compile(r".*"), BLANK, "warpware.body.blank-required"),)

OF_ORDERS: Sentences = (
    *OF_BODIES,
    (re.compile(r"line_items"), NO_ITEMS, "warpware.orders.line-items-not-empty"),
    (re.compile(r"line_items\[\d+\]\.\w+"), REQUIRED, "warpware.orders.line-item-fields"),
    (re.compile(r"line_items\[\d+\]\.quantity"), None, "warpware.orders.quantity"),
    (re.compile(r"shipping_address\.\w+"), REQUIRED, "warpware.orders.address-fields"),
)

OF_PREORDERS: Sentences = (
    *OF_BODIES,
    (re.compile(r"hold_mode"), None, "warpware.preorders.hold-modes"),
    (re.compile(r"release_date"), None, "warpware.preorders.release-date"),
)

OF_WEBHOOKS: Sentences = (
    (re.compile(r"url"), None, "warpware.webhooks.url"),
    (re.compile(r"events(\[\d+\])?"), None, "warpware.webhooks.events"),
)

OF_QUERIES: Sentences = (
    (re.compile(r".*"), TWICE, "warpware.query.given-twice"),
    (re.compile(r".*"), EMPTY, "warpware.query.empty-filter"),
    (re.compile(r"page|per_page"), None, "warpware.paging.lowest-number"),
    (re.compile(r"date_from|date_to|updated_since"), None, "warpware.dates.formats"),
)


def particular_rule(problems: Sequence[Problem], sentences: Sentences) -> str | None:
    """The rule of *sentences* that all *problems* break, if it is one; else None."""
    rules = {_rule_of(problem, sentences) for problem in problems}
    return rules.pop() if len(rules) == 1 else None


def _rule_of(problem: Problem, sentences: Sentences) -> str | None:
    for place, what, rule in sentences:
        if what in (None, problem.what) and place.fullmatch(problem.place):
            return rule
    return None
