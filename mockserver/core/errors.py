"""What can be wrong with a call, as facts. Status and wording are each vendor's own table.

DomainError
 ├── Unauthenticated        no key, or one that opens nothing
 ├── RateLimited            too many calls in the window
 ├── MissingScope           the key may not do this
 ├── UnknownRoute           no operation has this path
 ├── WrongMethod            the path exists, not with this method
 ├── MalformedRequest       the request cannot be read as what the operation takes
 │    ├── WrongContentType  its body says to be of a type that is not read, or not to be what it is
 │    └── InvalidQuery      it can, but a query parameter's value fails
 ├── BodyTooLarge           more bytes than the server takes
 ├── InvalidValue           readable, but a value fails
 ├── NotFound               no such record in this account
 ├── Conflict               a record that must be unique exists already
 ├── IllegalTransition      the record's state refuses the move
 ├── Unavailable            the account does not have what the operation needs
 └── UnexpectedFailure      a bug of ours
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a request: where (``line_items[0].sku``, ``page``) and what."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what


def nested_problems(messages: Any, place: str = "") -> Iterator[Problem]:
    """A schema's messages as places: ``{"line_items": {0: {"sku": ["…"]}}}`` is ``line_items[0].sku``."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            if key == "_schema":
                yield from nested_problems(inner, place)
            elif isinstance(key, int):
                yield from nested_problems(inner, f"{place}[{key}]")
            else:
                yield from nested_problems(inner, f"{place}.{key}" if place else key)
    else:
        for message in messages:
            yield Problem(place, message)


class DomainError(Exception):
    """A refusal. ``rule`` names the sentence of the ledger that refuses."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Unauthenticated(DomainError):
    """``reason`` is a sentence for people."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(rule)
        self.reason = reason


class RateLimited(DomainError):
    """``limit`` calls at once and in ``window`` seconds; ``retry_after`` in whole seconds, at least 1."""

    def __init__(self, rule: str, *, limit: int, window: int, retry_after: int) -> None:
        super().__init__(rule)
        self.limit = limit
        self.window = window
        self.retry_after = retry_after


class MissingScope(DomainError):
    def __init__(self, rule: str, scope: str) -> None:
        super().__init__(rule)
        self.scope = scope


class UnknownRoute(DomainError):
    def __init__(self, rule: str, method: str, path: str) -> None:
        super().__init__(rule)
        self.method = method
        self.path = path


class WrongMethod(DomainError):
    def __init__(self, rule: str, method: str, path: str, allowed: Sequence[str]) -> None:
        super().__init__(rule)
        self.method = method
        self.path = path
        self.allowed = tuple(allowed)


class _WithProblems(DomainError):
    def __init__(self, rule: str, problems: Sequence[Problem]) -> None:
        super().__init__(rule)
        self.problems = tuple(problems)

    def text(self) -> str:
        """Every problem in one line, in the order of the request."""
        return "; ".join(map(str, self.problems))


class MalformedRequest(_WithProblems):
    pass


class WrongContentType(MalformedRequest):
    pass


class InvalidQuery(MalformedRequest):
    pass


class InvalidValue(_WithProblems):
    pass


class BodyTooLarge(DomainError):
    """``limit`` in bytes."""

    def __init__(self, rule: str, limit: int) -> None:
        super().__init__(rule)
        self.limit = limit


class NotFound(DomainError):
    def __init__(self, rule: str, kind: str, name: str) -> None:
        super().__init__(rule)
        self.kind = kind
        self.name = name


class Conflict(DomainError):
    """``kind`` is what there is one of already, as a word for people: ``Order``."""

    def __init__(self, rule: str, kind: str, field: str, value: str) -> None:
        super().__init__(rule)
        self.kind = kind
        self.field = field
        self.value = value


class IllegalTransition(DomainError):
    """``allowed`` are the moves that ``state`` does allow to this actor."""

    def __init__(self, rule: str, *, state: str | int, move: str | int, allowed: Sequence[str] = ()) -> None:
        super().__init__(rule)
        self.state = state
        self.move = move
        self.allowed = tuple(allowed)


class Unavailable(DomainError):
    """``reason`` is a sentence for people."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(rule)
        self.reason = reason


class UnexpectedFailure(DomainError):
    pass
