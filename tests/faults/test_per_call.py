"""What one call asks for itself: by header or by query."""

from __future__ import annotations

import pytest
from urllib3.exceptions import ProtocolError

from client import WarpWare, order_body
from faults.asking import timed


def test_a_header_asks_for_a_fault_of_one_call(warpware: WarpWare) -> None:
    seconds, reply = timed(lambda: warpware.get("/version", headers={"X-Mock-Fault": "status=503, delay=0.2"}))
    assert (reply.status, reply.rule) == (503, "fault.per-call")
    assert seconds >= 0.2
    assert warpware.get("/version").status == 200
    assert [exchange.faults for exchange in warpware.handle.journal] == [("per call",), ()]


def test_a_query_asks_for_the_same(warpware: WarpWare) -> None:
    with pytest.raises(ProtocolError) as caught:
        warpware.get("/orders?per_page=5&__fault=reset")
    assert isinstance(caught.value.args[1], ConnectionResetError)


def test_the_mocks_own_parameter_is_none_of_the_operations(warpware: WarpWare) -> None:
    reply = warpware.get("/orders?per_page=5&__fault=delay%3D0&page=1")
    assert (reply.status, reply.meta["per_page"]) == (200, 5)
    assert warpware.handle.journal.list()[-1].notes == []


def test_a_create_may_be_lost_by_its_own_wish(warpware: WarpWare) -> None:
    with pytest.raises(ProtocolError):
        warpware.post("/orders", order_body(), headers={"X-Mock-Fault": "reset, phase=after"})
    assert warpware.post("/orders", order_body()).status == 409


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("rest", "X-Mock-Fault: there is no kind of fault 'rest'; did you mean 'reset'?"),
        ("status=7", "X-Mock-Fault: effect.status: must be from 200 to 599, not 7"),
        ("bulk_item=1", "X-Mock-Fault: bulk_item does nothing to warpware.getVersion"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(warpware: WarpWare, text: str, refusal: str) -> None:
    reply = warpware.get("/version", headers={"X-Mock-Fault": text})
    assert (reply.status, reply.json, reply.rule) == (400, {"error": refusal}, "fault.unreadable")


def test_who_has_no_key_has_no_wish(warpware: WarpWare) -> None:
    headers = {"X-Mock-Fault": "status=503", "Authorization": "Bearer nonsense"}
    assert warpware.get("/version", headers=headers).status == 401
