"""Fault rules that are in a sandbox, one by one and as a script."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockserver.handles.faults import FaultsHandle

_COUNTERS = frozenset({"id", "state", "seen", "fired", "left", "expires_at"})


class ActiveFault:
    """A rule that was added. In a ``with`` block it is removed at the end of the block.

    ``rule`` is the rule as it would be written. What changes is asked for anew at each use, for as long as the rule
    is there, and stays as it was then: ``fired``, how often it did something; ``seen``, how many calls matched;
    ``left``, how often it can fire still, None for no end; ``state``, ``active``, ``spent`` or ``expired``.
    """

    def __init__(self, faults: FaultsHandle, view: Mapping[str, Any]) -> None:
        self._faults = faults
        self._view = view
        self.id: str = view["id"]
        self.name: str = view["name"]
        self.rule = _rule_of(view)
        self.removed = False

    def __repr__(self) -> str:
        return f"<ActiveFault {self.id} {self.name!r} fired {self.fired} of {self.seen}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ActiveFault) and (self._faults, self.id, self.rule) == (
            other._faults,
            other.id,
            other.rule,
        )

    def __hash__(self) -> int:
        return hash(self.id)

    def __enter__(self) -> ActiveFault:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not self.removed:
            self._faults.discard(self)

    @property
    def sandbox_id(self) -> str:
        return self._faults.sandbox_id

    @property
    def fired(self) -> int:
        return int(self._now()["fired"])

    @property
    def last_fired(self) -> int:
        """``fired`` as it was when somebody last looked."""
        return int(self._view["fired"])

    @property
    def seen(self) -> int:
        return int(self._now()["seen"])

    @property
    def left(self) -> int | None:
        left: int | None = self._now()["left"]
        return left

    @property
    def state(self) -> str:
        return str(self._now()["state"])

    def remove(self) -> None:
        """Take it out; calls that wait because of it go on. Raises UnknownFault."""
        self._faults.remove(self)

    def ended(self, view: Mapping[str, Any] | None = None) -> None:
        """It is gone; *view* shows how it was, where that is known."""
        self._view, self.removed = view or self._view, True

    def is_shown_by(self, view: Mapping[str, Any]) -> bool:
        """A sandbox that was made anew or set back gives ids once more, to other rules."""
        return self.id == view["id"] and self.rule == _rule_of(view)

    def _now(self) -> Mapping[str, Any]:
        if not self.removed:
            self._view = self._faults.view_of(self) or self._view
        return self._view


class ActiveScript(list[ActiveFault]):
    """The rules of a script. In a ``with`` block they are removed at the end of the block."""

    def __enter__(self) -> ActiveScript:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for active in self:
            active.__exit__(kind, error, at)


def _rule_of(view: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in view.items() if name not in _COUNTERS}
