"""What the arrange calls of all vendors have in common: how they read a body, and how they refuse."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from marshmallow import Schema

from mockserver.control.call import ControlCall
from mockserver.control.errors import ControlError
from mockserver.core.errors import DomainError, InvalidValue, NotFound
from mockserver.core.operation import Validator, Vendor
from mockserver.core.rules import nearest
from mockserver.core.sandbox import Sandbox
from mockserver.scripting.fields import Anything

UnknownFields = Callable[[Schema, Mapping[str, Any]], Iterable[str]]
"""The places of what a vendor's schema does not know: ``line_items[0].skuu``."""


def named_like(schema: Schema, elsewhere: Mapping[str, str]) -> type[Schema]:
    """Takes the names that a vendor's schema has; their values are for that one to check. *elsewhere* has names that
    are looked for in it, and what to do instead.
    """
    named = Schema.from_dict({name: Anything() for name in schema.fields})
    return type("ArrangeSchema", (named,), {"elsewhere": elsewhere})


OF_THE_CLOCK = "it is the clock's time; the sandbox's now, or clock.advance, chooses it"
OF_THE_VENDOR = "the vendor gives it out as the order ships: orders.move(order, 'shipped')"


@contextlib.contextmanager
def arranging(call: ControlCall, vendor: Vendor) -> Iterator[tuple[Sandbox, Any]]:
    """The sandbox, locked, and *vendor*'s records in it as arrange calls see them; a refusal has the vendor's words.

    Raises:
        ControlError: what the vendor refuses, with the vendor's status.
    """
    sandbox = call.sandbox
    try:
        with sandbox.lock:
            sandbox.run_due()  # what fell due before has not seen what is arranged now
            yield sandbox, sandbox.state(vendor.name).aside()
    except DomainError as error:
        answer = vendor.refuse(error)
        raise ControlError(answer.status, f"{_words(error, answer.body)} (rule {error.rule})") from None
    sandbox.wake()


def checked(
    raw: Mapping[str, Any],
    validator: Validator,
    schema: Schema,
    unknown: UnknownFields,
    readings: Mapping[str, str],
    rule: str,
) -> Mapping[str, Any]:
    """*raw* as the vendor's validator reads it. What the vendor would pass over is refused.

    Raises:
        ControlError: it has a field that there is not.
        InvalidValue: the vendor refuses it.
    """
    for place in unknown(schema, raw):
        name = place.rpartition(".")[2]
        raise ControlError(400, f"there is no field {place!r}{nearest(name, _names(schema))}")
    found = validator(raw, readings)
    if problems := [*found.malformed, *found.invalid]:
        raise InvalidValue(found.rule or rule, problems)
    return found.value


def _names(schema: Schema) -> Iterator[str]:
    """The names of fields at every depth."""
    for name, field in schema.fields.items():
        yield name
        inner = getattr(getattr(field, "inner", field), "schema", None)
        if isinstance(inner, Schema):
            yield from _names(inner)


def _words(error: DomainError, body: Mapping[str, Any]) -> str:
    if isinstance(error, NotFound):
        return f"{error.kind} not found: {error.name}"  # one vendor leaves out which
    if "errors" in body:
        return "; ".join(f"{field}: {', '.join(texts)}" for field, texts in body["errors"].items())
    return str(body.get("detail") or body["error"])
