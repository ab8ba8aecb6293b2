"""From the control API's JSON to the objects that it was written from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from mockserver.core.clock import parse_moment
from mockserver.core.delivery import Attempt, Delivery, Outcome
from mockserver.core.exchange import Exchange
from mockserver.core.operation import Vendor

_ATTEMPT = {field.name for field in dataclasses.fields(Attempt)}


def exchange_from(content: dict[str, Any], sandbox_id: str, vendors: Iterable[Vendor]) -> Exchange:
    request, response = content.pop("request"), content.pop("response")
    (vendor,) = (known for known in vendors if known.name == content["vendor"])
    return Exchange(
        **{**content, "faults": tuple(content["faults"])},
        sandbox=sandbox_id,
        key=vendor.authenticate(request["headers"])[0],  # it is in the journal of the sandbox that it names
        request_headers=request["headers"],
        request_body=request["body"].encode(),
        response_headers=response["headers"],
        response_body=response["body"].encode(),
        idempotency_key=request["headers"].get("x-idempotency-key"),
    )


def attempt_from(content: dict[str, Any]) -> Attempt:
    answer = content["answer"] or {"status": None, "headers": {}, "body": ""}
    outcome = Outcome(
        answer["status"],
        answer["headers"],
        answer["body"].encode(),
        content["error"],
        content["duration_ms"],
        lost=content["outcome"] == "dropped",
    )
    request = content["request"]
    # What else there is stands in the JSON as it is in the object.
    plain = {name: value for name, value in content.items() if name in _ATTEMPT}
    return Attempt(
        **{
            **plain,
            "at": parse_moment(content["at"]),
            "next": None if content["next"] is None else parse_moment(content["next"]),
            "headers": request["headers"],
            "body": request["body"].encode(),
            "outcome": outcome,
            "faults": tuple(content["faults"]),
        }
    )


def delivery_from(content: dict[str, Any]) -> Delivery:
    return Delivery(
        number=content["id"],
        subscription=content["endpoint"],
        url=content["url"],
        event_id=content["event_id"],
        event=content["event"],
        headers=content["headers"],
        body=content["body"].encode(),
        delays=tuple(content["delays"]),
        queued_at=parse_moment(content["queued_at"]),
        due=None if content["due"] is None else parse_moment(content["due"]),
        state=content["state"],
        attempts=[attempt_from(attempt) for attempt in content["attempts"]],
        made=content["made"],
    )
