"""The checker passes good exchanges and says what is wrong with bad ones; the examples keep to the document.

A checker that passes everything would make every other test look good, so most of what follows is bad.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from contract.openapi_contract import Contract
from mockserver.core.yaml_text import load_yaml

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "openapi" / "warpware.yaml"
EXAMPLES = {path.stem: path for path in sorted((ROOT / "fixtures" / "examples" / "warpware").glob("*.json"))}
PREFIX = "/partner/v1"
ORDER_ID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
OWN_HEADERS = {
    "content-type": "application/json",
    "x-warpware-api-version": "2026-02-27",
    "x-mock-rule": "warpware.orders.some-rule",
}
# Some calls are shown without their answer; they answer what another example shows.
ANSWERED_LIKE = {
    "listOrders-curl": "listOrders-page",
    "getOrderByExternalId": "getOrder",
    "createOrder-idempotency": "createOrder-curl",
    "createPreorderRule": "listPreorderRules",
}
ENDPOINT_ID = "c7d1e2f3-4a5b-4c6d-8e7f-901a2b3c4d5e"
ANSWERED_AS_DECIDED: dict[str, Any] = {
    "listWebhooks": {
        "data": [
            {
                "id": ENDPOINT_ID,
                "url": "https://your-system.example/webhooks/warpware",
                "events": ["order.shipped", "order.failed"],
                "active": True,
                "created_at": "2026-02-27T10:00:00Z",
                "last_delivery_at": "2026-02-27T10:05:00Z",
                "last_delivery_status": "failed",
                "failure_count": 2,
            }
        ],
        "meta": {},
    },
    "deleteWebhook": {"data": {"id": ENDPOINT_ID, "deleted": True}, "meta": {}},
    "testWebhook": {"data": {"id": ENDPOINT_ID, "event": "webhook.test", "queued": True}, "meta": {}},
}
"""What no example shows: readings.md, "Success codes"."""
ANSWERED_LIKE_A_ROW = {"createPreorderRule"}
"""Those of them that answer one row of what the other example lists."""


@dataclass(frozen=True)
class Exchange:
    method: str = "GET"
    path: str = f"{PREFIX}/version"
    query: str = ""
    request_headers: Mapping[str, str] = field(default_factory=dict)
    request_body: bytes = b""
    status: int = 200
    response_headers: Mapping[str, str] = field(default_factory=lambda: dict(OWN_HEADERS))
    response_body: bytes = b""


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract.load(DOCUMENT)


def completed(body: Any) -> Any:
    """The example with `tags` and `note` on its orders.

    The document's order object shows neither and says of itself that it is not complete. Both can be sent, so
    the mock answers both, and the contract asks for them.
    """
    body = copy.deepcopy(body)
    data = body.get("data", body)
    for order in data if isinstance(data, list) else [data, *data.get("rows", ())]:
        if "line_items" in order:
            order.update(tags=[], note=None)
    return body


def example(name: str) -> Exchange:
    content = json.loads(EXAMPLES[name].read_text())
    request, response = content["request"], content["response"]
    if name in ANSWERED_AS_DECIDED:
        answer = {"body": ANSWERED_AS_DECIDED[name]}
    else:
        answer = response if "body" in response else json.loads(EXAMPLES[ANSWERED_LIKE[name]].read_text())["response"]
    if name in ANSWERED_LIKE_A_ROW:
        answer = {"body": {**answer["body"], "data": answer["body"]["data"][0]}}
    return Exchange(
        method=request["method"],
        path=request["path"],
        query=urlencode(request["query"]),
        request_headers={key.lower(): value for key, value in request["headers"].items()},
        request_body=json.dumps(request["body"]).encode() if "body" in request else b"",
        status=response["status"],
        response_body=json.dumps(completed(answer["body"])).encode(),
    )


def answering(exchange: Exchange, change: Callable[[Any], object]) -> Exchange:
    """The exchange with its response body changed in place."""
    body = json.loads(exchange.response_body)
    change(body)
    return replace(exchange, response_body=json.dumps(body).encode())


def asking(exchange: Exchange, change: Callable[[Any], object]) -> Exchange:
    """The exchange with its request body changed in place."""
    body = json.loads(exchange.request_body)
    change(body)
    return replace(exchange, request_body=json.dumps(body).encode())


def refused(exchange: Exchange, status: int, **headers: str) -> Exchange:
    """The same request, answered with the document's own example of an error."""
    body = b'{"detail": "Invalid API key or key has been revoked"}'
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(exchange, status=status, response_body=body, response_headers={**OWN_HEADERS, **named})


def only(problems: list[str], case: object) -> str:
    """The one problem that was found."""
    assert len(problems) == 1, (case, problems)
    return problems[0]


# -------------------------------------------------------------------------------- the document


def test_the_document_describes_these_operations(contract: Contract) -> None:
    """Typed in from the vendor's document."""
    assert contract.operations() == {
        ("GET", "/version", "getVersion"),
        ("GET", "/webhooks", "listWebhooks"),
        ("POST", "/webhooks", "createWebhook"),
        ("DELETE", "/webhooks/{endpoint_id}", "deleteWebhook"),
        ("POST", "/webhooks/{endpoint_id}/test", "testWebhook"),
        ("GET", "/orders", "listOrders"),
        ("POST", "/orders", "createOrder"),
        ("POST", "/orders/bulk", "bulkCreateOrders"),
        ("GET", "/orders/stats", "getOrderStats"),
        ("GET", "/orders/by-external/{external_id}", "getOrderByExternalId"),
        ("GET", "/orders/{order_id}", "getOrder"),
        ("PATCH", "/orders/{order_id}", "updateOrder"),
        ("POST", "/orders/{order_id}/cancel", "cancelOrder"),
        ("GET", "/orders/{order_id}/labels", "listLabels"),
        ("POST", "/orders/{order_id}/labels", "createLabel"),
        ("POST", "/shipments", "createShipment"),
        ("GET", "/preorder-rules", "listPreorderRules"),
        ("POST", "/preorder-rules", "createPreorderRule"),
        ("POST", "/preorder-rules/{rule_id}/release", "releasePreorderRule"),
        ("POST", "/walter", "askWalter"),
        ("POST", "/orders/simulate", "simulateOrders"),
        ("GET", "/orders/{order_id}/tracking", "getOrderTracking"),
        ("GET", "/orders/{order_id}/timeline", "getOrderTimeline"),
        ("GET", "/inventory", "listInventory"),
        ("POST", "/inventory/adjust", "adjustInventory"),
        ("GET", "/inventory/locations", "listInventoryLocations"),
        ("POST", "/inventory/sync", "syncInventory"),
        ("GET", "/products", "listProducts"),
        ("GET", "/locations", "listLocations"),
        ("GET", "/shipping/rates", "getShippingRates"),
        ("POST", "/exports", "createExport"),
        ("GET", "/exports/{export_id}", "getExport"),
    }


def test_every_answer_that_the_document_describes_bears_both_headers() -> None:
    """The version header is "included on every response", and the rule header is the mock's promise."""
    document = load_yaml(DOCUMENT.read_text())
    answers = dict(document["components"]["responses"])
    for path, item in document["paths"].items():
        for method, operation in item.items():
            for status, answer in operation["responses"].items():
                if "$ref" not in answer:
                    answers[f"{method} {path} {status}"] = answer
    for name, answer in answers.items():
        assert {"X-WarpWare-API-Version", "X-Mock-Rule"} <= set(answer["headers"]), name


# -------------------------------------------------------------------------------- the examples


def test_every_example_of_the_vendor_keeps_to_the_contract(contract: Contract) -> None:
    """Request and answer, for the checker looks at the request too where the answer is a success."""
    for name in EXAMPLES:
        assert contract.violations(example(name)) == [], name


def test_every_example_stands_under_the_operation_that_it_names(contract: Contract) -> None:
    """Seen through the checker's own message about a status that no operation has."""
    for name in EXAMPLES:
        problem = only(contract.violations(replace(example(name), status=418)), name)
        assert problem.startswith(json.loads(EXAMPLES[name].read_text())["operation"] + " "), name
        assert name.startswith(json.loads(EXAMPLES[name].read_text())["operation"]), name


def test_every_operation_has_an_example(contract: Contract) -> None:
    assert {name.partition("-")[0] for name in EXAMPLES} == {id_ for _, _, id_ in contract.operations()}


# -------------------------------------------------------------------------------- bad answers

BAD_ANSWERS: dict[str, tuple[str, Callable[[Any], object], str]] = {
    "an order without a field": (
        "getOrder",
        lambda body: body["data"].pop("hold_reason"),
        'response 200 body /data: "hold_reason" is a required property',
    ),
    "an order with a field that nobody described": (
        "getOrder",
        lambda body: body["data"].update(warehouse="east"),
        "/data: Additional properties are not allowed ('warehouse' was unexpected)",
    ),
    "an order with a wrong type deep inside": (
        "listOrders-page",
        lambda body: body["data"][0]["line_items"][0].update(quantity="2"),
        '/data/0/line_items/0/quantity: "2" is not of type "integer"; the value is \'2\'',
    ),
    "a price that was not sent and is null": (
        "getOrder",
        lambda body: body["data"]["line_items"][0].update(price=None),
        "/data/line_items/0/price: null is not of type",
    ),
    "an address without the default country": (
        "getOrder",
        lambda body: body["data"]["shipping_address"].pop("country"),
        '/data/shipping_address: "country" is a required property',
    ),
    "an id in upper case": (
        "createOrder-curl",
        lambda body: body["data"].update(id=ORDER_ID.upper()),
        "/data/id: ",
    ),
    "a time with fractions of a second": (
        "createOrder-curl",
        lambda body: body["data"].update(created_at="2026-02-27T10:00:00.123Z"),
        "/data/created_at: ",
    ),
    "a time that is neither a time nor null": (
        "getOrderTracking",
        lambda body: body["data"].update(delivered_at="tomorrow"),
        "/data/delivered_at: ",
    ),
    "a meta that should be empty": (
        "createOrder-curl",
        lambda body: body["meta"].update(client_id="acme:warehouse-east"),
        "/meta: ",
    ),
    "an envelope without meta": (
        "getVersion",
        lambda body: body.pop("meta"),
        '"meta" is a required property',
    ),
    "a page without its total": (
        "listOrders-page",
        lambda body: body["meta"].pop("total"),
        '/meta: "total" is a required property',
    ),
    "a page of more than 100": (
        "listOrders-page",
        lambda body: body["meta"].update(per_page=101),
        "/meta/per_page: 101 is greater than the maximum of 100",
    ),
    "a cursor page that promises more and gives no cursor": (
        "listOrders-cursor",
        lambda body: body["meta"].update(next_cursor=None),
        "/meta/next_cursor: null is not of type",
    ),
    "an inventory page that tells the client id": (
        "listInventory",
        lambda body: body["meta"].update(client_id="acme:warehouse-east"),
        "/meta",
    ),
    "stock that is less than nothing": (
        "listInventory",
        lambda body: body["data"][0].update(quantity_available=-1),
        "/data/0/quantity_available: -1 is less than the minimum of 0",
    ),
    "stock in an unknown status": (
        "listInventory",
        lambda body: body["data"][0].update(status="low"),
        "/data/0/status: ",
    ),
    "an adjustment without its reason": (
        "adjustInventory",
        lambda body: body["data"].pop("reason"),
        '/data: "reason" is a required property',
    ),
    "a Shopify location that is text": (
        "listInventoryLocations",
        lambda body: body["data"][0].update(shopify_location_id="72812298393"),
        "/data/0/shopify_location_id: ",
    ),
    "a location of an unknown platform": (
        "listLocations",
        lambda body: body["data"][0].update(platform="woocommerce"),
        "/data/0/platform: ",
    ),
    "a product without its count": (
        "listProducts",
        lambda body: body["data"][0].pop("inventory_count"),
        '/data/0: "inventory_count" is a required property',
    ),
    "a count of a status without orders": (
        "getOrderStats",
        lambda body: body["data"]["by_status"].update(ready=0),
        "/data/by_status/ready: 0 is less than the minimum of 1",
    ),
    "a count of an unknown status": (
        "getOrderStats",
        lambda body: body["data"]["by_status"].update(lost=1),
        "/data/by_status",
    ),
    "a created item without its id": (
        "bulkCreateOrders",
        lambda body: body["data"][0].pop("id"),
        '/data/0: "id" is a required property',
    ),
    "a duplicate item that bears the id of a created one": (
        "bulkCreateOrders",
        lambda body: body["data"][1].update(id=ORDER_ID),
        "/data/1: Additional properties are not allowed ('id' was unexpected)",
    ),
    "a cancellation that did not cancel": (
        "cancelOrder",
        lambda body: body["data"].update(status="pending"),
        "/data/status: ",
    ),
    "an event without its time": (
        "getOrderTimeline",
        lambda body: body["data"]["events"][1].pop("occurred_at"),
        '/data/events/1: "occurred_at" is a required property',
    ),
}


def test_a_bad_answer_is_found_and_its_place_is_named(contract: Contract) -> None:
    for case, (name, change, message) in BAD_ANSWERS.items():
        problem = only(contract.violations(answering(example(name), change)), case)
        assert message in problem, case
        assert problem.startswith(name.partition("-")[0]), case
        assert "; the value is " in problem, case


def test_an_answer_that_is_not_json_is_found(contract: Contract) -> None:
    (problem,) = contract.violations(replace(example("getVersion"), response_body=b"<html>"))
    assert "response 200 body: is not JSON" in problem
    assert "b'<html>'" in problem


def test_an_answer_that_is_empty_is_found(contract: Contract) -> None:
    (problem,) = contract.violations(replace(example("getVersion"), response_body=b""))
    assert "response 200 body: is not JSON" in problem


def test_json_may_be_declared_with_or_without_a_charset(contract: Contract) -> None:
    for content_type in ["application/json", "application/json; charset=utf-8"]:
        headers = {**OWN_HEADERS, "content-type": content_type}
        assert contract.violations(replace(example("getVersion"), response_headers=headers)) == [], content_type


def test_an_answer_that_is_not_declared_as_json_is_found(contract: Contract) -> None:
    headers = {**OWN_HEADERS, "content-type": "text/html"}
    (problem,) = contract.violations(replace(example("getVersion"), response_headers=headers))
    assert "response 200 body: the content type must be application/json, not 'text/html'" in problem


def test_a_status_that_the_operation_does_not_have_is_found(contract: Contract) -> None:
    """Creating answers 201, not 200, and has no record to miss."""
    for status in [200, 204, 404, 418, 503]:
        problem = only(contract.violations(replace(example("createOrder-curl"), status=status)), status)
        assert "createOrder (POST /partner/v1/orders)" in problem, status
        assert f"response {status}: the status is none of 201, 400, 401, 403, 409, 413, 422, 429, 500" in problem, (
            status
        )


def test_a_very_long_value_is_shortened_in_the_message(contract: Contract) -> None:
    (problem,) = contract.violations(replace(example("getVersion"), response_body=b"x" * 5000))
    assert len(problem) < 500


# -------------------------------------------------------------------------------- headers and errors


def test_an_answer_without_a_header_that_all_have_is_found(contract: Contract) -> None:
    for status in [200, 401]:
        for header in ["x-warpware-api-version", "x-mock-rule"]:
            exchange = example("getVersion") if status == 200 else refused(example("getVersion"), status)
            headers = {key: value for key, value in exchange.response_headers.items() if key != header}
            problem = only(contract.violations(replace(exchange, response_headers=headers)), (header, status))
            assert f"response {status} header {header}: is required and missing" in problem, (header, status)


def test_a_header_with_a_wrong_value_is_found(contract: Contract) -> None:
    for header, value in [
        ("x-warpware-api-version", "2026-03-30"),
        ("x-mock-rule", "whiplash.orders.some-rule"),
        ("x-mock-rule", ""),
    ]:
        headers = {**OWN_HEADERS, header: value}
        problem = only(contract.violations(replace(example("getVersion"), response_headers=headers)), (header, value))
        assert f"response 200 header {header}: " in problem, (header, value)
        assert f"the value is {value!r}" in problem, (header, value)


def test_a_declared_error_in_the_shape_of_the_document_passes(contract: Contract) -> None:
    for status in [400, 401, 403, 409, 413, 422, 500]:
        assert contract.violations(refused(example("createOrder-curl"), status)) == [], status


def test_an_error_in_another_shape_is_found(contract: Contract) -> None:
    for body in ['{"error": "no"}', '{"detail": ""}', '{"detail": ["no"]}', '{"detail": "a", "b": 1}']:
        exchange = replace(refused(example("getOrder"), 404), response_body=body.encode())
        assert contract.violations(exchange) != [], body


def test_a_429_says_when_to_come_back(contract: Contract) -> None:
    assert contract.violations(refused(example("getOrder"), 429, retry_after="42")) == []


def test_a_429_whose_retry_after_is_no_positive_number_of_seconds_is_found(contract: Contract) -> None:
    for value in ["0", "-1", "1.5", "soon", ""]:
        problem = only(contract.violations(refused(example("getOrder"), 429, retry_after=value)), value)
        assert "response 429 header retry-after: " in problem, value


def test_a_429_without_retry_after_is_found(contract: Contract) -> None:
    (problem,) = contract.violations(refused(example("getOrder"), 429))
    assert "response 429 header retry-after: is required and missing" in problem


# -------------------------------------------------------------------------------- bad requests accepted

BAD_REQUESTS: dict[str, tuple[str, Callable[[Any], object], str]] = {
    "no line items": (
        "createOrder-curl",
        lambda body: body.pop("line_items"),
        'request body: "line_items" is a required property',
    ),
    "an empty list of line items": (
        "createOrder-curl",
        lambda body: body.update(line_items=[]),
        "request body /line_items: ",
    ),
    "a quantity of zero": (
        "createOrder-curl",
        lambda body: body["line_items"][0].update(quantity=0),
        "request body /line_items/0/quantity: 0 is less than the minimum of 1",
    ),
    "a quantity of true": (
        "createOrder-curl",
        lambda body: body["line_items"][0].update(quantity=True),
        "request body /line_items/0/quantity: ",
    ),
    "an address without a city": (
        "createOrder-curl",
        lambda body: body["shipping_address"].pop("city"),
        'request body /shipping_address: "city" is a required property',
    ),
    "an empty external_id": (
        "createOrder-curl",
        lambda body: body.update(external_id=""),
        "request body /external_id: ",
    ),
    "tags that are one string": (
        "createOrder-curl",
        lambda body: body.update(tags="vip"),
        "request body /tags: ",
    ),
    "an update of nothing known": (
        "updateOrder-curl",
        lambda body: (body.clear(), body.update(colour="red")),
        "request body: ",
    ),
    "an update to a status that is the warehouse's": (
        "updateOrder-curl",
        lambda body: body.update(status="processing"),
        "request body /status: ",
    ),
    "an update with a number for a text": (
        "updateOrder-curl",
        lambda body: body.update(note=5),
        "request body /note: ",
    ),
    "an update of the line items": (
        "updateOrder-curl",
        lambda body: body.update(line_items=[]),
        "request body /line_items: False schema does not allow",
    ),
    "an update of the address": (
        "updateOrder-curl",
        lambda body: body.update(shipping_address={}),
        "request body /shipping_address: False schema does not allow",
    ),
    "a reason that is a number": (
        "cancelOrder",
        lambda body: body.update(reason=7),
        "request body /reason: ",
    ),
    "a batch without orders": (
        "bulkCreateOrders",
        lambda body: body.pop("orders"),
        'request body: "orders" is a required property',
    ),
    "an empty batch": ("bulkCreateOrders", lambda body: body.update(orders=[]), "request body /orders: "),
    "a batch of 101": (
        "bulkCreateOrders",
        lambda body: body.update(orders=[{}] * 101),
        "request body /orders: ",
    ),
}


def test_a_bad_request_that_was_accepted_is_found(contract: Contract) -> None:
    for case, (name, change, message) in BAD_REQUESTS.items():
        problem = only(contract.violations(asking(example(name), change)), case)
        assert message in problem, case


def test_a_bad_request_that_was_refused_is_fine(contract: Contract) -> None:
    """That is what refusals are for."""
    for case, (name, change, _) in BAD_REQUESTS.items():
        assert contract.violations(refused(asking(example(name), change), 422)) == [], case


def test_a_request_that_is_not_json_and_was_accepted_is_found(contract: Contract) -> None:
    (problem,) = contract.violations(replace(example("createOrder-curl"), request_body=b"{"))
    assert "request body: is not JSON" in problem


def test_a_request_that_is_not_declared_as_json_and_was_accepted_is_found(contract: Contract) -> None:
    """The vendor's section Authentication asks for it on POST and PATCH."""
    (problem,) = contract.violations(replace(example("createOrder-curl"), request_headers={}))
    assert "request body: the content type must be application/json, not ''" in problem


def test_a_request_without_its_body_that_was_accepted_is_found(contract: Contract) -> None:
    (problem,) = contract.violations(replace(example("createOrder-curl"), request_body=b""))
    assert "request body: is not JSON" in problem


def test_a_cancellation_needs_no_body(contract: Contract) -> None:
    without: dict[str, str] = {}
    for headers in [without, {"content-type": "application/json"}]:
        exchange = replace(example("cancelOrder"), request_body=b"", request_headers=headers)
        assert contract.violations(exchange) == [], headers


def test_fields_that_nobody_knows_are_allowed_in_requests(contract: Contract) -> None:
    def more(body: Any) -> None:
        body["gift"] = True
        body["line_items"][0]["colour"] = "red"
        body["shipping_address"]["company"] = "Acme"

    assert contract.violations(asking(example("createOrder-curl"), more)) == []


def test_null_in_an_optional_field_of_a_new_order_means_absent(contract: Contract) -> None:
    def nulls(body: Any) -> None:
        body["line_items"][0].update(name=None, price=None)
        body["shipping_address"].update(address2=None, country=None, phone=None)
        for name in ("customer_email", "customer_name", "note", "tags", "metadata", "source"):
            body[name] = None

    assert contract.violations(asking(example("createOrder-curl"), nulls)) == []


def test_a_bad_item_does_not_make_a_bad_batch(contract: Contract) -> None:
    """An item that is no order at all gets a result of its own, and the batch is still a 207."""
    exchange = asking(example("bulkCreateOrders"), lambda body: body.update(orders=[7, None, {}]))
    failed = {"external_id": None, "status": "error", "message": "not an order"}
    assert contract.violations(answering(exchange, lambda body: body.update(data=[failed] * 3))) == []


# -------------------------------------------------------------------------------- parameters


def test_query_parameters_with_valid_values_pass(contract: Contract) -> None:
    """Undeclared ones too: the API ignores them."""
    for query in [
        "",
        "page=2&per_page=100",
        "per_page=500",
        "per_page=" + "9" * 30,
        "after=",
        "after=eyJ4Ijoi&per_page=1",
        "status=hold&tag=vip&external_id=%231234&tracking_number=1Z",
        "date_from=2026-02-27&date_to=2026-02-27T10:00:00Z",
        "updated_since=2026-02-27T10:00:00.5%2B02:00",
        "updated_since=2026-02-27T10:00",
        "colour=red",
    ]:
        assert contract.violations(replace(example("listOrders-page"), query=query)) == [], query


def test_a_bad_query_parameter_that_was_accepted_is_found(contract: Contract) -> None:
    for query, message in [
        ("page=0", "query parameter page: 0 is less than the minimum of 1; the value is 0"),
        ("page=-1", "query parameter page: -1 is less than"),
        ("page=two", 'query parameter page: "two" is not of type "integer"'),
        ("page=", "query parameter page: "),
        ("page=1.0", "query parameter page: "),
        ("page=%D9%A1", "query parameter page: "),  # an Arabic digit, which Python's int would take
        ("page=" + "9" * 5000, "query parameter page: "),  # more digits than Python's int would take
        ("per_page=0", "query parameter per_page: "),
        ("page=1&page=x", "query parameter page: "),
        ("status=lost", "query parameter status: "),
        ("status=", "query parameter status: "),
        ("date_from=yesterday", "query parameter date_from: "),
        ("date_to=2026-13-01", "query parameter date_to: "),
        ("updated_since=1772186400", "query parameter updated_since: "),
    ]:
        problem = only(contract.violations(replace(example("listOrders-page"), query=query)), (query, message))
        assert message in problem, (query, message)
        assert contract.violations(refused(replace(example("listOrders-page"), query=query), 400)) == [], (
            query,
            message,
        )


def test_a_header_parameter_is_checked_when_it_is_required() -> None:
    """No operation of this vendor requires one, so a small document of its own stands in."""
    operation = {
        "operationId": "ping",
        "parameters": [{"name": "X-Turn", "in": "header", "required": True, "schema": {"type": "integer"}}],
        "responses": {"204": {"description": "nothing"}},
    }
    contract = Contract({"servers": [{"url": "https://example.com/"}], "paths": {"/ping": {"post": operation}}})
    ping = Exchange("POST", "/ping", status=204)
    assert contract.violations(replace(ping, request_headers={"x-turn": "1"})) == []
    (missing,) = contract.violations(ping)
    assert "ping (POST /ping): header parameter x-turn: is required and missing" in missing
    (wrong,) = contract.violations(replace(ping, request_headers={"x-turn": "left"}))
    assert "header parameter x-turn: " in wrong
    (too_much,) = contract.violations(replace(ping, request_headers={"x-turn": "1"}, response_body=b"{}"))
    assert "response 204 body: there must be none" in too_much


# -------------------------------------------------------------------------------- paths


def test_a_path_finds_its_operation(contract: Contract) -> None:
    """Static segments go before templated ones, and a template takes exactly one raw segment."""
    for method, path, operation in [
        ("GET", "/orders/stats", "getOrderStats"),
        ("POST", "/orders/bulk", "bulkCreateOrders"),
        ("GET", f"/orders/{ORDER_ID}", "getOrder"),
        ("GET", "/orders/stats2", "getOrder"),
        ("GET", "/orders/by-external/ORDER-1234", "getOrderByExternalId"),
        ("GET", "/orders/by-external/tracking", "getOrderByExternalId"),
        ("GET", "/orders/by-external/A%2FB", "getOrderByExternalId"),
        ("GET", "/orders/%231234/timeline", "getOrderTimeline"),
        ("GET", "/orders/A%2FB/timeline", "getOrderTimeline"),
        ("GET", "/orders/A/B/timeline", "undocumented"),
        ("GET", "/orders/", "undocumented"),
        ("GET", "/orders//timeline", "undocumented"),
        ("GET", "/orders/bulk", "undocumented"),
        ("DELETE", f"/orders/{ORDER_ID}", "undocumented"),
        ("GET", "", "undocumented"),
        ("GET", "/nowhere", "undocumented"),
    ]:
        problem = only(contract.violations(Exchange(method, PREFIX + path, status=418)), (method, path, operation))
        assert problem.startswith(f"{operation} "), (method, path, operation)


def test_a_static_path_goes_first_wherever_the_document_has_it() -> None:
    """Our document happens to have the static paths first, so one of its own has them last."""

    def named(id_: str) -> dict[str, Any]:
        return {"get": {"operationId": id_, "responses": {"204": {"description": "nothing"}}}}

    paths = {"/a/{x}": named("templated"), "/a/b": named("static")}
    contract = Contract({"servers": [{"url": "https://example.com/"}], "paths": paths})
    (problem,) = contract.violations(Exchange("GET", "/a/b", status=418))
    assert problem.startswith("static ")


def test_a_path_segment_is_decoded_before_it_is_judged(contract: Contract) -> None:
    """%33 is the 3 that the id begins with."""
    assert contract.violations(replace(example("getOrder"), path=f"{PREFIX}/orders/%33{ORDER_ID[1:]}")) == []


def test_the_timeline_takes_an_external_id(contract: Contract) -> None:
    path = f"{PREFIX}/orders/%231234/timeline"
    assert contract.violations(replace(example("getOrderTimeline"), path=path)) == []


def test_an_order_that_is_found_by_something_else_than_a_uuid_is_found_out(contract: Contract) -> None:
    """Only the timeline takes an `external_id`; elsewhere it is a 404."""
    exchange = replace(example("getOrder"), path=f"{PREFIX}/orders/ORDER-1234")
    (problem,) = contract.violations(exchange)
    assert "path parameter order_id: " in problem
    assert contract.violations(refused(exchange, 404)) == []


def test_the_timeline_may_have_an_empty_meta(contract: Contract) -> None:
    """The mock adds it under the reading `warpware.envelope=always`."""
    exchange = example("getOrderTimeline")
    assert contract.violations(answering(exchange, lambda body: body.update(meta={}))) == []
    assert contract.violations(answering(exchange, lambda body: body.update(meta={"a": 1}))) != []


def test_an_unknown_path_answers_an_error_in_the_usual_shape(contract: Contract) -> None:
    for status in [401, 403, 404, 405]:
        for path in [f"{PREFIX}/nowhere", f"{PREFIX}/orders/", "/elsewhere", "/"]:
            exchange = refused(Exchange(path=path), status)
            assert contract.violations(exchange) == [], (path, status)
            bare = contract.violations(replace(exchange, response_headers={"content-type": "application/json"}))
            assert len(bare) == 2, (path, status)
            assert "x-warpware-api-version: is required and missing" in bare[0], (path, status)
            assert contract.violations(replace(exchange, response_body=b'{"error": "no"}')) != [], (path, status)


def test_an_unknown_path_can_meet_the_rate_limit(contract: Contract) -> None:
    assert contract.violations(refused(Exchange(path=f"{PREFIX}/nowhere"), 429, retry_after="1")) == []
    assert contract.violations(refused(Exchange(path=f"{PREFIX}/nowhere"), 429)) != []


def test_an_unknown_path_that_answers_anything_else_is_found(contract: Contract) -> None:
    for status in [200, 201, 204, 400, 503]:
        problem = only(
            contract.violations(replace(example("getVersion"), path=f"{PREFIX}/versions", status=status)), status
        )
        assert f"undocumented (GET /partner/v1/versions): response {status}: the status is none of" in problem, status


def test_a_method_that_the_document_does_not_have_answers_405(contract: Contract) -> None:
    exchange = replace(example("getOrder"), method="DELETE")
    assert contract.violations(refused(exchange, 405)) == []
    assert contract.violations(exchange) != []
    assert contract.violations(refused(example("getOrder"), 405)) != []
