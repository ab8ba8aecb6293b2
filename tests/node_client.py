"""The npm package ``whiplash``, a client that others wrote, in a Node process of its own; and whether it is here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

FOLDER = Path(__file__).parent / "node"


def what_is_missing() -> str | None:
    """What keeps the client from running here; None where it runs."""
    if shutil.which("node") is None:
        return "there is no Node on the PATH"
    if not (FOLDER / "node_modules" / "whiplash").is_dir():
        return "its npm packages are not installed (make node)"
    return None


def left_out() -> str | None:
    """Why its test is not collected: what is missing, unless NODE_CLIENT=required says that nothing may be."""
    return None if os.environ.get("NODE_CLIENT") == "required" else what_is_missing()


@dataclass(frozen=True)
class Answer:
    """What the client hands to its callback."""

    error: str | None
    body: Any
    status: int


class NodeClient:
    """Makes the requests that it is told, one after the other. A context manager, whose end ends the process."""

    def __init__(self) -> None:
        missing = what_is_missing()
        assert missing is None, missing
        self._process = subprocess.Popen(
            ["node", "--no-deprecation", "drive.js"],
            cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip  # one call, one paragraph

    def __enter__(self) -> NodeClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    def request(self, config: Mapping[str, str], options: str | Mapping[str, Any]) -> Answer:
        """``new Whiplash(config).request(options, …)``; both are described in the package's readme."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"config": config, "options": options}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"Node ended with {self._process.wait()}"
        answer = json.loads(line)
        return Answer(answer["error"], answer.get("body"), answer.get("status", 0))
