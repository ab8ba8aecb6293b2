"""What a snapshot keeps of a part of the sandbox."""

from __future__ import annotations

import copy
from typing import Any, ClassVar


class Saved:
    """A part that can be set back to what it was. It stays the same object, so that whoever holds it, a job that
    waits in the schedule too, finds what was there then.

    Attributes:
        saved: the names of its attributes that change; what they hold may not change itself.
        saved_deeply: those that hold what changes.
    """

    saved: ClassVar[tuple[str, ...]] = ()
    saved_deeply: ClassVar[tuple[str, ...]] = ()

    def capture(self) -> Any:
        """What :meth:`restore` takes, as often as one likes. The caller holds the sandbox's lock."""
        # All that is copied deeply in one go: what two attributes share, their copies share too.
        return (
            {name: copy.copy(getattr(self, name)) for name in self.saved},
            copy.deepcopy({name: getattr(self, name) for name in self.saved_deeply}),
        )

    def restore(self, captured: Any) -> None:
        """The caller holds the sandbox's lock."""
        flat, deep = captured
        for name, value in flat.items():
            setattr(self, name, copy.copy(value))
        for name, value in copy.deepcopy(deep).items():
            setattr(self, name, value)
