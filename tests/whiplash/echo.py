"""A vendor that reads and refuses as Whiplash does and answers what it understood: every way in, over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marshmallow import Schema

from mockserver.core.operation import NO_CONTENT, Call, Operation, Result
from mockserver.whiplash import WHIPLASH
from mockserver.whiplash.decimals import decimal_text
from mockserver.whiplash.schemas.fields import Each, Flag, Money, Records, RecordSchema, Text, When, Whole
from mockserver.whiplash.schemas.validation import BodyValidator, QueryValidator


class PartSchema(RecordSchema):
    sku = Text()
    quantity = Whole()


class ThingSchema(RecordSchema):
    name = Text()
    count = Whole()
    price = Money()
    gift = Flag()
    at = When()
    codes = Each(Whole())
    parts = Records(PartSchema)


class QuerySchema(Schema):
    status = Each(Whole())
    limit = Whole()
    page = Whole()
    offset = Whole()
    name = Text()


def echo(state: Any, call: Call) -> Result:
    data = dict(call.query) if call.query else dict(call.body)
    if data.get("price") is not None:
        data["price"] = decimal_text(data["price"])
    if data.get("at") is not None:
        data["at"] = data["at"].isoformat()
    return Result(data)


def nothing(state: Any, call: Call) -> Result:
    return Result(None, status=NO_CONTENT)


def null(state: Any, call: Call) -> Result:
    return Result(None)


def fail(state: Any, call: Call) -> Result:
    raise RuntimeError("a bug")


def _operation(id: str, method: str, path: str, handler: Any, **options: Any) -> Operation:
    return Operation(id, method, path, handler, "whiplash.errors.one-text", (), **options)


_QUERY, _BODY = QueryValidator(QuerySchema), BodyValidator(ThingSchema, wrapper="thing")

ECHO = replace(
    WHIPLASH,
    name="echo",
    prefix="/echo",
    export=None,
    sample=None,
    operations=(
        _operation("list", "GET", "/things", echo, query=_QUERY),
        _operation("create", "POST", "/things", echo, body=_BODY),
        _operation("update", "PUT", "/things/{id}", echo, body=_BODY),
        _operation("remove", "DELETE", "/things/{id}", nothing),
        _operation("act", "PUT", "/things/{id}/act", nothing),
        _operation("null", "GET", "/null", null),
        _operation("fail", "GET", "/fail", fail),
    ),
)
