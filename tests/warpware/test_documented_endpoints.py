"""Every endpoint that the document names is served. Source: each section's endpoints, and "Changelog"."""

from __future__ import annotations

import re

from client import WarpWare
from mockserver.warpware.vendor import WARPWARE

SECTIONS = {
    "Orders": ["GET /orders", "GET /orders/{order_id}", "GET /orders/by-external/{external_id}", "POST /orders",
               "PATCH /orders/{order_id}", "POST /orders/{order_id}/cancel"],
    "Bulk Orders": ["POST /orders/bulk"],
    "Order Stats": ["GET /orders/stats"],
    "Inventory": ["GET /inventory", "POST /inventory/adjust"],
    "Products": ["GET /products"],
    "Shipping Rates": ["GET /shipping/rates"],
    "Exports": ["POST /exports", "GET /exports/{id}"],
    "Tracking": ["GET /orders/{order_id}/tracking"],
    "Webhooks": ["POST /webhooks", "GET /webhooks", "DELETE /webhooks/{endpoint_id}",
                 "POST /webhooks/{endpoint_id}/test"],
    "Order Timeline": ["GET /orders/{id}/timeline"],
    "Shipments": ["POST /shipments"],
    "Pre-Orders": ["GET /preorder-rules", "POST /preorder-rules", "POST /preorder-rules/{id}/release"],
    "Locations": ["GET /locations"],
    "Inventory by Location": ["GET /inventory/locations", "POST /inventory/sync"],
    "Shipping Labels": ["POST /orders/{id}/labels", "GET /orders/{id}/labels"],
    "Test Simulation": ["POST /orders/simulate"],
    "Walter AI": ["POST /walter"],
    "Version": ["GET /version"],
}  # fmt: skip  # a section, a paragraph

CHANGELOG = [
    "POST /orders/{id}/cancel", "POST /inventory/adjust", "POST /exports", "GET /exports/{id}", "GET /shipping/rates",
    "GET /orders/{id}/timeline", "POST /orders/{id}/labels", "GET /orders/{id}/labels", "POST /shipments",
    "GET /preorder-rules", "POST /preorder-rules", "POST /preorder-rules/{id}/release", "GET /locations",
    "GET /inventory/locations", "POST /inventory/sync", "POST /orders/simulate", "GET /version", "POST /orders/bulk",
    "POST /webhooks", "GET /webhooks", "DELETE /webhooks/{id}", "POST /webhooks/{id}/test", "GET /orders/stats",
    "POST /orders",
]  # fmt: skip  # likewise


def anonymous(endpoint: str) -> str:
    """The document's sections call one and the same id by several names."""
    return re.sub(r"\{\w+\}", "{}", endpoint)


ENDPOINTS = sorted({anonymous(endpoint) for endpoints in [*SECTIONS.values(), CHANGELOG] for endpoint in endpoints})


def test_what_is_served_is_what_the_document_names_and_nothing_else() -> None:
    assert sorted(anonymous(f"{row.method} {row.path}") for row in WARPWARE.operations) == ENDPOINTS


def test_every_endpoint_of_the_document_answers_for_itself(warpware: WarpWare) -> None:
    """With an answer or its own refusal, never with that of an unknown route or a wrong method."""
    told = {}
    for endpoint in ENDPOINTS:
        method, path = endpoint.split()
        told[endpoint] = warpware.request(method, path.replace("{}", "3fa85f64-5717-4562-b3fc-2c963f66afa6")).rule
    assert set(told.values()).isdisjoint({"warpware.errors.unknown-route", "warpware.errors.wrong-method"}), told
