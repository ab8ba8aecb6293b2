"""A wrong command line is one line on stderr and exit code 2, also where click would print its usage."""

from __future__ import annotations

import subprocess
import sys

from click.testing import CliRunner

from mockserver.cli import main

WRONG = [
    (["serve", "--port", "99999"], "99999"),
    (["serve", "--nope"], "--nope"),
    (["seed", "--out", "/"], "'/'"),
    (["sevre"], "sevre"),
    (["serve", "--log-format", "xml"], "xml"),
]


def test_a_wrong_command_line_is_one_line_that_names_what_was_wrong() -> None:
    for arguments, named in WRONG:
        done = CliRunner().invoke(main, arguments)
        assert (done.exit_code, done.stdout) == (2, ""), arguments
        assert done.stderr.startswith("mockserver: "), arguments
        assert done.stderr.count("\n") == 1, arguments
        assert named in done.stderr, arguments


def test_a_process_says_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mockserver", "serve", "--nope"], capture_output=True, text=True, timeout=30, check=False
    )
    by_runner = CliRunner().invoke(main, ["serve", "--nope"])
    assert (done.returncode, done.stdout, done.stderr) == (2, "", by_runner.stderr)
