"""The control calls that arrange what a test begins with, one row each.

They are no calls of the client: no rate limit counts them, no fault meets them, the journal has them not, and what
they draw shifts no id of the calls that are tested.
"""

from __future__ import annotations

from mockserver.control import arrange_schemas, warpware_arranging, whiplash_arranging
from mockserver.control.route import Route

_WARPWARE = "/sandboxes/{sandbox_id}/warpware"
_WHIPLASH = "/sandboxes/{sandbox_id}/whiplash"

ARRANGE_ROUTES = (
    Route("listWarpwareOrders", "GET", f"{_WARPWARE}/orders", warpware_arranging.list_orders),
    Route(
        "createWarpwareOrder",
        "POST",
        f"{_WARPWARE}/orders",
        warpware_arranging.create_order,
        warpware_arranging.OrderSchema(),
    ),
    Route("getWarpwareOrder", "GET", f"{_WARPWARE}/orders/{{order_id}}", warpware_arranging.get_order),
    Route(
        "getWarpwareStock",
        "GET",
        f"{_WARPWARE}/inventory/{{sku}}",
        warpware_arranging.get_stock,
        query=arrange_schemas.StockQuery(),
    ),
    Route(
        "setWarpwareStock",
        "PUT",
        f"{_WARPWARE}/inventory/{{sku}}",
        warpware_arranging.set_stock,
        arrange_schemas.StockSchema(),
    ),
    Route(
        "addWarpwareWebhooks",
        "POST",
        f"{_WARPWARE}/webhooks",
        warpware_arranging.add_webhooks,
        arrange_schemas.WebhooksSchema(),
    ),
    Route("removeWarpwareWebhook", "DELETE", f"{_WARPWARE}/webhooks/{{id}}", warpware_arranging.remove_webhook),
    Route("listWhiplashOrders", "GET", f"{_WHIPLASH}/orders", whiplash_arranging.list_orders),
    Route(
        "createWhiplashOrder",
        "POST",
        f"{_WHIPLASH}/orders",
        whiplash_arranging.create_order,
        whiplash_arranging.OrderSchema(),
    ),
    Route("getWhiplashOrder", "GET", f"{_WHIPLASH}/orders/{{order_id}}", whiplash_arranging.get_order),
    Route(
        "createWhiplashItem",
        "POST",
        f"{_WHIPLASH}/items",
        whiplash_arranging.create_item,
        whiplash_arranging.ItemSchema(),
    ),
    Route(
        "getWhiplashStock",
        "GET",
        f"{_WHIPLASH}/inventory/{{sku}}",
        whiplash_arranging.get_stock,
        query=arrange_schemas.WhiplashStockQuery(),
    ),
    Route(
        "setWhiplashStock",
        "PUT",
        f"{_WHIPLASH}/inventory/{{sku}}",
        whiplash_arranging.set_stock,
        arrange_schemas.WhiplashStockSchema(),
    ),
    Route(
        "addWhiplashWebhooks",
        "POST",
        f"{_WHIPLASH}/webhooks",
        whiplash_arranging.add_webhooks,
        arrange_schemas.WebhooksSchema(),
    ),
    Route("removeWhiplashWebhook", "DELETE", f"{_WHIPLASH}/webhooks/{{id}}", whiplash_arranging.remove_webhook),
)
