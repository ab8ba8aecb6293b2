"""The short form, by which one call asks for its faults: ``X-Mock-Fault: status=503, delay=2.5, reset``.

Effects stand between commas; a value is its kind's first parameter, further ones follow after semicolons
(``dribble=2;chunks=5``). ``phase=after`` among them is the phase of all.
"""

from __future__ import annotations

import re
from typing import Any

from mockserver.core.faults.active import PER_CALL
from mockserver.core.faults.kind import BadEffect
from mockserver.core.faults.registry import fault_kinds
from mockserver.core.faults.rule import FaultRule
from mockserver.core.rules import nearest
from mockserver.scripting.errors import BadRule, refuse
from mockserver.scripting.rules import RuleReader

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_NUMBER = re.compile(r"-?[0-9]{0,18}\.[0-9]{1,18}")


def read_short_form(text: str, reader: RuleReader) -> tuple[FaultRule, ...]:
    """The rules for one call: one, or two where some effects go before the commit and others after it.

    Raises:
        BadRule: the text asks for what cannot be.
    """
    effects: list[dict[str, Any]] = []
    phase: dict[str, Any] = {}
    for part in text.split(","):
        word, _, value = part.partition("=")
        if word.strip() == "phase":
            phase = {"phase": value.strip()}
        else:
            effects.append(_effect(part.strip()))
    if not effects:
        raise refuse("", "asks for no fault; write it like status=503, delay=2.5")
    try:
        return (reader.rule({"name": PER_CALL, "effect": effects[0] if len(effects) == 1 else effects, **phase}),)
    except BadRule:
        # `delay=2, truncate=0.5, reset`: not all of them may go together in one phase.
        if phase or len(effects) == 1:
            raise
        rules = [reader.rule({"name": PER_CALL, "effect": effect}) for effect in effects]
        if len({rule.phase for rule in rules}) == 1:
            raise
        return tuple(rules)


def _effect(part: str) -> dict[str, Any]:
    first, *others = part.split(";")
    word, equals, value = (text.strip() for text in first.partition("="))
    kind = fault_kinds().get(word)
    if kind is None:
        raise refuse("", f"there is no kind of fault {word!r}{nearest(word, fault_kinds())}")
    if kind.phases == ("delivery",):
        raise refuse("", f"{word} is about webhooks: a call cannot ask for it, a rule can")
    effect: dict[str, Any] = {"kind": word}
    if equals:
        try:
            effect |= kind.from_short(_value(value))
        except BadEffect as error:
            raise refuse("", f"{part}: {error}") from None
    for other in others:
        name, equals, inner = other.partition("=")
        if not equals:
            raise refuse("", f"{part}: {other.strip()!r} is not like name=value")
        effect[name.strip()] = _value(inner)
    return effect


def _value(text: str) -> str | float:
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
