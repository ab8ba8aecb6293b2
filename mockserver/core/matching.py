"""The one language that says which calls are meant: fault rules and the journal's ``verify`` share it.

A match and the explanation of a mismatch are one computation: a call matches when nothing differs.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from mockserver.core.facts import ABSENT, NOT_JSON, Facts
from mockserver.core.storable import join_place, shown

ANYTHING = "*"
"""As a pattern: whatever is there, of whichever type."""

_WEIGHTS = {"operation": 8, "path": 4, "method": 2}
"""How much further away a call is that differs in these: another operation is hardly a near miss."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a call differs: ``field`` like ``body.line_items[0].sku``; ``got`` is ABSENT for nothing at all."""

    field: str
    wanted: Any
    got: Any

    def __str__(self) -> str:
        return f"{self.field}: wanted {_worded(self.wanted)}, got {_worded(self.got)}"

    @property
    def weight(self) -> int:
        return _WEIGHTS.get(self.field, 1)

    def as_json(self) -> dict[str, Any]:
        return {"field": self.field, "wanted": _plain(self.wanted), "got": _plain(self.got)}


@dataclass(frozen=True, slots=True)
class Match:
    """What a call must be; what is left out matches all.

    Texts are globs (``*``, ``?``, ``[…]``), and ``*`` does not stop at a slash. ``operation`` is with its
    vendor (``warpware.createOrder``) or without. ``path`` is the whole path as it came, percent-encoded.
    ``headers`` (names in any case) and ``query`` give a glob for a value, or None for "must not be there".
    ``key`` is a key, or the name of its role (``read_only``).

    ``body`` is a part of the JSON body: an object matches one that has all of its fields; a list matches one
    whose elements match those at the same places, and which may have more; a text is a glob for a text, and
    ``"*"`` matches whatever is there; all else must be equal.

    ``status``, ``rule`` and ``fault`` are known only of calls that were answered, for the journal. ``event``
    and ``url`` are about webhook deliveries, of which ``body`` is what is sent.
    """

    operation: str | None = None
    method: str | None = None
    path: str | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    query: Mapping[str, str | None] = field(default_factory=dict)
    body: Any = None
    key: str | None = None
    status: int | None = None
    rule: str | None = None
    fault: str | None = None
    event: str | None = None
    url: str | None = None

    def matches(self, facts: Facts) -> bool:
        return next(_differences(self, facts), None) is None

    def as_json(self) -> dict[str, Any]:
        """What is not left out."""
        given = ((part.name, getattr(self, part.name)) for part in fields(self))
        return {name: value for name, value in given if value is not None and value != {}}


def mismatches(match: Match, facts: Facts) -> list[Difference]:
    """Everything in which a call differs from *match*; nothing when it matches."""
    return list(_differences(match, facts))


def _differences(match: Match, facts: Facts) -> Iterator[Difference]:
    if match.operation is not None and not _is_operation(match.operation, facts.operation):
        yield Difference("operation", match.operation, _or_absent(facts.operation))
    if match.method is not None and match.method.upper() != facts.method:
        yield Difference("method", match.method.upper(), facts.method)
    for name in ("path", "event", "url", "rule"):
        wanted, got = getattr(match, name), getattr(facts, name)
        if wanted is not None and not (got is not None and fnmatch.fnmatchcase(got, wanted)):
            yield Difference(name, wanted, _or_absent(got))
    if match.status is not None and match.status != facts.status:
        yield Difference("status", match.status, _or_absent(facts.status))
    if match.fault is not None and not any(fnmatch.fnmatchcase(name, match.fault) for name in facts.faults):
        yield Difference("fault", match.fault, ", ".join(facts.faults) or ABSENT)
    if match.key is not None and not _is_key(match.key, facts):
        yield Difference("key", match.key, facts.role or _or_absent(facts.key or None))
    yield from _of_names(match, facts)
    if match.body is not None:
        yield from _of_body(match.body, facts)


def _of_names(match: Match, facts: Facts) -> Iterator[Difference]:
    for name, pattern in match.headers.items():
        value = facts.headers.get(name.lower())
        yield from _of_texts(f"headers.{name}", pattern, [] if value is None else [value])
    for name, pattern in match.query.items():
        yield from _of_texts(f"query.{name}", pattern, facts.query_values(name))


def _of_body(wanted: Any, facts: Facts) -> Iterator[Difference]:
    got = facts.json
    if got is NOT_JSON:
        yield Difference("body", wanted, NOT_JSON if facts.body else ABSENT)
    else:
        yield from _of_json(wanted, got, "body")


def _is_operation(pattern: str, operation: str | None) -> bool:
    if operation is None:
        return False
    known = operation if "." in pattern else operation.partition(".")[2]
    return fnmatch.fnmatchcase(known, pattern)


def _is_key(pattern: str, facts: Facts) -> bool:
    role = facts.role
    return (role is not None and role == pattern.replace("-", "_")) or fnmatch.fnmatchcase(facts.key, pattern)


def _of_texts(place: str, pattern: str | None, values: list[str]) -> Iterator[Difference]:
    """Of several values of one name, one that matches is enough."""
    if pattern is None:
        if values:
            yield Difference(place, ABSENT, values[0])
    elif not any(fnmatch.fnmatchcase(value, pattern) for value in values):
        yield Difference(place, pattern, values[0] if values else ABSENT)


def _of_json(wanted: Any, got: Any, place: str) -> Iterator[Difference]:
    if wanted == ANYTHING and isinstance(wanted, str):
        return
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        for name, pattern in wanted.items():
            inner = join_place(place, name)
            if name in got:
                yield from _of_json(pattern, got[name], inner)
            else:
                yield Difference(inner, pattern, ABSENT)
    elif isinstance(wanted, list) and isinstance(got, list):
        for index, pattern in enumerate(wanted):
            inner = f"{place}[{index}]"
            if index < len(got):
                yield from _of_json(pattern, got[index], inner)
            else:
                yield Difference(inner, pattern, ABSENT)
    elif not _is_equal(wanted, got):
        yield Difference(place, wanted, got)


def _is_equal(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, str) and isinstance(got, str):
        return fnmatch.fnmatchcase(got, wanted)
    # True is no 1 here, and 2 is a 2.0.
    return isinstance(wanted, bool) is isinstance(got, bool) and bool(wanted == got)


def _or_absent(value: Any) -> Any:
    return ABSENT if value is None else value


def _worded(value: Any) -> str:
    if value is ABSENT or value is NOT_JSON:
        return str(value)
    text = repr(value)
    return text if len(text) <= 100 else shown(text)


def _plain(value: Any) -> Any:
    """As JSON: null stands for nothing at all, as the body's null does."""
    return None if value is ABSENT else str(value) if value is NOT_JSON else value
