"""From what is written of a rule or a match to the rule or the match, checked against what is served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.core.facts import Facts
from mockserver.core.faults.kind import FaultKind
from mockserver.core.faults.rule import FaultRule, Step
from mockserver.core.matching import Match
from mockserver.core.operation import Vendor
from mockserver.scripting.effects import choose_phase, read_step
from mockserver.scripting.errors import join, refuse
from mockserver.scripting.naming import Names, is_named
from mockserver.scripting.schemas import MatchSchema, RuleSchema, load

_ANSWERED = ("status", "rule", "fault")
_DELIVERY = ("event", "url")
_RULE = RuleSchema()
_MATCH = MatchSchema()


class RuleReader:
    """Reads rules and matches for *vendors*, whose operations they may name."""

    def __init__(self, vendors: Sequence[Vendor]) -> None:
        self._names = Names(vendors)

    def rule(self, raw: Any, place: str = "") -> FaultRule:
        """Raises:
        BadRule: the rule cannot work; the text says why, with the nearest right word.
        """
        _refuse_misplaced(raw, place)
        given = load(_RULE, raw, place)
        steps = self._steps(given, place)
        phase = choose_phase(steps, given.get("phase"), place)
        match = self._match(given.get("when", {}), join(place, "when"))
        _refuse_parts(
            match, _ANSWERED, join(place, "when"), "is known only of calls that were answered, as the journal has them"
        )
        if phase == "delivery":
            parts = ("operation", "method", "path", "query", "key")
            _refuse_parts(
                match, parts, join(place, "when"), "is no part of a webhook; there are: event, url, headers, body"
            )
        else:
            _refuse_parts(match, _DELIVERY, join(place, "when"), "is a part of webhooks only")
            self._refuse_idle(match, steps, place)
        times = given.get("times")
        if times is None and "effects" in given:
            times = len(steps)
        return FaultRule(
            name=given.get("name") or _described(match, steps),
            match=match,
            steps=steps,
            phase=phase,
            skip=given.get("skip", 0),
            times=times,
            every=given.get("every", 1),
            probability=given.get("probability", 1.0),
            expires_after=given.get("expires_after"),
        )

    def match(self, raw: Any, place: str = "match") -> Match:
        """What the journal is searched by.

        Raises:
            BadRule: the match can match nothing.
        """
        match = self._match(raw, place)
        _refuse_parts(match, _DELIVERY, place, "is a part of webhooks, which are no calls of the client")
        return match

    def _match(self, raw: Any, place: str) -> Match:
        given = load(_MATCH, raw, place)
        match = Match(**given)
        if match.body is not None and not isinstance(match.body, Mapping | list):
            raise refuse(join(place, "body"), f"must be a part of a JSON object or list, not {match.body!r}")
        self._names.check(match, place)
        return match

    def _steps(self, given: Mapping[str, Any], place: str) -> tuple[Step, ...]:
        if ("effect" in given) == ("effects" in given):
            missing = "neither is there; an effect is like {kind: status, status: 503}, in Python faults.status(503)"
            raise refuse(place, f"give either effect or effects: {'both are there' if 'effect' in given else missing}")
        if "effect" in given:
            steps: tuple[Step, ...] = (read_step(given["effect"], join(place, "effect"), self._match),)
        else:
            raw = given["effects"]
            if not isinstance(raw, list | tuple) or not raw:
                raise refuse(
                    join(place, "effects"), f"must be a list with an effect, or null, for each call, not {raw!r}"
                )
            steps = tuple(
                read_step(one, join(place, f"effects[{index}]"), self._match) for index, one in enumerate(raw)
            )
        if not any(steps):
            raise refuse(place, "does nothing: it has no effect")
        return steps

    def _refuse_idle(self, match: Match, steps: Sequence[Step], place: str) -> None:
        """An effect that can do nothing to any call that the rule may match."""
        reached = [facts for facts in self._calls() if _may_match(match, facts)]
        for effect in _effects(steps):
            if reached and not any(effect.applies_to(facts) for facts in reached):
                able = list(dict.fromkeys(str(facts.operation) for facts in self._calls() if effect.applies_to(facts)))
                shown = ", ".join(able[:4]) + (" and others" if len(able) > 4 else "")
                what = f"{effect.kind} does nothing to {match.operation or match.method}; it works on: {shown}"
                raise refuse(join(place, "when"), what)

    def _calls(self) -> list[Facts]:
        """One call of each operation by each of its methods, as far as its kind is known beforehand."""
        return [
            Facts(operation=name, method=method, batch=operation.batch, job=operation.job)
            for name, operation in self._names.operations.items()
            for method in self._names.methods[name]
        ]


def _refuse_misplaced(raw: Any, place: str) -> None:
    """What is right elsewhere."""
    if not isinstance(raw, Mapping):
        return
    if "kind" in raw:
        raise refuse(place, f"this is an effect, not a rule, which is like {{'effect': {dict(raw)!r}}}")
    for name in raw:
        if name in _MATCH.fields:
            raise refuse(join(place, name), f"is a part of when: {{'when': {{{name!r}: …}}}}")


def _may_match(match: Match, facts: Facts) -> bool:
    return (match.operation is None or is_named(match.operation, facts.operation or "")) and (
        match.method is None or match.method.upper() == facts.method
    )


def _effects(steps: Sequence[Step]) -> list[FaultKind]:
    return [effect for step in steps for effect in step]


def _refuse_parts(match: Match, parts: Sequence[str], place: str, what: str) -> None:
    for name in parts:
        if getattr(match, name):
            raise refuse(join(place, name), what)


def _described(match: Match, steps: Sequence[Step]) -> str:
    """A name for a rule without one: ``reset on warpware.createOrder``."""
    kinds = list(dict.fromkeys(effect.kind for effect in _effects(steps)))
    target = match.operation or match.event or " ".join(filter(None, (match.method, match.path)))
    return " and ".join(kinds) + (f" on {target}" if target else "")
