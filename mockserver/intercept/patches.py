"""Attributes of other libraries that are replaced for a while."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

Around = Callable[..., Any]
"""``(original, *args, **kwargs)``: takes the place of a function, and calls the original when it is to go on."""

_NOTHING = object()


class Patches:
    """Remembers what was there.

    What somebody else has wrapped since stays where it is: a replacement asks for the routes at each call,
    and does nothing once there are none.
    """

    def __init__(self) -> None:
        self._over = False
        self._done: list[tuple[Any, str, Any, Any]] = []

    def put(self, owner: Any, name: str, around: Around) -> None:
        """Call *around* in place of ``owner.name``; a version of the library that has none is left as it is."""
        original = getattr(owner, name, None)
        if original is None or self._over:
            return

        @functools.wraps(original)
        def instead(*args: Any, **kwargs: Any) -> Any:
            return around(original, *args, **kwargs)

        self._done.append((owner, name, vars(owner).get(name, _NOTHING), instead))
        setattr(owner, name, instead)

    def restore(self) -> None:
        """Put back what was there, for good."""
        self._over = True
        while self._done:
            owner, name, before, ours = self._done.pop()
            if vars(owner).get(name) is not ours:
                continue
            if before is _NOTHING:
                delattr(owner, name)
            else:
                setattr(owner, name, before)
