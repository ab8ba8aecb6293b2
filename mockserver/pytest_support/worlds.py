"""The sandboxes of tests: made at set-up, kept where the report finds them, dropped at the end."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.core.exchange import Exchange
from mockserver.handle import SandboxHandle, option_fields
from mockserver.pytest_support.settings import Settings, settings_of
from mockserver.scripting.rules import RuleReader
from mockserver.scripting.scripts import load_script
from mockserver.server import MockServer

if TYPE_CHECKING:
    from mockserver.core.faults.rule import FaultRule

Node = pytest.Item | pytest.Collector

worlds_key = pytest.StashKey[list["World"]]()
"""A node's worlds; a shared one lies with the module or the session that shares it."""
varied_key = pytest.StashKey[Mapping[str, str]]()
"""The readings of one more run of a test, under --mockserver-readings=all."""
touched_key = pytest.StashKey[set[str]]()
"""The readings that something was decided by in the test."""


@dataclass(slots=True)
class World:
    """``fixture`` is the name by which tests ask for it, ``scripts`` the rules of scripts that its marker names.

    ``url`` is that of a server of another process, None for this one's own.
    """

    fixture: str
    handle: SandboxHandle
    settings: Settings
    scripts: Mapping[str, frozenset[str]]
    server: MockServer
    unclaimed_before: int = 0
    url: str | None = None

    @property
    def shared(self) -> bool:
        return self.fixture != "mockserver"

    @property
    def begun(self) -> bool:
        """Whether there is anything to tell: not while it is a promise without faults, nor once it was dropped."""
        sandboxes = self.server.sandboxes
        known = sandboxes.has_begun(self.handle.id)
        return known or (bool(self.settings.faults) and sandboxes.is_promised(self.handle.id))

    @property
    def began(self) -> datetime.datetime | None:
        """When, of its own clock."""
        return self.handle.sandbox.options.now if self.begun else None

    @property
    def frozen(self) -> bool:
        return self.handle.sandbox.clock.frozen

    def unclaimed(self) -> list[Exchange]:
        """Calls with no sandbox's key while the test ran."""
        return [exchange for exchange in self.server.sandboxes.unclaimed if exchange.number > self.unclaimed_before]


@contextlib.contextmanager
def open_world(request: pytest.FixtureRequest, server: MockServer) -> Iterator[SandboxHandle]:
    """The sandbox that the fixture of *request* gives. A marker or an option that cannot be fails the test."""
    node: Node = request.node
    refusal = None
    try:
        world = _make(node, request.fixturename or "mockserver", server)
    except ValueError as error:  # every refusal of an option is one
        refusal = error
    if refusal is not None:
        pytest.fail(f"mockserver: {refusal}", pytrace=False)
    node.stash.setdefault(worlds_key, []).append(world)
    interception = world.handle.intercept() if world.settings.intercept else contextlib.nullcontext()
    try:
        with interception:
            yield world.handle
    finally:
        node.stash[worlds_key].remove(world)
        _note_readings(node, world, server)
        server.sandboxes.discard(world.handle.id)  # the test may have dropped it itself


def worlds_of(item: pytest.Item) -> list[World]:
    """Those that *item* asked for, its own and shared ones."""
    asked = getattr(item, "fixturenames", ())
    return [world for node in item.listchain() for world in node.stash.get(worlds_key, ()) if world.fixture in asked]


def _make(node: Node, fixture: str, server: MockServer) -> World:
    settings = settings_of(node, varied=node.stash.get(varied_key, None))
    reader = RuleReader(server.sandboxes.vendors)
    rules, scripts = read_faults(settings.faults, reader)
    options = server.sandboxes.options(**option_fields(settings.sandbox_options()), faults=rules)
    handle = SandboxHandle(server.sandboxes, server.sandboxes.promise(options), server.url)
    newest = server.sandboxes.unclaimed.newest
    return World(fixture, handle, settings, scripts, server, newest.number if newest else 0)


def read_faults(given: Any, reader: RuleReader) -> tuple[tuple[FaultRule, ...], dict[str, frozenset[str]]]:
    """A script's name or file, a rule, or a list of both, as rules; and the names of the rules that each script has.

    Raises:
        BadRule, UnknownScript, BadScript: one of them cannot be.
    """
    rules: list[FaultRule] = []
    scripts: dict[str, frozenset[str]] = {}
    for part in given if isinstance(given, list | tuple) else [given]:
        if isinstance(part, str | Path):
            script = load_script(part, reader)
            rules += script.rules
            scripts[str(part)] = frozenset(rule.name for rule in script.rules)
        else:
            rules.append(reader.rule(part, "faults"))
    return tuple(rules), scripts


def _note_readings(node: Node, world: World, server: MockServer) -> None:
    if not world.shared and server.sandboxes.has_begun(world.handle.id):
        node.stash[touched_key] = set(world.handle.sandbox.readings.touched)
