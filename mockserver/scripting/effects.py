"""From what is written of an effect to the effect, and the phase in which a rule's effects make sense."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from mockserver.core.faults.kind import BadEffect, FaultKind, Phase, parameters
from mockserver.core.faults.plan import DeliveryPlan, FaultPlan
from mockserver.core.faults.registry import fault_kinds
from mockserver.core.faults.rule import Step
from mockserver.core.matching import Match
from mockserver.core.rules import nearest
from mockserver.scripting.errors import join, refuse
from mockserver.scripting.schemas import load, load_parts, schema_of

ReadMatch = Callable[[Any, str], Match]

_PHASES: tuple[Phase, ...] = get_args(Phase)


def read_step(raw: Any, place: str, read_match: ReadMatch) -> Step:
    """One effect, a list of those that happen together, or null for none.

    Raises:
        BadRule: an effect cannot be made, or two do not go together.
    """
    if raw is None:
        return ()
    if isinstance(raw, list | tuple):
        if not raw:
            raise refuse(place, "must not be empty; null stands for a call that passes unharmed")
        step = tuple(_read_effect(one, f"{place}[{index}]", read_match) for index, one in enumerate(raw))
    else:
        step = (_read_effect(raw, place, read_match),)
    _try_together(step, place)
    return step


def choose_phase(steps: Sequence[Step], wanted: str | None, place: str) -> Phase:
    """The phase that is wanted, or the first one in which all effects make sense.

    Raises:
        BadRule: there is no such phase, or an effect makes no sense in it.
    """
    if wanted is not None:
        phase = next((known for known in _PHASES if known == wanted), None)
        if phase is None:
            raise refuse(join(place, "phase"), f"there is no phase {wanted!r}{nearest(wanted, _PHASES)}")
        objection = _objection(steps, phase)
        if objection:
            raise refuse(join(place, "phase"), objection)
        return phase
    effects = [effect for step in steps for effect in step]
    _refuse_mixture(effects, place)
    first = effects[0]
    for phase in first.phases:
        if _objection(steps, phase) is None:
            return phase
    raise refuse(place, f"{_objection(steps, first.phases[0])}; make two rules of them")


def _read_effect(raw: Any, place: str, read_match: ReadMatch) -> FaultKind:
    kinds = fault_kinds()
    if isinstance(raw, str):  # `effect: reset`
        raw = {"kind": raw}
    if not isinstance(raw, Mapping):
        raise refuse(place, f"must be an object like {{kind: status, status: 503}}, not {raw!r}")
    name = raw.get("kind")
    if name is None:
        raise refuse(place, f"lacks its kind{nearest('', kinds)}")
    kind = kinds.get(name) if isinstance(name, str) else None
    if kind is None:
        raise refuse(join(place, "kind"), f"there is no kind of fault {name!r}{nearest(str(name), kinds)}")
    loaded = load(schema_of(kind.kind), {key: value for key, value in raw.items() if key != "kind"}, place, "parameter")
    for key, declared in parameters(kind).items():
        if key not in loaded:
            continue
        if declared.type == "object" and loaded[key] is not None:
            loaded[key] = load_parts(declared.parts, loaded[key], join(place, key))
        elif declared.type == "matches":
            loaded[key] = _read_matches(loaded[key], join(place, key), read_match)
    effect = kind(**loaded)
    try:
        effect.check()
    except BadEffect as error:
        raise refuse(place, f"{name}: {error}") from None
    return effect


def _read_matches(raw: Any, place: str, read_match: ReadMatch) -> tuple[Match, ...]:
    if not isinstance(raw, list | tuple):
        raise refuse(place, f"must be a list of operation ids or matches, not {raw!r}")
    return tuple(
        read_match({"operation": one} if isinstance(one, str) else one, f"{place}[{index}]")
        for index, one in enumerate(raw)
    )


def _try_together(step: Step, place: str) -> None:
    """Fill in a plan, as a call would have it: what excludes each other shows there."""
    _refuse_mixture(step, place)
    plan = DeliveryPlan() if step[0].phases == ("delivery",) else FaultPlan()
    for effect in step:
        try:
            effect.apply(plan, random.Random(0))
        except BadEffect as error:
            raise refuse(place, f"{' and '.join(one.kind for one in step)}: {error}") from None


def _refuse_mixture(effects: Sequence[FaultKind], place: str) -> None:
    for_webhooks = [effect.kind for effect in effects if effect.phases == ("delivery",)]
    for_calls = [effect.kind for effect in effects if effect.phases != ("delivery",)]
    if for_webhooks and for_calls:
        what = f"{for_webhooks[0]} is about webhooks and {for_calls[0]} about calls; make two rules of them"
        raise refuse(place, what)


def _objection(steps: Sequence[Step], phase: Phase) -> str | None:
    """Why the effects make no sense in *phase*; None when they do."""
    for step in steps:
        for effect in step:
            if phase not in effect.phases:
                return _misplaced(effect, phase)
            if phase == "before" and effect.spoils and not any(one.answers for one in step):
                return (
                    f"{effect.kind} works on an answer, and before the call is carried out there is none: it goes "
                    f"with phase 'after', or beside an effect that answers ({', '.join(_answering())})"
                )
    return None


def _misplaced(effect: FaultKind, phase: Phase) -> str:
    if effect.phases == ("delivery",):
        return f"{effect.kind} is about webhooks: leave the phase out, there is only one"
    if phase == "delivery":
        return f"{effect.kind} is about calls, not about webhooks: it goes with phase {_or(effect.phases)}"
    if phase == "after":
        return f"{effect.kind} makes no sense once the call was carried out: it goes with phase 'before'"
    return f"{effect.kind} goes with phase {_or(effect.phases)}, not {phase!r}"


def _answering() -> list[str]:
    return [name for name, kind in fault_kinds().items() if kind.answers]


def _or(phases: Sequence[str]) -> str:
    return " or ".join(map(repr, phases))
