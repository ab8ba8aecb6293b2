"""What a kind of fault is: a frozen dataclass of its parameters that fills in a plan.

A new kind is one file in ``kinds/``; the registry finds it, and schema, short form and Python face follow.
"""

from __future__ import annotations

import dataclasses
import random
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from mockserver.core.matching import Match

if TYPE_CHECKING:
    from mockserver.core.facts import Facts

Phase = Literal["before", "after", "delivery"]
"""``before``: nothing happened. ``after``: it was committed. ``delivery``: as a webhook goes out."""

ParameterType = Literal["whole", "number", "numbers", "text", "json", "texts", "object", "matches"]


class BadEffect(ValueError):
    """Parameters that do not go together; the text says which and what to give instead."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as a schema needs to know it. ``minimum`` and ``maximum`` are allowed values.

    ``texts`` is an object of texts, ``numbers`` a list of ``size`` numbers, ``object`` has ``parts``,
    ``matches`` is a list of operation ids or match objects.
    """

    about: str
    type: ParameterType
    minimum: float | None = None
    maximum: float | None = None
    size: int | None = None
    parts: Mapping[str, Parameter] = field(default_factory=dict)
    required: bool = True


def parameter(about: str, type: ParameterType, **options: Any) -> Any:
    """A kind's field: ``seconds: float = parameter("how long", "number", minimum=0)``.

    With ``default`` it may be left out.
    """
    required = "default" not in options
    default = options.pop("default", dataclasses.MISSING)
    declared = Parameter(about, type, required=required, **options)
    return field(default=default, metadata={"parameter": declared})


class FaultKind(ABC):
    """The base of all kinds. Subclasses are frozen dataclasses of :func:`parameter` fields.

    Attributes:
        kind: its name in rules.
        phases: where it makes sense; the first is meant where a rule does not say.
        answers: whether it stands in the place of the handler's answer.
        spoils: whether it works on an answer. In the phase ``before`` there is none unless another
            effect of the same step gives one.
        shows: whether the answer looks different, so that it cites the rule that did it.
    """

    kind: ClassVar[str]
    phases: ClassVar[tuple[Phase, ...]]
    answers: ClassVar[bool] = False
    spoils: ClassVar[bool] = False
    shows: ClassVar[bool] = True

    def check(self) -> None:  # noqa: B027  # most kinds have nothing to check
        """Raises:
        BadEffect: the parameters do not go together.
        """

    def applies_to(self, facts: Facts) -> bool:
        """Whether it can do anything to such a call; where not, its rule passes the call over."""
        return True

    @abstractmethod
    def apply(self, plan: Any, draw: random.Random) -> None:
        """Fill in its part of *plan*, a FaultPlan or, for webhooks, a DeliveryPlan."""

    @classmethod
    def from_short(cls, value: str | float) -> dict[str, Any]:
        """The parameters that ``kind=value`` of the short form means: by default the first one."""
        first = next(iter(parameters(cls)), None)
        if first is None:
            raise BadEffect(f"{cls.kind} takes no value")
        return {first: value}

    def as_json(self) -> dict[str, Any]:
        """As in a rule: the kind, and the parameters that differ from their default."""
        given: dict[str, Any] = {"kind": self.kind}
        for part in _fields(type(self)):
            value = getattr(self, part.name)
            if value != part.default:
                given[part.name] = _jsonable(value)
        return given


def parameters(kind: type[FaultKind]) -> dict[str, Parameter]:
    """By name, in the order of the fields."""
    return {part.name: part.metadata["parameter"] for part in _fields(kind)}


def about(kind: type[FaultKind]) -> str:
    """The first line of its docstring."""
    return (kind.__doc__ or "").strip().partition("\n")[0]


def _fields(kind: type[FaultKind]) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)  # type: ignore[arg-type]  # every kind is a dataclass; the registry sees to it


def _jsonable(value: Any) -> Any:
    if isinstance(value, Match):
        return value.as_json()
    if isinstance(value, tuple):
        return [_jsonable(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value
