"""Receivers of webhooks, by a handle."""

from __future__ import annotations

import re
import socket
import urllib.request
from typing import Any

import pytest

from client import Http
from handles.conftest import Make
from mockserver import ControlError, Received, RemoteServer, SandboxHandle, faults
from mockserver.errors import WaitsForItself


def test_a_receiver_is_told_and_checks_the_signature(sandbox: SandboxHandle) -> None:
    receiver = sandbox.webhooks.receiver("/here", events=["order.shipped", "order.status_changed"])
    order = sandbox.warpware.orders.move(sandbox.warpware.orders.create("A"), "shipped")
    *_, last = events = receiver.wait(4)
    assert [event.event for event in events] == ["order.status_changed"] * 3 + ["order.shipped"]
    assert (last.path, last.timestamp, last.signature_ok) == ("/here", "2026-02-27T10:00:00Z", True)
    assert (last.id, last.data) == (last.header("x-warpware-delivery"), order)
    assert last.json["event"] == "order.shipped"
    sandbox.webhooks.deliver()
    assert [delivery.state for delivery in sandbox.webhooks] == ["delivered"] * 4


def test_a_wait_that_fails_tells_what_came_and_how_the_rest_went(sandbox: SandboxHandle) -> None:
    receiver = sandbox.webhooks.receiver(events=["order.held", "order.status_changed"])
    receiver.answer_with(500, times=1)
    sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
    sandbox.webhooks.deliver()
    with pytest.raises(AssertionError) as failed:
        receiver.wait(3, timeout=0.1)
    text = str(failed.value)
    assert f"2 of 3 webhooks came to {receiver.url} within 0.1 s: order.status_changed, order.held" in text
    assert "1 order.status_changed is pending after 1 attempts, the last one: answered 500" in text
    assert "the next one is due at 2026-02-27T10:01:00" in text
    sandbox.clock.advance(minutes=1)
    assert [event.event for event in receiver.wait(3)][-1] == "order.status_changed"
    with pytest.raises(AssertionError, match=r"there were no more to deliver \(2 deliveries\)"):
        receiver.wait(4, timeout=0.1)


def test_a_wrong_signature_fails_the_wait_unless_it_is_not_checked(sandbox: SandboxHandle) -> None:
    strict = sandbox.webhooks.receiver(events=["order.held"])
    lenient = sandbox.webhooks.receiver(events=["order.held"], check_signature=False)
    sandbox.faults.add(faults.webhook_bad_signature())
    sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
    with pytest.raises(AssertionError, match=r"1 of 1 webhooks are signed wrongly, the first of them order.held"):
        strict.wait()
    assert lenient.wait()[0].signature_ok is None


def test_a_receiver_hangs_and_goes_on(sandbox: SandboxHandle) -> None:
    receiver = sandbox.webhooks.receiver(events=["order.held"])
    with receiver.hang():
        sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
        receiver.wait()
        assert [delivery.state for delivery in sandbox.webhooks] == ["pending"]
    sandbox.webhooks.deliver()
    assert [delivery.state for delivery in sandbox.webhooks] == ["delivered"]


def test_a_receiver_is_registered_by_the_test_itself(sandbox: SandboxHandle, client: Http) -> None:
    receiver = sandbox.webhooks.receiver(register=False)
    with pytest.raises(AssertionError, match=r"0 of 1 webhooks came to .*: nothing; it is not registered"):
        receiver.wait(timeout=0.05)
    made = client.post("/webhooks", {"url": receiver.url, "events": ["order.held"]}).json
    receiver.secrets.append(made["secret"])
    client.post(f"/webhooks/{made['id']}/test")
    (event,) = receiver.wait()
    assert (event.event, event.signature_ok) == ("webhook.test", True)


def test_whiplash_posts_the_object_itself(make: Make) -> None:
    sandbox = make()
    receiver = sandbox.whiplash.webhooks.receiver(events=["order.shipped"])
    order = sandbox.whiplash.orders.move(sandbox.whiplash.orders.create(), 300)
    (event,) = receiver.wait()
    assert (event.id, event.data["status"], event.event, event.timestamp) == (order["id"], 300, "", None)
    assert event.signature_ok is None
    with pytest.raises(ControlError, match=r"Whiplash tells of no 'order.shiped'; did you mean 'order.shipped'"):
        sandbox.webhooks.receiver(vendor="whiplash", events=["order.shiped"])


def test_receivers_end_with_their_sandbox_and_leave_no_endpoint_behind(make: Make) -> None:
    sandbox = make()
    client = Http(sandbox.warpware.url, sandbox.warpware.headers())
    with sandbox.webhooks.receiver() as closed:
        assert [endpoint["url"] for endpoint in client.get("/webhooks").data] == [closed.url]
    assert client.get("/webhooks").data == []
    client.close()
    with pytest.raises(ControlError, match=r"events\[0\]: must be one of"):
        sandbox.webhooks.receiver(events=["order.shiped"])
    left = sandbox.webhooks.receiver()
    sandbox.close()
    for gone in (closed, left):
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(gone.url, timeout=5)


def test_a_server_elsewhere_cannot_be_sent_to_its_own_loopback(remote_server: RemoteServer) -> None:
    with remote_server.sandbox() as sandbox:
        sandbox.base_url = "http://mock.example:8080"
        with pytest.raises(ValueError, match=r"give receiver\(host=…\) .*--webhook-allow"):
            sandbox.webhooks.receiver()
        with pytest.raises(ValueError, match="vendor: there are warpware, whiplash, not 'warpwear'"):
            sandbox.webhooks.receiver(vendor="warpwear")  # type: ignore[arg-type]  # a test that nobody checks


def test_what_waits_for_an_answer_is_refused_to_who_is_to_give_it(make: Make) -> None:
    for use in (
        lambda sandbox: sandbox.clock.advance(60),
        lambda sandbox: sandbox.clock.freeze(),
        lambda sandbox: sandbox.snapshot(),
        lambda sandbox: sandbox.webhooks.deliver(),
        lambda sandbox: sandbox.webhooks.replay(1),
    ):
        sandbox, other = make(), make()
        receiver = sandbox.webhooks.receiver(events=["order.held"])

        def asks(event: Received, use: Any = use, sandbox: SandboxHandle = sandbox, other: Any = other) -> None:
            assert sandbox.warpware.orders.get(event.data["id"])["status"] == "hold"
            other.clock.advance(60)
            use(sandbox)

        receiver.on_event = asks
        sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
        sandbox.webhooks.deliver()
        with pytest.raises(WaitsForItself, match=r"\(\) waits for the answers to webhooks, and this is the handling"):
            receiver.wait()
        assert [attempt.outcome.status for one in sandbox.webhooks for attempt in one.attempts] == [500]


def test_what_on_event_raises_is_a_500_and_is_raised_by_the_wait(sandbox: SandboxHandle) -> None:
    receiver = sandbox.webhooks.receiver(events=["order.held"])

    def wrong(_: Received) -> None:
        raise KeyError("mine")

    receiver.on_event = wrong
    sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
    with pytest.raises(KeyError, match="mine"):
        receiver.wait(2)
    (attempt,) = sandbox.webhooks.deliver() or sandbox.webhooks.list()[0].attempts
    assert attempt.outcome.status == 500


def test_a_receiver_refuses_what_it_cannot_do(sandbox: SandboxHandle) -> None:
    anything: Any = sandbox.webhooks.receiver(register=False)
    for text, use, given in (
        ("status: must be a whole number from 200 to 599, not '500'", anything.answer_with, {"status": "500"}),
        ("status: must be a whole number from 200 to 599, not 100", anything.answer_with, {"status": 100}),
        ("times: must be a whole number of 1 or more, not 0", anything.answer_with, {"status": 500, "times": 0}),
        ("body: must be bytes or a text, not {}", anything.answer_with, {"status": 200, "body": {}}),
        ("Etag: must be a text of one line, not 'a\\nb'", anything.answer_with, {"status": 200, "Etag": "a\nb"}),
        ("count: must be a whole number of 0 or more, not -1", anything.wait, {"count": -1}),
        ("count: must be a whole number of 0 or more, not '2'", anything.wait, {"count": "2"}),
        ("timeout: must be real seconds, 0 or more, not inf", anything.wait, {"timeout": float("inf")}),
        ("events: must be a list, ['order.held']", sandbox.webhooks.receiver, {"events": "order.held"}),
        ("path: must begin with a slash and hold no space", sandbox.webhooks.receiver, {"path": "hooks"}),
        ("path: must begin with a slash and hold no space", sandbox.webhooks.receiver, {"path": "/a b"}),
        ("path: must be a text, not ['a']; events=['a'] takes events", sandbox.webhooks.receiver, {"path": ["a"]}),
        ("path: must be a text, not None", sandbox.whiplash.webhooks.receiver, {"path": None}),
    ):
        with pytest.raises((TypeError, ValueError), match=re.escape(text)):
            use(**given)
    assert anything.wait(0) == []


def test_a_receiver_takes_what_is_no_webhook_without_a_word(
    sandbox: SandboxHandle, capfd: pytest.CaptureFixture[str]
) -> None:
    receiver = sandbox.webhooks.receiver(register=False, host="::1")
    assert receiver.url == f"http://[::1]:{receiver.port}/hooks"
    for length, status in ((b"abc", b"400"), (b"-5", b"400"), (b"2", b"200")):
        with socket.create_connection(("::1", receiver.port), timeout=5) as connection:
            connection.sendall(b"POST /hooks HTTP/1.0\r\nContent-Length: " + length + b"\r\n\r\nxx")
            assert connection.recv(1000).split()[1] == status
    receiver.answer_with(200, body="plain", times=1)
    with urllib.request.urlopen(receiver.url, data=b"{}", timeout=5) as reply:
        assert reply.read() == b"plain"
    assert [event.body for event in receiver.events] == [b"xx", b"{}"]
    assert capfd.readouterr().err == ""
