"""What stands around a result's data.

Source: "Overview" promises ``{"data", "meta"}`` everywhere; some examples show less.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.core.operation import Answer, Operation, Result


def render(result: Result, operation: Operation, readings: Mapping[str, str]) -> Answer:
    # Ambiguous: warpware.envelope
    shape = "envelope" if readings["warpware.envelope"] == "always" else operation.shape
    body: Any
    if shape == "bare":
        body = result.data
    elif shape == "data":
        body = {"data": result.data}
    else:
        body = {"data": result.data, "meta": result.meta}
    return Answer(result.status, body, rule=None if shape == operation.shape else "warpware.envelope.always")
