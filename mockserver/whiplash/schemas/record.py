"""What the bodies of all records have in common. Source: observed, "Paths and bodies"."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import ValidationError, post_load

from mockserver.whiplash.schemas.fields import RecordSchema

NOT_POSITIVE = "must be greater than 0"
NEGATIVE = "must be greater than or equal to 0"


class StoredSchema(RecordSchema):
    """Loads what was given. Null is a value, but for the fields of ``never_null``, which then count as not given."""

    never_null: ClassVar[tuple[str, ...]] = ()

    @post_load
    def _drop_nulls(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: item for name, item in value.items() if item is not None or name not in self.never_null}


def refuse_below(least: int, value: int | None) -> None:
    """Raises:
    ValidationError: *value* is less than *least*, which is 0 or 1.
    """
    if value is not None and value < least:
        raise ValidationError(NOT_POSITIVE if least else NEGATIVE)
