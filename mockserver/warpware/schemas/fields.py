"""Field types as strict as JSON is: no number for a string, no string for a number."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_BEGINNING = datetime.datetime.min.replace(tzinfo=datetime.UTC)
_END = datetime.datetime.max.replace(tzinfo=datetime.UTC)
_COUNT = re.compile(r"[0-9]{1,18}")

REQUIRED = "is required"
BLANK = "must not be blank"
NO_ITEMS = "must hold at least one item"
EMPTY = "must not be empty"
TWICE = "stands in the query twice"


def _messages(null: str) -> dict[str, Any]:
    return {"required": REQUIRED, "null": null, "invalid": null}


class Text(fields.String):
    """A JSON string; ``blank=False`` refuses one of white space only."""

    def __init__(self, *, blank: bool = True, **options: Any) -> None:
        self.blank = blank
        super().__init__(error_messages=_messages("must be a string"), **options)

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> Any:
        # An order is mostly strings that are right: they need not go through marshmallow's own steps.
        if type(value) is str and not self.validators and (self.blank or value.strip()):
            return value
        return super().deserialize(value, attr, data, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if not self.blank and not text.strip():
            raise ValidationError(BLANK)
        return text


_EXACT = 2**53
"""From here on a number with a point stands for several whole ones."""


class Whole(fields.Field[int]):
    """A JSON number without a fraction, of at least ``least`` if there is one; true and false are none.

    2.0 is 2, as in JSON Schema: many a client has its quantities from a column of floats.
    """

    def __init__(self, *, least: int | None = None, **options: Any) -> None:
        self.least = least
        super().__init__(error_messages=_messages("must be a whole number"), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if type(value) is float and value.is_integer() and abs(value) < _EXACT:
            value = int(value)
        if type(value) is not int:
            raise self.make_error("invalid")
        if self.least is not None and value < self.least:
            raise ValidationError(f"must be at least {self.least}, not {value}")
        return value


class Number(fields.Field[float]):
    """A JSON number; true and false are none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages=_messages("must be a number"), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> float:
        if type(value) not in (int, float):
            raise self.make_error("invalid")
        return value  # type: ignore[no-any-return]  # int or float, checked above


class Object(fields.Field[dict[str, Any]]):
    """A JSON object with any content."""

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages=_messages("must be an object"), **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.make_error("invalid")
        return value


class Choice(Text):
    """One of a few words, which the refusal lists."""

    def __init__(self, *words: str, **options: Any) -> None:
        options["validate"] = validate.OneOf(words, error=f"must be one of {', '.join(words)}, not {{input!r}}")
        super().__init__(**options)


class Filter(fields.String):
    """A filter of free text, not empty."""

    def __init__(self) -> None:
        super().__init__(validate=validate.Length(min=1, error=EMPTY), error_messages=_messages("must be a string"))


class Count(fields.Field[int]):
    """A query parameter that is a whole number of at least 1, in plain digits.

    The answer repeats the number, and JSON's readers stop at 64 bits.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if not _COUNT.fullmatch(value) or int(value) < 1:
            raise ValidationError(f"must be a whole number of at least 1 and at most 18 digits, not {_short(value)}")
        return int(value)


class Moment(fields.Field[datetime.datetime]):
    """A filter that is a date or an ISO 8601 instant; no zone means UTC.

    ``end`` takes a plain date for the end of its day, to the microsecond.
    """

    def __init__(self, *, end: bool = False) -> None:
        self.end = end
        super().__init__()

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime.datetime:
        wanted = "a date like 2026-02-27 or an instant like 2026-02-27T10:00:00Z"
        if not isinstance(value, str):  # in a body
            raise ValidationError(f"must be {wanted}")
        try:
            if _DATE.fullmatch(value):
                day = datetime.datetime.fromisoformat(value).replace(tzinfo=datetime.UTC)
                return datetime.datetime.combine(day, datetime.time.max, datetime.UTC) if self.end else day
            if _MOMENT.fullmatch(value):
                moment = datetime.datetime.fromisoformat(value)
                return _as_utc(moment.replace(tzinfo=moment.tzinfo or datetime.UTC))
        except ValueError:
            pass
        hint = " ('+' in a query stands for a space: send it as %2B)" if " " in value else ""
        raise ValidationError(f"must be {wanted}, not {_short(value)}{hint}")


def _as_utc(moment: datetime.datetime) -> datetime.datetime:
    """In UTC; at the calendar's ends, where the zone leads out of it, the end itself."""
    try:
        return moment.astimezone(datetime.UTC)
    except OverflowError:
        return _END if moment.year > 1 else _BEGINNING


def _short(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:57] + "...")
