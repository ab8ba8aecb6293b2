"""What a vendor is made of: operations, calls, results, answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from mockserver.core.decoding import Decode, decode_strictly
from mockserver.core.errors import DomainError, InvalidValue, Problem
from mockserver.core.faults.plan import ItemSpoil
from mockserver.core.limiter import Limiter, fixed_windows

if TYPE_CHECKING:
    from mockserver.core.sandbox import Sandbox

NO_CONTENT = 204
"""The status of an answer that has no body, whatever its data is; ``null`` is a body."""

Handler = Callable[[Any, "Call"], "Result"]
"""``(state, call) -> Result``; *state* is what the vendor's ``open_state`` made."""

Inspector = Callable[[Any, Mapping[str, Any]], InvalidValue | None]
"""``(state, body) -> refusal``: what is wrong with a decoded body that only the vendor's state can tell."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A validator's verdict: ``value`` is whole when there are no problems.

    ``malformed`` problems make the request unreadable for the operation (400), ``invalid`` ones are
    values that fail (422). ``ignored`` names what was passed over. ``rule`` is the sentence that
    refuses, where it is more particular than the vendor's common one, or that changed the value.
    """

    value: Mapping[str, Any]
    malformed: Sequence[Problem] = ()
    invalid: Sequence[Problem] = ()
    ignored: Sequence[str] = ()
    rule: str | None = None

    def joined(self, refusal: InvalidValue | None) -> Checked:
        """This verdict with the problems of *refusal*, whose rule counts where it alone refuses."""
        if refusal is None:
            return self
        rule = None if self.malformed or self.invalid else refusal.rule
        return Checked({}, self.malformed, [*refusal.problems, *self.invalid], self.ignored, rule)


class Validator(Protocol):
    """Checks a decoded query or body."""

    def __call__(self, raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked: ...


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of a vendor's endpoint table.

    ``path`` is relative to the vendor's prefix, with ``{name}`` for one segment. ``rule`` is the
    sentence behind a successful answer. ``limits`` names the limiters that a call is counted by.
    ``body`` None: the operation takes none and ignores one. ``body_optional``: nothing at all
    stands for ``{}`` where a vendor reads strictly. ``inspect`` sees the body beside ``body``, before either
    refuses. ``batch``: the body has many items, of which each may fail. ``job``: it starts what ends later, and
    may fail then.
    ``shape`` is what the document's example shows around the data.
    """

    id: str
    method: str
    path: str
    handler: Handler
    rule: str
    scopes: tuple[str, ...]
    limits: tuple[str, ...] = ("requests",)
    query: Validator | None = None
    body: Validator | None = None
    inspect: Inspector | None = None
    body_optional: bool = False
    idempotent: bool = False
    batch: bool = False
    job: bool = False
    shape: Literal["envelope", "data", "bare"] = "envelope"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls: a key, and what it may do in its sandbox."""

    key: str
    scopes: frozenset[str]


@dataclass(slots=True)
class Call:
    """A decoded, validated request as a handler sees it. ``notes`` go to the journal; ``spoils`` are items
    of a batch that fail on command, ``job_error`` is what a job says that fails on command.
    """

    principal: Principal
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    notes: list[str] = field(default_factory=list)
    spoils: Sequence[ItemSpoil] = ()
    job_error: str | None = None

    def spoiled(self, index: int, external_id: Any) -> ItemSpoil | None:
        """What goes wrong with the item of a batch at *index*, if anything does."""
        return next((spoil for spoil in self.spoils if spoil.hits(index, external_id)), None)


@dataclass(frozen=True, slots=True)
class Result:
    """What a handler returns. ``rule`` overrides the operation's own."""

    data: Any
    meta: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A response before it is written: ``body`` is JSON-ready, and is not sent with NO_CONTENT.

    ``rule`` is there where rendering decided something.
    """

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class CommonRules:
    """The rules behind what the stations decide for every operation of a vendor.

    Those with a default belong to behaviour that a vendor may lack: scopes, strict decoding, idempotency.
    """

    rate_limited: Mapping[str, str]
    unknown_route: str
    wrong_method: str
    not_json: str
    unreadable: str
    bad_query: str
    unreadable_query: str
    invalid: str
    too_large: str
    unexpected: str
    missing_scope: str = ""
    content_type: str = ""
    malformed: str = ""
    replayed: str = ""
    mismatch_replayed: str = ""
    mismatch_refused: str = ""


def bearer(key: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {key}"}


def no_scopes(method: str) -> tuple[str, ...]:
    return ()


def never(readings: Mapping[str, str]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Vendor:
    """One API. Everything that the edge asks of it is a function or a table here.

    Attributes:
        name: ``warpware``.
        prefix: the path that all of its operations begin with.
        ledger: its ``rules.yaml``.
        authenticate: the key that a request bears, from its lower-case headers, and the id of the
            sandbox that it names. Raises Unauthenticated when there is none or it is no key at all.
        principal: what a key may do in the sandbox that it names, and whether the server is an open
            one, where any key of a sandbox will do. Raises Unauthenticated.
        unknown_key: the refusal of a well-formed key that opens no sandbox.
        keys_for: a sandbox's keys by role, ``read_write`` and ``revoked`` among them.
        open_state: the vendor's records for a new sandbox, from its part of the profile.
        limits: the numbers that its limiters are made from, by the names under which a sandbox's options
            change them.
        render: a handler's result as an answer.
        refuse: a domain error as an answer.

    What not every vendor has:

    Attributes:
        scopes_for: the scopes that a method needs where no operation says otherwise.
        limit_window: the seconds that fixed windows last, one more number among the limits: ``window``.
        open_limiters: makes the limiters, which operations name, from the numbers.
        headers: what every answer bears, beside its ``content_type``.
        key_headers: the headers that a request bears its key in.
        normalise_path: the path below the prefix that a path below the prefix stands for; both are
            percent-encoded and begin with a slash, or are empty.
        decode: reads a request's query and body.
        idempotency_header: lower-case, with the seconds that a key is remembered.
        rejects_mismatch: whether a sandbox's readings refuse a known idempotency key with other content.
        export: every record of a state as plain JSON; without one a seed file leaves the vendor out.
        sample: the path, below the prefix, of a GET that is worth trying first.
        answers_head: whether HEAD is answered wherever GET is, as GET and without the body.
        hides_methods: whether a path without the method that was sent is answered as a path that is not there,
            under the rule ``wrong_method``, where others tell the methods that it has.
        document: the name of its OpenAPI document, where it is not the vendor's own.
        events: the names of those that its webhooks tell of.
        host: where the real API is, ``https://api.warpware.io``; "" where nobody knows.
    """

    name: str
    prefix: str
    operations: tuple[Operation, ...]
    ledger: Path
    rules: CommonRules
    authenticate: Callable[[Mapping[str, str]], tuple[str, str]]
    principal: Callable[[str, bool], Principal]
    unknown_key: Callable[[], DomainError]
    keys_for: Callable[[str], Mapping[str, str]]
    open_state: Callable[[Sandbox, Mapping[str, Any]], Any]
    limits: Mapping[str, int]
    render: Callable[[Result, Operation, Mapping[str, str]], Answer]
    refuse: Callable[[DomainError], Answer]
    scopes_for: Callable[[str], tuple[str, ...]] = no_scopes
    limit_window: int | None = None
    open_limiters: Callable[[Mapping[str, int]], Mapping[str, Limiter]] = fixed_windows
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    key_headers: Callable[[str], Mapping[str, str]] = bearer
    normalise_path: Callable[[str], str] | None = None
    decode: Decode = decode_strictly
    idempotency_header: str = ""
    idempotency_seconds: int = 0
    rejects_mismatch: Callable[[Mapping[str, str]], bool] = never
    export: Callable[[Any], Mapping[str, Any]] | None = None
    sample: str | None = None
    answers_head: bool = False
    hides_methods: bool = False
    document: str | None = None
    events: tuple[str, ...] = ()
    host: str = ""

    def methods_of(self, operation: Operation) -> tuple[str, ...]:
        """By which *operation* is called."""
        return ("GET", "HEAD") if operation.method == "GET" and self.answers_head else (operation.method,)
