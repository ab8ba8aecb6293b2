"""The sandboxes of tests: made at set-up, kept where the report finds them, dropped at the end."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

import pytest

from mockserver.control.errors import ControlError
from mockserver.handle import SandboxHandle
from mockserver.pytest_support.settings import settings_of
from mockserver.pytest_support.world import LocalWorld, RemoteWorld, World
from mockserver.remote import RemoteServer
from mockserver.server import MockServer

Node = pytest.Item | pytest.Collector

worlds_key = pytest.StashKey[list[World]]()
"""A node's worlds; a shared one lies with the module or the session that shares it."""
left_key = pytest.StashKey[list[tuple[Node, World]]]()
"""Worlds whose fixtures are torn down: the report of a teardown that fails tells of them, then they are dropped."""
varied_key = pytest.StashKey[Mapping[str, str]]()
"""The readings of one more run of a test, under --mockserver-readings=all."""
touched_key = pytest.StashKey[set[str]]()
"""The readings that something was decided by in the test."""


@contextlib.contextmanager
def open_world(request: pytest.FixtureRequest, server: MockServer | RemoteServer) -> Iterator[SandboxHandle]:
    """The sandbox that the fixture of *request* gives, to be dropped by :func:`drop_left`. A marker or an option that
    cannot be fails the test.
    """
    node: Node = request.node
    world = _make(node, request.fixturename or "mockserver", server)
    node.stash.setdefault(worlds_key, []).append(world)
    interception = world.handle.intercept() if world.settings.intercept else contextlib.nullcontext()
    try:
        with interception:
            yield world.handle
    finally:
        if not world.shared:
            node.stash[touched_key] = world.touched()
        request.config.stash.setdefault(left_key, []).append((node, world))


def drop_left(config: pytest.Config) -> None:
    """Drop the sandboxes whose fixtures are torn down."""
    left = config.stash.get(left_key, [])
    while left:
        node, world = left.pop()
        node.stash[worlds_key].remove(world)
        # A server elsewhere that does not answer any more has nothing to be dropped.
        with contextlib.suppress(ConnectionError, ControlError):
            world.close()


def worlds_of(item: pytest.Item) -> list[World]:
    """Those that *item* asked for, its own and shared ones, and those that were torn down after it."""
    asked = getattr(item, "fixturenames", ())
    left = [world for _, world in item.config.stash.get(left_key, ())]
    return [
        world
        for node in item.listchain()
        for world in node.stash.get(worlds_key, ())
        if node is item or world.fixture in asked or world in left
    ]


def _make(node: Node, fixture: str, server: MockServer | RemoteServer) -> World:
    try:
        settings = settings_of(node, varied=node.stash.get(varied_key, None))
        if isinstance(server, RemoteServer):
            return RemoteWorld(fixture, settings, server)
        return LocalWorld(fixture, settings, server)
    except (ValueError, ControlError, ConnectionError) as error:  # every refusal of an option is one of the first two
        text = f"mockserver: {error}"
    pytest.fail(text, pytrace=False)
