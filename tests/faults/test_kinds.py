"""Each kind on a real connection, as urllib3 sees it and as curl sees it."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
from urllib3.exceptions import ProtocolError

from client import Http, WarpWare, order_body
from faults.asking import curl, timed
from mockserver import faults
from mockserver.core.faults.kind import FaultKind


def add(client: WarpWare, effect: Any, **rule: Any) -> None:
    client.handle.faults.add(effect, **rule)


def test_status_answers_in_the_vendors_own_error_shape(warpware: WarpWare) -> None:
    add(warpware, faults.status(503), name="Outage")
    reply = warpware.get("/version")
    assert (reply.status, reply.json, reply.rule) == (503, {"detail": "Service Unavailable"}, "fault.outage")
    assert reply.headers["x-warpware-api-version"] == "2026-02-27"
    told = curl(warpware)
    assert (told.code, told.status, told.body) == (0, 503, b'{"detail":"Service Unavailable"}')


def test_status_429_is_the_vendors_own_with_its_headers(warpware: WarpWare) -> None:
    add(warpware, faults.status(429), times=1)
    reply = warpware.get("/version")
    assert (reply.status, reply.headers["retry-after"]) == (429, "60")
    assert reply.detail == "Rate limit exceeded: 200 requests in 60 seconds; retry after 60 seconds"
    add(warpware, faults.status(429, headers={"Retry-After": "7"}), times=1)
    assert warpware.get("/version").headers["retry-after"] == "7"
    add(warpware, faults.status(429, body={"detail": "Slow down"}))
    assert "retry-after" not in warpware.get("/version").headers


def test_status_takes_a_json_body_and_headers(warpware: WarpWare) -> None:
    add(warpware, faults.status(503, body={"oops": [1]}, headers={"Retry-After": "7"}))
    reply = warpware.get("/version")
    assert (reply.json, reply.headers["retry-after"]) == ({"oops": [1]}, "7")
    assert reply.headers["content-type"] == "application/json"


@pytest.mark.parametrize(("body", "kind"), [("<h1>Bad gateway</h1>", "text/html"), ("upstream gone", "text/plain")])
def test_status_sends_a_text_as_it_stands(warpware: WarpWare, body: str, kind: str) -> None:
    add(warpware, faults.status(502, body=body))
    reply = warpware.get("/version")
    assert (reply.body.decode(), reply.headers["content-type"]) == (body, f"{kind}; charset=utf-8")


def test_status_401_and_403_have_the_vendors_own_words(warpware: WarpWare) -> None:
    """The document's own for 401."""
    add(warpware, faults.status(401), times=1)
    assert warpware.get("/orders").json == {"detail": "Invalid API key or key has been revoked"}
    add(warpware, faults.status(403), times=1)
    refused = warpware.get("/orders")
    write_only = warpware.get("/orders", key=warpware.handle.warpware.write_only_key)
    assert (refused.status, refused.json) == (write_only.status, write_only.json)


def test_rate_limit_is_the_vendors_own_429(warpware: WarpWare) -> None:
    add(warpware, faults.rate_limit(30))
    reply = warpware.get("/version")
    assert (reply.status, reply.headers["retry-after"]) == (429, "30")
    assert reply.detail == "Rate limit exceeded: 200 requests in 60 seconds; retry after 30 seconds"
    assert curl(warpware).status == 429


def test_rate_limit_lasts_the_vendors_window_unless_told(warpware: WarpWare) -> None:
    add(warpware, faults.rate_limit())
    assert warpware.get("/version").headers["retry-after"] == "60"


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_delay_is_seen_on_the_clients_clock(warpware: WarpWare, phase: str) -> None:
    """Within 20 %; of four calls one, for this side may be kept waiting too."""
    add(warpware, faults.delay(0.2), phase=phase)
    reply = warpware.get("/version")
    assert (reply.status, reply.rule) == (200, "warpware.version.get")
    took: list[float] = []
    while len(took) < 4 and min(took, default=9) >= 0.24:
        took.append(timed(lambda: warpware.get("/version"))[0])
    assert 0.2 <= min(took) < 0.24
    seconds, told = timed(lambda: curl(warpware))
    assert told.status == 200
    assert seconds >= 0.2


def test_a_hang_sends_no_byte_and_then_closes(warpware: WarpWare) -> None:
    for phase in ("before", "after"):
        warpware.handle.faults.clear()
        add(warpware, faults.hang(0.1), phase=phase)
        with pytest.raises(ProtocolError) as caught:
            warpware.get("/version")
        assert isinstance(caught.value.args[1], http.client.RemoteDisconnected)
    seconds, told = timed(lambda: curl(warpware))
    assert (told.code, told.status) == (52, 0)  # empty reply
    assert seconds >= 0.1


@pytest.mark.parametrize("effects", [[faults.hang(0.1), faults.reset()], [faults.reset(), faults.hang(0.1)]])
def test_a_hang_and_a_reset_end_in_a_reset(warpware: WarpWare, effects: list[FaultKind]) -> None:
    add(warpware, effects)
    with pytest.raises(ProtocolError) as caught:
        warpware.get("/version")
    assert isinstance(caught.value.args[1], ConnectionResetError)
    assert not isinstance(caught.value.args[1], http.client.RemoteDisconnected)


@pytest.mark.parametrize(
    ("kind", "error", "code"),
    [
        ("reset", ConnectionResetError, 56),  # failure in receiving
        ("empty", http.client.RemoteDisconnected, 52),  # empty reply
        ("garbage", http.client.BadStatusLine, 1),  # a protocol that it does not take: HTTP/0.9
    ],
)
@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_call_that_is_lost(warpware: WarpWare, kind: str, error: type[Exception], code: int, phase: str) -> None:
    add(warpware, kind, phase=phase)
    with pytest.raises(ProtocolError) as caught:
        warpware.get("/version")
    assert type(caught.value.args[1]) is error
    assert (curl(warpware).code, curl(warpware).status) == (code, 0)


@pytest.mark.parametrize("cut", [faults.truncate(0.5), faults.truncate(20)])
def test_a_truncated_body_stops_short_of_its_length(warpware: WarpWare, cut: Any) -> None:
    whole = warpware.get("/version").body
    add(warpware, cut)
    with pytest.raises(ProtocolError) as caught:
        warpware.get("/version")
    assert isinstance(caught.value.args[1], http.client.IncompleteRead)
    told = curl(warpware)
    assert (told.code, told.status) == (18, 200)  # partial file
    assert told.body == whole[: len(whole) // 2 if "fraction" in cut else 20]


def test_a_dribble_comes_whole_and_slowly(warpware: WarpWare) -> None:
    add(warpware, faults.dribble(0.15, chunks=3))
    seconds, reply = timed(lambda: warpware.get("/version"))
    assert reply.data["version"] == "2026-02-27"
    assert seconds >= 0.15
    seconds, told = timed(lambda: curl(warpware))
    assert json.loads(told.body) == reply.json
    assert seconds >= 0.15


def test_malformed_json_is_whole_by_its_length_and_no_json(warpware: WarpWare) -> None:
    add(warpware, faults.malformed_json(), name="cut")
    reply = warpware.get("/version")
    assert (reply.status, reply.rule) == (200, "fault.cut")
    assert reply.headers["content-length"] == str(len(reply.body))
    with pytest.raises(json.JSONDecodeError):
        json.loads(reply.body)
    with pytest.raises(json.JSONDecodeError):
        json.loads(curl(warpware).body)


def test_a_number_is_no_json_either_once_it_is_malformed(demo: WarpWare) -> None:
    demo.handle.faults.add(faults.malformed_json(), operation="whiplash.countOrders")
    whiplash = Http(demo.handle.whiplash.url, demo.handle.whiplash.headers())
    reply = whiplash.get("/orders/count")
    whiplash.close()
    assert (reply.status, reply.headers["content-length"]) == (200, str(len(reply.body)))
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(reply.body)


def test_an_answer_without_a_body_gets_none_by_being_malformed(warpware: WarpWare) -> None:
    add(warpware, [faults.status(204), faults.malformed_json()], operation="getVersion")
    connection = http.client.HTTPConnection(urlsplit(warpware.handle.base_url).netloc, timeout=10)
    headers = dict(warpware.handle.warpware.headers())
    connection.request("GET", "/partner/v1/version", headers=headers)
    assert (answer := connection.getresponse()).status == 204
    assert answer.read() == b""
    connection.request("GET", "/partner/v1/orders", headers=headers)
    assert connection.getresponse().status == 200
    connection.close()


def test_a_wrong_content_type_has_the_right_body(warpware: WarpWare) -> None:
    add(warpware, faults.wrong_content_type())
    reply = warpware.get("/version")
    assert (reply.headers["content-type"], reply.data["version"]) == ("text/html; charset=utf-8", "2026-02-27")
    assert b"content-type: text/html; charset=utf-8\r\n" in curl(warpware, "/version", "-i").body


def test_a_spoiled_item_is_not_created_and_the_others_are(warpware: WarpWare) -> None:
    add(warpware, [faults.bulk_item(1), faults.bulk_item("C*", message="Database timeout")])
    orders = [order_body(name) for name in ("A", "B", "C")]
    reply = warpware.post("/orders/bulk", {"orders": orders})
    assert reply.status == 207
    assert [(item["external_id"], item["status"]) for item in reply.data] == [
        ("A", "created"),
        ("B", "error"),
        ("C", "error"),
    ]
    assert reply.data[2]["message"] == "Database timeout"
    assert (reply.meta["created"], reply.meta["errors"]) == (1, 2)
    assert [warpware.get(f"/orders/by-external/{name}").status for name in ("A", "B", "C")] == [200, 404, 404]
    sent = ("-d", json.dumps({"orders": orders}), "-H", "Content-Type: application/json")
    assert curl(warpware, "/orders/bulk", *sent).status == 207


def test_an_item_that_fails_with_a_status_of_its_own_counts_as_an_error(warpware: WarpWare) -> None:
    add(warpware, faults.bulk_item(0, status="failed"))
    reply = warpware.post("/orders/bulk", {"orders": [order_body("A"), order_body("B")]})
    assert [result["status"] for result in reply.data] == ["failed", "created"]
    assert (reply.meta["created"], reply.meta["errors"]) == (1, 1)


def test_a_delay_and_a_503_happen_on_one_call(warpware: WarpWare) -> None:
    add(warpware, faults.delay(0.2), name="slow")
    add(warpware, faults.status(503), name="down")
    seconds, reply = timed(lambda: warpware.get("/version"))
    assert (reply.status, reply.rule) == (503, "fault.down")
    assert seconds >= 0.2
    assert warpware.handle.journal.list()[-1].faults == ("slow", "down")


def test_an_answer_of_ones_own_may_be_cut(warpware: WarpWare) -> None:
    add(warpware, [faults.status(503, body="x" * 100), faults.truncate(10)])
    told = curl(warpware)
    assert (told.code, told.status, told.body) == (18, 503, b"x" * 10)


def test_nothing_is_spoiled_where_the_call_was_refused(warpware: WarpWare) -> None:
    """An after-rule is about what was carried out."""
    add(warpware, "reset", phase="after")
    assert warpware.get("/orders/nope").status == 404
    assert [active.seen for active in warpware.handle.faults] == [0]


def test_a_head_request_is_not_served_a_body(warpware: WarpWare) -> None:
    add(warpware, faults.status(503))
    told = curl(warpware, "/version", "-I")
    assert (told.code, told.status) == (0, 503)


def test_a_stale_read_does_not_know_what_was_just_made(warpware: WarpWare) -> None:
    add(warpware, faults.stale(30), name="lag")
    path = f"/orders/{warpware.create()}"
    assert (warpware.get(path).status, curl(warpware, path).status) == (404, 404)
    warpware.handle.clock.advance(30)
    assert (warpware.get(path).status, curl(warpware, path).status) == (200, 200)


def test_a_barrier_holds_calls_of_whichever_client_until_all_have_come(warpware: WarpWare) -> None:
    add(warpware, faults.barrier(parties=2, order=["createOrder", "getOrderStats"]), name="race")
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(curl, warpware, "/orders/stats")
        made = warpware.post("/orders", order_body())
        told = reading.result(10)
    assert (made.status, told.status, json.loads(told.body)["data"]["total"]) == (201, 200, 1)
