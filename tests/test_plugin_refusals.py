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


def test_a_full_trace_is_there_when_it_is_asked_for(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, REFUSED, "--full-trace", "-kby_the_control_api")
    result.stdout.fnmatch_lines(["*mockserver/handles/arranging.py:*", "*mockserver/control/schemas.py:*"])


def test_what_the_suites_own_code_raises_is_shown_with_all_its_lines(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, OWN)
    result.stdout.fnmatch_lines(["*KeyError: 'of the suite'"])
    result.stdout.fnmatch_lines(['>*raise KeyError("of the suite")'])
