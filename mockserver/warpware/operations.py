"""Every WarpWare endpoint, one row each."""

from __future__ import annotations

from typing import Any

from mockserver.core.operation import Handler, Operation
from mockserver.warpware.handlers import (
    bulk,
    catalog,
    exports,
    history,
    inventory,
    labels,
    orders,
    preorders,
    rates,
    shipments,
    simulation,
    version,
    walter,
    webhooks,
)
from mockserver.warpware.keys import scopes_for
from mockserver.warpware.schemas import export as export_bodies
from mockserver.warpware.schemas import inventory as stock_bodies
from mockserver.warpware.schemas import label as label_bodies
from mockserver.warpware.schemas import order as bodies
from mockserver.warpware.schemas import preorder as preorder_bodies
from mockserver.warpware.schemas import queries
from mockserver.warpware.schemas import rates as rate_queries
from mockserver.warpware.schemas import shipment as shipment_bodies
from mockserver.warpware.schemas import simulation as simulation_bodies
from mockserver.warpware.schemas import walter as walter_bodies
from mockserver.warpware.schemas import webhook as webhook_bodies
from mockserver.warpware.webhook_urls import refuse_url


def _row(
    id: str,
    method: str,
    path: str,
    handler: Handler,
    rule: str,
    scopes: tuple[str, ...] | None = None,
    **options: Any,
) -> Operation:
    return Operation(id, method, path, handler, f"warpware.{rule}", scopes or scopes_for(method), **options)


OPERATIONS = (
    _row("getVersion", "GET", "/version", version.get_version, "version.get"),
    _row("listOrders", "GET", "/orders", orders.list_orders, "orders.list", query=queries.list_orders),
    _row(
        "createOrder",
        "POST",
        "/orders",
        orders.create_order,
        "orders.create",
        body=bodies.create_order,
        idempotent=True,
    ),
    _row(
        "bulkCreateOrders",
        "POST",
        "/orders/bulk",
        bulk.bulk_create_orders,
        "bulk.create",
        body=bodies.bulk_orders,
        batch=True,
    ),
    _row(
        "simulateOrders",
        "POST",
        "/orders/simulate",
        simulation.simulate_orders,
        "simulate.create",
        body=simulation_bodies.simulate_orders,
        shape="data",
    ),
    _row("getOrderStats", "GET", "/orders/stats", orders.get_order_stats, "stats.counts", query=queries.order_stats),
    _row(
        "getOrderByExternalId",
        "GET",
        "/orders/by-external/{external_id}",
        orders.get_order_by_external_id,
        "orders.get-by-external-id",
    ),
    _row("getOrder", "GET", "/orders/{order_id}", orders.get_order, "orders.get"),
    _row("updateOrder", "PATCH", "/orders/{order_id}", orders.update_order, "orders.update", body=bodies.update_order),
    _row(
        "cancelOrder",
        "POST",
        "/orders/{order_id}/cancel",
        orders.cancel_order,
        "orders.cancel",
        body=bodies.cancel_order,
        body_optional=True,
    ),
    _row(
        "createLabel",
        "POST",
        "/orders/{order_id}/labels",
        labels.create_label,
        "labels.create",
        body=label_bodies.create_label,
        shape="data",
    ),
    _row("listLabels", "GET", "/orders/{order_id}/labels", labels.list_labels, "labels.list", shape="data"),
    _row(
        "createShipment",
        "POST",
        "/shipments",
        shipments.create_shipment,
        "shipments.create",
        body=shipment_bodies.create_shipment,
        shape="data",
    ),
    _row("listPreorderRules", "GET", "/preorder-rules", preorders.list_preorder_rules, "preorders.list", shape="data"),
    _row(
        "createPreorderRule",
        "POST",
        "/preorder-rules",
        preorders.create_preorder_rule,
        "preorders.create",
        body=preorder_bodies.create_preorder_rule,
        shape="data",
    ),
    _row(
        "releasePreorderRule",
        "POST",
        "/preorder-rules/{rule_id}/release",
        preorders.release_preorder_rule,
        "preorders.release",
        body=preorder_bodies.release_preorder_rule,
        body_optional=True,
        shape="data",
    ),
    _row("getOrderTracking", "GET", "/orders/{order_id}/tracking", history.get_order_tracking, "tracking.get"),
    _row(
        "getOrderTimeline",
        "GET",
        "/orders/{order_id}/timeline",
        history.get_order_timeline,
        "timeline.get",
        query=queries.timeline,
        shape="data",
    ),
    _row(
        "listInventory",
        "GET",
        "/inventory",
        inventory.list_inventory,
        "inventory.list",
        query=queries.list_inventory,
    ),
    _row(
        "adjustInventory",
        "POST",
        "/inventory/adjust",
        inventory.adjust_inventory,
        "inventory.adjust",
        body=stock_bodies.adjust_inventory,
    ),
    _row(
        "listInventoryLocations",
        "GET",
        "/inventory/locations",
        inventory.list_inventory_locations,
        "inventory.locations",
        query=queries.list_inventory_locations,
        shape="data",
    ),
    _row(
        "syncInventory",
        "POST",
        "/inventory/sync",
        inventory.sync_inventory,
        "inventory.sync",
        body=stock_bodies.sync_inventory,
        body_optional=True,
        shape="data",
    ),
    _row("listProducts", "GET", "/products", catalog.list_products, "products.list", query=queries.list_products),
    _row(
        "listLocations",
        "GET",
        "/locations",
        catalog.list_locations,
        "locations.list",
        query=queries.list_locations,
        shape="data",
    ),
    _row("getShippingRates", "GET", "/shipping/rates", rates.get_shipping_rates, "rates.get", query=rate_queries.rates),
    _row(
        "createExport",
        "POST",
        "/exports",
        exports.create_export,
        "exports.create",
        body=export_bodies.create_export,
        job=True,
    ),
    _row("getExport", "GET", "/exports/{export_id}", exports.get_export, "exports.get"),
    _row("listWebhooks", "GET", "/webhooks", webhooks.list_webhooks, "webhooks.list"),
    _row(
        "createWebhook",
        "POST",
        "/webhooks",
        webhooks.create_webhook,
        "webhooks.create",
        body=webhook_bodies.create_webhook,
        inspect=refuse_url,
        shape="bare",
    ),
    _row("deleteWebhook", "DELETE", "/webhooks/{endpoint_id}", webhooks.delete_webhook, "webhooks.delete"),
    _row("testWebhook", "POST", "/webhooks/{endpoint_id}/test", webhooks.test_webhook, "webhooks.test"),
    _row(
        "askWalter",
        "POST",
        "/walter",
        walter.ask_walter,
        "walter.ask",
        scopes=("read",),
        limits=("requests", "walter"),
        body=walter_bodies.ask_walter,
    ),
)
