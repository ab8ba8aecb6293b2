"""What the tests of pre-orders say again and again."""

from __future__ import annotations

from typing import Any

from client import Reply, WarpWare


def line(sku: str, quantity: int = 1) -> dict[str, Any]:
    return {"sku": sku, "quantity": quantity}


def add_rule(client: WarpWare, sku: str = "SOON", hold_mode: str = "split") -> str:
    """POST a rule; answers its id."""
    reply = client.post("/preorder-rules", {"sku": sku, "name": f"{sku} to come", "hold_mode": hold_mode})
    assert reply.status == 201, reply
    return str(reply.data["id"])


def rules(client: WarpWare) -> dict[str, dict[str, Any]]:
    """By SKU, as the list shows them."""
    return {rule["sku"]: rule for rule in client.get("/preorder-rules").data}


def counts(client: WarpWare, sku: str = "SOON") -> tuple[int, int]:
    """Held, released."""
    rule = rules(client)[sku]
    return rule["orders_held_count"], rule["orders_released_count"]


def release(client: WarpWare, rule_id: str) -> Reply:
    return client.post(f"/preorder-rules/{rule_id}/release")


def by_external_id(client: WarpWare, external_id: str) -> dict[str, Any]:
    reply = client.get(f"/orders/by-external/{external_id}")
    assert reply.status == 200, reply
    order: dict[str, Any] = reply.data
    return order


def all_orders(client: WarpWare) -> dict[str, str]:
    """Status by external_id."""
    return {order["external_id"]: order["status"] for order in client.get("/orders?per_page=100").data}


def story(client: WarpWare, external_id: str) -> list[str]:
    """The types of an order's timeline entries, oldest first."""
    return [event["type"] for event in client.get(f"/orders/{external_id}/timeline").data["events"]][::-1]
