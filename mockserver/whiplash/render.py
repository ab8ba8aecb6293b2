"""What stands around a result's data: nothing. Source: every example of the document."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.core.operation import Answer, Operation, Result

CONTENT_TYPE = "application/json; charset=utf-8"


def render(result: Result, operation: Operation, readings: Mapping[str, str]) -> Answer:
    return Answer(result.status, result.data)
