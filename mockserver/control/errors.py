"""What control calls refuse, and how: always ``{"error": "…"}``."""

from __future__ import annotations

from mockserver.core.autopilot import BadAutopilot
from mockserver.core.clock import ClockError
from mockserver.core.delivery import EndpointGone, UnknownDelivery
from mockserver.core.errors import Problem
from mockserver.core.faults.active import UnknownFault
from mockserver.core.limits import BadLimits
from mockserver.core.profiles import UnknownProfile
from mockserver.core.rules import UnknownReading
from mockserver.core.sandbox import BadOption
from mockserver.core.sandboxes import BadSandboxId, UnknownSandbox
from mockserver.core.snapshots import TooManySnapshots, UnknownSnapshot
from mockserver.scripting.errors import BadRule, BadScript, UnknownScript


class ControlError(Exception):
    """A refusal with its status; the text says what was wrong, where, and what to do."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def bad_input(problems: list[Problem]) -> ControlError:
    return ControlError(400, "; ".join(map(str, problems)))


STATUS_OF: dict[type[Exception], int] = {
    UnknownSandbox: 404,
    BadSandboxId: 400,
    BadOption: 400,
    UnknownProfile: 400,
    UnknownReading: 400,
    BadLimits: 400,
    BadAutopilot: 400,
    ClockError: 400,
    UnknownDelivery: 404,
    EndpointGone: 409,
    BadRule: 400,
    UnknownScript: 400,
    BadScript: 400,
    UnknownFault: 404,
    UnknownSnapshot: 404,
    TooManySnapshots: 409,
}
"""Errors of the core that a control call may meet."""

ERROR_HEADER = "x-mock-error"
"""Bears the name of one of these errors, so that Python raises the same one from afar."""
