"""Bodies of pre-order rules. Source: "Pre-Orders"."""

from __future__ import annotations

import datetime
import re
from typing import Any

from marshmallow import ValidationError, post_load

from mockserver.warpware.preordering import HOLD_ENTIRE, SPLIT
from mockserver.warpware.schemas.citing import OF_PREORDERS
from mockserver.warpware.schemas.fields import Choice, Text
from mockserver.warpware.schemas.validation import BodySchema, BodyValidator, without_nulls

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _calendar_day(text: str) -> None:
    try:
        sound = _DAY.fullmatch(text) is not None and bool(datetime.date.fromisoformat(text))
    except ValueError:  # a 13th month, a 30th of February
        sound = False
    if not sound:
        raise ValidationError("must be a date like 2026-05-01")


class CreatePreorderRuleSchema(BodySchema):
    sku = Text(required=True, blank=False)
    name = Text(allow_none=True)
    hold_mode = Choice(SPLIT, HOLD_ENTIRE, required=True)
    release_date = Text(allow_none=True, validate=_calendar_day)

    @post_load
    def _drop_nulls(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        return without_nulls(value)


class ReleasePreorderRuleSchema(BodySchema):
    """Nothing that is sent changes what is done."""


create_preorder_rule = BodyValidator(CreatePreorderRuleSchema, OF_PREORDERS)
release_preorder_rule = BodyValidator(ReleasePreorderRuleSchema)
