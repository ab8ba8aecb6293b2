"""Every snippet of the README runs and answers what the README shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from served import Served, serve

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), flags=re.DOTALL)
CONSOLE = [block for language, block in BLOCKS if language == "console"]
PYTHON = [block for language, block in BLOCKS if language == "python"]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve("--now", "2026-02-27T10:00:00Z") as server:
        yield server


def commands(block: str) -> list[tuple[str, str]]:
    """A console block as (command, output) pairs."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0].partition("    # ")[0], part.partition("\n")[2]) for part in parts]


def comparable(text: str) -> str:
    """Times differ from run to run; nothing else does."""
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "<time>", text).strip()


def run(command: str, served: Served) -> str:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    finished = subprocess.run(
        ["bash", "-c", command.replace("http://127.0.0.1:8080", served.url)],
        env=environment, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip  # one call, one paragraph
    return finished.stdout + finished.stderr


def test_the_console_snippets_answer_what_the_readme_shows(served: Served) -> None:
    """In the README's order, for each builds on those before it."""
    run_here = 0
    for command, output in (pair for block in CONSOLE for pair in commands(block)):
        if command.startswith("make "):
            assert (
                subprocess.run(
                    ["make", "-n", *command.split()[1:]], cwd=ROOT, capture_output=True, check=False
                ).returncode
                == 0
            )
        elif command.startswith("mockserver serve"):
            assert comparable(served.greeting.replace(served.url, "http://127.0.0.1:8080")) == comparable(output)
        else:
            assert comparable(run(command, served)) == comparable(output), command
            run_here += 1
    assert run_here >= 10


def test_the_test_files_that_the_readme_shows_are_the_ones_that_run() -> None:
    shown = [block.split("\n", 1) for block in PYTHON if block.startswith("# tests/")]
    assert len(shown) == 9
    for first_line, content in shown:
        assert (ROOT / first_line.removeprefix("# ")).read_text("utf-8") == content


def test_the_other_python_snippets_run(tmp_path: Path) -> None:
    snippets = [block for block in PYTHON if not block.startswith("# tests/")]
    assert snippets
    for number, snippet in enumerate(snippets):
        script = tmp_path / f"snippet_{number}.py"
        script.write_text(snippet, "utf-8")
        finished = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=30, check=False)
        assert finished.returncode == 0, finished.stderr
        assert "/partner/v1 ww_live_" in finished.stdout
