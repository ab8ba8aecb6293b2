"""A wrong command line is one line on stderr and exit code 2, also where click would print its usage."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["serve", "--port", "99999"], "99999"),
        (["serve", "--nope"], "--nope"),
        (["seed", "--out", "/"], "'/'"),
        (["sevre"], "sevre"),
        (["serve", "--log-format", "xml"], "xml"),
    ],
)
def test_a_wrong_command_line_is_one_line_that_names_what_was_wrong(arguments: list[str], named: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mockserver", *arguments], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("mockserver: ")
    assert named in line
