"""Another status."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.core.faults.kind import BadEffect, FaultKind, parameter
from mockserver.core.faults.plan import FaultAnswer, FaultPlan

_FRAMING = ("content-length", "transfer-encoding", "connection")
_VALUE = re.compile(r"[\t -~\x80-\xff]*")
"""What HTTP lets stand there: RFC 9110, 5.5."""


@dataclass(frozen=True)
class Status(FaultKind):
    """Another status than the call would have had, with the vendor's own error shape or a body of yours."""

    kind = "status"
    phases = ("before", "after")
    answers = True

    status: int = parameter("what is answered", "whole", minimum=200, maximum=599)
    body: Any = parameter(
        "JSON, or a text that is sent as it stands; left out: the vendor's own error", "json", default=None
    )
    headers: Mapping[str, str] | None = parameter("headers of the answer, by name", "texts", default=None)

    def check(self) -> None:
        for name, value in (self.headers or {}).items():
            if not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
                raise BadEffect(f"headers: {name!r} is no header's name")
            if name.lower() in _FRAMING:
                raise BadEffect(f"headers: {name} is what the body makes it; truncate, dribble and garbage break it")
            if not _VALUE.fullmatch(value):
                raise BadEffect(f"headers.{name}: a header's value is one line of Latin-1 without control characters")

    def apply(self, plan: FaultPlan, draw: random.Random) -> None:
        headers = {name.lower(): value for name, value in (self.headers or {}).items()}
        plan.answer_with(FaultAnswer(self.status, self.body, headers))
