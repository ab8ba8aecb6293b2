"""The values that rules are made of, as marshmallow fields that say what they take."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from mockserver.core.faults.kind import Parameter
from mockserver.core.storable import is_storable_text, unstorable

MOST_TEXT = 10_000
"""Characters of any text in a rule."""


class Text(fields.Field[str]):
    """A text of at least one character. *about* says what it is, to those who give something else."""

    def __init__(self, *, about: str = "", **options: Any) -> None:
        super().__init__(**options)
        self._about = f": {about}" if about else ""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError(f"must be a text, not {value!r}; in YAML, put it in quotes{self._about}")
        if not value:
            raise ValidationError("must not be empty")
        if len(value) > MOST_TEXT:
            raise ValidationError(f"must have at most {MOST_TEXT} characters")
        if not is_storable_text(value):
            raise ValidationError("must not contain NUL or half a surrogate pair")
        return value


class Number(fields.Field[float]):
    """A finite number from ``minimum`` to ``maximum``."""

    def __init__(
        self, minimum: float | None = None, maximum: float | None = None, *, whole: bool = False, **options: Any
    ) -> None:
        super().__init__(**options)
        self._minimum = minimum
        self._maximum = maximum
        self._whole = whole

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> float:
        return self.read(value)

    def read(self, value: Any) -> float:
        """Raises:
        ValidationError: *value* is no such number.
        """
        kind = type(value)  # True is no number
        if kind not in ((int,) if self._whole else (int, float)) or (kind is float and not math.isfinite(value)):
            raise ValidationError(f"must be a {'whole ' if self._whole else ''}number, not {value!r}")
        low, high = self._minimum, self._maximum
        if low is not None and high is not None and not low <= value <= high:
            raise ValidationError(f"must be from {low} to {high}, not {value!r}")
        if low is not None and value < low:
            raise ValidationError(f"must be {low} or more, not {value!r}")
        return value  # type: ignore[no-any-return]  # a number, checked above


class Truth(fields.Field[bool]):
    """true or false, and nothing that merely looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError(f"must be true or false, not {value!r}")
        return value


class Numbers(fields.Field[tuple[float, ...]]):
    """A list of so many numbers."""

    def __init__(self, one: Number, size: int, **options: Any) -> None:
        super().__init__(**options)
        self._one = one
        self._size = size

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[float, ...]:
        if not isinstance(value, list | tuple) or len(value) != self._size:
            raise ValidationError(f"must be a list of {self._size} numbers, not {value!r}")
        return tuple(self._one.read(number) for number in value)


class Texts(fields.Field[dict[str, str | None]]):
    """An object of texts. Whole numbers are taken as what they look like; ``absent`` takes null too."""

    def __init__(self, *, absent: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self._absent = absent

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> dict[str, str | None]:
        if not isinstance(value, Mapping):
            raise ValidationError(f"must be an object of names and texts, not {value!r}")
        return {self._name(name): self._text(name, text) for name, text in value.items()}

    def _name(self, name: Any) -> str:
        if not isinstance(name, str) or not name or not is_storable_text(name):
            raise ValidationError(f"{name!r} is no name")
        return name

    def _text(self, name: str, text: Any) -> str | None:
        if text is None and self._absent:
            return None
        if type(text) is int:
            return str(text)
        if not isinstance(text, str) or not is_storable_text(text):
            extra = ", or null for none" if self._absent else ""
            raise ValidationError(f"{name}: must be a text{extra}, not {text!r}; in YAML, put it in quotes")
        return text


class Unread(fields.Field[Any]):
    """A part that is read by a schema of its own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_none=True, **options)


class Anything(fields.Field[Any]):
    """Any JSON value, null too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_none=True, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not _is_json(value):
            raise ValidationError(f"{value!r} is no JSON value; in YAML, put dates in quotes")
        if problem := unstorable(value):
            raise ValidationError(str(problem))
        return value


def field_for(declared: Parameter) -> fields.Field[Any]:
    """The field of a kind's parameter."""
    options: dict[str, Any] = {"required": declared.required}
    number = Number(declared.minimum, declared.maximum, whole=declared.type == "whole", **options)
    if declared.type in ("whole", "number"):
        return number
    if declared.type == "numbers":
        assert declared.size is not None, "a list of numbers says how many"
        return Numbers(number, declared.size, **options)
    if declared.type == "text":
        return Text(about=declared.about, **options)
    if declared.type == "texts":
        return Texts(**options)
    return Anything(**options) if declared.type == "json" else Unread(**options)


def _is_json(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and is_storable_text(key) and _is_json(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(_is_json, value))
    if isinstance(value, float):
        return math.isfinite(value)
    return is_storable_text(value) if isinstance(value, str) else value is None or isinstance(value, bool | int)
