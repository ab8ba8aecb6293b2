"""Nothing answers by a clock or by dice other than the sandbox's: design.md, "Time and chance"."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mockserver

PACKAGE = Path(mockserver.__file__).parent

FORBIDDEN = {
    "time.time",
    "time.monotonic",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "random.random",
    "random.choice",
    "random.randint",
    "random.shuffle",
    "uuid.uuid1",
    "uuid.uuid4",
    "os.urandom",
    "secrets.token_hex",
    "secrets.token_bytes",
}

ALLOWED = {
    ("core/clock.py", "datetime.datetime.now"): "the real time that a running clock adds its offset to",
    ("core/sandboxes.py", "os.urandom"): "a sandbox's id only has to differ from every other's",
}


def calls(path: Path) -> Iterator[str]:
    """The dotted names that a file calls."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func)


@pytest.mark.parametrize("folder", ["core", "edge", "warpware", "whiplash", "control"])
def test_only_the_clock_reads_the_time_and_only_streams_roll_dice(folder: str) -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in (PACKAGE / folder).rglob("*.py")
        for name in calls(path)
        if name in FORBIDDEN
    }
    assert found - set(ALLOWED) == set()


def test_the_allowed_places_are_still_there() -> None:
    for file, name in ALLOWED:
        assert name in set(calls(PACKAGE / file)), f"{file} no longer calls {name}: take it off the list"
