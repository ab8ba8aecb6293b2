"""Bodies and queries of control calls. An unknown field is refused by name: a misspelt option must not pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from marshmallow import Schema, ValidationError, fields, validate

from mockserver.control.errors import bad_input
from mockserver.core.clock import ClockError, parse_moment
from mockserver.core.delivery import State
from mockserver.core.errors import Problem
from mockserver.core.rules import nearest
from mockserver.scripting.fields import Unread

TEXT: dict[str, Any] = {"invalid": "must be a string", "null": "must be a string", "required": "is required"}
_BOOLEAN: dict[str, Any] = {"invalid": "must be true or false", "null": "must be true or false"}


class Flag(fields.Boolean):
    """true or false, and nothing that merely looks like it."""

    truthy = {True}  # noqa: RUF012  # marshmallow reads it from the class
    falsy = {False}  # noqa: RUF012  # marshmallow reads it from the class

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages=_BOOLEAN, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Numeric(fields.Field[float]):
    """A JSON number; ``whole`` refuses fractions."""

    def __init__(self, *, whole: bool = False, **options: Any) -> None:
        self.kinds = (int,) if whole else (int, float)
        what = "must be a whole number" if whole else "must be a number"
        self.what = what
        super().__init__(error_messages={"null": f"{what}, not None", "required": "is required"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> float:
        if type(value) not in self.kinds:
            raise ValidationError(f"{self.what}, not {value!r}")
        return value  # type: ignore[no-any-return]  # a number, checked above


class MomentField(fields.Field[Any]):
    """A date or an ISO 8601 instant; no zone means UTC."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        try:
            return parse_moment(value)
        except (ClockError, TypeError):
            raise ValidationError(f"must be an ISO 8601 instant like 2026-02-27T10:00:00Z, not {value!r}") from None


class LimitsField(fields.Field[Any]):
    """A bool or an object; what is in it is checked where limiters are made."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, bool | dict):
            raise ValidationError('must be true, false or like {"warpware": {"requests": 200}}')
        return value


class AutopilotField(fields.Field[Any]):
    """A bool or an object; what is in it is checked where the sandbox is made."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, bool | dict):
            raise ValidationError('must be true, false or like {"speed": 60, "failure_rate": 0.05}')
        return value


class SandboxSchema(Schema):
    seed = Numeric(whole=True)
    profile = fields.String(error_messages=TEXT)
    now = MomentField()
    frozen = Flag()
    readings = fields.Dict(
        keys=fields.String(),
        values=Unread(),  # checked where the sandbox is made, which knows the choices
        error_messages={"invalid": 'must be like {{"warpware.envelope": "always"}}', "null": "must be an object"},
    )
    limits = LimitsField()
    autopilot = AutopilotField()
    faults = Unread()


class AdvanceSchema(Schema):
    seconds = Numeric(required=True)


class FreezeSchema(Schema):
    at = MomentField()


class MoveSchema(Schema):
    to = fields.String(required=True, error_messages=TEXT)
    error_message = fields.String(error_messages=TEXT)
    hold_reason = fields.String(error_messages=TEXT)
    walk = Flag(load_default=False)


class StatusField(fields.Field[Any]):
    """A status as its code or as a word; which there are is known where the order is moved."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if type(value) not in (int, str):
            raise ValidationError(f'must be a status\'s code or name, like 300 or "Shipped", not {value!r}')
        return value


class WhiplashMoveSchema(Schema):
    to = StatusField(required=True, error_messages={"required": "is required", "null": "must be a status"})
    walk = Flag(load_default=False)
    place = Flag(load_default=False)


class NothingSchema(Schema):
    """No field at all."""


class JournalQuery(Schema):
    operation = fields.String()
    method = fields.String()
    path = fields.String()
    status = fields.Integer(error_messages={"invalid": "must be a whole number"})
    limit = fields.Integer(
        load_default=100,
        validate=validate.Range(1, 2000, error="must be from 1 to 2000"),
        error_messages={"invalid": "must be a whole number"},
    )


class DeliveriesQuery(Schema):
    endpoint = fields.String()
    event = fields.String()
    state = fields.String(validate=validate.OneOf(get_args(State), error="must be one of {choices}, not {input!r}"))
    limit = fields.Integer(
        load_default=100,
        validate=validate.Range(1, 2000, error="must be from 1 to 2000"),
        error_messages={"invalid": "must be a whole number"},
    )


class RulesQuery(Schema):
    vendor = fields.String()
    basis = fields.String(validate=validate.OneOf(["documented", "observed", "inferred"]))


def load(schema: Schema, raw: Mapping[str, Any], what: str) -> dict[str, Any]:
    """*raw* as *schema* reads it; *what* names its parts in a refusal (``field``, ``query parameter``).

    Raises:
        ControlError: 400, naming every fault.
    """
    unknown = [_unknown(schema, name, what) for name in raw if name not in schema.fields]
    if unknown:
        raise bad_input(unknown)
    try:
        loaded: dict[str, Any] = schema.load(raw)
    except ValidationError as error:
        raise bad_input([Problem(name, _first(messages)) for name, messages in error.messages_dict.items()]) from None
    return loaded


def _unknown(schema: Schema, name: str, what: str) -> Problem:
    """A schema's ``elsewhere`` has the names that people look for in it, and what to do instead."""
    elsewhere: Mapping[str, str] = getattr(schema, "elsewhere", {})
    told = f": {elsewhere[name]}" if name in elsewhere else nearest(name, schema.fields, elsewhere)
    return Problem("", f"there is no {what} {name!r}{told}")


def _first(messages: Any) -> str:
    while not isinstance(messages, str):
        messages = next(iter(messages.values())) if isinstance(messages, Mapping) else messages[0]
    return messages
