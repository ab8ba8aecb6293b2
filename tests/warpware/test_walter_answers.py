"""What Walter answers to each shape of question, about orders that the test has made. Source: "Walter AI"."""

from __future__ import annotations

from typing import Any

import pytest

from client import WarpWare

SKU_ERROR = "SKU not found in warehouse system"
ADDRESS_ERROR = "Address could not be verified"


def ask(client: WarpWare, query: str) -> dict[str, Any]:
    reply = client.post("/walter", {"query": query})
    assert reply.status == 200, reply
    data: dict[str, Any] = reply.data
    return data


def said(client: WarpWare, query: str) -> str:
    return str(ask(client, query)["response"])


def rule(client: WarpWare, query: str) -> str:
    return client.post("/walter", {"query": query}).rule


def fail(client: WarpWare, external_id: str, error: str) -> str:
    order_id = client.create(external_id)
    assert client.move(order_id, "failed", walk=True, error_message=error).status == 200
    return order_id


def ship(client: WarpWare, external_id: str, carrier: str | None, number: str | None = None) -> str:
    order_id = client.create(external_id)
    body = {"status": "shipped", "carrier": carrier, "tracking_number": number}
    sent = {name: value for name, value in body.items() if value is not None}
    assert client.patch(f"/orders/{order_id}", sent).status == 200
    return order_id


# How many


@pytest.mark.rule("warpware.walter.count")
@pytest.mark.parametrize(
    ("status", "query"),
    [
        ("pending", "How many orders are pending?"),
        ("pending", "how many orders are waiting"),
        ("ready", "How many orders are ready?"),
        ("processing", "How many orders are processing?"),
        ("processing", "How many orders are in progress?"),
        ("shipped", "How many orders have shipped?"),
        ("shipped", "How many orders are in transit?"),
        ("shipped", "Number of dispatched orders?"),
        ("delivered", "HOW MANY ORDERS WERE DELIVERED"),
        ("delivered", "how many orders arrived?"),
        ("hold", "How many orders are on hold?"),
        ("hold", "How many held orders?"),
        ("hold", "count of orders in hold"),
        ("cancelled", "How many orders were cancelled?"),
        ("cancelled", "How many canceled   orders do we have?"),
    ],
)
def test_a_status_is_counted_by_its_word_or_a_synonym(warpware: WarpWare, status: str, query: str) -> None:
    warpware.create("ORDER-0") if status != "pending" else warpware.in_status("ready", "ORDER-0")
    for number in (1, 2, 3):
        warpware.in_status(status, f"ORDER-{number}")
    data = ask(warpware, query)
    word = "on hold" if status == "hold" else status
    assert data["response"] == f"3 orders are {word}."
    assert data["tool_calls"] == [{"tool": "count_orders", "arguments": {"status": status}, "result": 3}]


@pytest.mark.rule("warpware.walter.count")
@pytest.mark.parametrize("query", ["How many orders failed?", "How many failures?", "how many orders have errors?"])
def test_failures_are_counted_with_their_most_common_error(warpware: WarpWare, query: str) -> None:
    fail(warpware, "ORDER-1", ADDRESS_ERROR)
    fail(warpware, "ORDER-2", SKU_ERROR)
    fail(warpware, "ORDER-3", SKU_ERROR)
    assert said(warpware, query) == f"3 orders failed. The most common error was '{SKU_ERROR}' (2 orders)."


@pytest.mark.rule("warpware.walter.count")
def test_several_statuses_are_counted_each(warpware: WarpWare) -> None:
    warpware.create("ORDER-1")
    warpware.in_status("ready", "ORDER-2")
    warpware.in_status("ready", "ORDER-3")
    assert said(warpware, "How many orders are ready or pending?") == "1 order is pending. 2 orders are ready."


@pytest.mark.rule("warpware.walter.count")
@pytest.mark.parametrize("query", ["How many orders do I have in total?", "count my orders", "How many orders?"])
def test_all_orders_are_counted(warpware: WarpWare, query: str) -> None:
    for status in ("pending", "failed", "cancelled"):
        warpware.in_status(status, status)
    assert said(warpware, query) == "There are 3 orders in all."


# SKUs, holds, errors


@pytest.mark.rule("warpware.walter.sku")
@pytest.mark.parametrize(
    "query",
    [
        "How many orders with GADGET-XL?",
        "orders with GADGET-XL",
        "Which orders have the item GADGET-XL?",
        "How many orders contain the SKU gadget-xl?",
        'How many orders for "Gadget-XL"?',
    ],
)
def test_orders_are_counted_by_sku(warpware: WarpWare, query: str) -> None:
    items = [{"sku": "WIDGET-RED-LG", "quantity": 1}, {"sku": "GADGET-XL", "quantity": 4}]
    warpware.create("ORDER-1", line_items=items)
    warpware.create("ORDER-2", line_items=items[1:])
    warpware.create("ORDER-3", line_items=items[:1])
    data = ask(warpware, query)
    assert data["response"].lower() == "there are 2 orders with gadget-xl in all."
    assert data["tool_calls"][0]["result"] == 2


@pytest.mark.rule("warpware.walter.sku")
def test_orders_are_counted_by_sku_and_status_and_period(warpware: WarpWare) -> None:
    warpware.in_status("shipped", "ORDER-1")
    warpware.create("ORDER-2")
    query = "How many orders with WIDGET-RED-LG shipped today?"
    assert said(warpware, query) == "1 order with WIDGET-RED-LG created today is shipped."
    assert rule(warpware, query) == "warpware.walter.sku"


@pytest.mark.rule("warpware.walter.held")
@pytest.mark.parametrize("query", ["Which orders are on hold and why?", "Why are orders held?", "list orders on hold"])
def test_held_orders_are_named_with_their_reasons(warpware: WarpWare, query: str) -> None:
    for external_id, reason in (("ORDER-1", "Address needs review"), ("ORDER-2", "Payment under review")):
        assert warpware.move(warpware.create(external_id), "hold", hold_reason=reason).status == 200
    warpware.create("ORDER-3")
    data = ask(warpware, query)
    expected = "2 orders are on hold: ORDER-2 (Payment under review), ORDER-1 (Address needs review)."
    assert data["response"] == expected
    assert [order["external_id"] for order in data["tool_calls"][0]["result"]] == ["ORDER-2", "ORDER-1"]


@pytest.mark.rule("warpware.walter.held")
def test_of_many_held_orders_ten_are_named(warpware: WarpWare) -> None:
    assert said(warpware, "Which orders are on hold?") == "0 orders are on hold."
    for number in range(12):
        warpware.in_status("hold", f"ORDER-{number}")
    text = said(warpware, "Which orders are on hold?")
    assert text.startswith("12 orders are on hold: ORDER-11 (")
    assert text.endswith(", and 2 more.")
    assert text.count("ORDER-") == 10


@pytest.mark.rule("warpware.walter.errors")
@pytest.mark.parametrize(
    "query", ["What is the most common error?", "Why did orders fail today?", "top failure reason"]
)
def test_the_most_common_error_is_named(warpware: WarpWare, query: str) -> None:
    for number, error in enumerate([ADDRESS_ERROR, SKU_ERROR, SKU_ERROR]):
        fail(warpware, f"ORDER-{number}", error)
    assert said(warpware, query) == f"The most common error was '{SKU_ERROR}' (2 orders)."


@pytest.mark.rule("warpware.walter.errors")
def test_of_equally_common_errors_the_first_in_the_alphabet_is_named(warpware: WarpWare) -> None:
    assert said(warpware, "What is the most common error?") == "0 orders failed."
    fail(warpware, "ORDER-1", SKU_ERROR)
    fail(warpware, "ORDER-2", ADDRESS_ERROR)
    assert said(warpware, "What is the most common error?") == f"The most common error was '{ADDRESS_ERROR}' (1 order)."


# Single orders


@pytest.mark.rule("warpware.walter.latest-and-oldest")
def test_the_latest_and_the_oldest_order_are_named(warpware: WarpWare) -> None:
    assert said(warpware, "What is the latest order?") == "There are 0 orders in all."
    warpware.in_status("ready", "ORDER-1")
    for number in (2, 3, 4):
        warpware.handle.clock.advance(60)
        warpware.in_status("ready" if number == 4 else "pending", f"ORDER-{number}")
    answers = {
        "What is the latest order?": "The latest order is ORDER-4, created at 2026-02-27T10:03:00Z. ORDER-4 is ready.",
        "Show me the last order": "The latest order is ORDER-4, created at 2026-02-27T10:03:00Z. ORDER-4 is ready.",
        "most recent pending order": "The latest order that is pending is ORDER-3, created at 2026-02-27T10:02:00Z. "
        "ORDER-3 is pending.",
        "oldest pending order?": "The oldest order that is pending is ORDER-2, created at 2026-02-27T10:01:00Z. "
        "ORDER-2 is pending.",
        "What is our oldest order?": "The oldest order is ORDER-1, created at 2026-02-27T10:00:00Z. ORDER-1 is ready.",
    }
    assert {query: said(warpware, query) for query in answers} == answers
    assert said(warpware, "oldest order on hold") == "0 orders are on hold."


@pytest.mark.rule("warpware.walter.order")
@pytest.mark.parametrize(
    "query",
    [
        "what is the status of ORDER-1042?",
        "Where is ORDER-1042?",
        "has order ORDER-1042 not shipped yet?",
        "ORDER-1042's status, please",
        'where is "ORDER-1042"?',
        "Where is {id}?",
    ],
)
def test_the_state_of_one_order_is_told(warpware: WarpWare, query: str) -> None:
    order_id = ship(warpware, "ORDER-1042", "UPS", "1Z999AA10123456784")
    data = ask(warpware, query.replace("{id}", order_id))
    assert data["response"] == "ORDER-1042 is shipped by UPS with tracking number 1Z999AA10123456784."
    (call,) = data["tool_calls"]
    assert (call["tool"], call["result"]["id"], call["result"]["status"]) == ("find_order", order_id, "shipped")


@pytest.mark.rule("warpware.walter.order")
def test_an_error_or_the_reason_of_a_hold_is_told(warpware: WarpWare) -> None:
    fail(warpware, "#1234", SKU_ERROR)
    warpware.move(warpware.create("SO10042"), "hold", hold_reason="Payment under review")
    warpware.create("77")
    assert said(warpware, "what happened to #1234") == f"#1234 has failed: {SKU_ERROR}."
    assert said(warpware, "where is SO10042?") == "SO10042 is on hold: Payment under review."
    assert said(warpware, "state of order 77?") == "77 is pending."


@pytest.mark.rule("warpware.walter.order")
@pytest.mark.parametrize("name", ["ORDER-1043", "order-1042", "3fa85f64-5717-4562-b3fc-2c963f66afa6"])
def test_an_order_that_does_not_exist_is_told_as_such(warpware: WarpWare, name: str) -> None:
    warpware.create("ORDER-1042")
    data = ask(warpware, f"Where is {name}?")
    assert data["response"] == f"There is no order {name} in this account."
    assert data["tool_calls"] == [{"tool": "find_order", "arguments": {"reference": name}, "result": None}]


# Breakdowns


@pytest.mark.rule("warpware.walter.carriers")
def test_shipped_orders_are_counted_by_carrier(warpware: WarpWare) -> None:
    for number, carrier in enumerate(["UPS", "FedEx", "UPS", None, "DHL", "ups"]):
        ship(warpware, f"ORDER-{number}", carrier)
    order_id = ship(warpware, "ORDER-9", "UPS")
    assert warpware.patch(f"/orders/{order_id}", {"status": "delivered"}).status == 200
    data = ask(warpware, "How many shipped by carrier?")
    assert data["response"] == "6 orders are shipped: 2 UPS, 1 DHL, 1 FedEx, 1 no carrier, 1 ups."
    assert data["tool_calls"][0]["result"] == {"UPS": 2, "DHL": 1, "FedEx": 1, "no carrier": 1, "ups": 1}
    assert said(warpware, "How many orders shipped with UPS?") == "3 orders with carrier UPS are shipped."
    assert said(warpware, "orders delivered by UPS today") == "1 order with carrier UPS created today is delivered."
    assert said(warpware, "cancelled orders by carrier") == "0 orders are cancelled."


@pytest.mark.rule("warpware.walter.breakdown")
@pytest.mark.parametrize("query", ["Give me a breakdown by status", "orders per status", "status of all orders"])
def test_orders_are_broken_down_by_status(warpware: WarpWare, query: str) -> None:
    assert said(warpware, query) == "There are 0 orders in all."
    for number, status in enumerate(["shipped", "pending", "shipped"]):
        warpware.in_status(status, f"ORDER-{number}")
    assert said(warpware, query) == "There are 3 orders in all: 1 pending, 2 shipped."


# Anything else


@pytest.mark.rule("warpware.walter.summary")
@pytest.mark.parametrize(
    "query",
    [
        "Hello!",
        "What is the meaning of life?",
        "How many products do you have?",
        "How many orders are not shipped?",
        "How many orders haven't shipped?",
        "orders without GADGET-XL",
        "How many orders do not contain GADGET-XL?",
        "How many orders last month?",
        "How many orders since 2026-02-20?",
        "How many orders in January?",
        "How many orders shipped two days ago?",
        "How many orders today and yesterday?",
        "How many orders in the last 99999 days?",
        "Where is my order?",
        "why " * 1000,
        "\u200b?",
    ],
    ids=lambda query: query[:40],
)
def test_what_is_not_understood_gets_a_summary_and_a_hint(warpware: WarpWare, query: str) -> None:
    warpware.in_status("shipped")
    reply = warpware.post("/walter", {"query": query})
    assert (reply.status, reply.rule) == (200, "warpware.walter.summary")
    assert reply.data["response"].startswith("There is 1 order in all: 1 shipped. You can ask me ")
    assert [call["tool"] for call in reply.data["tool_calls"]] == ["count_orders_by_status"]
