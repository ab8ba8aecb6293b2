"""What a failing test tells of its sandbox, and faults that never fired."""

from __future__ import annotations

import shlex

import pytest

from inner import run_inside


def repeat_lines(result: pytest.RunResult) -> list[list[str]]:
    """The words of each line that repeats a test, without ``pytest``."""
    lines = [line.removeprefix("repeat it: ") for line in result.outlines if line.startswith("repeat it: ")]
    words = [shlex.split(line) for line in lines]
    assert all(line[0] == "pytest" for line in words)
    return [line[1:] for line in words]


def test_a_failing_test_tells_what_happened_in_its_sandbox(pytester: pytest.Pytester) -> None:
    body = """
@pytest.mark.mockserver(seed=7, now="2026-02-27T10:00:00Z", frozen=True, readings={"warpware.envelope": "always"})
def test_that_fails(mockserver):
    client = WarpWare(mockserver)
    mockserver.faults.add(faults.status(503), operation="listOrders", name="outage", times=1)
    mockserver.faults.add(faults.reset(), operation="createOrder", name="not reached", times=1)
    client.post("/webhooks", {"url": "http://127.0.0.1:9/hook", "events": ["order.status_changed"]})
    assert client.get("/orders?page=2").status == 503
    assert client.get("/orders/nope").status == 404
    assert client.get("/orders", key="ww_live_" + 32 * "f").status == 401
    mockserver.clock.advance(seconds=5)
    for _ in range(20):
        client.get("/version")
    assert False

def test_that_made_an_event(mockserver):
    client = WarpWare(mockserver)
    client.post("/webhooks", {"url": "http://127.0.0.1:9/hook", "events": ["order.status_changed"]})
    client.move(client.create(), "ready")
    mockserver.webhooks.deliver()
    assert False

def test_that_asked_nothing(mockserver):
    assert False

def test_with_shared_ones(mockserver_session, mockserver_module, mockserver):
    assert False

def test_without_a_sandbox():
    assert False
"""
    result = run_inside(pytester, body)
    result.assert_outcomes(failed=5)
    text = result.stdout.str()
    for line in (
        (
            "seed 7, profile empty, clock at 2026-02-27T10:00:05Z, frozen, began at 2026-02-27T10:00:00Z\n"
            "readings: warpware.envelope=always\n"
            "exchanges, the last 20 of 23:\n"
            "  #4 GET /partner/v1/version → 200 warpware."
        ),
        "calls that reached no sandbox:\n  #1 GET /partner/v1/orders → 401 warpware.auth.",
        (
            "faults that fired:\n  outage: on 1 of 1 matching calls\nfaults that never fired:\n  not reached\n"
            "repeat it: pytest test_it.py::test_that_fails\n"
        ),
        "webhook attempts:\n  #1 order.status_changed → http://127.0.0.1:9/hook: attempt 1, cannot connect to",
        "seed 42, profile empty, not used\nrepeat it: pytest test_it.py::test_that_asked_nothing --mockserver-seed=",
        "- mockserver: mockserver_session -",
        "- mockserver: mockserver_module -",
        "the sandbox is shared: ",
    ):
        assert line in text
    assert text.count("repeat it: ") == 6


def test_exchanges_show_their_query_their_rule_and_the_fault_that_struck_them(pytester: pytest.Pytester) -> None:
    body = """
def test_it(mockserver):
    client = WarpWare(mockserver)
    mockserver.faults.add(faults.status(503), operation="listOrders", name="outage", times=1)
    mockserver.faults.add(faults.reset(), operation="getVersion", name="cut")
    client.get("/orders?page=2")
    client.get("/orders/nope")
    with pytest.raises(Exception):
        client.get("/version")
    assert False
"""
    result = run_inside(pytester, body)
    result.stdout.fnmatch_lines(
        [
            "exchanges:",
            "  #1 GET /partner/v1/orders[?]page=2 → 503 fault.outage fault: outage",
            '     {"detail":"Service Unavailable"}',
            "  #2 GET /partner/v1/orders/nope → 404 warpware.orders.uuid-only",
            '     {"detail":"Order not found: nope"}',
            "  #3 GET /partner/v1/version → no answer fault: cut",
        ],
        consecutive=True,
    )


ASKS = """
import os, pathlib

def told(mockserver):
    client = WarpWare(mockserver)
    answers = [client.post("/orders", order_body(f"O-{number}")) for number in range(3)]
    answers += [client.get("/orders"), client.get("/orders/stats"), client.get("/products"), client.get("/orders/none")]
    return repr([(a.status, [h for h in a.headers.items() if h[0] != "date"], a.body) for a in answers])

@pytest.mark.mockserver(frozen=True)
@pytest.mark.parametrize("case", ["a b", "it's"])
def test_repeated(mockserver, case):
    with open(os.environ["TOLD"], "a") as file:
        file.write(told(mockserver) + "\\n")
    assert False

@pytest.mark.mockserver(
    seed=11, readings={"warpware.envelope": "always"}, now="2026-02-27", profile="demo", frozen=True
)
def test_marked(mockserver):
    with open(os.environ["TOLD"], "a") as file:
        file.write(told(mockserver) + "\\n")
    assert False
"""


def test_the_line_repeats_the_test_with_the_same_answers_byte_for_byte(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = pytester.path / "told.txt"
    monkeypatch.setenv("TOLD", str(told))
    options = ("--mockserver-seed=7", "--mockserver-profile=demo", "--mockserver-reading=warpware.walter=disabled")
    first = run_inside(pytester, ASKS, *options)
    first.assert_outcomes(failed=3)
    before = told.read_text("utf-8").splitlines()
    assert before[2] not in before[:2]  # it is of the seed 11
    lines = repeat_lines(first)
    assert lines[2] == ["test_it.py::test_marked", "--mockserver-reading=warpware.walter=disabled"]
    for line, known in zip(lines, before, strict=True):
        told.unlink()
        again = run_inside(pytester, ASKS, *line)
        again.assert_outcomes(failed=1)
        assert told.read_text("utf-8").splitlines() == [known]


def test_a_fault_that_never_fired_fails_the_test_that_set_it(pytester: pytest.Pytester) -> None:
    body = """
import unittest

RESET = {"when": {"operation": "createOrder"}, "effect": {"kind": "reset"}}

def test_of_its_own(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder", name="lost")
    WarpWare(mockserver).get("/version")

@pytest.mark.mockserver(faults=RESET)
def test_of_the_marker(mockserver): pass

@pytest.mark.mockserver(faults=["half-failed-bulk"])
def test_a_script_none_of_whose_rules_fired(mockserver): pass

class TestCase(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def arranged(self, mockserver):
        mockserver.faults.add(faults.reset(), operation="createOrder", name="in a class")

    def test_it(self): pass

def test_that_fails_anyway(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder", name="after all")
    assert not "its own reason"

@pytest.mark.mockserver(unused_faults="ignore")
def test_that_does_not_mind(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder")

def test_that_leaves_it_to_chance(mockserver):
    mockserver.faults.add(faults.reset(), operation="getVersion", probability=1e-9)
    WarpWare(mockserver).get("/version")

@pytest.mark.mockserver(faults="vendor-outage-and-recovery")
def test_a_script_one_of_whose_rules_fired(mockserver):
    assert WarpWare(mockserver).get("/version").status == 503

def test_that_is_skipped(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder")
    pytest.skip()

def test_that_dropped_its_sandbox(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder")
    mockserver.drop()
"""
    result = run_inside(pytester, body)
    result.assert_outcomes(passed=4, failed=5, skipped=1)
    text = result.stdout.str()
    for name in ("'lost'", "'reset on createOrder'", "'half-failed-bulk'", "'in a class'"):
        assert f"mockserver: a fault never fired: {name}. The calls that it was meant for were not made, or" in text
    failures = text.partition("short test summary")[0]
    assert failures.count("mockserver: a fault never fired:") == 4
    result.stdout.fnmatch_lines(["*assert not 'its own reason'"])


def test_a_call_beside_the_prefix_is_shown_with_what_there_is(pytester: pytest.Pytester) -> None:
    body = """
def test_it(mockserver):
    with mockserver.intercept():
        requests.get("https://api.warpware.io/orders", headers=mockserver.warpware.headers()).raise_for_status()
"""
    result = run_inside(pytester, body)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "calls that reached no sandbox:",
            "  #1 GET /orders → 404",
            "*nothing is served at /orders; there are: /partner/v1, /api, /_mock*",
        ]
    )


def test_a_sandbox_that_is_asked_for_while_the_test_runs_is_treated_as_any_other(pytester: pytest.Pytester) -> None:
    body = """
def test_it(request):
    mockserver = request.getfixturevalue("mockserver")
    mockserver.faults.add(faults.reset(), operation="createOrder", name="asked for late")
"""
    pytester.maketxtfile(doc=">>> getfixture('mockserver').warpware.test_client().get('/version').status_code\n200\n")
    result = run_inside(pytester, body, "doc.txt", "test_it.py")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        ["Got:", "    401", "*", "calls that reached no sandbox:", "repeat it: pytest doc.txt*"]
    )
    result.stdout.fnmatch_lines(
        ["mockserver: a fault never fired: 'asked for late'*", "repeat it: pytest test_it.py::*"]
    )


def test_a_failure_of_a_fixture_is_told_with_the_sandbox_too(pytester: pytest.Pytester) -> None:
    body = """
@pytest.fixture
def fails_at_once(mockserver):
    WarpWare(mockserver).get("/orders/at-once")
    assert False

@pytest.fixture
def fails_at_the_end(mockserver):
    yield
    assert mockserver.journal.list(status=404) == []

@pytest.fixture(scope="module")
def fails_last(mockserver_module):
    yield
    WarpWare(mockserver_module).get("/orders/of-the-module")
    assert False

def test_set_up(fails_at_once): pass

def test_torn_down(fails_last, fails_at_the_end, mockserver):
    WarpWare(mockserver).get("/orders/nope")

def test_that_is_the_last_one_of_the_module(mockserver):
    WarpWare(mockserver).get("/version")
    assert len(mockserver.channel.here) == 2  # its own and the default one: those of the tests before were dropped
"""
    result = run_inside(pytester, body)
    result.assert_outcomes(passed=2, errors=3)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at setup of test_set_up*", "  #1 GET /partner/v1/orders/at-once *", "repeat it: *::test_set_up *",
            "*ERROR at teardown of test_torn_down*", "  #1 GET /partner/v1/orders/nope *", "repeat it: *",
            "*ERROR at teardown of test_that_is_the_last_one_of_the_module*", "* mockserver: mockserver_module *",
            "  #1 GET /partner/v1/orders/of-the-module *", "repeat it: *",
        ]
    )  # fmt: skip  # a report a line


def test_calls_that_are_long_are_cut_short(pytester: pytest.Pytester) -> None:
    body = """
def test_it(mockserver):
    WarpWare(mockserver).get("/orders?search=" + 5000 * "x")
    assert False
"""
    (line,) = [line for line in run_inside(pytester, body).outlines if line.startswith("  #1 GET ")]
    assert len(line) < 250
    assert line.endswith("xxx… → 200 warpware.orders.list")


def test_scripts_of_the_ini_file_may_stay_unused_in_a_test(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are for the whole suite, and lie beside the ini file, from wherever it is run."""
    pytester.makefile(
        ".yaml", mine="teaches: patience\nrules: [{when: {operation: createOrder}, effect: {kind: reset}}]"
    )
    pytester.makeini("[pytest]\nmockserver_faults =\n  flaky-network\n  mine.yaml")
    body = """
def test_that_calls_nothing(mockserver):
    assert {fault.name for fault in mockserver.faults} >= {"reset on createOrder"}

def test_that_sets_one_itself(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder", name="own")

@pytest.mark.mockserver(faults="half-failed-bulk")
def test_that_names_it(mockserver): pass
"""
    result = run_inside(pytester, body)
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(
        ["mockserver: a fault never fired: 'own'.*", "mockserver: a fault never fired: 'half-failed-bulk'.*"]
    )
    monkeypatch.chdir(pytester.mkdir("sub"))
    result = run_inside(pytester, body, "..")
    result.assert_outcomes(passed=1, failed=2)


def test_what_was_expected_in_vain_fails_at_the_line_of_the_test(pytester: pytest.Pytester) -> None:
    body = """
def test_it(mockserver):
    mockserver.journal.expect("warpware.createOrder")

def test_waiting(mockserver):
    mockserver.webhooks.receiver().wait(1, timeout=0)
"""
    result = run_inside(pytester, body)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines([">*mockserver.journal.expect(*", ">*mockserver.webhooks.receiver().wait(*"])
    for module in ("journal.py", "receiver.py"):
        result.stdout.no_fnmatch_line(f"*{module}:*")
