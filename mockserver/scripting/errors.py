"""What a rule, a match or a script can be refused for."""

from __future__ import annotations

from collections.abc import Sequence

from mockserver.core.errors import Problem


class BadRule(ValueError):
    """A rule or a match that cannot work. ``problems`` say where and what; the text is all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)

    def within(self, place: str) -> BadRule:
        """The same of a part that stands at *place*."""
        return BadRule([Problem(join(place, problem.place), problem.what) for problem in self.problems])


def refuse(place: str, what: str) -> BadRule:
    return BadRule([Problem(place, what)])


def join(place: str, inner: str) -> str:
    """``effect`` and ``status`` make ``effect.status``."""
    return f"{place}.{inner}" if place and inner and not inner.startswith("[") else place + inner


class UnknownScript(ValueError):
    """No script has that name, and no file is there."""


class BadScript(ValueError):
    """A file that is no script, or one whose rules cannot work; the text names the file and the rule."""
