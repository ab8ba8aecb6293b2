"""Body of a question. Source: "Walter AI"."""

from __future__ import annotations

from mockserver.warpware.schemas.fields import Object, Text
from mockserver.warpware.schemas.validation import BodySchema, BodyValidator


class AskWalterSchema(BodySchema):
    query = Text(required=True, blank=False)
    context = Object(allow_none=True)


ask_walter = BodyValidator(AskWalterSchema)
