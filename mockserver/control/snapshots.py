"""A sandbox's snapshots: kept by name, in memory, as long as the sandbox is."""

from __future__ import annotations

from mockserver.control.call import ControlAnswer, ControlCall


def list_snapshots(call: ControlCall) -> ControlAnswer:
    sandbox = call.sandbox
    with sandbox.lock:
        return ControlAnswer({"snapshots": [{"name": name, "at": kept.at} for name, kept in sandbox.snapshots]})


def take_snapshot(call: ControlCall) -> ControlAnswer:
    name = call.path["name"]
    return ControlAnswer({"name": name, "at": call.sandbox.snapshots.take(name).at})


def restore_snapshot(call: ControlCall) -> ControlAnswer:
    name = call.path["name"]
    return ControlAnswer({"name": name, "at": call.sandbox.snapshots.restore(name).at})


def drop_snapshot(call: ControlCall) -> ControlAnswer:
    name = call.path["name"]
    call.sandbox.snapshots.drop(name)
    return ControlAnswer({"name": name, "dropped": True})
