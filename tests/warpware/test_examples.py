"""The document's own examples: requests that are sent as they stand, and answers whose shape must come back.

``fixtures/examples/warpware`` holds them as data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from client import Reply, WarpWare
from mockserver.core import resources
from warpware.documented_worlds import (
    IDS,
    a_complete_export,
    a_labelled_order_that_was_pushed,
    a_preorder_rule,
    a_pushed_order,
    a_shipped_order,
    a_webhook,
    an_order,
    every_status_of_the_example,
    nothing,
    the_second_of_the_batch,
    three_pages,
)

EXAMPLES = sorted(resources.fixtures("examples", "warpware").glob("*.json"))
PREFIX = "/partner/v1"
World = Callable[..., WarpWare]
SEEDED = {
    "adjustInventory",
    "listInventory",
    "listInventoryLocations",
    "listLocations",
    "listProducts",
    "syncInventory",
}
"""Operations on what no call can create: they are asked of an account with demo data."""

PREPARATIONS: dict[str, Callable[[WarpWare], str]] = {
    "bulkCreateOrders": the_second_of_the_batch,
    "cancelOrder": an_order,
    "createLabel": an_order,
    "listLabels": a_labelled_order_that_was_pushed,
    "getExport": a_complete_export,
    "getOrder": an_order,
    "getOrderByExternalId": an_order,
    "getOrderStats": every_status_of_the_example,
    "getOrderTimeline": a_pushed_order,
    "getOrderTracking": a_shipped_order,
    "listOrders": three_pages,
    "listWebhooks": a_webhook,
    "deleteWebhook": a_webhook,
    "testWebhook": a_webhook,
    "listPreorderRules": a_preorder_rule,
    "releasePreorderRule": a_preorder_rule,
    "updateOrder": an_order,
}


def send(client: WarpWare, request: dict[str, Any], order_id: str) -> Reply:
    """The documented request, with ids and a cursor that this sandbox has given out."""
    path, query = request["path"].removeprefix(PREFIX), dict(request["query"])
    for documented in IDS:
        path = path.replace(documented, order_id)
    if "after" in query:
        query["after"] = client.get("/orders?after=&per_page=50").meta["next_cursor"]
    body = json.dumps(request["body"]) if "body" in request else None
    return client.request(request["method"], path, query=query, body=body, headers=request["headers"])


def kind(value: object) -> str:
    return "null" if value is None else type(value).__name__


def keys(value: dict[str, Any], example: dict[str, Any]) -> set[str]:
    """The keys of *value*, without those that orders have got since the document's example was written."""
    return value.keys() - ({"note", "tags"} if "shipping_address" in example else set())


def differences(value: Any, example: Any, place: str) -> Iterator[str]:
    """Where *value* has other keys or JSON types than *example*. Null in the example stands for anything."""
    if example is None:
        return
    if kind(value) != kind(example):
        yield f"{place}: {kind(value)} instead of {kind(example)}"
    elif isinstance(example, dict):
        if keys(value, example) != example.keys():
            yield f"{place}: keys {sorted(keys(value, example) ^ example.keys())}"
        for name in value.keys() & example.keys():
            yield from differences(value[name], example[name], f"{place}.{name}")
    elif isinstance(example, list):
        for index, wanted in enumerate(example):
            if all(list(differences(item, wanted, "")) for item in value):
                yield f"{place}[{index}]: nothing of its shape among {value}"


@pytest.mark.rule("warpware.envelope.as-shown", "warpware.orders.full-object", "warpware.tracking.get")
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_documented_request_is_answered_in_the_shape_of_its_example(world: World, path: Any) -> None:
    example = json.loads(path.read_text(encoding="utf-8"))
    client = world(limits=False, profile="demo" if example["operation"] in SEEDED else "empty")
    order_id = PREPARATIONS.get(example["operation"], nothing)(client)
    reply = send(client, example["request"], order_id)
    assert reply.status == example["response"]["status"]
    assert reply.json.get("data") or example["operation"] == "createWebhook"
    if "body" in example["response"]:
        assert list(differences(reply.json, example["response"]["body"], "body")) == []


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 30


@pytest.mark.parametrize(
    ("value", "example", "found"),
    [
        ({"a": 1, "b": "x"}, {"a": 2, "b": "y"}, []),
        ({"a": None}, {"a": "x"}, ["body.a: null instead of str"]),
        ({"a": "x"}, {"a": None}, []),
        ({"a": True}, {"a": 1}, ["body.a: bool instead of int"]),
        ({"a": 1, "c": 1}, {"a": 1, "b": 1}, ["body: keys ['b', 'c']"]),
        ({"a": []}, {"a": [{"b": 1}]}, ["body.a[0]: nothing of its shape among []"]),
        ({"a": [{"b": 5}, {"c": 1}]}, {"a": [{"c": 2}]}, []),
    ],
    ids=str,
)
def test_the_comparison_of_shapes_sees_what_differs(value: object, example: object, found: list[str]) -> None:
    assert list(differences(value, example, "body")) == found
