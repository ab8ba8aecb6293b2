"""Bodies of webhook endpoints. Source: "Webhooks"."""

from __future__ import annotations

from marshmallow import fields, validate

from mockserver.warpware.schemas.citing import OF_WEBHOOKS
from mockserver.warpware.schemas.fields import Choice, Text
from mockserver.warpware.schemas.order import NOT_A_LIST
from mockserver.warpware.schemas.validation import BodySchema, BodyValidator
from mockserver.warpware.subscribing import EVENTS


class CreateWebhookSchema(BodySchema):
    url = Text(required=True, blank=False)
    events = fields.List(
        Choice(*EVENTS),
        required=True,
        validate=validate.Length(min=1, error="must name at least one event"),
        error_messages=NOT_A_LIST,
    )


create_webhook = BodyValidator(CreateWebhookSchema, OF_WEBHOOKS)
