"""One call of a sandbox's API by clients that share no code: urllib3 and curl."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from client import WarpWare


@dataclass(frozen=True)
class Told:
    """What curl says: its exit code, the status (0 for none), and what came of the body."""

    code: int
    status: int
    body: bytes


def curl(warpware: WarpWare, path: str = "/version", *options: str) -> Told:
    headers = [
        text for name, value in warpware.handle.warpware.headers().items() for text in ("-H", f"{name}: {value}")
    ]
    done = subprocess.run(
        ["curl", "-sS", "-m", "10", "-w", "\n%{http_code}", *headers, *options, warpware.handle.warpware.url + path],
        capture_output=True, check=False, timeout=15,
    )  # fmt: skip  # one call, one paragraph
    body, _, status = done.stdout.rpartition(b"\n")
    return Told(done.returncode, int(status), body)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How long it took by this side's clock, and what came of it."""
    started = time.perf_counter()
    outcome = work()
    return time.perf_counter() - started, outcome
