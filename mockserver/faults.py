"""Effects as Python writes them: ``faults.status(503)``, ``faults.reset()``, ``faults.delay(uniform=(1, 3))``.

There is a function for each kind of fault, with its parameters; one value alone is what the kind is mostly about.
It answers the effect as a rule has it, ``{"kind": "status", "status": 503}``, to be given to
``sandbox.faults.add``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockserver.core.faults.kind import FaultKind, about, parameters
from mockserver.core.faults.registry import fault_kinds
from mockserver.core.rules import nearest

Effect = dict[str, Any]


def __getattr__(name: str) -> Callable[..., Effect]:
    kind = fault_kinds().get(name)
    if kind is None:
        raise AttributeError(f"there is no kind of fault {name!r}{nearest(name, fault_kinds())}")
    return _function(kind)


def __dir__() -> list[str]:
    return sorted(fault_kinds())


def _function(kind: type[FaultKind]) -> Callable[..., Effect]:
    known = parameters(kind)

    def effect(*value: Any, **given: Any) -> Effect:
        if len(value) > 1:
            raise TypeError(f"{kind.kind}() takes one value without a name, not {len(value)}")
        given = {**(kind.from_short(value[0]) if value else {}), **given}
        for name in given:
            if name not in known:
                raise TypeError(f"{kind.kind}() has no parameter {name!r}{nearest(name, known)}")
        return {"kind": kind.kind, **given}

    lines = [f"    {name}: {declared.about}" for name, declared in known.items()]
    effect.__name__ = effect.__qualname__ = kind.kind
    effect.__doc__ = "\n".join([about(kind), "", *lines])
    return effect
