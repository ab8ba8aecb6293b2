"""From a marshmallow schema to the edge's validators: which fault is a 400 and which a 422."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from mockserver.core.errors import Problem, nested_problems
from mockserver.core.operation import Checked
from mockserver.core.remembered import remembered
from mockserver.core.storable import unstorable
from mockserver.warpware.schemas.citing import OF_BODIES, OF_QUERIES, Sentences, particular_rule
from mockserver.warpware.schemas.fields import REQUIRED, TWICE


class BodySchema(Schema):
    """A JSON object. Unknown fields are ignored, nulls in optional ones count as absent.

    Source: readings.md, "400 or 422", "Unknown body fields".
    """

    class Meta:
        unknown = EXCLUDE


class BodyValidator:
    """A required top-level field that is missing is malformed; any other fault is an invalid value."""

    def __init__(self, schema: type[Schema], sentences: Sentences = OF_BODIES) -> None:
        self._schema = schema()
        self._sentences = sentences
        self._required = [name for name, field in self._schema.fields.items() if field.required]

    def __call__(self, raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
        missing = [Problem(name, REQUIRED) for name in self._required if name not in raw]
        if problem := unstorable(raw):
            return Checked({}, missing, [problem], rule=None if missing else "warpware.body.unstorable")
        ignored = [
            f"body field {place} is not one of this operation's: ignored" for place in unknown_fields(self._schema, raw)
        ]
        try:
            value = self._schema.load(raw)
        except ValidationError as error:
            seen = {problem.place for problem in missing}
            invalid = [problem for problem in nested_problems(error.messages) if problem.place not in seen]
            return Checked(
                {}, missing, invalid, ignored, None if missing else particular_rule(invalid, self._sentences)
            )
        return Checked(value, ignored=ignored)


class QueryValidator:
    """Every fault of a query is malformed: "invalid parameter values" are 400. So is a parameter that is given twice,
    unless nobody knows it."""

    def __init__(self, schema: type[Schema]) -> None:
        self._schema = schema(unknown=EXCLUDE)
        self._checked = remembered(self._check)

    def __call__(self, raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
        return self._checked(raw)

    def _check(self, raw: Mapping[str, Any]) -> Checked:
        ignored = [
            f"query parameter {name} is not one of this operation's: ignored"
            for name in raw
            if name not in self._schema.fields
        ]
        twice = [name for name in self._schema.fields if isinstance(raw.get(name), list)]
        found = [Problem(name, TWICE) for name in twice]
        try:
            value = self._schema.load({**raw, **{name: raw[name][0] for name in twice}})
        except ValidationError as error:
            found += [problem for problem in nested_problems(error.messages) if problem.place not in twice]
        if found:
            return Checked({}, found, ignored=ignored, rule=particular_rule(found, OF_QUERIES))
        return Checked(value, ignored=ignored)


def without_nulls(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in value.items() if item is not None}


def unknown_fields(schema: Schema, raw: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """The places of fields that *schema* does not know, at every depth that it describes."""
    for name, value in raw.items():
        field = schema.fields.get(name)
        if field is None:
            yield f"{place}{name}"
        elif isinstance(field, fields.Nested) and isinstance(value, Mapping):
            yield from unknown_fields(field.schema, value, f"{place}{name}.")
        elif isinstance(field, fields.List) and isinstance(field.inner, fields.Nested) and isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, Mapping):
                    yield from unknown_fields(field.inner.schema, item, f"{place}{name}[{index}].")
