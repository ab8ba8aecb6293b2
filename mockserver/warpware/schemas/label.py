"""Bodies of the label operations. Source: "Shipping Labels"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, post_load

from mockserver.core.operation import Checked
from mockserver.warpware.schemas.fields import Number, Text
from mockserver.warpware.schemas.validation import BodySchema, BodyValidator, without_nulls


def _web_address(text: str) -> None:
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, text))
    except ValueError:  # brackets that hold no IPv6 address
        sound = False
    if not sound:
        raise ValidationError("must be an http or https URL")


class CreateLabelSchema(BodySchema):
    tracking_number = Text(required=True, blank=False)
    carrier = Text(required=True, blank=False)
    service_level = Text(allow_none=True)
    label_url = Text(allow_none=True, validate=_web_address)
    label_format = Text(allow_none=True)
    weight = Number(allow_none=True)
    weight_unit = Text(allow_none=True)
    cost = Number(allow_none=True)
    currency = Text(allow_none=True)

    @post_load
    def _drop_nulls(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        return without_nulls(value)


_label_fields = BodyValidator(CreateLabelSchema)


def create_label(raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
    checked = _label_fields(raw, readings)
    if not checked.malformed and [problem.place for problem in checked.invalid] == ["label_url"]:
        return replace(checked, rule="warpware.labels.url")
    return checked
