"""What is expected of the journal, as it is written: a match with a count, or matches in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from mockserver.core.exchange import Exchange
from mockserver.core.facts import RoleOf
from mockserver.core.matching import Match
from mockserver.core.rules import nearest
from mockserver.core.verification import Count, Verdict, verify, verify_order
from mockserver.scripting.errors import refuse
from mockserver.scripting.fields import Number, Truth, Unread
from mockserver.scripting.rules import RuleReader
from mockserver.scripting.schemas import MOST, MatchSchema, load

_COUNTS = ("count", "exactly", "at_least", "at_most", "never")


class VerifySchema(Schema):
    """``count`` is ``exactly`` by another name. Without any count, one call at least is expected."""

    match = Unread()
    count = Number(0, MOST, whole=True)
    exactly = Number(0, MOST, whole=True)
    at_least = Number(0, MOST, whole=True)
    at_most = Number(0, MOST, whole=True)
    never = Truth()
    in_order = Unread()


@dataclass(frozen=True, slots=True)
class Expectation:
    """``order`` in the place of ``match`` and ``count``, where it is there."""

    match: Match
    count: Count
    order: tuple[Match, ...] = ()

    def verify(self, exchanges: Sequence[Exchange], role_of: RoleOf) -> Verdict:
        if self.order:
            return verify_order(exchanges, self.order, role_of=role_of)
        return verify(exchanges, self.match, self.count, role_of=role_of)


def read_expectation(raw: Any, reader: RuleReader) -> Expectation:
    """Raises:
    BadRule: it names what does not exist, or its parts contradict each other.
    """
    given = load(VerifySchema(), raw, "")
    counts = {name: given[name] for name in _COUNTS if name in given}
    if "in_order" in given:
        if "match" in given or counts:
            others = ", ".join(name for name in ("match", *counts) if name in given)
            raise refuse("in_order", f"stands alone, without {others}")
        order = given["in_order"]
        if not isinstance(order, list | tuple) or not order:
            raise refuse("in_order", f"must be a list of at least one match, not {order!r}")
        matches = tuple(reader.match(_match(one), f"in_order[{index}]") for index, one in enumerate(order))
        return Expectation(Match(), Count(), matches)
    if "match" not in given:
        raise refuse("", "give either match or in_order; {} matches every call")
    return Expectation(reader.match(given["match"]), _count(counts))


def as_expectation(match: object, given: Mapping[str, Any]) -> dict[str, Any]:
    """An operation's id or the parts of a match, and keywords, as an expectation is written: the counts apart from the
    parts of the match.

    Raises:
        BadRule: something is misspelt, or given twice.
    """
    if not isinstance(match, str | Mapping | None):
        raise refuse("match", f"must be an operation's id or an object, not {match!r}")
    known = {name: given[name] for name in given if name in (*_COUNTS, "in_order")}
    for name in given:
        if name not in known and name not in MatchSchema().fields:
            raise refuse(
                "", f"there is no field {name!r}{nearest(name, (*MatchSchema().fields, *_COUNTS, 'in_order'))}"
            )
    parts = _match(match) if match is not None else {}
    for name in given.keys() & parts.keys():
        raise refuse(name, "is given twice")
    parts = {**parts, **{name: value for name, value in given.items() if name not in known}}
    return known if "in_order" in known and not parts else {**known, "match": parts}


def _match(written: Any) -> Any:
    """An operation's id alone stands for a match of it."""
    return {"operation": written} if isinstance(written, str) else written


def _count(counts: dict[str, Any]) -> Count:
    if counts.get("never") is False:
        raise refuse("never", "is true or left out")
    if len(counts) > 1 and set(counts) != {"at_least", "at_most"}:
        raise refuse("", f"{' and '.join(counts)} exclude each other; at_least and at_most go together")
    if "never" in counts:
        return Count(0, 0)
    for name in ("count", "exactly"):
        if name in counts:
            return Count(counts[name], counts[name])
    least, most = counts.get("at_least", 0 if "at_most" in counts else 1), counts.get("at_most")
    if most is not None and least > most:
        raise refuse("at_least", f"{least} is more than at_most, {most}")
    return Count(least, most)
