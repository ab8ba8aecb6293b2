"""A sandbox's fault rules as Python callers hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mockserver.core.faults.active import ActiveRule
from mockserver.core.matching import Match
from mockserver.scripting.scripts import load_script

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle

_PARTS = frozenset(part.name for part in fields(Match))


class FaultsHandle:
    """Adds, lists and removes the rules of one sandbox::

    sandbox.faults.add(faults.reset(), operation="createOrder", phase="after", times=1)
    """

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def __repr__(self) -> str:
        return repr(self._handle.sandbox.faults)

    def __iter__(self) -> Iterator[ActiveRule]:
        return iter(self.list())

    def __len__(self) -> int:
        return len(self._handle.sandbox.faults)

    def add(self, effect: Mapping[str, Any] | Sequence[Any] | str | None = None, /, **given: Any) -> ActiveRule:
        """Add a rule: an effect of ``mockserver.faults``, or a list of those that happen together.

        Keywords are the rule's fields (``name``, ``skip``, ``times``, ``every``, ``probability``,
        ``expires_after``, ``phase``, ``effects``, ``when``) and, in the place of ``when``, the parts of its match
        (``operation``, ``method``, ``path``, ``headers``, ``query``, ``body``, ``key``, ``event``, ``url``).

        Raises:
            BadRule: the rule cannot work; the text says why.
        """
        when = {name: given.pop(name) for name in list(given) if name in _PARTS}
        written = {**given, **({} if effect is None else {"effect": effect})}
        if when:
            written["when"] = {**written.get("when", {}), **when}
        rule = self._handle.reader.rule(written)
        sandbox = self._handle.sandbox
        with sandbox.lock:
            return sandbox.faults.add(rule)

    def script(self, name: str | Path) -> list[ActiveRule]:
        """Add the rules of a script: one of the package by its name, or a file.

        Raises:
            UnknownScript: there is none.
            BadScript: the file is no script, or a rule cannot work.
        """
        rules = load_script(name, self._handle.reader).rules
        sandbox = self._handle.sandbox
        with sandbox.lock:
            return [sandbox.faults.add(rule) for rule in rules]

    def list(self) -> list[ActiveRule]:
        sandbox = self._handle.sandbox
        with sandbox.lock:
            return list(sandbox.faults)

    def never_fired(self) -> list[str]:  # type: ignore[valid-type]  # the method `list` hides the type
        """The names of the rules that did nothing so far."""
        sandbox = self._handle.sandbox
        with sandbox.lock:
            return sandbox.faults.never_fired()

    def remove(self, rule: ActiveRule | str) -> None:
        """Take out a rule, or the one with that id; calls that wait because of it go on.

        Raises:
            UnknownFault: it is not there.
        """
        sandbox = self._handle.sandbox
        with sandbox.lock:
            sandbox.faults.remove(rule if isinstance(rule, str) else rule.id)

    def clear(self) -> int:
        """Take out all rules; answers how many there were."""
        sandbox = self._handle.sandbox
        with sandbox.lock:
            return sandbox.faults.clear()
