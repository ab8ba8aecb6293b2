"""Handles that tell what they have, when they are asked for what they have not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from mockserver.core.rules import nearest


class Telling:
    """``_elsewhere`` has the names that people look for in a handle, and what to use instead."""

    _elsewhere: ClassVar[Mapping[str, str]] = {}

    if not TYPE_CHECKING:  # a type checker goes on knowing what there is

        def __getattr__(self, name: str) -> object:
            if name.startswith("_"):  # asked for by tools
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            if hasattr(type(self), name):  # a property that failed: its own error says why
                return object.__getattribute__(self, name)
            instead = self._elsewhere.get(name)
            names = [known for known in dir(self) if not known.startswith("_")]
            told = nearest(name, names, self._elsewhere) if instead is None else f": {instead}"
            # Without the error's name, to which Python would add a suggestion of its own.
            raise AttributeError(f"{type(self).__name__} has no {name!r}{told}", obj=self)
