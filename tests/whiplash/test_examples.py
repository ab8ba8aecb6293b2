"""The document's examples: requests that are sent as they stand, and answers whose keys and types must come back.

``fixtures/examples/whiplash`` holds them as data; they are what this file checks, one by one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from client import Whiplash
from mockserver.core import resources
from whiplash.shapes import differences, lacking
from whiplash.stocked import make_item, post_order, put_into

EXAMPLES = sorted(resources.fixtures("examples", "whiplash").glob("*.json"))

STATUSES = {"uncancelOrder": 40, "releaseOrder": 90, "pauseOrder": 100, "cancelOrder": 100, "updateOrder": 100}
"""What the order must be in for a call to succeed; for the others it has shipped, as the example's has."""


def the_documents_order(whiplash: Whiplash) -> int:
    item = make_item(whiplash, "TEST1234", title="Gray Dress Pant Yoga Pants", price="88.0")
    line = {"item_id": item["id"], "quantity": 1, "originator_id": "order_1234-item_1234"}
    order = post_order(
        whiplash,
        originator_id="5623643082",
        shop_shipping_method_text="Priority Mail",
        shop_shipping_method_price="8.91",
        shop_shipping_method_currency="USD",
        shop_created_at="2017-05-18T07:59:31-04:00",
        shop_updated_at="2017-05-18T07:59:32-04:00",
        days_in_transit=1,
        address_verified=True,
        shipping_phone="",
        order_items=[line],
    )
    return int(order["id"])


@pytest.mark.rule(
    "whiplash.orders.object",
    "whiplash.packages.object",
    "whiplash.fees.object",
    "whiplash.orders.list",
    "whiplash.orders.count",
    "whiplash.orders.get",
    "whiplash.orders.create",
    "whiplash.orders.update",
    "whiplash.orders.actions",
    "whiplash.packages.list",
    "whiplash.fees.get",
)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_documented_call_is_answered_with_the_keys_and_types_of_its_example(whiplash: Whiplash, path: Path) -> None:
    told = json.loads(path.read_text(encoding="utf-8"))
    order_id = the_documents_order(whiplash)
    status = STATUSES.get(told["operation"], 300)
    if status != 100:
        put_into(whiplash, order_id, status)
    request, response = told["request"], told["response"]
    target = request["path"].removeprefix("/api").replace("123456", str(order_id))
    reply = whiplash.request(
        request["method"], target, query=request["query"], json=request.get("body"), headers=request["headers"]
    )
    assert reply.status == response["status"]
    if "body" not in response:
        assert (reply.body, reply.headers.get("content-type")) == (b"", None)
        return
    assert differences(response["body"], reply.json, told["operation"]) == []
    if told["operation"] != "createOrder":  # whose example is an order that has shipped
        assert lacking(response["body"], reply.json, told["operation"]) == []


def test_there_is_an_example_of_every_documented_call() -> None:
    assert len(EXAMPLES) == 13


ONE: dict[str, Any] = {"a": 1, "b": [{"c": "2.0"}]}


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ({"a": 2, "b": [{"c": "3.0"}, {"c": "4.0"}]}, []),
        ({"b": [{"c": "2.0"}], "a": 1}, [": another order"]),
        ({"a": 1}, [": ['b']"]),
        ({"a": True, "b": [{"c": "2.0"}]}, [".a: int 1, but bool True"]),
        ({"a": 1, "b": [{"c": "2"}]}, [".b[].c: decimal '2.0', but text '2'"]),
        ({"a": 1, "b": [{"c": "2017-05-18"}]}, [".b[].c: decimal '2.0', but day '2017-05-18'"]),
        ({"a": 1, "b": {"c": "2.0"}}, [".b: list [{'c': '2.0'}], but dict {'c': '2.0'}"]),
        ({"a": None, "b": [{"c": None}]}, [".a: null", ".b[].c: null"]),
        ({"a": 1, "b": []}, [".b: empty"]),
    ],
    ids=str,
)
def test_the_comparison_of_shapes_sees_what_differs(shown: dict[str, Any], found: list[str]) -> None:
    assert differences(ONE, shown) + lacking(ONE, shown) == found
