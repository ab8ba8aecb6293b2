"""The endpoints of what public clients of V1 use beside orders, one row each: see ``operations.py`` for what a row is.

Source: whiplash-observed.md, "Other V1 resources".
"""

from __future__ import annotations

from mockserver.whiplash.handlers import item_stock, items, order_items, shipnotice_items, shipnotices, web_hooks
from mockserver.whiplash.rows import row as _row
from mockserver.whiplash.schemas import item, order_item, queries, shipnotice, web_hook

_ORDER_ITEMS = (
    _row(
        "listOrderItems",
        "GET",
        "/order_items",
        order_items.list_order_items,
        "order-items.list",
        query=queries.list_order_items,
    ),
    _row("getOrderItem", "GET", "/order_items/{order_item_id}", order_items.get_order_item, "order-items.get"),
    _row(
        "getOrderItemByOriginatorId",
        "GET",
        "/order_items/originator/{originator_id}",
        order_items.get_order_item_by_originator_id,
        "order-items.get-by-originator",
    ),
    _row(
        "createOrderItem",
        "POST",
        "/order_items",
        order_items.create_order_item,
        "order-items.create",
        body=order_item.create_order_item,
    ),
    _row(
        "updateOrderItem",
        "PUT",
        "/order_items/{order_item_id}",
        order_items.update_order_item,
        "order-items.update",
        body=order_item.update_order_item,
    ),
    _row(
        "deleteOrderItem", "DELETE", "/order_items/{order_item_id}", order_items.delete_order_item, "order-items.delete"
    ),
    _row(
        "separateOrderItem",
        "POST",
        "/order_items/{order_item_id}/separate",
        order_items.separate_order_item,
        "order-items.separate",
    ),
)

_ITEMS = (
    _row("listItems", "GET", "/items", items.list_items, "items.list", query=queries.list_items),
    _row("countItems", "GET", "/items/count", items.count_items, "items.count", query=queries.count_items),
    _row("getItem", "GET", "/items/{item_id}", items.get_item, "items.get"),
    _row(
        "getItemByOriginatorId",
        "GET",
        "/items/originator/{originator_id}",
        items.get_item_by_originator_id,
        "items.get-by-originator",
    ),
    _row(
        "listItemsBySku",
        "GET",
        "/items/sku/{sku}",
        items.list_items_by_sku,
        "items.sku-in-path",
        query=queries.list_items_by_group,
    ),
    _row(
        "listItemsBySkuQuery",
        "GET",
        "/items/sku",
        items.list_items_by_sku,
        "items.sku-in-query",
        query=queries.list_items_by_sku,
    ),
    _row(
        "listItemsByGroup",
        "GET",
        "/items/group/{group_id}",
        items.list_items_by_group,
        "items.by-group",
        query=queries.list_items_by_group,
    ),
    _row(
        "listItemTransactions",
        "GET",
        "/items/{item_id}/transactions",
        item_stock.list_item_transactions,
        "items.list-transactions",
        query=queries.list_item_transactions,
    ),
    _row(
        "listItemWarehouseQuantities",
        "GET",
        "/items/{item_id}/warehouse_quantities",
        item_stock.list_item_warehouse_quantities,
        "items.list-warehouse-quantities",
        query=queries.list_item_warehouse_quantities,
    ),
    _row("createItem", "POST", "/items", items.create_item, "items.create", body=item.create_item),
    _row("updateItem", "PUT", "/items/{item_id}", items.update_item, "items.update", body=item.update_item),
    _row("deleteItem", "DELETE", "/items/{item_id}", items.delete_item, "items.delete"),
)

_SHIPNOTICES = (
    _row(
        "listShipnotices",
        "GET",
        "/shipnotices",
        shipnotices.list_shipnotices,
        "shipnotices.list",
        query=queries.list_shipnotices,
    ),
    _row(
        "countShipnotices",
        "GET",
        "/shipnotices/count",
        shipnotices.count_shipnotices,
        "shipnotices.count",
        query=queries.count_shipnotices,
    ),
    _row("getShipnotice", "GET", "/shipnotices/{shipnotice_id}", shipnotices.get_shipnotice, "shipnotices.get"),
    _row(
        "createShipnotice",
        "POST",
        "/shipnotices",
        shipnotices.create_shipnotice,
        "shipnotices.create",
        body=shipnotice.create_shipnotice,
    ),
    _row(
        "updateShipnotice",
        "PUT",
        "/shipnotices/{shipnotice_id}",
        shipnotices.update_shipnotice,
        "shipnotices.update",
        body=shipnotice.update_shipnotice,
    ),
    _row(
        "deleteShipnotice",
        "DELETE",
        "/shipnotices/{shipnotice_id}",
        shipnotices.delete_shipnotice,
        "shipnotices.delete",
    ),
    _row(
        "listShipnoticeItems",
        "GET",
        "/shipnotice_items",
        shipnotice_items.list_shipnotice_items,
        "shipnotice-items.list",
        query=queries.list_shipnotice_items,
    ),
    _row(
        "getShipnoticeItem",
        "GET",
        "/shipnotice_items/{shipnotice_item_id}",
        shipnotice_items.get_shipnotice_item,
        "shipnotice-items.get",
    ),
    _row(
        "createShipnoticeItem",
        "POST",
        "/shipnotice_items",
        shipnotice_items.create_shipnotice_item,
        "shipnotice-items.create",
        body=shipnotice.create_shipnotice_item,
    ),
    _row(
        "updateShipnoticeItem",
        "PUT",
        "/shipnotice_items/{shipnotice_item_id}",
        shipnotice_items.update_shipnotice_item,
        "shipnotice-items.update",
        body=shipnotice.update_shipnotice_item,
    ),
    _row(
        "deleteShipnoticeItem",
        "DELETE",
        "/shipnotice_items/{shipnotice_item_id}",
        shipnotice_items.delete_shipnotice_item,
        "shipnotice-items.delete",
    ),
)

_WEB_HOOKS = (
    _row("listWebHooks", "GET", "/web_hooks", web_hooks.list_web_hooks, "web-hooks.list", query=queries.list_web_hooks),
    _row("getWebHook", "GET", "/web_hooks/{web_hook_id}", web_hooks.get_web_hook, "web-hooks.get"),
    _row(
        "createWebHook",
        "POST",
        "/web_hooks",
        web_hooks.create_web_hook,
        "web-hooks.create",
        body=web_hook.create_web_hook,
    ),
    _row(
        "updateWebHook",
        "PUT",
        "/web_hooks/{web_hook_id}",
        web_hooks.update_web_hook,
        "web-hooks.update",
        body=web_hook.update_web_hook,
    ),
    _row("deleteWebHook", "DELETE", "/web_hooks/{web_hook_id}", web_hooks.delete_web_hook, "web-hooks.delete"),
)

RESOURCES = (*_ORDER_ITEMS, *_ITEMS, *_SHIPNOTICES, *_WEB_HOOKS)
