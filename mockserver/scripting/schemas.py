"""The one schema of rules and matches; JSON, YAML and Python all go through it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError

from mockserver.core.errors import Problem
from mockserver.core.faults.kind import Parameter, parameters
from mockserver.core.faults.registry import fault_kinds
from mockserver.core.rules import nearest
from mockserver.scripting.errors import BadRule, join, refuse
from mockserver.scripting.fields import Anything, Number, Text, Texts, Unread, field_for

MOST = 1_000_000_000
"""The greatest count that a rule takes."""

LONGEST = 100_000_000
"""The greatest number of seconds: more than three years."""


class MatchSchema(Schema):
    """Which calls, or which deliveries; see ``core/matching.py``."""

    operation = Text()
    method = Text()
    path = Text()
    headers = Texts(absent=True)
    query = Texts(absent=True)
    body = Anything()
    key = Text()
    status = Number(100, 599, whole=True)
    rule = Text()
    fault = Text()
    event = Text()
    url = Text()


class RuleSchema(Schema):
    """A fault rule. ``effect`` is one, or a list of those that happen together; ``effects`` one a call."""

    name = Text()
    when = Unread()
    skip = Number(0, MOST, whole=True)
    times = Number(1, MOST, whole=True)
    every = Number(1, MOST, whole=True)
    probability = Number(0, 1)
    expires_after = Number(0, LONGEST)
    phase = Text()
    effect = Unread()
    effects = Unread()


class ScriptSchema(Schema):
    """A set of rules with the one sentence that says what it teaches."""

    teaches = Text(required=True)
    rules = Unread(required=True)


@cache
def schema_of(kind: str) -> Schema:
    """The parameters of a kind, as it declares them."""
    return _made_of(parameters(fault_kinds()[kind]))


def load_parts(parts: Mapping[str, Parameter], raw: Any, place: str) -> dict[str, Any]:
    """An object of declared parts. Raises BadRule."""
    return load(_made_of(parts), raw, place, "parameter")


def load(schema: Schema, raw: Any, place: str, what: str = "field") -> dict[str, Any]:
    """*raw* as *schema* reads it.

    Raises:
        BadRule: it is no object, or has parts that are unknown, missing or wrong: every one of them is named.
    """
    if not isinstance(raw, Mapping):
        raise refuse(place, f"must be an object, not {raw!r}")
    problems = [
        Problem(place, f"there is no {what} {name!r}{nearest(str(name), schema.fields)}")
        for name in raw
        if name not in schema.fields
    ]
    known = {name: value for name, value in raw.items() if name in schema.fields}
    try:
        loaded: dict[str, Any] = schema.load(known)
    except ValidationError as error:
        problems += [Problem(join(place, name), _first(texts)) for name, texts in error.messages_dict.items()]
    if problems:
        raise BadRule(problems)
    return loaded


def _made_of(parts: Mapping[str, Parameter]) -> Schema:
    return Schema.from_dict({name: field_for(part) for name, part in parts.items()})()


def _first(messages: Any) -> str:
    while not isinstance(messages, str):
        messages = next(iter(messages.values())) if isinstance(messages, Mapping) else messages[0]
    return {"Missing data for required field.": "is required", "Field may not be null.": "must not be null"}.get(
        messages, messages
    )
