"""The line that repeats a test."""

from __future__ import annotations

import datetime
import os
import shlex

import pytest

from mockserver.pytest_support.world import World


def repeat_line(item: pytest.Item, world: World) -> str:
    """``pytest tests/test_it.py::test_it --mockserver-seed=7 …``: what neither a marker nor the ini file says already.

    With it, the sandbox begins at the same second; asked the same, it answers with the same bytes.
    """
    settings = world.settings
    words = ["pytest", *_ini_words(item.config), _node_id(item)]
    if settings.said_by("seed") != "marker":
        words.append(f"--mockserver-seed={settings.seed}")
    if settings.said_by("profile") == "command line":
        words.append(f"--mockserver-profile={settings.profile}")
    began = world.began
    if settings.said_by("now") not in ("marker", "ini") and began is not None:
        words.append(f"--mockserver-now={_written(began)}")
    words += [
        f"--mockserver-reading={name}={value}"
        for name, value in settings.readings.items()
        if settings.said_by(name) == "command line"
    ]
    if world.url is not None:
        words.append(f"--mockserver-url={world.url}")
    return shlex.join(words)


def _ini_words(config: pytest.Config) -> list[str]:
    """The ini file that was chosen, and values of this plugin that were given over it."""
    chosen = config.getoption("inifilename")
    words = ["-c", str(chosen)] if chosen else []
    for given in config.getoption("override_ini") or []:
        if given.startswith("mockserver_"):
            words += ["-o", given]
    return words


def _node_id(item: pytest.Item) -> str:
    """As one writes it where pytest was started."""
    _, separator, inside = item.nodeid.partition("::")
    return os.path.relpath(item.path, item.config.invocation_params.dir) + separator + inside


def _written(moment: datetime.datetime) -> str:
    """Whole, for its fraction counts."""
    return moment.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
