"""Field types as tolerant as Rails is: numbers as text, text as numbers, null for nothing.

They serve queries and bodies alike: of a list where one value is wanted, the last one counts.
Source: whiplash-observed.md, "Paths and bodies"; readings.md, "Money", "Date filters".
"""

from __future__ import annotations

import datetime
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Generic, TypeVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from mockserver.whiplash.dates import parse_eastern
from mockserver.whiplash.decimals import parse_decimal

Value = TypeVar("Value")

REQUIRED = "can't be blank"

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_FALSE = {"false", "f", "0", "off"}


class Lenient(fields.Field[Value], ABC, Generic[Value]):
    """One value, or null. ``blank_is_null``: so is a text of white space."""

    blank_is_null = True
    what = "is invalid"

    def __init__(self, **options: Any) -> None:
        messages = {"required": REQUIRED, "null": REQUIRED}
        super().__init__(**{"allow_none": True, "error_messages": messages, **options})

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> Any:
        if isinstance(value, list) and value:
            value = value[-1]
        if self.blank_is_null and isinstance(value, str) and not value.strip():
            value = None
        return super().deserialize(value, attr, data, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Value:
        if isinstance(value, dict | list):
            raise ValidationError(self.what)
        try:
            return self.read(value)
        except ValueError:
            raise ValidationError(self.what) from None

    @abstractmethod
    def read(self, value: str | float) -> Value:
        """What a text, a number or a boolean stands for. Raises ValueError where it stands for nothing."""


class Text(Lenient[str]):
    """Text; a number or boolean is taken as it is written in JSON. The empty text stays one."""

    blank_is_null = False

    def read(self, value: str | float) -> str:
        return str(value).lower() if isinstance(value, bool) else str(value)


class Whole(Lenient[int]):
    """A whole number of at most 18 digits."""

    what = "is not a number"

    def read(self, value: str | float) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = str(value).strip()
        if not _WHOLE.fullmatch(text):  # booleans neither
            raise ValueError(value)
        return int(text)


class Money(Lenient[Decimal]):
    """A decimal number, exact; ``decimal_text`` writes it."""

    what = "is not a number"

    def read(self, value: str | float) -> Decimal:
        if isinstance(value, bool):
            raise ValueError(value)  # noqa: TRY004  # a ValueError is what says "no such value" here
        return parse_decimal(value)


class Flag(Lenient[bool]):
    """False for false, 0, "0", "f", "false" and "off" in any case; true for everything else."""

    def read(self, value: str | float) -> bool:
        return str(value).strip().lower() not in _FALSE


class When(Lenient[datetime.datetime]):
    """A moment, as UTC; without a zone it is US Eastern."""

    what = "is not a date like 2008-01-01 03:00"

    def read(self, value: str | float) -> datetime.datetime:
        return parse_eastern(value if isinstance(value, str) else "")


class Each(fields.Field[list[Any]]):
    """A list of *inner*; a single value is a list of one."""

    def __init__(self, inner: Lenient[Any], **options: Any) -> None:
        self.inner = inner
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:
        if isinstance(value, dict):
            raise ValidationError(f"is no list with numbers or names in its brackets: send {attr}[]=…&{attr}[]=…")
        return [self.inner.deserialize(item, attr, data) for item in (value if isinstance(value, list) else [value])]


class RecordSchema(Schema):
    """The fields that a caller may set; others are left alone, for clients send whole records back."""

    error_messages = {"type": "is invalid"}  # noqa: RUF012  # marshmallow reads it from the class

    class Meta:
        unknown = EXCLUDE


class Records(fields.List[dict[str, Any]]):
    """A list of records in a record, or null."""

    def __init__(self, schema: type[RecordSchema], **options: Any) -> None:
        inner = fields.Nested(schema, error_messages={"null": "is invalid"})
        super().__init__(inner, allow_none=True, error_messages={"invalid": "is invalid"}, **options)
