"""Faults that a test set and that never fired: misspelt, too narrow, or not reached."""

from __future__ import annotations

import pytest

from mockserver.control.errors import ControlError
from mockserver.core.sandboxes import UnknownSandbox
from mockserver.handles.active_fault import ActiveFault
from mockserver.pytest_support.world import World
from mockserver.pytest_support.worlds import worlds_key


def fail_for_unused_faults(item: pytest.Item) -> None:
    """Raises:
    pytest.fail.Exception: there are some, in a sandbox of the test's own, or nobody can tell any more.
    """
    for world in item.stash.get(worlds_key, ()):
        if world.settings.unused_faults == "ignore":
            continue
        if complaint := _complaint(world):
            pytest.fail(f"mockserver: {complaint}", pytrace=False)


def _complaint(world: World) -> str:
    try:
        names = unused_faults(world)
    except (ConnectionError, ControlError) as error:  # of a server elsewhere
        return str(error)
    if not names:
        return ""
    return (
        f"{_counted(names)} never fired: {', '.join(map(repr, names))}. The calls that it was meant for were not made, "
        'or it does not match them; @pytest.mark.mockserver(unused_faults="ignore") lets it pass'
    )


def unused_faults(world: World) -> list[str]:
    """The names of rules that did nothing though chance had no say in it, and of scripts that did nothing at all.
    Those of the ini file are for the whole suite, and may do nothing in a test.
    """
    if not world.used:
        return []
    try:
        unused = world.handle.faults.unused if world.has_faults else ()
    except UnknownSandbox:  # the test dropped it
        return []
    names = {fault.name for fault in unused}
    of_the_suite = world.settings.said_by("faults") == "ini"
    idle_scripts = [] if of_the_suite else [script for script, rules in world.scripts.items() if rules <= names]
    scripted: frozenset[str] = frozenset().union(*world.scripts.values())
    return idle_scripts + [fault.name for fault in unused if fault.name not in scripted and not _left_to_chance(fault)]


def _left_to_chance(fault: ActiveFault) -> bool:
    return fault.rule.get("probability", 1) < 1 and fault.seen > 0


def _counted(names: list[str]) -> str:
    return "a fault" if len(names) == 1 else f"{len(names)} faults"
