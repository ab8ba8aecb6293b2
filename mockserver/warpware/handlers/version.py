"""Source: "Version"."""

from __future__ import annotations

from mockserver.core.operation import Call, Result
from mockserver.warpware.state import WarpWareState

API_VERSION = "2026-02-27"


def get_version(state: WarpWareState, call: Call) -> Result:
    # The document's own text: clients may show it or compare it.
    note = "v1 is the current stable channel. Breaking changes will be announced and versioned."
    return Result({"version": API_VERSION, "stable": True, "channel": "v1", "note": note})
