"""Every Whiplash endpoint, one row each; those of items, shipnotices and web hooks in ``resource_operations.py``.

A row is id, method, path below ``/api`` without ``.json``, handler, the rule behind its success (without the
vendor's name), and what it takes: ``query`` and ``body`` are validators from ``schemas/``. A row without ``body``
reads none, which is right for actions (``PUT …/pause``). To add one:

- its schema, of the lenient fields of ``schemas/fields.py``: a subclass of ``ListSchema`` with an ``order_by`` for a
  list, of ``RecordSchema`` for a body; then ``QueryValidator(schema)`` or ``BodyValidator(schema, wrapper="order")``.
  Records in a record are ``Records(schema)``, and take the name ``…_attributes`` by themselves. What a body leaves out
  is not in ``call.body``; what it sets to null is None there.
- its handler, ``(state, call) -> Result``, a few lines: ``record`` finds what a path names, ``list_result`` answers
  a page. POST answers ``Result(view(row))``, which is 200; PUT and DELETE ``Result(None, status=NO_CONTENT)``; what
  is null in the document is ``Result(None)``.
- its refusals: errors of ``core/errors.py`` with the rule that refuses. ``errors.py`` has their status and body; one
  side of a reading that has another status is a rule of its own, named there in ``_OTHERWISE``.
- its path in ``openapi/whiplash-v1.yaml``, its rules in ``rules.yaml``, its tests.
"""

from __future__ import annotations

from mockserver.whiplash.handlers import order_actions, orders, shipped_orders, warehouses
from mockserver.whiplash.resource_operations import RESOURCES
from mockserver.whiplash.rows import row as _row
from mockserver.whiplash.schemas import order, queries
from mockserver.whiplash.schemas import warehouse as warehouse_queries

_ORDERS = (
    _row("listOrders", "GET", "/orders", orders.list_orders, "orders.list", query=queries.list_orders),
    _row("countOrders", "GET", "/orders/count", orders.count_orders, "orders.count", query=queries.count_orders),
    _row("getOrder", "GET", "/orders/{order_id}", orders.get_order, "orders.get"),
    _row(
        "getOrderByOriginatorId",
        "GET",
        "/orders/originator/{originator_id}",
        orders.get_order_by_originator_id,
        "orders.by-originator",
    ),
    _row("createOrder", "POST", "/orders", orders.create_order, "orders.create", body=order.create_order),
    _row("updateOrder", "PUT", "/orders/{order_id}", orders.update_order, "orders.update", body=order.update_order),
    _row(
        "updateOrderByOriginatorId",
        "PUT",
        "/orders/originator/{originator_id}",
        orders.update_order_by_originator_id,
        "orders.update-by-originator",
        body=order.update_order,
    ),
    _row("cancelOrder", "PUT", "/orders/{order_id}/cancel", order_actions.cancel_order, "orders.cancel"),
    _row("uncancelOrder", "PUT", "/orders/{order_id}/uncancel", order_actions.uncancel_order, "orders.uncancel"),
    _row("pauseOrder", "PUT", "/orders/{order_id}/pause", order_actions.pause_order, "orders.pause"),
    _row("releaseOrder", "PUT", "/orders/{order_id}/release", order_actions.release_order, "orders.release"),
    _row("anonymizeOrder", "PUT", "/orders/{order_id}/anonymize", order_actions.anonymize_order, "orders.anonymize"),
    _row(
        "listOrderPackages", "GET", "/orders/{order_id}/packages", shipped_orders.list_order_packages, "packages.list"
    ),
    _row("getOrderFees", "GET", "/orders/{order_id}/fees", shipped_orders.get_order_fees, "fees.get"),
)

OPERATIONS = (
    *_ORDERS,
    _row(
        "listWarehouses",
        "GET",
        "/warehouses",
        warehouses.list_warehouses,
        "warehouses.list",
        query=warehouse_queries.list_warehouses,
    ),
    _row("getWarehouse", "GET", "/warehouses/{warehouse_id}", warehouses.get_warehouse, "warehouses.get"),
    *RESOURCES,
)
