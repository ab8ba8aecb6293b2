"""A sandbox's fault rules as Python callers hold them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from mockserver.control.errors import ControlError
from mockserver.core.errors import Problem
from mockserver.core.faults.active import UnknownFault
from mockserver.core.matching import Match
from mockserver.core.sandboxes import UnknownSandbox
from mockserver.handles.active_fault import ActiveFault, ActiveScript
from mockserver.handles.telling import Telling
from mockserver.scripting.errors import BadRule, BadScript, refuse
from mockserver.scripting.naming import Names

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle

_PARTS = frozenset(part.name for part in fields(Match))

Effects = Mapping[str, Any] | Sequence[Any] | str


class FaultsHandle(Telling):
    """Adds, lists and removes the rules of one sandbox::

    sandbox.faults.add("warpware.createOrder", faults.reset(), phase="after", times=1)
    """

    _elsewhere: ClassVar = dict.fromkeys(
        ("load", "add_script"), "script(name) adds the rules of a script, or of a file"
    )

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle
        self.removed_idle: list[ActiveFault] = []
        """Those that were removed before they did anything."""
        self._proven: list[ActiveFault] = []
        """Those that did something in a time that a snapshot took back."""

    @property
    def sandbox_id(self) -> str:
        return self._handle.id

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
        ``url``). None is as if it were left out.

        Raises:
            BadRule: the rule cannot work; the text says why.
        """
        given = {name: value for name, value in given.items() if value is not None}
        if effect is not None or (first is not None and ("effect" in given or "effects" in given)):
            if not isinstance(first, str):
                raise refuse("", f"of two parts the first is an operation's id, not {first!r}")
            _refuse_both({"operation"} & given.keys())
            given["operation"], first = first, effect
        if first is not None:
            _refuse_both({"effect", "effects"} & given.keys())
            _refuse_no_effect(first, Names(self._handle.channel.vendors))
            given["effect"] = first
        (active,) = self._add(_gathered(given))
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
        there = (ActiveFault(self, view) for view in self._views() if not view["fired"])
        return [*self.removed_idle, *(active for active in there if active not in self._proven)]

    def never_fired(self) -> Sequence[str]:
        """The names of the rules that are there and did nothing so far."""
        return [view["name"] for view in self._views() if not view["fired"]]

    def remove(self, rule: ActiveFault | str) -> None:
        """Take out a rule, or the one with that id; calls that wait because of it go on.

        Raises:
            UnknownFault: it is not there.
        """
        if isinstance(rule, ActiveFault) and not (rule.sandbox_id == self.sandbox_id and self.view_of(rule)):
            raise UnknownFault(f"fault rule {rule.name!r} is not there, or no longer, in sandbox {self.sandbox_id}")
        view = self._handle.call("removeFault", fault_id=rule.id if isinstance(rule, ActiveFault) else rule)
        active = rule if isinstance(rule, ActiveFault) else ActiveFault(self, view)
        self._ended(active, view)

    def discard(self, rule: ActiveFault) -> None:
        """Take out a rule that may be gone already, with its sandbox even."""
        try:
            self.remove(rule)
        except (UnknownFault, UnknownSandbox):
            rule.ended()

    @contextlib.contextmanager
    def set_back(self) -> Iterator[None]:
        """Around a snapshot's restore, which knows nothing of what fired meanwhile and of what was added."""
        before = self.list()
        yield
        for active in before:
            if active.last_fired:
                self._proven.append(active)
            elif self.view_of(active) is None:
                self._ended(active)

    def clear(self) -> int:
        """Take out all rules; answers how many there were."""
        before = self.list()
        removed: int = self._handle.call("clearFaults")["removed"]
        for active in before:
            self._ended(active)
        return removed

    def view_of(self, rule: ActiveFault) -> Mapping[str, Any] | None:
        """A rule with its counters, as the control API shows it; None once it is gone."""
        return next((view for view in self._views() if rule.is_shown_by(view)), None)

    def _add(self, written: Mapping[str, Any]) -> ActiveScript:
        try:
            added = self._handle.call("addFaults", written)["faults"]
        except ControlError as error:
            if error.status != 400:
                raise
            raise BadRule([Problem("", str(error))]) from None
        return ActiveScript(ActiveFault(self, view) for view in added)

    def _ended(self, active: ActiveFault, view: Mapping[str, Any] | None = None) -> None:
        active.ended(view)
        if not active.fired and active not in self._proven:
            self.removed_idle.append(active)

    def _views(self) -> Sequence[dict[str, Any]]:
        views: Sequence[dict[str, Any]] = self._handle.call("listFaults")["faults"]
        return views


def _gathered(given: Mapping[str, Any]) -> dict[str, Any]:
    """A rule as it is written: the parts of its match below ``when``. Raises BadRule."""
    parts = {name: value for name, value in given.items() if name in _PARTS}
    written = {name: value for name, value in given.items() if name not in parts}
    if parts:
        when = written.get("when", {})
        if not isinstance(when, Mapping):
            raise refuse("when", f"must be an object, not {when!r}")
        _refuse_both(when.keys() & parts.keys())
        written["when"] = {**when, **parts}
    return written


def _refuse_no_effect(effect: Effects, names: Names) -> None:
    if isinstance(effect, str) and names.named(effect):
        raise refuse("", f"{effect!r} is an operation: give an effect beside it, add({effect!r}, faults.reset())")
    if isinstance(effect, Mapping) and {"when", "effect", "effects"} & effect.keys():
        raise refuse("", "this is a whole rule, not an effect: give its fields by name, add(**rule)")


def _refuse_both(names: Iterable[str]) -> None:
    for name in sorted(names):
        raise refuse(name, "is given twice")
