"""Query of the shipping rates. Source: "Shipping Rates"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields

from mockserver.core.operation import Checked
from mockserver.core.storable import shown
from mockserver.warpware.schemas.fields import REQUIRED
from mockserver.warpware.schemas.validation import QueryValidator

_ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")
_MEASURE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_REQUIRED: dict[str, Any] = {"required": REQUIRED}


class Zip(fields.Field[str]):
    """A ZIP code of five digits, or nine with a dash."""

    def _deserialize(self, value: str, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        if not _ZIP.fullmatch(value):
            raise ValidationError(f"must be a ZIP code like 10001 or 10001-1234, not {shown(value)!r}")
        return value


class Measure(fields.Field[Decimal]):
    """A number above 0 in plain digits, exactly as it was written."""

    def _deserialize(self, value: str, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Decimal:
        if not _MEASURE.fullmatch(value) or not Decimal(value):
            raise ValidationError(f"must be a number above 0 like 32 or 0.5, not {shown(value)!r}")
        return Decimal(value)


class RatesSchema(Schema):
    origin_zip = Zip(required=True, error_messages=_REQUIRED)
    destination_zip = Zip(required=True, error_messages=_REQUIRED)
    weight_oz = Measure(required=True, error_messages=_REQUIRED)
    length = Measure()
    width = Measure()
    height = Measure()


_parameters = QueryValidator(RatesSchema)


def rates(raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
    """Beyond the schema: a refusal for what is missing names its own rule."""
    checked = _parameters(raw, readings)
    missing = any(problem.what == REQUIRED for problem in checked.malformed)
    return replace(checked, rule="warpware.rates.required") if missing else checked
