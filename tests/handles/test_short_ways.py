"""Short ways to what tests ask for most."""

from __future__ import annotations

import pytest

from client import Http
from mockserver import MockServer, Received, RemoteServer, SandboxHandle


def test_the_last_exchange_and_the_last_delivery_are_taken_by_their_place(sandbox: SandboxHandle, client: Http) -> None:
    sandbox.webhooks.receiver(events=["order.status_changed"])
    client.get("/version")
    client.get("/orders")
    assert (sandbox.journal[0].path, sandbox.journal[-1].path) == ("/partner/v1/version", "/partner/v1/orders")
    with pytest.raises(IndexError, match=r"^the journal has 2 exchanges, and none at place 2$"):
        sandbox.journal[2]
    sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "ready")
    assert sandbox.webhooks[-1].event == "order.status_changed"
    with pytest.raises(IndexError, match=r"^there is 1 delivery, and none at place 1$"):
        sandbox.webhooks[1]


def test_what_an_exchange_said_is_read_as_json(sandbox: SandboxHandle, client: Http) -> None:
    client.post("/orders", {"external_id": "ORDER-7"})
    client.get("/version")
    made, asked = sandbox.journal
    assert made.request_json == {"external_id": "ORDER-7"}
    assert asked.response_json["data"]["version"] == "2026-02-27"
    with pytest.raises(ValueError, match=r"^#2 GET /partner/v1/version: the request's body is no JSON: b''$"):
        asked.request_json  # noqa: B018  # reading it is what raises


def test_a_body_that_came_cut_from_afar_is_not_taken_for_one_that_is_no_json(remote_server: RemoteServer) -> None:
    with remote_server.sandbox() as sandbox:
        client = Http(sandbox.warpware.url, sandbox.warpware.headers())
        client.post("/orders", {"external_id": "x" * 200_000})
        client.close()
        (exchange,) = sandbox.journal
    with pytest.raises(ValueError, match=r"^#1 POST /partner/v1/orders: the request's body is cut, as a server elsew"):
        exchange.request_json  # noqa: B018  # reading it is what raises


def test_an_exchange_that_rests_on_no_rule_shows_none(mockserver_server: MockServer) -> None:
    client = Http(mockserver_server.url)
    client.get("/nothing-here")
    client.close()
    newest = mockserver_server.sandboxes.unclaimed.newest
    assert repr(newest).endswith("GET /nothing-here → 404>")


def test_headers_are_had_for_a_role(sandbox: SandboxHandle) -> None:
    warpware, whiplash = sandbox.warpware, sandbox.whiplash
    assert warpware.headers("read_only") == warpware.headers(warpware.read_only_key)
    assert warpware.headers("write_only") == warpware.headers(warpware.write_only_key)
    assert whiplash.headers("revoked") == whiplash.headers(whiplash.revoked_key)
    assert warpware.headers("nonsense") == {"Authorization": "Bearer nonsense"}


def test_whiplashs_orders_and_items_are_made_by_their_name_alone(sandbox: SandboxHandle) -> None:
    whiplash = sandbox.whiplash
    item = whiplash.items.create("MUG", quantity=3)
    assert (item["sku"], item["quantity"]) == ("MUG", 3)
    assert whiplash.orders.create("SHOP-1")["originator_id"] == "SHOP-1"
    assert whiplash.orders.create(originator_id="SHOP-2")["originator_id"] == "SHOP-2"


def test_each_vendor_has_receivers_of_its_own(sandbox: SandboxHandle) -> None:
    warpware, whiplash = sandbox.warpware, sandbox.whiplash
    of_warpware, of_whiplash = warpware.webhooks.receiver(), whiplash.webhooks.receiver()
    order = warpware.orders.create()
    warpware.orders.move(order, "hold")
    assert {received.data["id"] for received in of_warpware.wait()} == {order["id"]}
    sandbox.webhooks.deliver()
    assert of_whiplash.events == []
    assert whiplash.orders.create()["id"]


def test_a_receiver_is_made_with_what_handles_its_webhooks(sandbox: SandboxHandle) -> None:
    handled: list[Received] = []
    receiver = sandbox.webhooks.receiver(events=["order.held"], on_event=handled.append)
    sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
    assert receiver.wait() == handled


def test_the_headers_of_a_webhook_are_found_in_any_case(sandbox: SandboxHandle) -> None:
    receiver = sandbox.webhooks.receiver(events=["order.held"])
    sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
    (held,) = receiver.wait()
    for name in ("X-WarpWare-Event", "x-warpware-event", "X-WARPWARE-EVENT"):
        assert (held.headers[name], held.headers.get(name), name in held.headers) == ("order.held", "order.held", True)
    assert "X-WarpWare-Event" in list(held.headers)
    assert "x-warpware-evnt" not in held.headers
