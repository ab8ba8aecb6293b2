"""From a marshmallow schema to the edge's validators: what is taken, under which names, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from mockserver.core.errors import nested_problems
from mockserver.core.operation import Checked
from mockserver.core.remembered import remembered
from mockserver.core.storable import shown, unstorable
from mockserver.whiplash.schemas.fields import Records, RecordSchema


class QueryValidator:
    """A value that fails is the query's ``error``; unknown parameters are ignored, and noted, and empty ones are as if
    they were not there.
    """

    def __init__(self, schema: type[Schema]) -> None:
        self._schema = schema(unknown=EXCLUDE)
        self._checked = remembered(self._check)

    def __call__(self, raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
        return self._checked(raw)

    def _check(self, raw: Mapping[str, Any]) -> Checked:
        ignored = [
            f"query parameter {shown(name)} is not one of this operation's: ignored"
            for name in raw
            if name not in self._schema.fields
        ]
        try:
            return Checked(self._schema.load(_without_empty(raw)), ignored=ignored)
        except ValidationError as error:
            found = list(nested_problems(error.messages))
            objects = all(isinstance(raw.get(problem.place), dict) for problem in found)
            return Checked({}, found, ignored=ignored, rule="whiplash.query.numbered-list" if objects else None)


def _without_empty(raw: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: [text for text in _as_list(value) if text != ""] for name, value in raw.items()}
    return {name: texts if isinstance(raw[name], list) else raw[name] for name, texts in given.items() if texts}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class BodyValidator:
    """A body, bare or wrapped in an object under *wrapper* (``{"order": {…}}``).

    What stands beside the wrapper counts where the wrapped object has it not. A list of records may also be
    called ``…_attributes``. Fields that the schema has not, the read-only ones among them, are ignored and noted;
    those that fail are ``errors`` by field.
    """

    def __init__(self, schema: type[RecordSchema], wrapper: str) -> None:
        self._schema = schema()
        self._wrapper = wrapper

    def __call__(self, raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
        if problem := unstorable(raw):
            return Checked({}, invalid=[problem], rule="whiplash.body.unstorable")
        named, ignored = self._named(self._unwrapped(raw))
        try:
            return Checked(self._schema.load(named), ignored=ignored)
        except ValidationError as error:
            return Checked({}, invalid=list(nested_problems(error.messages)), ignored=ignored)

    def _unwrapped(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        inner = raw.get(self._wrapper)
        if not isinstance(inner, dict):
            return raw
        return {**{name: value for name, value in raw.items() if name != self._wrapper}, **inner}

    def _named(self, raw: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[str]]:
        return _renamed(self._schema, raw), [
            f"body field {place} is not one of this operation's: ignored" for place in unknown_fields(self._schema, raw)
        ]


def _renamed(schema: Schema, raw: Mapping[str, Any]) -> dict[str, Any]:
    """*raw* with its ``…_attributes`` under the names that *schema* has, at every depth."""
    named = dict(raw)
    for name, field in schema.fields.items():
        inner = _records(field)
        if inner is None:
            continue
        alias = f"{name}_attributes"
        if alias in named:
            value = named.pop(alias)
            named.setdefault(name, list(value.values()) if isinstance(value, dict) else value)
        if isinstance(named.get(name), list):
            named[name] = [_renamed(inner, item) if isinstance(item, dict) else item for item in named[name]]
    return named


def _records(field: fields.Field[Any]) -> Schema | None:
    """The schema of the records that a field is a list of, if it is one."""
    inner = field.inner if isinstance(field, Records) else None
    return inner.schema if isinstance(inner, fields.Nested) else None


def unknown_fields(schema: Schema, raw: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """The places of fields that *schema* does not know, at every depth that it describes."""
    for name, value in raw.items():
        field = schema.fields.get(name.removesuffix("_attributes")) or schema.fields.get(name)
        if field is None:
            yield f"{place}{shown(name)}"
            continue
        inner = _records(field)
        for index, item in enumerate(value if inner is not None and isinstance(value, list) else ()):
            if inner is not None and isinstance(item, Mapping):
                yield from unknown_fields(inner, item, f"{place}{name}[{index}].")
