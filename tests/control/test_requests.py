"""How control calls read what they are sent, whichever they are."""

from __future__ import annotations

from client import Http


def test_a_body_of_more_than_1_mib_is_refused_as_a_whole(control: Http) -> None:
    reply = control.post("/sandboxes/default/clock/advance", body=b'{"seconds": 0}' + b" " * 1048576)
    assert (reply.status, reply.json) == (400, {"error": "body: must have at most 1048576 bytes"})


def test_a_query_parameter_given_twice_is_refused(control: Http) -> None:
    reply = control.get("/sandboxes/default/journal?status=200&status=404")
    assert (reply.status, reply.json) == (400, {"error": "status: stands in the query twice"})


def test_no_body_is_an_empty_object(control: Http) -> None:
    reply = control.post("/sandboxes", body=b"")
    assert reply.status == 201
    control.delete(f"/sandboxes/{reply.json['id']}")
