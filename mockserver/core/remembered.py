"""Verdicts on queries that are known already: clients ask the same again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from mockserver.core.operation import Checked

MOST_REMEMBERED = 64
"""Queries whose verdicts are kept, for each operation."""


def remembered(check: Callable[[Mapping[str, Any]], Checked]) -> Callable[[Mapping[str, Any]], Checked]:
    """*check*, which asks nothing but the query itself, done once for each query of texts. Nobody may change what it
    answers. It costs as much as all the rest of a small list.
    """

    @lru_cache(MOST_REMEMBERED)
    def known(pairs: tuple[tuple[str, str], ...]) -> Checked:
        return check(dict(pairs))

    def checked(raw: Mapping[str, Any]) -> Checked:
        if all(type(value) is str for value in raw.values()):
            return known(tuple(raw.items()))
        return check(raw)  # with a list, or with numbers, of which 1, 1.0 and True are one key

    return checked
