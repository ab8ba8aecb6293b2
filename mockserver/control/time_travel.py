"""A sandbox's clock."""

from __future__ import annotations

from typing import Any

from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.core.clock import format_instant
from mockserver.core.sandbox import Sandbox


def get_clock(call: ControlCall) -> ControlAnswer:
    return ControlAnswer(_exact_view(call.sandbox))


def advance_clock(call: ControlCall) -> ControlAnswer:
    sandbox = call.sandbox
    effects = sandbox.advance(call.body["seconds"])
    return ControlAnswer({**_view(sandbox), "effects": effects})


def freeze_clock(call: ControlCall) -> ControlAnswer:
    sandbox, at = call.sandbox, call.body.get("at")
    if at is not None:
        sandbox = call.sandboxes.begun_by(sandbox, at)
    effects = sandbox.freeze(at)
    return ControlAnswer({**_view(sandbox), "effects": effects})


def resume_clock(call: ControlCall) -> ControlAnswer:
    sandbox = call.sandbox
    sandbox.resume()
    return ControlAnswer(_exact_view(sandbox))


def _view(sandbox: Sandbox) -> dict[str, Any]:
    with sandbox.lock:
        return {"now": format_instant(sandbox.clock.now()), "frozen": sandbox.clock.frozen}


def _exact_view(sandbox: Sandbox) -> dict[str, Any]:
    """With the microseconds, which no vendor tells and Python has."""
    with sandbox.lock:
        return {**_view(sandbox), "exact": sandbox.clock.now().isoformat()}
