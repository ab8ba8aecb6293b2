"""What a failure inside the server and a body that is too large get. Source: "Errors", "Bulk Orders"."""

from __future__ import annotations

import http.client
import json
import logging
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from client import Reply, WarpWare, order_body
from mockserver.app import create_app, open_sandboxes
from mockserver.core.exchange import Exchange
from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import Sandboxes

MEBIBYTE = 1048576
KEY = {"Authorization": "Bearer ww_live_" + "0" * 32}
CAUSE = "no space left on /dev/secret"

Break = Callable[..., None]


class InProcess:
    """The default sandbox of an app of its own, so that its inner parts can be made to fail."""

    def __init__(self, readings: Mapping[str, str] | None = None) -> None:
        self.sandboxes: Sandboxes = open_sandboxes(
            SandboxOptions(profile="empty", frozen=True, readings=readings or {})
        )
        self.sandbox = self.sandboxes.get("default")
        self._client: FlaskClient = create_app(self.sandboxes).test_client()

    def call(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> TestResponse:
        sent = {**KEY, **(headers or {})}
        return self._client.open(f"/partner/v1{path}", method=method, json=body, headers=sent)

    def create(self, external_id: str = "ORDER-1") -> str:
        order_id: str = self.call("POST", "/orders", order_body(external_id)).get_json()["data"]["id"]
        return order_id

    def external_ids(self) -> list[str]:
        return [order["external_id"] for order in self.call("GET", "/orders").get_json()["data"]]


@pytest.fixture
def app() -> InProcess:
    return InProcess()


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Break:
    """``failing("mockserver.x.y")``: whatever is called by that name raises, until ``failing()``.

    With ``given`` only when it is called with an argument that ends so.
    """

    def fail(name: str | None = None, error: Exception | None = None, given: str = "") -> None:
        if name is None:
            monkeypatch.undo()
            return
        working = pkgutil.resolve_name(name)

        def broken(*args: Any, **others: Any) -> Any:
            if any(str(arg).endswith(given) for arg in args):
                raise error or RuntimeError(CAUSE)
            return working(*args, **others)

        monkeypatch.setattr(name, broken)

    return fail


# The answer


@pytest.mark.rule("warpware.errors.unexpected", "warpware.errors.detail", "warpware.version.header")
@pytest.mark.parametrize(
    "name",
    [
        "core.sandboxes.Sandboxes.for_key",
        "core.sandbox.Sandbox.run_due",
        "core.limiter.FixedWindow.wait",
        "core.idempotency.IdempotencyMemory.recall",
        "core.idempotency.IdempotencyMemory.remember",
        "warpware.ordering.create",
        "warpware.handlers.orders.created_view",
    ],
)
def test_a_failure_anywhere_is_the_vendors_500(app: InProcess, failing: Break, name: str) -> None:
    failing(f"mockserver.{name}")
    reply = app.call("POST", "/orders", order_body(), {"X-Idempotency-Key": "my-system-uuid-1234"})
    assert (reply.status_code, reply.headers["X-Mock-Rule"]) == (500, "warpware.errors.unexpected")
    assert list(reply.get_json()) == ["detail"]
    assert reply.get_json()["detail"]
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.headers["X-WarpWare-API-Version"] == "2026-02-27"


@pytest.mark.rule("warpware.errors.unexpected")
@pytest.mark.parametrize(
    "error",
    [RuntimeError(CAUSE), KeyError(CAUSE), RecursionError(CAUSE), AssertionError(CAUSE), OSError(28, CAUSE)],
    ids=repr,
)
def test_a_500_says_nothing_about_its_cause(app: InProcess, failing: Break, error: Exception) -> None:
    failing("mockserver.warpware.ordering.create", error)
    reply = app.call("POST", "/orders", order_body())
    assert reply.status_code == 500
    told = reply.get_data(as_text=True) + str(reply.headers)
    assert [word for word in ("secret", "Traceback", "File", type(error).__name__, ".py") if word in told] == []


@pytest.mark.rule("warpware.errors.unexpected")
def test_a_failure_on_a_path_that_no_operation_has_is_a_500_too(app: InProcess, failing: Break) -> None:
    failing("mockserver.core.limiter.FixedWindow.wait")
    reply = app.call("GET", "/nowhere")
    assert (reply.status_code, reply.headers["X-Mock-Rule"]) == (500, "warpware.errors.unexpected")


@pytest.mark.rule("warpware.errors.unexpected")
def test_the_cause_stands_in_the_servers_log(app: InProcess, failing: Break, caplog: pytest.LogCaptureFixture) -> None:
    failing("mockserver.warpware.ordering.create")
    with caplog.at_level(logging.ERROR):
        app.call("POST", "/orders", order_body())
    assert "POST /partner/v1/orders" in caplog.text
    assert CAUSE in caplog.text


@pytest.mark.rule("warpware.errors.unexpected")
def test_a_500_stands_in_the_journal(app: InProcess, failing: Break) -> None:
    failing("mockserver.warpware.ordering.create")
    app.call("POST", "/orders", order_body())
    (exchange,) = app.sandbox.journal
    assert (exchange.status, exchange.rule) == (500, "warpware.errors.unexpected")
    assert (exchange.operation, exchange.events) == ("warpware.createOrder", [])


@pytest.mark.rule("warpware.errors.unexpected")
def test_the_next_call_is_served(app: InProcess, failing: Break) -> None:
    failing("mockserver.core.sandbox.Sandbox.run_due")
    assert app.call("GET", "/orders").status_code == 500
    failing()
    assert app.call("GET", "/orders").status_code == 200


# What it leaves behind


@pytest.mark.rule("warpware.errors.unexpected")
@pytest.mark.parametrize(
    ("name", "given"), [("warpware.timeline.routed", ""), ("core.randomness.Streams.uuid", ".events")]
)
def test_a_create_that_fails_stores_nothing(failing: Break, name: str, given: str) -> None:
    app = InProcess(readings={"warpware.order-created-event": "fired"})
    failing(f"mockserver.{name}", given=given)
    assert app.call("POST", "/orders", order_body("ORDER-1")).status_code == 500
    failing()
    assert app.external_ids() == []
    assert list(app.sandbox.events) == []
    assert app.call("POST", "/orders", order_body("ORDER-1")).status_code == 201


@pytest.mark.rule("warpware.errors.unexpected", "warpware.idempotency.only-success")
def test_a_500_is_not_remembered_for_its_idempotency_key(app: InProcess, failing: Break) -> None:
    headers = {"X-Idempotency-Key": "my-system-uuid-1234"}
    failing("mockserver.warpware.ordering.create")
    assert app.call("POST", "/orders", order_body(), headers).status_code == 500
    failing()
    assert app.call("POST", "/orders", order_body(), headers).status_code == 201


@pytest.mark.rule("warpware.errors.unexpected")
@pytest.mark.parametrize(
    "name", ["warpware.ordering.standard_service", "warpware.timeline.status_changed", "core.randomness.Streams.uuid"]
)
def test_a_patch_that_fails_changes_nothing(app: InProcess, failing: Break, name: str) -> None:
    order_id = app.create()
    before = app.call("GET", f"/orders/{order_id}").data, app.call("GET", f"/orders/{order_id}/timeline").data
    failing(f"mockserver.{name}")
    body = {"status": "shipped", "carrier": "UPS", "note": "x", "metadata": {"a": 1}}
    assert app.call("PATCH", f"/orders/{order_id}", body).status_code == 500
    failing()
    assert list(app.sandbox.events) == []
    assert before == (
        app.call("GET", f"/orders/{order_id}").data,
        app.call("GET", f"/orders/{order_id}/timeline").data,
    )


@pytest.mark.rule("warpware.bulk.server-error", "warpware.bulk.independent", "warpware.bulk.error")
def test_a_failure_in_one_order_of_a_batch_is_its_own_error(app: InProcess, failing: Break) -> None:
    failing("mockserver.warpware.timeline.received", given="broken")
    batch = [order_body("ORDER-1"), order_body("ORDER-2", source="broken"), order_body("ORDER-3")]
    reply = app.call("POST", "/orders/bulk", {"orders": batch})
    assert reply.status_code == 207
    results = reply.get_json()["data"]
    assert [result["status"] for result in results] == ["created", "error", "created"]
    assert results[1]["external_id"] == "ORDER-2"
    assert "secret" not in results[1]["message"]
    assert app.external_ids() == ["ORDER-3", "ORDER-1"]


@pytest.mark.rule("warpware.errors.unexpected")
def test_an_observer_that_fails_spoils_no_answer_and_no_other_observer(app: InProcess) -> None:
    def broken(exchange: Exchange) -> None:
        raise RuntimeError(CAUSE)

    seen: list[Exchange] = []
    app.sandboxes.observers += [broken, seen.append]
    assert app.call("POST", "/orders", order_body()).status_code == 201
    assert app.external_ids() == ["ORDER-1"]
    assert [exchange.status for exchange in seen] == [201, 200]


# Too large


def padded(size: int, external_id: str = "ORDER-1") -> bytes:
    """An order of exactly *size* bytes."""
    bare = len(json.dumps(order_body(external_id, note="")))
    return json.dumps(order_body(external_id, note="x" * (size - bare))).encode()


def push(client: WarpWare, body: bytes, path: str = "/orders", method: str = "POST") -> Reply:
    return client.request(method, path, body=body, headers={"Content-Type": "application/json"})


@pytest.mark.rule("warpware.errors.too-large")
def test_a_body_of_one_mebibyte_is_read(warpware: WarpWare) -> None:
    body = padded(MEBIBYTE)
    assert len(body) == 1048576
    assert push(warpware, body).status == 201


@pytest.mark.rule("warpware.errors.too-large")
@pytest.mark.parametrize("size", [MEBIBYTE + 1, 4 * MEBIBYTE])
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/orders"), ("POST", "/orders/bulk"), ("PATCH", "/orders/{id}"), ("POST", "/orders/{id}/cancel")],
)
def test_a_larger_body_is_refused(warpware: WarpWare, size: int, method: str, path: str) -> None:
    order_id = warpware.create("ORDER-0")
    before = warpware.order(order_id)
    reply = push(warpware, padded(size), path.format(id=order_id), method)
    assert (reply.status, reply.rule) == (413, "warpware.errors.too-large")
    assert "1048576" in reply.detail
    assert warpware.get("/orders").data == [before]


@pytest.mark.rule("warpware.errors.too-large")
@pytest.mark.parametrize(
    ("size", "statuses"), [(MEBIBYTE, [201, 409]), (MEBIBYTE + 1, [413, 413]), (4 * MEBIBYTE, [413, 413])]
)
def test_a_chunked_body_is_measured_too(warpware: WarpWare, size: int, statuses: list[int]) -> None:
    url, body = urlsplit(warpware.handle.warpware.url), padded(size)
    connection = http.client.HTTPConnection(url.hostname or "", url.port)
    headers = {**warpware.handle.warpware.headers(), "Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    answers = []
    for _ in statuses:  # on one connection, which stays good
        chunks = (body[start : start + 65536] for start in range(0, len(body), 65536))
        connection.request("POST", f"{url.path}/orders", body=chunks, headers=headers, encode_chunked=True)
        answer = connection.getresponse()
        answer.read()
        answers.append(answer.status)
    connection.close()
    assert answers == statuses
    assert warpware.get("/orders").meta["total"] == statuses.count(201)
