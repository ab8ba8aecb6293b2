"""Source: "Version"."""

from __future__ import annotations

from mockserver.core.operation import Call, Result
from mockserver.warpware.state import WarpWareState

API_VERSION = "2026-02-27"


def get_version(state: WarpWareState, call: Call) -> Result:
    note = "v1 is the stable channel; a breaking change would be announced and get a version of its own."
    return Result({"version": API_VERSION, "stable": True, "channel": "v1", "note": note})
