"""A refusal names the helper, or the place, that does what was meant."""

from __future__ import annotations

import operator
import re
import sys
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from handles.conftest import Make
from mockserver import ControlError, MockServer, RemoteServer, SandboxHandle, faults
from mockserver.errors import BadRule, UnknownSandbox, UnknownScript
from mockserver.handles.telling import Telling


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {"status": "failed"},
            "there is no field 'status': a new order is pending; then orders.move(order, 'shipped')",
        ),
        ({"error_message": "x"}, "there is no field 'error_message': give it to orders.move(order, 'failed', error_"),
        ({"hold_reason": "x"}, "there is no field 'hold_reason': give it to orders.move(order, 'hold', hold_reason="),
        ({"tracking_number": "1Z"}, "there is no field 'tracking_number': the vendor gives it out as the order ships"),
        ({"created_at": "2026-02-27"}, "there is no field 'created_at': it is the clock's time; the sandbox's now,"),
        ({"statsu": "failed"}, "there is no field 'statsu'; did you mean 'status'?"),
        ({"sku": "A"}, "there is no field 'sku': it is a line's: line_items=[{'sku': 'A', 'quantity': 1}]"),
    ],
)
def test_what_a_new_warpware_order_cannot_have_is_told_with_the_way_to_it(
    sandbox: SandboxHandle, fields: dict[str, Any], text: str
) -> None:
    with pytest.raises(ControlError) as refused:
        sandbox.warpware.orders.create(**fields)
    assert str(refused.value)[: len(text)] == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"status": 50}, "there is no field 'status': it follows from the items; then orders.move(order, 300), or any"),
        ({"external_id": "A"}, "there is no field 'external_id': Whiplash calls it originator_id"),
        ({"tracking": "1Z"}, "there is no field 'tracking': the vendor gives it out as the order ships"),
        ({"updated_at": "x"}, "there is no field 'updated_at': it is the clock's time"),
        (
            {"sku": "A"},
            "there is no field 'sku': it is a line's: order_items=[{'sku': 'A', 'quantity': 1}], of an item",
        ),
    ],
)
def test_what_a_new_whiplash_order_cannot_have_is_told_with_the_way_to_it(
    sandbox: SandboxHandle, fields: dict[str, Any], text: str
) -> None:
    with pytest.raises(ControlError) as refused:
        sandbox.whiplash.orders.create(**fields)
    assert str(refused.value)[: len(text)] == text


def test_an_order_is_cancelled_by_the_partner_and_the_refusal_says_how(sandbox: SandboxHandle) -> None:
    order = sandbox.warpware.orders.create()
    text = "to: the warehouse moves no order to '{}': the partner cancels, by POST /orders/{{id}}/cancel"
    for word in ("cancelled", "canceled"):
        with pytest.raises(ControlError) as refused:
            sandbox.warpware.orders.move(order, word)
        assert str(refused.value) == text.format(word)


def test_a_word_in_another_case_is_the_nearest(sandbox: SandboxHandle) -> None:
    with pytest.raises(ControlError, match="'SHIPPED'; did you mean 'shipped'"):
        sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "SHIPPED")


def test_a_misspelt_part_of_a_match_is_told_its_right_word(sandbox: SandboxHandle) -> None:
    with pytest.raises(BadRule, match=r"^there is no field 'operaton'; did you mean 'operation'\?$"):
        sandbox.faults.add("reset", operaton="createOrder")


def test_a_part_of_a_match_that_stands_beside_it_is_told_where_it_belongs(sandbox: SandboxHandle) -> None:
    with pytest.raises(ControlError, match="there is no field 'operation': it is a part of when"):
        sandbox.call("addFaults", {"operation": "createOrder", "effect": "reset"})


def test_a_whole_rule_in_the_place_of_an_effect_is_told_so(sandbox: SandboxHandle) -> None:
    rule = {"when": {"operation": "createOrder"}, "effect": {"kind": "reset"}}
    with pytest.raises(BadRule, match=r"a whole rule, not an effect: give its fields by name, add\(\*\*rule\)"):
        sandbox.faults.add(rule)
    assert sandbox.faults.add(**rule).name == "reset on createOrder"


def test_a_rule_without_an_effect_is_shown_one(sandbox: SandboxHandle) -> None:
    with pytest.raises(BadRule, match=r"neither is there; an effect is like \{kind: status, status: 503\}"):
        sandbox.faults.add(status=503, operation="createOrder")


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (-1, "quantity: must be from 0 to 1000000000, not -1"),
        ("8", "quantity: must be a whole number, not '8'"),
        (1.5, "quantity: must be a whole number, not 1.5"),
        (None, "quantity: must be a whole number, not None"),
    ],
)
def test_a_wrong_quantity_is_shown(sandbox: SandboxHandle, quantity: Any, text: str) -> None:
    with pytest.raises(ControlError) as refused:
        sandbox.warpware.inventory.set("A", quantity)
    assert str(refused.value) == text


def test_a_span_in_words_is_told_the_keywords(sandbox: SandboxHandle) -> None:
    anything: Any = sandbox.clock
    with pytest.raises(TypeError, match=r"not '5m'; advance\(seconds=…, minutes=…, hours=…, days=…\) takes numbers"):
        anything.advance("5m")


def test_the_status_of_a_spoilt_item_is_a_word_and_the_refusal_says_which(sandbox: SandboxHandle) -> None:
    with pytest.raises(BadRule, match=r"effect.status: must be a text, not 500.*: the item's own status, a word like"):
        sandbox.faults.add({"kind": "bulk_item", "index": 0, "status": 500})


@pytest.mark.parametrize(
    ("part", "name", "text"),
    [
        ("warpware.orders", "list", "WarpWareOrders has no 'list': all() is every order, oldest first"),
        ("warpware.orders", "cancel", "WarpWareOrders has no 'cancel': that is a call of the partner, which"),
        ("warpware.orders", "moove", "WarpWareOrders has no 'moove'; did you mean 'move'?"),
        ("whiplash.orders", "pause", "WhiplashOrders has no 'pause': that is a call of the partner, which"),
        ("warpware.inventory", "adjust", "WarpWareInventory has no 'adjust': set(sku, quantity) makes and changes"),
        ("whiplash.items", "set", "WhiplashItems has no 'set': whiplash.inventory.set(sku, quantity)"),
        ("warpware", "items", "WarpWareHandle has no 'items': inventory.set(sku, quantity)"),
        ("warpware", "journal", "WarpWareHandle has no 'journal': that is the sandbox's, mockserver.journal"),
        ("whiplash.webhooks", "deliver", "VendorWebhooks has no 'deliver': that is the sandbox's, mockserver.webhooks"),
        ("whiplash", "read_write_key", "WhiplashHandle has no 'read_write_key': key is the one that may do everything"),
        ("warpware", "readonly_key", "WarpWareHandle has no 'readonly_key'; did you mean 'read_only_key'?"),
        ("clock", "set", "ClockHandle has no 'set': freeze(at) goes to a moment and stops there; resume() lets it run"),
        ("clock", "unfreeze", "ClockHandle has no 'unfreeze': resume() lets it run on"),
        ("clock", "tick", "ClockHandle has no 'tick': advance(seconds=…, minutes=…, hours=…, days=…) moves it on"),
        ("journal", "last", "JournalHandle has no 'last': journal[-1] is the last exchange"),
        ("faults", "load", "FaultsHandle has no 'load': script(name) adds the rules of a script"),
        ("webhooks", "recever", "WebhooksHandle has no 'recever'; did you mean 'receiver'?"),
    ],
)
def test_what_a_handle_has_not_is_told_with_what_it_has(
    sandbox: SandboxHandle, part: str, name: str, text: str
) -> None:
    handle = operator.attrgetter(part)(sandbox)
    with pytest.raises(AttributeError) as refused:
        getattr(handle, name)
    assert str(refused.value)[: len(text)] == text
    assert not hasattr(handle, "__wrapped__")  # what tools ask of everything


def test_python_adds_no_suggestion_of_its_own(sandbox: SandboxHandle, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(AttributeError) as refused:
        getattr(sandbox.warpware.orders, "moove")  # noqa: B009  # a type checker knows that there is none
    sys.__excepthook__(refused.type, refused.value, refused.tb)
    (*_, shown) = capsys.readouterr().err.splitlines()
    assert shown == "AttributeError: WarpWareOrders has no 'moove'; did you mean 'move'?"


def test_an_attribute_error_inside_of_a_property_is_seen() -> None:
    class Broken(Telling):
        @property
        def place(self) -> object:
            return None.lost  # type: ignore[attr-defined]  # the fault

    with pytest.raises(AttributeError, match="'NoneType' object has no attribute 'lost'"):
        Broken().place  # noqa: B018  # reading it is what raises


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("orders", "SandboxHandle has no 'orders': each vendor has its own, warpware.orders and whiplash.orders"),
        ("url", "SandboxHandle has no 'url': each vendor has its own, warpware.url and whiplash.url"),
        ("restore", "SandboxHandle has no 'restore': snapshot() answers what can be restored"),
        ("warpwar", "SandboxHandle has no 'warpwar'; did you mean 'warpware'?"),
    ],
)
def test_what_a_sandbox_has_not_is_told_with_what_it_has(sandbox: SandboxHandle, name: str, text: str) -> None:
    with pytest.raises(AttributeError) as refused:
        getattr(sandbox, name)
    assert str(refused.value)[: len(text)] == text


def test_a_sandbox_that_is_gone_is_told_to_be_a_tests_own(make: Make) -> None:
    gone = make()
    gone.drop()
    with pytest.raises(UnknownSandbox, match=r"no sandbox '\w{16}', or no longer: a test's is dropped at its end"):
        gone.warpware.orders.create()


def test_a_receiver_that_was_closed_says_so(sandbox: SandboxHandle) -> None:
    receiver = sandbox.webhooks.receiver()
    receiver.close()
    with pytest.raises(AssertionError, match=r"within 0 s: nothing; it is closed$"):
        receiver.wait(timeout=0)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (faults.reset(), "faults[0]: this is an effect, not a rule, which is like {'effect': {'kind': 'reset'}}"),
        (
            {"operation": "createOrder", "effect": "reset"},
            "faults[0].operation: is a part of when: {'when': {'operation': ",
        ),
    ],
)
def test_a_sandboxs_fault_that_is_no_rule_is_told_what_one_is(
    server: MockServer | RemoteServer, rule: Any, text: str
) -> None:
    with pytest.raises(BadRule) as refused:
        server.sandbox(faults=[rule])
    assert str(refused.value)[: len(text)] == text


def test_an_effect_in_the_place_of_a_rule_is_told_what_a_rule_is(sandbox: SandboxHandle) -> None:
    with pytest.raises(ControlError, match=r"there is no field 'kind': an effect stands below effect: \{\"effect\": "):
        sandbox.call("addFaults", {"kind": "reset"})


def test_a_file_of_rules_that_is_not_there_is_told_with_where_it_was_looked_for(sandbox: SandboxHandle) -> None:
    with pytest.raises(UnknownScript, match=f"^there is no file 'mine.yaml' in {re.escape(str(Path.cwd()))}$"):
        sandbox.faults.script("mine.yaml")


def test_an_async_client_is_told_its_own_transport(mockserver_server: MockServer) -> None:
    async def call() -> None:
        with mockserver_server.sandbox() as sandbox:
            transport: Any = sandbox.warpware.httpx_transport()
            async with httpx.AsyncClient(transport=transport):
                pass

    with pytest.raises(
        TypeError, match=r"^httpx.AsyncClient takes async_httpx_transport\(\), not httpx_transport\(\)$"
    ):
        anyio.run(call)
