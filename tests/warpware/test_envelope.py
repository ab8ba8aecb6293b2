"""What stands around every answer: envelope, errors, headers. Source: "Overview", "Errors", "Version"."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from client import Http, Reply, WarpWare, order_body

UNKNOWN = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
Call = Callable[[WarpWare], Reply]

SUCCESSES: Mapping[str, tuple[int, Call]] = {
    "getVersion": (200, lambda client: client.get("/version")),
    "listOrders by page": (200, lambda client: client.get("/orders")),
    "listOrders by cursor": (200, lambda client: client.get("/orders?after=")),
    "createOrder": (201, lambda client: client.post("/orders", order_body("NEW"))),
    "bulkCreateOrders": (207, lambda client: client.post("/orders/bulk", {"orders": [order_body("NEW")]})),
    "getOrderStats": (200, lambda client: client.get("/orders/stats")),
    "getOrder": (200, lambda client: client.get(f"/orders/{client.create('MINE')}")),
    "getOrderByExternalId": (200, lambda client: client.get("/orders/by-external/ORDER-1")),
    "updateOrder": (200, lambda client: client.patch(f"/orders/{client.create('MINE')}", {"note": "new"})),
    "cancelOrder": (200, lambda client: client.post(f"/orders/{client.create('MINE')}/cancel")),
    "getOrderTracking": (200, lambda client: client.get(f"/orders/{client.create('MINE')}/tracking")),
    "getOrderTimeline": (200, lambda client: client.get("/orders/ORDER-1/timeline")),
    "createExport": (202, lambda client: client.post("/exports", {"resource": "orders"})),
    "getExport": (200, lambda client: client.get(f"/exports/{client.export('orders')}")),
    "getShippingRates": (
        200,
        lambda client: client.get("/shipping/rates?origin_zip=78701&destination_zip=10001&weight_oz=32"),
    ),
}
"""One call of each operation, with its documented status; there is an order ORDER-1."""

META = {
    "listOrders by page": {"page", "per_page", "total", "total_pages", "client_id"},
    "listOrders by cursor": {"per_page", "next_cursor", "has_more", "client_id", "cursor_mode"},
    "bulkCreateOrders": {"total", "created", "duplicates", "errors", "client_id"},
    "getOrderStats": {"client_id"},
    "createExport": {"poll_url", "row_limit"},
}
"""The keys of meta in the document's examples; in all others it is empty."""


def too_many(client: WarpWare) -> Reply:
    replies = [client.get("/version") for _ in range(6)]
    return replies[-1]


ERRORS: Mapping[str, tuple[int, Call]] = {
    "query": (400, lambda client: client.get("/orders?page=0")),
    "cursor": (400, lambda client: client.get("/orders?after=x")),
    "no JSON": (400, lambda client: client.post("/orders", body=b"{", headers={"Content-Type": "application/json"})),
    "content type": (400, lambda client: client.post("/orders", body=b"{}")),
    "missing field": (400, lambda client: client.post("/orders", {})),
    "no key": (401, lambda client: client.get("/version", headers={"Authorization": None})),
    "no known key": (401, lambda client: client.get("/version", key="ww_live_" + "f" * 32)),
    "revoked key": (401, lambda client: client.get("/version", key=client.handle.warpware.revoked_key)),
    "no key, no route": (401, lambda client: client.get("/nope", headers={"Authorization": None})),
    "scope": (403, lambda client: client.post("/orders", order_body(), key=client.handle.warpware.read_only_key)),
    "no order": (404, lambda client: client.get(f"/orders/{UNKNOWN}")),
    "no export": (404, lambda client: client.get(f"/exports/{UNKNOWN}")),
    "no route": (404, lambda client: client.get("/nope")),
    "method": (405, lambda client: client.delete("/orders")),
    "duplicate": (409, lambda client: client.post("/orders", order_body("ORDER-1"))),
    "too large": (413, lambda client: client.post("/orders", {"note": "n" * 2**20})),
    "invalid value": (422, lambda client: client.post("/orders", order_body("NEW", line_items=[]))),
    "transition": (422, lambda client: client.patch(f"/orders/{client.create('NEW')}", {"status": "delivered"})),
    "too many": (429, too_many),
}


@pytest.fixture
def client(world: Callable[..., WarpWare]) -> WarpWare:
    """An empty sandbox with a rate limit of 5."""
    return world(limits={"warpware": {"requests": 5}})


def answer(client: WarpWare, call: Call) -> Reply:
    """What the call gets when nothing has happened but an order ORDER-1."""
    client.handle.reset()
    client.create("ORDER-1")
    return call(client)


@pytest.mark.rule("warpware.envelope.data-and-meta", "warpware.envelope.as-shown", "warpware.paging.client-id")
def test_a_success_has_the_keys_that_its_example_shows(client: WarpWare) -> None:
    for operation, (status, call) in SUCCESSES.items():
        reply = answer(client, call)
        assert (reply.status, reply.headers["content-type"]) == (status, "application/json"), operation
        if operation == "getOrderTimeline":
            assert reply.json.keys() == {"data"}, operation
        else:
            assert reply.json.keys() == {"data", "meta"}, operation
            assert reply.meta.keys() == META.get(operation, set()), operation


@pytest.mark.rule("warpware.envelope.as-shown")
@pytest.mark.parametrize(
    ("reading", "keys"),
    [
        ({}, {"data"}),
        ({"warpware.envelope": "as-shown"}, {"data"}),
        ({"warpware.envelope": "always"}, {"data", "meta"}),
    ],
    ids=["default", "as-shown", "always"],
)
def test_a_timeline_has_a_meta_under_always_alone(
    world: Callable[..., WarpWare], reading: dict[str, str], keys: set[str]
) -> None:
    client = world(readings=reading)
    client.create("ORDER-1")
    reply = client.get("/orders/ORDER-1/timeline")
    assert reply.json.keys() == keys
    assert reply.json.get("meta", {}) == {}


@pytest.mark.rule("warpware.envelope.always")
def test_under_always_every_success_has_data_and_meta(world: Callable[..., WarpWare]) -> None:
    client = world(readings={"warpware.envelope": "always"})
    for operation, (status, call) in SUCCESSES.items():
        reply = answer(client, call)
        assert reply.status == status, operation
        assert reply.json.keys() == {"data", "meta"}, operation
        assert reply.meta.keys() == META.get(operation, set()), operation


@pytest.mark.rule("warpware.errors.detail")
@pytest.mark.parametrize("reading", ["as-shown", "always"])
def test_an_error_is_a_detail_and_nothing_else(world: Callable[..., WarpWare], reading: str) -> None:
    client = world(limits={"warpware": {"requests": 5}}, readings={"warpware.envelope": reading})
    for error, (status, call) in ERRORS.items():
        reply = answer(client, call)
        assert (reply.status, reply.headers["content-type"]) == (status, "application/json"), error
        assert reply.json.keys() == {"detail"}, error
        assert reply.detail.strip(), error


@pytest.mark.rule("warpware.version.header")
def test_every_answer_bears_the_version(client: WarpWare) -> None:
    for name, (status, call) in {**SUCCESSES, **ERRORS}.items():
        reply = answer(client, call)
        assert (reply.status, reply.headers["x-warpware-api-version"]) == (status, "2026-02-27"), name


@pytest.mark.rule("warpware.errors.detail")
def test_every_answer_names_a_rule_of_the_ledger(client: WarpWare, control: Http) -> None:
    ledger = {rule["id"] for rule in control.get("/rules?vendor=warpware").json["rules"]}
    for name, (_, call) in {**SUCCESSES, **ERRORS}.items():
        assert answer(client, call).rule in ledger, name


@pytest.mark.rule("warpware.errors.unknown-route")
def test_a_path_that_no_operation_has_is_404_whatever_the_method(warpware: WarpWare) -> None:
    paths = (
        "",
        "/",
        "/nope",
        "/Orders",
        "/orders/",
        "//orders",
        "/orders/a/b",
        "/orders/by-external/a/b",
        "/v2/orders",
    )
    for path in paths:
        for method in ("GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"):
            reply = warpware.request(method, path)
            assert (reply.status, reply.rule) == (404, "warpware.errors.unknown-route"), (method, path)
            assert f"/partner/v1{path}" in reply.detail, (method, path)
            assert method in reply.detail, (method, path)


ALLOWED = {
    "/version": ["GET"],
    "/orders": ["GET", "POST"],
    f"/orders/{UNKNOWN}": ["GET", "PATCH"],
    "/orders/by-external/ORDER-1": ["GET"],
    f"/orders/{UNKNOWN}/cancel": ["POST"],
    f"/orders/{UNKNOWN}/tracking": ["GET"],
    f"/orders/{UNKNOWN}/timeline": ["GET"],
}
"""The methods that the document gives each path; those of bulk and stats are looked at below."""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def assert_wrong_method(warpware: WarpWare, method: str, path: str, allowed: list[str]) -> None:
    reply = warpware.request(method, path)
    assert (reply.status, reply.rule) == (405, "warpware.errors.wrong-method"), (method, path)
    assert sorted(reply.headers["allow"].split(", ")) == allowed, (method, path)
    if method == "HEAD":
        assert reply.body == b"", path
    else:
        assert method in reply.detail, (method, path)


@pytest.mark.rule("warpware.errors.wrong-method")
def test_a_method_that_a_path_does_not_take_is_405_with_those_that_it_takes(warpware: WarpWare) -> None:
    for path, allowed in ALLOWED.items():
        for method in METHODS:
            if method not in allowed:
                assert_wrong_method(warpware, method, path, allowed)


@pytest.mark.rule("warpware.errors.wrong-method")
@pytest.mark.parametrize(("path", "allowed"), [("/orders/bulk", "POST"), ("/orders/stats", "GET")])
def test_bulk_and_stats_are_paths_of_their_own_and_no_order_ids(warpware: WarpWare, path: str, allowed: str) -> None:
    for method in METHODS:
        if method != allowed:
            assert_wrong_method(warpware, method, path, [allowed])
