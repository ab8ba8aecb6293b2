"""One test's sandbox, on a server of this process or of another."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mockserver.core.clock import Clock
from mockserver.core.exchange import Exchange
from mockserver.core.faults.rule import FaultRule
from mockserver.handle import SandboxHandle
from mockserver.handles.clock import as_moment
from mockserver.pytest_support.settings import Settings
from mockserver.remote import RemoteServer
from mockserver.scripting.rules import RuleReader
from mockserver.scripting.scripts import load_script
from mockserver.server import MockServer


class World(ABC):
    """``fixture`` is the name by which tests ask for it, ``scripts`` the names of the rules of each script that its
    marker names, ``url`` that of a server of another process.
    """

    handle: SandboxHandle
    url: str | None = None

    def __init__(self, fixture: str, settings: Settings) -> None:
        self.fixture = fixture
        self.settings = settings
        self.scripts: dict[str, frozenset[str]] = {}

    @property
    def shared(self) -> bool:
        return self.fixture != "mockserver"

    @property
    @abstractmethod
    def used(self) -> bool:
        """Whether there is anything to tell of it."""

    @property
    @abstractmethod
    def has_faults(self) -> bool:
        """Whether there may be fault rules, or have been. Raises UnknownSandbox."""

    @property
    @abstractmethod
    def began(self) -> datetime.datetime | None:
        """When, of its own clock; None before it was used."""

    @abstractmethod
    def unclaimed(self) -> list[Exchange]:
        """Calls that reached no sandbox while the test ran."""

    @abstractmethod
    def touched(self) -> set[str]:
        """The readings that something was decided by."""

    @abstractmethod
    def close(self) -> None:
        """Drop it; the test may have done so itself."""


class LocalWorld(World):
    """It is made at its first use, so that its clock begins at a time that the test has frozen."""

    def __init__(self, fixture: str, settings: Settings, server: MockServer) -> None:
        """Raises:
        ValueError: an option of *settings* cannot be.
        """
        super().__init__(fixture, settings)
        self._sandboxes = server.sandboxes
        rules: list[FaultRule] = []
        if settings.faults:
            reader = RuleReader(server.sandboxes.vendors)
            for part in _parts(settings.faults):
                if isinstance(part, str | Path):
                    script = load_script(part, reader)
                    self.scripts[str(part)] = frozenset(rule.name for rule in script.rules)
                    rules += script.rules
                else:
                    rules.append(reader.rule(part, "faults"))
        faults = tuple(rules) or server.sandboxes.defaults.faults  # a suite may have a server of its own
        options = settings.made_options
        self.handle = server.promise(replace(options, faults=faults) if faults else options)
        newest = server.sandboxes.unclaimed.newest
        self._unclaimed_before = newest.number if newest else 0

    @property
    def used(self) -> bool:
        """Also where faults wait for somebody to use it."""
        known = self._sandboxes.has_begun(self.handle.id)
        return known or (bool(self.settings.faults) and self._sandboxes.is_promised(self.handle.id))

    @property
    def has_faults(self) -> bool:
        return bool(self.handle.faults.removed_idle or self.handle.sandbox.faults)

    @property
    def began(self) -> datetime.datetime | None:
        return self.handle.sandbox.options.now if self.used else None

    def unclaimed(self) -> list[Exchange]:
        return [exchange for exchange in self._sandboxes.unclaimed if exchange.number > self._unclaimed_before]

    def touched(self) -> set[str]:
        known = self._sandboxes.has_begun(self.handle.id)
        return set(self.handle.sandbox.readings.touched) if known else set()

    def close(self) -> None:
        self.handle.release()
        self._sandboxes.discard(self.handle.id)


class RemoteWorld(World):
    """It begins at the second at which the test is set up. Which calls are nobody's, and which readings a call
    touches, is not known of a server that others use, too.
    """

    used = True
    has_faults = True

    def __init__(self, fixture: str, settings: Settings, server: RemoteServer) -> None:
        """Raises:
        ValueError: an option of *settings* cannot be.
        """
        super().__init__(fixture, settings)
        self.url = server.url
        self._began = as_moment(settings.now) or Clock.real_second()
        self.handle = server.sandbox(**{**settings.sandbox_options(), "now": self._began})
        try:
            self._add_faults()
        except BaseException:
            self.close()
            raise

    @property
    def began(self) -> datetime.datetime | None:
        return self._began

    def unclaimed(self) -> list[Exchange]:
        return []

    def touched(self) -> set[str]:
        return set()

    def close(self) -> None:
        self.handle.close()

    def _add_faults(self) -> None:
        for part in _parts(self.settings.faults):
            if isinstance(part, str | Path):
                added = self.handle.faults.script(part)
                self.scripts[str(part)] = frozenset(fault.name for fault in added)
            else:
                self.handle.faults.add(**part)


def _parts(given: Any) -> Iterable[str | Path | Mapping[str, Any]]:
    """A script's name or file, or a rule, or a list of both."""
    return given if isinstance(given, list | tuple) else [given]
