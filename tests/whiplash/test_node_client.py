"""A client that others wrote, the npm package ``whiplash``, at work. Not collected where it is not installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from client import Whiplash
from node_client import Answer, NodeClient
from whiplash.accounts import ADDRESS

Call = Callable[..., Answer]


@pytest.fixture(scope="module")
def node() -> Iterator[NodeClient]:
    with NodeClient() as client:
        yield client


@pytest.fixture
def call(node: NodeClient, whiplash: Whiplash) -> Call:
    """Requests to an empty sandbox, with the client's own options: ``url``, ``method``, ``json``, ``qs``."""
    config = {"key": whiplash.handle.whiplash.key, "baseurl": whiplash.handle.whiplash.url}

    def request(url: str, **options: Any) -> Answer:
        answer = node.request(config, {"url": url, **options} if options else url)
        assert answer.error is None
        return answer

    return request


def created(call: Call, **fields: object) -> int:
    answer = call("orders", method="POST", json={**ADDRESS, **fields})
    assert answer.status == 200, answer
    order_id = answer.body["id"]
    assert isinstance(order_id, int)
    return order_id


def test_it_creates_an_order_with_an_item_and_reads_it_back(call: Call) -> None:
    item = call("items", method="POST", json={"sku": "TEE", "title": "Tee"}).body
    order_id = created(call, originator_id="5623643082", order_items=[{"item_id": item["id"], "quantity": 2}])
    order = call(f"orders/{order_id}").body
    assert order["originator_id"] == "5623643082"
    assert [(line["sku"], line["quantity"]) for line in order["order_items"]] == [("TEE", 2)]
    assert call("/orders/originator/5623643082").body == order


def test_it_lists_orders_newest_change_first(call: Call) -> None:
    ids = [created(call, shipping_name=name) for name in ("Ann Lee", "Bo Chen")]
    answer = call("orders")
    assert answer.status == 200
    assert [order["id"] for order in answer.body] == ids[::-1]
    assert [order["id"] for order in call("orders", qs={"limit": 1, "page": 2}).body] == ids[:1]


def test_it_counts_orders_by_a_filter(call: Call) -> None:
    paused, _ = created(call), created(call)
    assert call(f"orders/{paused}/pause", method="PUT").status == 204
    counts = {name: call("orders/count", qs={"status": name}).body for name in ("paused", "100", "shipped")}
    assert counts == {"paused": 1, "100": 1, "shipped": 0}


def test_it_cancels_an_order_once(call: Call) -> None:
    order_id = created(call)
    assert call(f"orders/{order_id}/cancel", method="PUT").status == 204
    assert call(f"orders/{order_id}").body["status_name"] == "Cancelled"
    again = call(f"orders/{order_id}/cancel", method="PUT")
    assert again.status == 403
    assert set(again.body) == {"error"}


def test_it_is_told_what_is_wrong(call: Call, node: NodeClient, whiplash: Whiplash) -> None:
    answer = call("orders", method="POST", json={**ADDRESS, "shipping_name": ""})
    assert (answer.status, list(answer.body["errors"])) == (422, ["shipping_name"])
    refused = node.request({"key": "Hc2BHTn3bcrwyPooyYTP", "baseurl": whiplash.handle.whiplash.url}, "orders")
    assert (refused.error, refused.status, set(refused.body)) == (None, 401, {"error"})
