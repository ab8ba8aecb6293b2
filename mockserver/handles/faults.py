"""A sandbox's fault rules as Python callers hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from mockserver.control.errors import ControlError
from mockserver.core.errors import Problem
from mockserver.core.faults.active import UnknownFault
from mockserver.core.matching import Match
from mockserver.scripting.errors import BadRule, BadScript

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle

_PARTS = frozenset(part.name for part in fields(Match))
_COUNTERS = frozenset({"id", "state", "seen", "fired", "left", "expires_at"})

Effects = Mapping[str, Any] | Sequence[Any] | str


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
        self.rule = {name: value for name, value in view.items() if name not in _COUNTERS}
        self.removed = False

    def __repr__(self) -> str:
        return f"<ActiveFault {self.id} {self.name!r} fired {self.fired} of {self.seen}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ActiveFault) and (self._faults, self.id) == (other._faults, other.id)

    def __hash__(self) -> int:
        return hash(self.id)

    def __enter__(self) -> ActiveFault:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not self.removed:
            self._faults.discard(self)

    @property
    def fired(self) -> int:
        return int(self._now()["fired"])

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

    def ended(self, view: Mapping[str, Any]) -> None:
        """It was removed, as *view* shows it."""
        self._view, self.removed = view, True

    def _now(self) -> Mapping[str, Any]:
        if not self.removed:
            self._view = self._faults.view_of(self.id) or self._view
        return self._view


class ActiveScript(list[ActiveFault]):
    """The rules of a script. In a ``with`` block they are removed at the end of the block."""

    def __enter__(self) -> ActiveScript:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for active in self:
            active.__exit__(kind, error, at)


class FaultsHandle:
    """Adds, lists and removes the rules of one sandbox::

    sandbox.faults.add("warpware.createOrder", faults.reset(), phase="after", times=1)
    """

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle
        self._idle: list[ActiveFault] = []

    def __repr__(self) -> str:
        return f"<Faults {self.list()}>"

    def __iter__(self) -> Iterator[ActiveFault]:
        return iter(self.list())

    def __len__(self) -> int:
        return len(self._views())

    def add(self, first: Effects | None = None, effect: Effects | None = None, /, **given: Any) -> ActiveFault:
        """Add a rule: the operation that is meant and an effect of ``mockserver.faults``, or the effect alone::

            with mockserver.faults.add("warpware.createOrder", faults.status(503), times=2): …
            mockserver.faults.add(faults.reset(), method="POST", phase="after")

        A list of effects happens together. Keywords are the rule's fields (``name``, ``skip``, ``times``, ``every``,
        ``probability``, ``expires_after``, ``phase``, ``effects``, ``when``) and, in the place of ``when``, the parts
        of its match (``operation``, ``method``, ``path``, ``headers``, ``query``, ``body``, ``key``, ``event``,
        ``url``).

        Raises:
            BadRule: the rule cannot work; the text says why.
        """
        if effect is not None or (first is not None and ("effect" in given or "effects" in given)):
            if not isinstance(first, str):
                raise BadRule([Problem("", f"of two parts the first is an operation's id, not {first!r}")])
            given["operation"], first = first, effect
        when = {name: given.pop(name) for name in list(given) if name in _PARTS}
        written = {**given, **({} if first is None else {"effect": first})}
        if when:
            written["when"] = {**written.get("when", {}), **when}
        (active,) = self._add(written)
        return active

    def script(self, name: str | Path) -> ActiveScript:
        """Add the rules of a script: one of the package by its name, or a file of yours.

        Raises:
            UnknownScript: there is none.
            BadScript: the file is no script, or a rule cannot work.
        """
        from mockserver.scripting.scripts import find_script, read_rules, script_names

        if name in script_names():
            return self._add({"script": str(name)})
        path = find_script(name)
        try:
            return self._add({"rules": read_rules(path)})
        except BadRule as error:
            raise BadScript(f"{path}: {error}") from None

    def list(self) -> list[ActiveFault]:
        return [ActiveFault(self, view) for view in self._views()]

    @property
    def unused(self) -> Sequence[ActiveFault]:
        """The rules that did nothing so far, and those that were removed before they did anything: misspelt, too
        narrow, or not reached.
        """
        return [*self._idle, *(ActiveFault(self, view) for view in self._views() if not view["fired"])]

    def never_fired(self) -> Sequence[str]:
        """The names of the rules that are there and did nothing so far."""
        return [view["name"] for view in self._views() if not view["fired"]]

    def remove(self, rule: ActiveFault | str) -> None:
        """Take out a rule, or the one with that id; calls that wait because of it go on.

        Raises:
            UnknownFault: it is not there.
        """
        fault_id = rule if isinstance(rule, str) else rule.id
        view = self._handle.call("removeFault", fault_id=fault_id)
        active = ActiveFault(self, view) if isinstance(rule, str) else rule
        self._ended(active, view)

    def discard(self, rule: ActiveFault) -> None:
        """Take out a rule that may be gone already."""
        try:
            self.remove(rule)
        except UnknownFault:
            rule.ended(rule.rule | {"fired": rule.fired, "seen": rule.seen, "left": rule.left, "state": rule.state})

    def clear(self) -> int:
        """Take out all rules; answers how many there were."""
        before = self.list()
        removed: int = self._handle.call("clearFaults")["removed"]
        for active in before:
            self._ended(active, active._view)  # noqa: SLF001  # its own: as it was just before
        return removed

    def view_of(self, fault_id: str) -> Mapping[str, Any] | None:
        """A rule with its counters, as the control API shows it; None once it is gone."""
        return next((view for view in self._views() if view["id"] == fault_id), None)

    def _add(self, written: Mapping[str, Any]) -> ActiveScript:
        try:
            added = self._handle.call("addFaults", written)["faults"]
        except ControlError as error:
            if error.status != 400:
                raise
            raise BadRule([Problem("", str(error))]) from None
        return ActiveScript(ActiveFault(self, view) for view in added)

    def _ended(self, active: ActiveFault, view: Mapping[str, Any]) -> None:
        active.ended(view)
        if not view["fired"]:
            self._idle.append(active)

    def _views(self) -> Sequence[dict[str, Any]]:
        views: Sequence[dict[str, Any]] = self._handle.call("listFaults")["faults"]
        return views
