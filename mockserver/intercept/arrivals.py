"""Tells when a module was imported that is waited for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

Arrived = Callable[[ModuleType], None]


class Arrivals:
    """A finder for ``sys.meta_path`` that lets the others find, and calls *waiting*'s function after the import."""

    def __init__(self, waiting: Mapping[str, Arrived]) -> None:
        self._waiting = waiting

    def start(self) -> None:
        """Tell of what is imported already, then of what comes."""
        sys.meta_path.insert(0, self)
        for name, arrived in self._waiting.items():
            if name in sys.modules:
                arrived(importlib.import_module(name))  # which waits where another thread is at it

    def stop(self) -> None:
        sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not self]

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in self._waiting:
            return None
        for finder in sys.meta_path:
            if finder is not self:
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    loader: Any = _Telling(spec, self._waiting[name])
                    spec.loader = loader
                    return spec
        return None


class _Telling:
    """Loads as the loader that was found does, whose place it gives back at once."""

    def __init__(self, spec: ModuleSpec, arrived: Arrived) -> None:
        self._spec = spec
        self._loader: Any = spec.loader
        self._arrived = arrived

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        self._spec.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._arrived(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)
