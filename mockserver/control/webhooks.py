"""A sandbox's webhook deliveries: what was told to whom, and how it went."""

from __future__ import annotations

from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.control.errors import ControlError


def list_deliveries(call: ControlCall) -> ControlAnswer:
    sandbox, query = call.sandbox, call.query
    with sandbox.lock:
        found = sandbox.webhooks.select(query.get("endpoint"), query.get("event"), query.get("state"))
        newest = [delivery.as_json() for delivery in found[-query["limit"] :]]
    return ControlAnswer({"deliveries": newest, "matching": len(found)})


def deliver(call: ControlCall) -> ControlAnswer:
    """Every attempt that is due, and those that were under way, once they are over."""
    sandbox = call.sandbox
    attempts = sandbox.deliver()
    with sandbox.lock:
        pending = len(sandbox.webhooks.select(state="pending"))
    return ControlAnswer({"attempts": [attempt.as_json() for attempt in attempts], "pending": pending})


def replay_delivery(call: ControlCall) -> ControlAnswer:
    text = call.path["delivery_id"]
    # More digits than any sandbox has deliveries name none, and cost nothing to refuse.
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ControlError(404, f"there is no delivery {text!r}: deliveries have whole numbers")
    sandbox = call.sandbox
    attempt = sandbox.replay(int(text))
    if attempt is None:
        raise ControlError(
            404, f"sandbox {sandbox.id} was dropped, set back or made anew while the delivery was under way"
        )
    return ControlAnswer({"attempt": attempt.as_json()})
