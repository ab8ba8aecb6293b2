"""What was called: the journal of a sandbox, and that of the calls that reached none."""

from __future__ import annotations

from dataclasses import replace

from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.core.exchange import Exchange
from mockserver.core.matching import Match
from mockserver.scripting.rules import RuleReader


def list_journal(call: ControlCall) -> ControlAnswer:
    return _listed(exchanges(call), call)


def clear_journal(call: ControlCall) -> ControlAnswer:
    return ControlAnswer({"dropped": call.sandbox.journal.clear()})


def list_unclaimed(call: ControlCall) -> ControlAnswer:
    """Exchanges that came with no valid key."""
    # They are of any path, vendors' or not.
    match = _match(call, "operation", "method")
    return _listed(call.sandboxes.unclaimed.list(replace(match, path=call.query.get("path"))), call)


def exchanges(call: ControlCall) -> list[Exchange]:
    """Those of the sandbox's journal that are asked for. Raises BadRule: nothing can ever be what is asked for."""
    return call.sandbox.journal.list(_match(call, "operation", "method", "path"))


def _match(call: ControlCall, *checked: str) -> Match:
    parts = {name: call.query[name] for name in checked if name in call.query}
    match = RuleReader(call.sandboxes.vendors).match(parts, "")
    return replace(match, status=call.query.get("status"))  # 0, too: a call that was ended without an answer


def _listed(found: list[Exchange], call: ControlCall) -> ControlAnswer:
    newest = found[-call.query["limit"] :]
    return ControlAnswer({"exchanges": [exchange.as_json() for exchange in newest], "matching": len(found)})
