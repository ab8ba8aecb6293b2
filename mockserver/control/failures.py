"""A sandbox's fault rules, and proof from its journal."""

from __future__ import annotations

from typing import ClassVar

from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.control.errors import ControlError
from mockserver.core.faults.rule import FaultRule
from mockserver.scripting.expectations import read_expectation
from mockserver.scripting.fields import Text, Unread
from mockserver.scripting.rules import RuleReader
from mockserver.scripting.schemas import MatchSchema, RuleSchema
from mockserver.scripting.scripts import packaged_script


class FaultsSchema(RuleSchema):
    """One rule; or ``rules``, a list of them; or the name of a ``script``."""

    rules = Unread()
    script = Text()
    elsewhere: ClassVar = {
        "kind": 'an effect stands below effect: {"effect": {"kind": …}}',
        **{name: f'it is a part of when: {{"when": {{"{name}": …}}}}' for name in MatchSchema().fields},
    }


def list_faults(call: ControlCall) -> ControlAnswer:
    sandbox = call.sandbox
    with sandbox.lock:
        return ControlAnswer({"faults": sandbox.faults.as_json(), "never_fired": sandbox.faults.never_fired()})


def add_faults(call: ControlCall) -> ControlAnswer:
    """All of them or none."""
    sandbox = call.sandbox
    rules = _rules(call)
    with sandbox.lock:
        added = [sandbox.faults.add(rule) for rule in rules]
        now = sandbox.clock.now()
        return ControlAnswer({"faults": [active.as_json(now) for active in added]}, 201)


def remove_fault(call: ControlCall) -> ControlAnswer:
    sandbox = call.sandbox
    with sandbox.lock:
        return ControlAnswer(sandbox.faults.remove(call.path["fault_id"]).as_json(sandbox.clock.now()))


def clear_faults(call: ControlCall) -> ControlAnswer:
    sandbox = call.sandbox
    with sandbox.lock:
        never_fired = sandbox.faults.never_fired()
        return ControlAnswer({"removed": sandbox.faults.clear(), "never_fired": never_fired})


def verify_journal(call: ControlCall) -> ControlAnswer:
    """409 when the journal is not as expected: `curl --fail` fails then."""
    sandbox = call.sandbox
    expectation = read_expectation(call.body, RuleReader(call.sandboxes.vendors))
    verdict = expectation.verify(sandbox.journal.list(), sandbox.role_of)
    if verdict.passed:
        return ControlAnswer(verdict.as_json())
    return ControlAnswer({"error": verdict.text, **verdict.as_json()}, 409)


def _rules(call: ControlCall) -> tuple[FaultRule, ...]:
    body, reader = call.body, RuleReader(call.sandboxes.vendors)
    for name in ("rules", "script"):
        if name in body and len(body) > 1:
            others = ", ".join(other for other in body if other != name)
            raise ControlError(400, f"{name}: stands alone, without {others}")
    if "script" in body:
        return packaged_script("script", body["script"], reader).rules
    if "rules" not in body:
        return (reader.rule(body),)
    if not isinstance(body["rules"], list) or not body["rules"]:
        raise ControlError(400, f"rules: must be a list of at least one rule, not {body['rules']!r}")
    return tuple(reader.rule(rule, f"rules[{number}]") for number, rule in enumerate(body["rules"]))
