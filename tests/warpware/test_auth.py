"""Who may do what, and what is told first. Source: "Authentication", "Key format", "Scopes", "Errors"; readings.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from client import Reply, WarpWare, order_body
from mockserver.app import open_sandboxes
from mockserver.core.sandbox import SandboxOptions
from mockserver.server import MockServer

World = Callable[..., WarpWare]

UNKNOWN = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
BROKEN = b"{"
"""A body that is no JSON."""


class Ask(NamedTuple):
    """A request as a row of a table. ``{id}`` in the path is the order's; bytes are sent as they are."""

    method: str
    path: str
    body: object = None

    def send(self, client: WarpWare, order_id: str, key: str | None = None) -> Reply:
        path = self.path.format(id=order_id)
        if isinstance(self.body, bytes):
            json_type = {"Content-Type": "application/json"}
            return client.request(self.method, path, body=self.body, headers=json_type, key=key)
        return client.request(self.method, path, json=self.body, key=key)


READS = {
    "version": Ask("GET", "/version"),
    "list": Ask("GET", "/orders"),
    "stats": Ask("GET", "/orders/stats"),
    "by external id": Ask("GET", "/orders/by-external/ORDER-1"),
    "get": Ask("GET", "/orders/{id}"),
    "tracking": Ask("GET", "/orders/{id}/tracking"),
    "timeline": Ask("GET", "/orders/{id}/timeline"),
    "inventory": Ask("GET", "/inventory"),
    "inventory by location": Ask("GET", "/inventory/locations"),
    "products": Ask("GET", "/products"),
    "locations": Ask("GET", "/locations"),
    "rates": Ask("GET", "/shipping/rates?origin_zip=78701&destination_zip=10001&weight_oz=32"),
}
WRITES = {
    "create": Ask("POST", "/orders", order_body("ORDER-2")),
    "bulk": Ask("POST", "/orders/bulk", {"orders": [order_body("ORDER-2")]}),
    "patch": Ask("PATCH", "/orders/{id}", {"note": "x"}),
    "cancel": Ask("POST", "/orders/{id}/cancel"),
    "sync": Ask("POST", "/inventory/sync"),
    "export": Ask("POST", "/exports", {"resource": "orders"}),
}
OPERATIONS = {**READS, **WRITES}


def orders(client: WarpWare) -> Any:
    return client.get("/orders").data


# 401


@pytest.mark.rule("warpware.auth.bearer-required")
def test_a_call_without_a_bearer_key_is_refused(warpware: WarpWare) -> None:
    for header in (None, "", "Bearer", "Bearer ", "Basic {key}", "Token {key}", "{key}", "Bearer{key}"):
        sent = header and header.format(key=warpware.handle.warpware.key)
        reply = warpware.post("/orders", order_body(), headers={"Authorization": sent})
        assert (reply.status, reply.rule) == (401, "warpware.auth.bearer-required"), header
        assert "API key" in reply.detail, header
        assert orders(warpware) == [], header


@pytest.mark.rule("warpware.auth.bearer-required")
def test_the_scheme_may_be_written_in_any_case(warpware: WarpWare) -> None:
    for scheme in ("Bearer", "bearer", "BEARER"):
        sent = f"{scheme} {warpware.handle.warpware.key}"
        assert warpware.get("/orders", headers={"Authorization": sent}).status == 200, scheme


SPOILT: dict[str, Callable[[str], str]] = {
    "short": lambda key: key[:-1],
    "long": lambda key: key + "0",
    "no hex": lambda key: key[:-1] + "g",
    "upper-case digit": lambda key: key[:-1] + "A",
    "upper case": lambda key: key.upper(),
    "test key": lambda key: key.replace("ww_live_", "ww_test_"),
    "no prefix": lambda key: key.replace("ww_live_", ""),
    "dashes": lambda key: key.replace("_", "-"),
    "a space": lambda key: f"{key[:20]} {key[20:]}",
}


@pytest.mark.rule("warpware.auth.key-format")
def test_a_key_of_another_form_is_refused(warpware: WarpWare) -> None:
    for case, spoil in SPOILT.items():
        reply = warpware.post("/orders", order_body(), key=spoil(warpware.handle.warpware.key))
        assert (reply.status, reply.rule) == (401, "warpware.auth.key-format"), case
        assert "key" in reply.detail, case
        assert orders(warpware) == [], case


@pytest.mark.rule("warpware.auth.unknown-key")
def test_a_key_of_no_account_is_refused(warpware: WarpWare) -> None:
    for key in ("ww_live_a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4", "ww_live_" + "f" * 32):
        reply = warpware.get("/orders", key=key)
        assert (reply.status, reply.rule) == (401, "warpware.auth.unknown-key"), key
        assert "Invalid API key" in reply.detail, key


@pytest.mark.rule("warpware.auth.unknown-key")
def test_a_key_that_the_account_was_not_given_is_refused(warpware: WarpWare) -> None:
    for suffix in ("4", "a", "f"):
        reply = warpware.post("/orders", order_body(), key=warpware.handle.warpware.key[:-1] + suffix)
        assert (reply.status, reply.rule) == (401, "warpware.auth.unknown-key"), suffix
        assert "Invalid API key" in reply.detail, suffix
        assert orders(warpware) == [], suffix


@pytest.mark.rule("warpware.auth.unknown-key")
def test_the_keys_of_a_dropped_sandbox_are_refused(warpware: WarpWare, mockserver_server: MockServer) -> None:
    dropped = mockserver_server.sandbox(profile="empty")
    assert warpware.get("/orders", key=dropped.warpware.key).status == 200
    dropped.drop()
    reply = warpware.get("/orders", key=dropped.warpware.key)
    assert (reply.status, reply.rule) == (401, "warpware.auth.unknown-key")


@pytest.fixture(scope="module")
def open_server() -> Iterator[WarpWare]:
    sandboxes = open_sandboxes(SandboxOptions(profile="empty", limits=False), open=True)
    with MockServer(sandboxes=sandboxes) as server:
        client = WarpWare(server.default)
        yield client
        client.close()


@pytest.mark.rule("warpware.auth.unknown-key")
def test_an_open_server_knows_every_key_of_the_right_form(open_server: WarpWare) -> None:
    key = "ww_live_a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4"
    assert open_server.post("/orders", order_body(), key=key).status == 201
    assert [order["external_id"] for order in open_server.get("/orders", key=key).data] == ["ORDER-1"]
    assert open_server.get("/orders", key="ww_live_short").status == 401


@pytest.mark.rule("warpware.auth.revoked-key")
def test_a_revoked_key_opens_nothing(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1")
    before = orders(warpware)
    for name, ask in OPERATIONS.items():
        reply = ask.send(warpware, order_id, warpware.handle.warpware.revoked_key)
        assert (reply.status, reply.rule) == (401, "warpware.auth.revoked-key"), name
        assert reply.detail == "Invalid API key or key has been revoked", name
        assert orders(warpware) == before, name


# 403


@pytest.mark.rule("warpware.scopes.read", "warpware.scopes.write-needs-read")
def test_read_and_write_together_open_everything(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1")
    for name, ask in OPERATIONS.items():
        assert ask.send(warpware, order_id, warpware.handle.warpware.key).status in (200, 201, 202, 207), name


@pytest.mark.rule("warpware.scopes.read")
def test_read_alone_opens_every_get(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1")
    for name, ask in READS.items():
        assert ask.send(warpware, order_id, warpware.handle.warpware.read_only_key).status == 200, name


@pytest.mark.rule("warpware.scopes.missing", "warpware.scopes.write-needs-read")
def test_read_alone_opens_no_post_and_no_patch(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1")
    before = orders(warpware)
    for name, ask in WRITES.items():
        reply = ask.send(warpware, order_id, warpware.handle.warpware.read_only_key)
        assert (reply.status, reply.rule) == (403, "warpware.scopes.missing"), name
        assert "write" in reply.detail, name
        assert orders(warpware) == before, name


@pytest.mark.rule("warpware.scopes.missing", "warpware.scopes.read", "warpware.scopes.write-needs-read")
def test_write_alone_opens_nothing(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1")
    before = orders(warpware)
    for name, ask in OPERATIONS.items():
        reply = ask.send(warpware, order_id, warpware.handle.warpware.write_only_key)
        assert (reply.status, reply.rule) == (403, "warpware.scopes.missing"), name
        assert "read" in reply.detail, name
        assert orders(warpware) == before, name


# 404 for other accounts


@pytest.mark.rule("warpware.auth.other-accounts-records")
def test_an_order_of_another_account_does_not_exist(world: World) -> None:
    owner, stranger = world(), world(seed=7)
    order_id = owner.create("ORDER-1")
    before = owner.order(order_id)
    for name in ("by external id", "get", "tracking", "timeline", "patch", "cancel"):
        reply = OPERATIONS[name].send(stranger, order_id)
        assert (reply.status, reply.rule) == (404, "warpware.orders.not-found"), name
        assert owner.order(order_id) == before, name


@pytest.mark.rule("warpware.auth.other-accounts-records")
def test_two_accounts_may_use_one_external_id(world: World) -> None:
    first, second = world(), world(seed=7)
    assert first.create("ORDER-1") != second.create("ORDER-1")
    assert orders(first) != orders(second)


# Which refusal comes first

CHECKS = [
    ("401 before 403", "revoked", Ask("POST", "/orders", order_body()), 401),
    ("401 before 404 for the route", "revoked", Ask("GET", "/nowhere"), 401),
    ("401 before 405", "revoked", Ask("DELETE", "/orders"), 401),
    ("401 before 400", "revoked", Ask("POST", "/orders", BROKEN), 401),
    ("401 before 404 for the record", "revoked", Ask("GET", f"/orders/{UNKNOWN}"), 401),
    ("403 before 404 for the route", "read_only", Ask("POST", "/nowhere", {}), 403),
    ("403 before 405", "read_only", Ask("DELETE", "/orders"), 403),
    ("403 before 400", "read_only", Ask("POST", "/orders", BROKEN), 403),
    ("403 before 422", "read_only", Ask("POST", "/orders", order_body(line_items=[])), 403),
    ("403 before 404 for the record", "read_only", Ask("PATCH", f"/orders/{UNKNOWN}", {"note": "x"}), 403),
    ("403 before 409", "read_only", Ask("POST", "/orders", order_body("ORDER-1")), 403),
    ("404 for the route before 400", "read_write", Ask("POST", "/nowhere", BROKEN), 404),
    ("405 before 400", "read_write", Ask("PATCH", "/orders", BROKEN), 405),
    ("404 for the route before the query", "read_write", Ask("GET", "/nowhere?page=%FF"), 404),
    ("405 before the query", "read_write", Ask("DELETE", "/orders?page=%FF"), 405),
    ("400 before 422", "read_write", Ask("POST", "/orders", {"external_id": "A", "line_items": []}), 400),
    ("400 before 404 for the record", "read_write", Ask("PATCH", f"/orders/{UNKNOWN}", BROKEN), 400),
    ("no field before 404 for the record", "read_write", Ask("PATCH", f"/orders/{UNKNOWN}", {}), 400),
    ("query before 404 for the record", "read_write", Ask("GET", f"/orders/{UNKNOWN}/timeline?limit=0"), 400),
    ("422 before 404 for the record", "read_write", Ask("PATCH", f"/orders/{UNKNOWN}", {"status": "lost"}), 422),
    ("400 before 409", "read_write", Ask("POST", "/orders", {"external_id": "ORDER-1"}), 400),
    ("422 for a value before 409", "read_write", Ask("POST", "/orders", order_body("ORDER-1", note=5)), 422),
    ("400 before 422 for the state", "read_write", Ask("PATCH", "/orders/{id}", BROKEN), 400),
]
"""The pair that is proved, the role of the key, the call, which deserves both refusals, and the one that it gets."""


@pytest.mark.rule("warpware.checks.order")
def test_of_two_refusals_the_first_is_given(warpware: WarpWare) -> None:
    order_id = warpware.in_status("cancelled")
    before = orders(warpware)
    keys = warpware.handle.warpware
    by_role = {"read_write": keys.key, "read_only": keys.read_only_key, "revoked": keys.revoked_key}
    for pair, role, ask, status in CHECKS:
        assert ask.send(warpware, order_id, by_role[role]).status == status, pair
        assert orders(warpware) == before, pair


@pytest.mark.rule("warpware.checks.order")
def test_a_bad_value_is_told_before_a_move_that_the_status_forbids(warpware: WarpWare) -> None:
    order_id = warpware.in_status("cancelled")
    reply = warpware.patch(f"/orders/{order_id}", {"status": "shipped", "note": 5})
    assert (reply.status, reply.rule) == (422, "warpware.body.invalid-value")


@pytest.mark.rule("warpware.checks.order")
def test_a_used_up_window_is_told_after_401_and_before_all_else(world: World) -> None:
    client = world(limits={"warpware": {"requests": 1}})
    keys = client.handle.warpware
    assert client.get("/version", key=keys.read_only_key).status == 200
    for otherwise, ask in {
        "403": Ask("POST", "/orders", {}),
        "404 for the route": Ask("GET", "/nowhere"),
        "405": Ask("DELETE", "/orders"),
        "404 for the record": Ask("GET", f"/orders/{UNKNOWN}"),
    }.items():
        assert ask.send(client, UNKNOWN, keys.read_only_key).status == 429, otherwise
        assert ask.send(client, UNKNOWN, keys.revoked_key).status == 401, otherwise
