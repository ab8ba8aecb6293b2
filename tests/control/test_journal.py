"""Journals by the control API: a sandbox's own, and the server's of requests with no valid key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import Http, WarpWare, order_body
from mockserver.server import MockServer

MISSING = "00000000-0000-4000-8000-000000000000"


def journal(client: WarpWare, query: str = "") -> list[dict[str, Any]]:
    reply = client.control.get(f"/journal{query}")
    assert reply.status == 200, reply
    exchanges: list[dict[str, Any]] = reply.json["exchanges"]
    return exchanges


@pytest.fixture
def busy(warpware: WarpWare) -> WarpWare:
    """A sandbox with eight exchanges: number 1 to 8 in this order."""
    order_id = warpware.create("ORDER-1")
    warpware.post("/orders", order_body("ORDER-1"))  # 409
    warpware.get("/orders?status=pending")
    warpware.get(f"/orders/{order_id}")
    warpware.get(f"/orders/{MISSING}")  # 404
    warpware.patch(f"/orders/{order_id}", {"note": "Ring twice"})
    warpware.get("/nope")  # 404, of no operation
    warpware.get("/version")
    return warpware


def test_an_exchange_tells_the_request_the_answer_and_what_decided_it(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1")
    body = b'{"status": "hold", "notice": "x"}'
    headers = {"Content-Type": "application/json", "X-Trace": "t-1"}
    reply = warpware.request("PATCH", f"/orders/{order_id}?dry%20run=1", body=body, headers=headers)
    exchange = journal(warpware)[-1]
    ms = exchange.pop("ms")
    request, response = exchange.pop("request"), exchange.pop("response")
    assert exchange == {
        "number": 2,
        "at": "2026-02-27T10:00:00Z",
        "vendor": "warpware",
        "operation": "warpware.updateOrder",
        "method": "PATCH",
        "path": f"/partner/v1/orders/{order_id}",
        "query": "dry%20run=1",
        "status": 200,
        "rule": "warpware.orders.update",
        "replayed": False,
        "notes": [
            "query parameter dry run is not one of this operation's: ignored",
            "body field notice is not one of this operation's: ignored",
        ],
        "events": ["order.status_changed", "order.held"],
        "faults": [],
        "attempt": 1,
        "changed": {"orders": [order_id]},
    }
    assert 0 < ms < 10_000
    assert request["body"] == '{"status": "hold", "notice": "x"}'
    assert request["headers"]["x-trace"] == "t-1"
    assert request["headers"]["content-type"] == "application/json"
    assert request["headers"]["authorization"] == f"Bearer {warpware.handle.warpware.key}"
    assert response == {"headers": dict(reply.headers), "body": reply.body.decode()}


def test_exchanges_come_oldest_first_and_are_numbered_from_1(busy: WarpWare) -> None:
    assert [exchange["number"] for exchange in journal(busy)] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_request_for_no_operation_is_journalled_without_one(busy: WarpWare) -> None:
    exchange = journal(busy, "?path=/partner/v1/nope")[0]
    assert (exchange["operation"], exchange["status"]) == (None, 404)
    assert exchange["rule"] == "warpware.errors.unknown-route"


def test_an_exchange_is_dated_by_the_sandboxs_clock(warpware: WarpWare) -> None:
    warpware.control.post("/clock/advance", {"seconds": 90})
    warpware.get("/version")
    assert journal(warpware)[0]["at"] == "2026-02-27T10:01:30Z"


def test_a_replayed_answer_is_marked(warpware: WarpWare) -> None:
    for _ in range(2):
        warpware.post("/orders", order_body(), headers={"X-Idempotency-Key": "key-1"})
    assert [exchange["replayed"] for exchange in journal(warpware)] == [False, True]


def test_bytes_that_are_no_utf_8_show_as_escapes(warpware: WarpWare) -> None:
    warpware.request("POST", "/orders", body=b"\xff{}", headers={"Content-Type": "application/json"})
    assert journal(warpware)[0]["request"]["body"] == "\\xff{}"


def test_a_rate_limited_call_is_journalled(world: Callable[..., WarpWare]) -> None:
    client = world(limits={"warpware": {"requests": 1}})
    client.get("/version")
    client.get("/version")
    assert [exchange["status"] for exchange in journal(client)] == [200, 429]


def test_control_calls_are_not_journalled(warpware: WarpWare) -> None:
    warpware.control.get("/clock")
    assert journal(warpware) == []


def test_a_journal_holds_its_own_sandboxs_exchanges_alone(world: Callable[..., WarpWare]) -> None:
    one, other = world(), world()
    one.get("/version")
    assert (len(journal(one)), len(journal(other))) == (1, 0)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?operation=warpware.createOrder", [1, 2]),
        ("?operation=createOrder", [1, 2]),
        ("?operation=whiplash.createOrder", []),
        ("?method=POST", [1, 2]),
        ("?method=patch", [6]),
        ("?path=/partner/v1/orders", [1, 2, 3]),
        ("?path=/partner/v1/orders/*", [4, 5, 6]),
        ("?path=*version", [8]),
        ("?path=*orders", [1, 2, 3]),
        ("?operation=*Order", [1, 2, 4, 5, 6]),
        ("?path=/partner/v1/orders%3Fstatus=pending", []),
        ("?status=404", [5, 7]),
        ("?status=409", [2]),
        ("?status=418", []),
        ("?operation=getOrder&status=404", [5]),
        ("?method=GET&path=*/orders*&status=200", [3, 4]),
        ("?limit=2", [7, 8]),
        ("?limit=1&status=404", [7]),
        ("?limit=2000", [1, 2, 3, 4, 5, 6, 7, 8]),
    ],
)
def test_filters_hold_together_and_limit_keeps_the_newest(busy: WarpWare, query: str, numbers: list[int]) -> None:
    assert [exchange["number"] for exchange in journal(busy, query)] == numbers


@pytest.mark.parametrize(("query", "matching"), [("?limit=1", 8), ("?limit=1&status=404", 2), ("?status=418", 0)])
def test_matching_counts_what_the_limit_left_out_too(busy: WarpWare, query: str, matching: int) -> None:
    assert busy.control.get(f"/journal{query}").json["matching"] == matching


def test_without_a_limit_the_newest_100_are_listed(warpware: WarpWare) -> None:
    for _ in range(101):
        warpware.get("/version")
    assert [exchange["number"] for exchange in journal(warpware)] == list(range(2, 102))


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("operatoin=getOrder", "there is no query parameter 'operatoin'; did you mean 'operation'?"),
        ("state=404", "there is no query parameter 'state'; did you mean 'status'?"),
        ("status=ok", "status: must be a whole number"),
        ("status=", "status: must be a whole number"),
        ("status=404.5", "status: must be a whole number"),
        ("limit=all", "limit: must be a whole number"),
        ("limit=0", "limit: must be from 1 to 2000"),
        ("limit=-1", "limit: must be from 1 to 2000"),
        ("limit=2001", "limit: must be from 1 to 2000"),
    ],
)
@pytest.mark.parametrize("path", ["/sandboxes/default/journal", "/journal"])
def test_a_filter_that_cannot_be_is_refused(control: Http, path: str, query: str, error: str) -> None:
    reply = control.get(f"{path}?{query}")
    assert (reply.status, reply.json) == (400, {"error": error})


def test_clearing_answers_how_many_there_were_and_numbering_goes_on(busy: WarpWare) -> None:
    assert busy.control.delete("/journal").json == {"dropped": 8}
    assert busy.control.delete("/journal").json == {"dropped": 0}
    busy.get("/version")
    assert [exchange["number"] for exchange in journal(busy)] == [9]


@pytest.mark.parametrize(
    ("authorization", "rule"),
    [
        (None, "warpware.auth.bearer-required"),
        ("Basic abc", "warpware.auth.bearer-required"),
        ("Bearer sk_live_0", "warpware.auth.key-format"),
        ("Bearer ww_live_feedfeedfeedfeed0000000000000000", "warpware.auth.unknown-key"),
    ],
)
def test_a_request_with_no_valid_key_is_in_the_servers_own_journal(
    mockserver_server: MockServer, control: Http, authorization: str | None, rule: str
) -> None:
    client = Http(mockserver_server.url + "/partner/v1", {"Authorization": authorization} if authorization else {})
    trace = f"/orders/by-external/{rule}"
    client.get(trace)
    client.close()
    exchange = control.get(f"/journal?path=/partner/v1{trace}").json["exchanges"][-1]
    assert (exchange["status"], exchange["rule"]) == (401, rule)
    assert exchange["operation"] == "warpware.getOrderByExternalId"
    assert exchange["request"]["headers"].get("authorization") == authorization


def test_a_path_where_nothing_is_served_is_in_the_servers_own_journal(
    mockserver_server: MockServer, warpware: WarpWare, control: Http
) -> None:
    client = Http(mockserver_server.url, warpware.handle.warpware.headers())
    path = f"/orders/{warpware.handle.id}"
    answer = client.get(f"{path}?page=2")
    client.close()
    listed = control.get(f"/journal?path={path}").json
    (exchange,) = listed["exchanges"]
    assert (exchange["vendor"], exchange["operation"], exchange["rule"]) == (None, None, None)
    assert (exchange["method"], exchange["query"], exchange["status"]) == ("GET", "page=2", 404)
    assert exchange["response"]["body"] == answer.body.decode()
    assert journal(warpware) == []


def test_a_control_call_that_there_is_none_of_is_in_no_journal(control: Http) -> None:
    assert control.get("/no-such-call").status == 404
    assert control.get("/journal?path=/_mock/*").json["matching"] == 0


def test_a_revoked_key_is_no_valid_key(warpware: WarpWare, control: Http) -> None:
    path = f"/orders/by-external/{warpware.handle.id}"
    warpware.get(path, key=warpware.handle.warpware.revoked_key)
    assert journal(warpware) == []
    assert control.get(f"/journal?path=/partner/v1{path}").json["matching"] == 1


def test_a_request_with_a_valid_key_is_not_among_the_unclaimed(warpware: WarpWare, control: Http) -> None:
    path = f"/orders/by-external/{warpware.handle.id}"
    warpware.get(path)
    assert len(journal(warpware)) == 1
    assert control.get(f"/journal?path=/partner/v1{path}").json == {"exchanges": [], "matching": 0}


def test_the_unclaimed_can_be_filtered_and_limited(mockserver_server: MockServer, control: Http) -> None:
    client = Http(mockserver_server.url + "/partner/v1")
    for method in ("GET", "GET", "PATCH"):
        client.request(method, "/orders/filtered-and-limited")
    client.close()
    path = "path=*/filtered-and-limited"
    assert control.get(f"/journal?{path}").json["matching"] == 3
    listed = control.get(f"/journal?{path}&method=GET&limit=1").json
    assert (len(listed["exchanges"]), listed["matching"]) == (1, 2)
    assert control.get(f"/journal?{path}&operation=updateOrder").json["matching"] == 1


def test_the_unclaimed_cannot_be_cleared_by_one_tenant_for_all(control: Http) -> None:
    assert control.delete("/journal").status == 405
