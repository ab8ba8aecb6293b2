"""What the journal and the webhooks list, and what they refuse, by a handle."""

from __future__ import annotations

from typing import Any

import pytest

from client import Http, order_body
from mockserver import ControlError, SandboxHandle, faults
from mockserver.errors import BadRule, UnknownDelivery


def test_the_journal_is_searched_by_the_language_of_matches(sandbox: SandboxHandle, client: Http) -> None:
    anything: Any = sandbox.journal
    client.get("/version")
    client.post("/orders", order_body("A"))
    for wanted in ({"operation": "get*"}, {"path": "*/version"}, {"method": "get"}, {"status": "200"}):
        assert [one.number for one in anything.list(**wanted)] == [1]
    for kind, text, wanted in (
        (
            BadRule,
            "operation: there is no operation 'createOrdr'; did you mean 'createOrder'?",
            {"operation": "createOrdr"},
        ),
        (BadRule, "method: there is no method 'PSOT'; did you mean 'POST'?", {"method": "PSOT"}),
        (BadRule, "method: getVersion is GET, never HEAD", {"operation": "getVersion", "method": "HEAD"}),
        (BadRule, "path: is the whole path, as in /partner/v1/orders/*; '/orders' is below none", {"path": "/orders"}),
        (ControlError, "status: must be a whole number", {"status": "abc"}),
    ):
        with pytest.raises(kind) as refused:
            anything.list(**wanted)
        assert (refused.type, str(refused.value)[: len(text)]) == (kind, text)


def test_an_operation_that_answers_head_is_found_and_spoilt_by_it(sandbox: SandboxHandle) -> None:
    whiplash = Http(sandbox.whiplash.url, sandbox.whiplash.headers())
    asked: dict[str, Any] = {"operation": "whiplash.listOrders", "method": "HEAD"}
    sandbox.faults.add(faults.status(503), **asked, times=1)
    assert [whiplash.request(method, "/orders").status for method in ("GET", "HEAD")] == [200, 503]
    whiplash.close()
    sandbox.faults.add(faults.stale(1), **asked)
    assert [one.number for one in sandbox.journal.list(**asked)] == [2]
    sandbox.journal.expect(**asked, exactly=1)
    with pytest.raises(BadRule, match=r"method: whiplash\.createOrder is POST, never HEAD"):
        sandbox.journal.list(operation="whiplash.createOrder", method="HEAD")


def test_what_is_expected_of_the_journal_is_spelt_and_said_once(sandbox: SandboxHandle, client: Http) -> None:
    anything: Any = sandbox.journal
    client.post("/orders", order_body("A"))
    client.get("/version")
    for text, match, given in (
        ("there is no field 'exacty'; did you mean 'exactly'?", "createOrder", {"exacty": 1}),
        ("there is no field 'operatoin'; did you mean 'operation'?", None, {"operatoin": "createOrder"}),
        ("operation: is given twice", "createOrder", {"operation": "getOrder", "never": True}),
        ("match: must be an operation's id or an object, not ['createOrder']", ["createOrder"], {}),
        ("match.key: 'read_onyl' is neither a key nor the name of its role", None, {"key": "read_onyl", "never": True}),
    ):
        with pytest.raises(BadRule) as refused:
            anything.expect(match, **given)
        assert str(refused.value)[: len(text)] == text
    in_order = sandbox.journal.expect(in_order=["createOrder", {"operation": "getVersion"}])
    assert [one.number for one in in_order] == [1, 2]
    with pytest.raises(BadRule, match=r"in_order\[0\].operation: there is no operation 'createOrdr'"):
        sandbox.journal.expect(in_order=["createOrdr"])


def test_deliveries_are_listed_by_names_that_there_are(sandbox: SandboxHandle) -> None:
    anything: Any = sandbox.webhooks
    for kind, text, wanted in (
        (BadRule, "event: there is no event 'order.shiped'; did you mean 'order.shipped'?", {"event": "order.shiped"}),
        (
            ControlError,
            "state: must be one of pending, delivered, failed, cancelled, dropped, not 's",
            {"state": "sent"},
        ),
    ):
        with pytest.raises(kind) as refused:
            anything.list(**wanted)
        assert (refused.type, str(refused.value)[: len(text)]) == (kind, text)
    with pytest.raises(BadRule, match="event: there is no event 'nope'; there are: ") as unlike:
        anything.list(event="nope")
    assert str(unlike.value).count("order.shipped") == 1  # both vendors have it
    for number in (0, -1, 99, 10**30):
        with pytest.raises(UnknownDelivery) as unknown:
            sandbox.webhooks.replay(number)
        assert str(unknown.value).startswith(f"there is no delivery {number}; GET …/webhooks/deliveries lists those")
    for wrong in ("1", 1.5, None, True):
        with pytest.raises(TypeError, match=f"number: must be a delivery's whole number, not {wrong!r}"):
            anything.replay(wrong)


def test_what_was_listed_stays_as_it_was(sandbox: SandboxHandle) -> None:
    receiver = sandbox.webhooks.receiver(events=["order.held"])
    receiver.answer_with(503, times=1)
    sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
    sandbox.webhooks.deliver()
    (before,) = sandbox.webhooks
    sandbox.clock.advance(minutes=1)
    (after,) = sandbox.webhooks
    assert [(one.state, len(one.attempts), one.made) for one in (before, after)] == [
        ("pending", 1, 1),
        ("delivered", 2, 2),
    ]


def test_what_is_listed_is_the_same_here_and_from_afar(sandbox: SandboxHandle, client: Http) -> None:
    receiver = sandbox.webhooks.receiver(events=["order.held"])
    sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
    made = sandbox.webhooks.deliver()
    (delivery,) = sandbox.webhooks
    (sent,) = delivery.attempts
    assert list(made) in ([], [sent])  # nothing, where the courier was quicker
    assert delivery.delays == (60, 300, 1800, 7200)
    assert (sent.faults, sent.outcome.status) == ((), 200)
    assert sandbox.webhooks.replay(delivery.number).replay is True
    assert len(receiver.wait(2)) == 2
    client.get("/version")
    (exchange,) = sandbox.journal
    assert (exchange.key, exchange.sandbox, exchange.faults) == (sandbox.warpware.key, sandbox.id, ())
