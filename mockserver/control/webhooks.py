"""A sandbox's webhook deliveries: what was told to whom, and how it went."""

from __future__ import annotations

from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.core.delivery import Attempt, Delivery, no_delivery
from mockserver.core.sandboxes import UnknownSandbox
from mockserver.scripting.naming import Names


def list_deliveries(call: ControlCall) -> ControlAnswer:
    query = call.query
    with call.sandbox.lock:
        found = select(call)
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
    return ControlAnswer({"attempt": replay(call).as_json()})


def select(call: ControlCall) -> list[Delivery]:
    """The deliveries that are asked for. The caller holds the sandbox's lock."""
    query = call.query
    if "event" in query and (refusal := Names(call.sandboxes.vendors).bad_event(query["event"])):
        raise refusal
    return call.sandbox.webhooks.select(query.get("endpoint"), query.get("event"), query.get("state"))


def replay(call: ControlCall) -> Attempt:
    text = call.path["delivery_id"]
    # More digits than any sandbox has deliveries name none, and cost nothing to refuse.
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise no_delivery(text)
    sandbox = call.sandbox
    attempt = sandbox.replay(int(text))
    if attempt is None:
        raise UnknownSandbox(
            f"sandbox {sandbox.id} was dropped, set back or made anew while the delivery was under way"
        )
    return attempt
