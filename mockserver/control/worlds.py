"""Sandboxes: made, looked at, made anew, dropped."""

from __future__ import annotations

from typing import Any

from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.core.clock import format_instant
from mockserver.core.sandbox import Sandbox, SandboxOptions
from mockserver.scripting.rules import RuleReader
from mockserver.scripting.scripts import rules_of_option


def list_sandboxes(call: ControlCall) -> ControlAnswer:
    return ControlAnswer({"sandboxes": [_view(sandbox, call) for sandbox in call.sandboxes]})


def create_sandbox(call: ControlCall) -> ControlAnswer:
    sandbox = call.sandboxes.create(_options(call))
    return ControlAnswer(_view(sandbox, call), 201)


def put_sandbox(call: ControlCall) -> ControlAnswer:
    sandbox = call.sandboxes.create(_options(call), call.path["sandbox_id"])
    return ControlAnswer(_view(sandbox, call))


def get_sandbox(call: ControlCall) -> ControlAnswer:
    return ControlAnswer(_view(call.sandbox, call))


def drop_sandbox(call: ControlCall) -> ControlAnswer:
    sandbox = call.sandbox
    call.sandboxes.drop(sandbox.id)
    return ControlAnswer({"id": sandbox.id, "dropped": True})


def reset_sandbox(call: ControlCall) -> ControlAnswer:
    return ControlAnswer(_view(call.sandboxes.reset(call.path["sandbox_id"]), call))


def _options(call: ControlCall) -> SandboxOptions:
    given = dict(call.body)
    if "faults" in given:
        given["faults"] = rules_of_option(given["faults"], RuleReader(call.sandboxes.vendors))
    return call.sandboxes.options(**given)


def _view(sandbox: Sandbox, call: ControlCall) -> dict[str, Any]:
    options = sandbox.options
    with sandbox.lock:
        now, frozen = sandbox.clock.now(), sandbox.clock.frozen
    return {
        "id": sandbox.id,
        "seed": options.seed,
        "profile": options.profile,
        "now": format_instant(now),
        "frozen": frozen,
        "readings": sandbox.readings,
        "limits": {vendor: False if numbers is None else dict(numbers) for vendor, numbers in sandbox.limits.items()},
        "autopilot": sandbox.autopilot.as_json() if sandbox.autopilot else False,
        "keys": {vendor.name: dict(vendor.keys_for(sandbox.id)) for vendor in call.sandboxes.vendors},
        "urls": {vendor.name: call.base_url + vendor.prefix for vendor in call.sandboxes.vendors},
    }
