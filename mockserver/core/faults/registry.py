"""Finds the kinds of fault: every subclass of FaultKind in ``kinds/``."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from mockserver.core.faults import kinds
from mockserver.core.faults.kind import FaultKind


@cache
def fault_kinds() -> Mapping[str, type[FaultKind]]:
    """Every kind by its name, in alphabetical order.

    Raises:
        TypeError: two kinds have one name, or one is no dataclass.
    """
    found: dict[str, type[FaultKind]] = {}
    for module in pkgutil.iter_modules(kinds.__path__):
        content = vars(importlib.import_module(f"{kinds.__name__}.{module.name}"))
        for kind in content.values():
            if not isinstance(kind, type) or not issubclass(kind, FaultKind) or "kind" not in vars(kind):
                continue
            if kind.__module__ != content["__name__"]:  # imported from another kind's file
                continue
            if kind.kind in found:
                raise TypeError(f"two kinds of fault are called {kind.kind!r}")
            if not dataclasses.is_dataclass(kind):
                raise TypeError(f"the kind of fault {kind.kind!r} is no dataclass")
            found[kind.kind] = kind
    return dict(sorted(found.items()))
