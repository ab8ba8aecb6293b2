"""Webhook endpoints. Source: "Webhooks"."""

from __future__ import annotations

from mockserver.core.operation import Call, Result
from mockserver.warpware import subscribing
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.subscribing import TEST_EVENT, endpoint_view


def list_webhooks(state: WarpWareState, call: Call) -> Result:
    newest_first = subscribing.endpoints(state)[::-1]
    return Result([endpoint_view(endpoint) for endpoint in newest_first])


def create_webhook(state: WarpWareState, call: Call) -> Result:
    endpoint = subscribing.register(state, call.body["url"], call.body["events"])
    return Result({**endpoint_view(endpoint), "secret": endpoint.secret}, status=201)


def delete_webhook(state: WarpWareState, call: Call) -> Result:
    endpoint = subscribing.find(state, call.path["endpoint_id"])
    state.webhooks.unsubscribe(endpoint.id)
    return Result({"id": endpoint.id, "deleted": True})


def test_webhook(state: WarpWareState, call: Call) -> Result:
    endpoint = subscribing.find(state, call.path["endpoint_id"])
    subscribing.send_test(state, endpoint)
    return Result({"id": endpoint.id, "event": TEST_EVENT, "queued": True})
