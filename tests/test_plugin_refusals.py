"""Where a handle refuses what a test gives it, pytest shows the test's line, and none of ours."""

from __future__ import annotations

import pytest

from inner import run_inside

REFUSED = """
def test_by_the_control_api(warpware):
    warpware.orders.create(status="failed")

def test_by_the_handle(mockserver):
    mockserver.clock.advance("5m")

def test_in_a_helper_of_the_suite(mockserver):
    def helper():
        mockserver.faults.add("rset")
    helper()

def test_at_the_end_of_a_block(mockserver):
    with mockserver.snapshot() as before:
        before.drop()

@pytest.fixture
def arranged(warpware):
    warpware.inventory.set("A", -1)

def test_in_a_fixture(arranged):
    pass
"""

AMID_OTHERS = """
import unittest

def test_while_it_is_handled(warpware):
    try:
        warpware.orders.create(status="handled")
    except Exception:
        assert not "handled"

def test_as_the_cause(warpware):
    try:
        warpware.orders.create(status="cause")
    except Exception as error:
        raise LookupError("of the suite") from error

@pytest.fixture
def ended(request, warpware):
    request.addfinalizer(lambda: warpware.orders.create(status="first"))
    request.addfinalizer(lambda: warpware.orders.create(status="second"))

def test_in_a_group(ended):
    pass

class TestOld(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def keep(self, warpware):
        self.warpware = warpware

    def test_of_unittest(self):
        self.warpware.orders.create(status="old")
"""

NOT_THERE = """
def test_an_exchange(mockserver):
    mockserver.journal[-1]

def test_a_delivery(mockserver):
    mockserver.webhooks[-1]
"""

OWN = """
def test_that_calls_the_suites_own_code(mockserver):
    def on_event(hook):
        raise KeyError("of the suite")
    receiver = mockserver.webhooks.receiver()
    receiver.on_event = on_event
    mockserver.warpware.orders.move(mockserver.warpware.orders.create(), "ready")
    receiver.wait()
"""


def test_a_refusal_shows_the_tests_own_lines_alone(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, REFUSED)
    result.assert_outcomes(failed=4, errors=1)
    result.stdout.fnmatch_lines_random(
        [
            '>   *warpware.orders.create(status="failed")',
            "E *ControlError: there is no field 'status': *",
            '>   *mockserver.clock.advance("5m")',
            "E *TypeError: seconds: must be a number, not '5m'*",
            '>   *mockserver.faults.add("rset")',
            ">   *with mockserver.snapshot() as before:",
            '>   *warpware.inventory.set("A", -1)',
        ]
    )
    result.stdout.no_fnmatch_line("*mockserver/handle*:*")
    result.stdout.no_fnmatch_line("*mockserver/control*:*")


def test_a_refusal_amid_other_errors_shows_the_suites_own_lines_alone(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, AMID_OTHERS)
    result.assert_outcomes(passed=1, failed=3, errors=1)
    result.stdout.fnmatch_lines_random(
        [
            '>   *warpware.orders.create(status="handled")',
            "E   *assert not *",
            '>   *warpware.orders.create(status="cause")',
            "E   *LookupError: of the suite",
            '*request.addfinalizer(lambda: warpware.orders.create(status="first"))',
            '*request.addfinalizer(lambda: warpware.orders.create(status="second"))',
            '>   *self.warpware.orders.create(status="old")',
        ]
    )
    result.stdout.no_fnmatch_line("*mockserver/handle*")
    result.stdout.no_fnmatch_line("*mockserver/control*")


def test_a_place_where_nothing_is_shows_the_tests_own_line_alone(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, NOT_THERE)
    result.stdout.fnmatch_lines_random([">   *mockserver.journal[[]-1]", ">   *mockserver.webhooks[[]-1]"])
    result.stdout.no_fnmatch_line("*mockserver/handle*:*")


def test_a_full_trace_is_there_when_it_is_asked_for(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, REFUSED, "--full-trace", "-kby_the_control_api")
    result.stdout.fnmatch_lines(["*mockserver/handles/arranging.py:*", "*mockserver/control/schemas.py:*"])


def test_what_the_suites_own_code_raises_is_shown_with_all_its_lines(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, OWN)
    result.stdout.fnmatch_lines(["*KeyError: 'of the suite'"])
    result.stdout.fnmatch_lines(['>*raise KeyError("of the suite")'])
