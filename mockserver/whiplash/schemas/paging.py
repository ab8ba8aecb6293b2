"""The parameters that every list has. Source: "Get a list of Orders", Parameters; readings.md, "Lists"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from marshmallow import Schema, ValidationError, post_load

from mockserver.core.rules import nearest
from mockserver.core.storable import shown
from mockserver.whiplash.schemas.fields import Lenient, Whole

DEFAULT_LIMIT = 50
MOST = 250


class OrderBy(NamedTuple):
    column: str
    descending: bool


class Positive(Whole):
    """A whole number of at least 1."""

    what = "must be a whole number of at least 1"

    def read(self, value: str | float) -> int:
        number = super().read(value)
        if number < 1:
            raise ValueError(value)
        return number


class OrderByField(Lenient[OrderBy]):
    """A column, and ASC, which may be left out, or DESC, in any case."""

    def __init__(self, columns: Iterable[str], default: OrderBy) -> None:
        self.columns = tuple(columns)
        super().__init__(load_default=default, allow_none=True)

    def read(self, value: str | float) -> OrderBy:
        column, *direction = str(value).split()
        if column.lower() not in self.columns:
            raise ValidationError(f"there is no column {shown(column)!r}{nearest(column.lower(), self.columns)}")
        if [word.upper() for word in direction] not in ([], ["ASC"], ["DESC"]):
            raise ValidationError(f"after the column comes ASC or DESC, not {shown(' '.join(direction))!r}")
        return OrderBy(column.lower(), [word.upper() for word in direction] == ["DESC"])


class ListSchema(Schema):
    """Loads ``limit``, ``page`` (from 1; ``offset`` is another name of it) and, in a subclass, ``order_by``."""

    limit = Positive(load_default=DEFAULT_LIMIT)
    page = Positive(load_default=None)
    offset = Positive(load_default=None)

    @post_load
    def _fill_in(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        limit = min(value["limit"] or DEFAULT_LIMIT, MOST)
        value = {**value, "limit": limit, "page": value["page"] or value["offset"] or 1}
        # A parameter that is there and empty is one that is not there.
        return {name: self.fields[name].load_default if item is None else item for name, item in value.items()}
