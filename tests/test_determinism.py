"""Same seed, same calls, same bytes: in another process, under another id; only the keys differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import Http, WarpWare, order_body
from receiver import Receiver
from served import asked_here, serve

NOW = "2026-02-27T10:00:00Z"
World = Callable[..., WarpWare]


@pytest.fixture(scope="module")
def two_processes() -> list[list[Any]]:
    """What the same calls were answered by another process and by this one, whose hashes of texts differ."""

    def ask(url: str) -> list[Any]:
        client = Http(url + "/partner/v1", {"Authorization": "Bearer ww_live_" + "0" * 32})
        control = Http(url + "/_mock/sandboxes/default")
        told = conversation(client, control)
        client.close()
        control.close()
        return told

    options = ("--seed", "7", "--now", NOW, "--frozen")
    with serve(*options, environment={"PYTHONHASHSEED": "1"}) as served:
        return [ask(served.url), asked_here(ask, *options)]


def conversation(client: Http, control: Http) -> list[Any]:
    """Creates, changes, moves, refusals and lists, each with all that was answered."""
    answers = []

    def ask(http: Http, method: str, path: str, **options: Any) -> Any:
        reply = http.request(method, path, **options)
        answers.append((method, path, reply.status, list(reply.headers.items()), reply.body))
        return reply.json

    ids = [ask(client, "POST", "/orders", json=order_body(f"NEW-{number}"))["data"]["id"] for number in range(5)]
    ask(client, "POST", "/orders", json=order_body("NEW-0"))
    ask(client, "POST", "/orders/bulk", json={"orders": [order_body("BULK-1"), {"external_id": "BULK-2"}]})
    ask(client, "PATCH", f"/orders/{ids[0]}", json={"status": "hold", "metadata": {"b": 1, "a": [2, {"c": None}]}})
    ask(control, "POST", f"/warpware/orders/{ids[1]}/move", json={"to": "delivered", "walk": True})
    ask(control, "POST", "/clock/advance", json={"seconds": 90})
    ask(control, "POST", f"/warpware/orders/{ids[2]}/move", json={"to": "failed", "walk": True})
    ask(client, "POST", f"/orders/{ids[3]}/cancel", json={"reason": "changed my mind"})
    for number in (0, 1, 2, 3):
        ask(client, "GET", f"/orders/{ids[number]}")
        ask(client, "GET", f"/orders/{ids[number]}/timeline")
        ask(client, "GET", f"/orders/{ids[number]}/tracking")
    first = ask(client, "GET", "/orders?after=&per_page=60")
    ask(client, "GET", f"/orders?after={first['meta']['next_cursor']}&per_page=60")
    ask(client, "GET", "/orders?per_page=100&tag=vip")
    ask(client, "GET", "/orders/stats")
    ask(client, "POST", "/inventory/adjust", json={"sku": "TOTE-CANVAS", "adjustment": -3})
    for path in ("/inventory?after=&per_page=10", "/inventory/locations", "/products", "/locations"):
        ask(client, "GET", path)
    ask(client, "GET", "/orders/nope")
    ask(client, "GET", "/nope")
    return answers


def test_two_processes_answer_the_same_calls_with_the_same_bytes(two_processes: list[list[Any]]) -> None:
    one, other = two_processes
    assert len(one) == 35
    assert {status for _, _, status, _, _ in one} == {200, 201, 207, 404, 409}
    for answer, again in zip(one, other, strict=True):
        assert answer == again


def test_a_sandbox_of_another_id_answers_with_the_same_bytes(two_processes: list[list[Any]], world: World) -> None:
    client = world(seed=7, profile="demo")
    for answer, again in zip(two_processes[0], conversation(client, client.control), strict=True):
        assert answer == again


def test_another_seed_answers_otherwise(world: World) -> None:
    one, other = world(seed=7, profile="demo"), world(seed=8, profile="demo")
    assert one.get("/orders").body != other.get("/orders").body
    assert one.create() != other.create()


def test_the_moment_of_beginning_changes_the_times_alone(world: World) -> None:
    one, other = world(seed=7, profile="demo"), world(seed=7, profile="demo", now="2027-02-27T10:00:00Z")
    orders = [client.get("/orders?per_page=1").data[0] for client in (one, other)]
    assert orders[0]["id"] == orders[1]["id"]
    assert orders[0]["created_at"].replace("2026", "2027", 1) == orders[1]["created_at"]


# Each of these draws from streams of its own, and the ids of new orders come from another.


def test_moves_of_the_warehouse_do_not_shift_the_ids_of_new_orders(world: World) -> None:
    quiet, busy = world(), world()
    ids = [[client.create("ORDER-1")] for client in (quiet, busy)]
    assert busy.move(ids[1][0], "delivered", walk=True).status == 200
    for client, made in zip((quiet, busy), ids, strict=True):
        made.append(client.create("ORDER-2"))
    assert ids[0] == ids[1]


def test_events_do_not_shift_the_ids_of_new_orders(world: World) -> None:
    silent, fired = world(), world(readings={"warpware.order-created-event": "fired"})
    ids = [[client.create(f"ORDER-{number}") for number in range(3)] for client in (silent, fired)]
    assert ids[0] == ids[1]
    assert len(fired.event_names()) == 3


def test_seeded_orders_do_not_shift_the_ids_of_new_orders(world: World) -> None:
    assert world(profile="empty").create("NEW-1") == world(profile="demo").create("NEW-1")


def test_new_orders_do_not_shift_the_moves_of_the_warehouse(world: World) -> None:
    few, many = world(), world()
    for number in range(5):
        many.create(f"OTHER-{number}")
    shipped = []
    for client in (few, many):
        order_id = client.create("ORDER-1")
        client.move(order_id, "shipped", walk=True)
        order = client.order(order_id)
        shipped.append((order["carrier"], order["service_level"], order["tracking_number"]))
    assert shipped[0] == shipped[1]


def test_refused_calls_draw_nothing(world: World) -> None:
    polite, clumsy = world(), world()
    assert clumsy.post("/orders", {**order_body("ORDER-1"), "line_items": []}).status == 422
    assert clumsy.get("/orders/nope").status == 404
    assert polite.create("ORDER-1") == clumsy.create("ORDER-1")
    assert clumsy.post("/orders", order_body("ORDER-1")).status == 409
    assert polite.create("ORDER-2") == clumsy.create("ORDER-2")


def test_one_sandbox_does_not_shift_another_of_the_same_seed(world: World) -> None:
    one, other = world(seed=7), world(seed=7)
    turns = [(client, client.create(f"ORDER-{number}")) for number in range(3) for client in (one, other)]
    ids = [[order_id for client, order_id in turns if client is which] for which in (one, other)]
    assert ids[0] == ids[1]


def test_webhooks_have_the_same_ids_secrets_and_bytes(world: World, receiver: Receiver) -> None:
    """Two sandboxes of one seed, each made to fail once."""
    told = []
    for client in (world(seed=7), world(seed=7)):
        endpoint = receiver.register(client, "order.held", "order.failed")
        receiver.answer_with(500, times=1)
        client.in_status("hold", "ORDER-1")
        client.handle.webhooks.deliver()
        client.in_status("failed", "ORDER-2")
        client.post(f"/webhooks/{endpoint['id']}/test")
        client.handle.webhooks.deliver()
        effects = client.handle.clock.advance(hours=1)
        listed = client.get("/webhooks").body
        told.append((endpoint, listed, effects, [(event.headers, event.body) for event in receiver.events]))
        receiver.events.clear()
    assert told[0] == told[1]
    assert len(told[0][3]) == 4


def test_endpoints_and_test_events_shift_no_other_ids(world: World, receiver: Receiver) -> None:
    quiet, busy = world(), world()
    endpoint = receiver.register(busy, "order.held")
    busy.post(f"/webhooks/{endpoint['id']}/test")
    assert quiet.create() == busy.create()
    for client in (quiet, busy):
        client.patch(f"/orders/{client.get('/orders').data[0]['id']}", {"status": "hold"})
    assert [event.id for event in quiet.handle.sandbox.events] == [event.id for event in busy.handle.sandbox.events][1:]
