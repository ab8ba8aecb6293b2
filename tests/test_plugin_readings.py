"""``--mockserver-readings=all``: each test under every reading that it touches."""

from __future__ import annotations

import pytest

from inner import run_inside
from test_plugin_report import repeat_lines

SUITE = """
import unittest

@pytest.fixture(scope="module")
def kept():
    print("kept: set up")
    yield
    print("kept: taken down")

def test_cancel(mockserver, kept):
    client = WarpWare(mockserver)
    print("cancel from:", mockserver.sandbox.options.readings)
    assert client.post(f"/orders/{client.in_status('ready')}/cancel").status == 200

@pytest.mark.parametrize("page", [1])
@pytest.mark.mockserver(readings={"warpware.envelope": "always"})
def test_that_chose(mockserver, page):
    assert WarpWare(mockserver).get(f"/orders?page={page}&per_page=101").status == 200

def test_after_a_reset(mockserver):
    Whiplash(mockserver).get("/warehouses/999")
    mockserver.reset()

class TestOld(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def arranged(self, mockserver):
        self.client = WarpWare(mockserver)

    def test_method(self):
        self.client.get("/version")

def test_that_asks_nothing(mockserver): pass

def test_without(): pass
"""


def test_each_test_runs_once_more_under_every_other_choice_of_what_it_touched(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, SUITE, "--mockserver-readings=all", "-v", "-rA")
    told = {line.split(" - ")[0] for line in result.outlines if line.startswith(("PASSED ", "FAILED "))}
    assert told == {
        "PASSED test_it.py::test_cancel",
        "PASSED test_it.py::test_cancel[warpware.envelope=always]",
        "FAILED test_it.py::test_cancel[warpware.cancel-from=strict]",
        "PASSED test_it.py::test_cancel[warpware.order-created-event=fired]",
        "PASSED test_it.py::test_that_chose[1]",
        "FAILED test_it.py::test_that_chose[1-warpware.per-page-over-max=reject]",
        "PASSED test_it.py::test_after_a_reset",
        "PASSED test_it.py::test_after_a_reset[whiplash.not-found=404]",
        "PASSED test_it.py::TestOld::test_method",
        "PASSED test_it.py::TestOld::test_method[warpware.envelope=always]",
        "PASSED test_it.py::test_that_asks_nothing",
        "PASSED test_it.py::test_without",
    }
    result.stdout.fnmatch_lines(
        [
            "*_ test_cancel[[]warpware.cancel-from=strict[]] _*",
            "readings: warpware.cancel-from=strict",
            "*test_that_chose[[]1-warpware.per-page-over-max=reject[]] _*",
        ]
    )
    failed = result.stdout.str().partition("= FAILURES =")[2].partition("= PASSES =")[0]
    assert failed.count("cancel from: {'warpware.cancel-from': 'strict'}") == 1
    assert "cancel from: {}" not in failed  # what an earlier run of the item printed is not told again
    lines = repeat_lines(result)
    assert lines[0][0] == "test_it.py::test_cancel"
    assert lines[0][-1] == "--mockserver-reading=warpware.cancel-from=strict"
    again = run_inside(pytester, SUITE, *lines[0])
    again.assert_outcomes(failed=1)


def test_what_a_test_shares_with_others_is_kept_between_its_runs(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, SUITE, "--mockserver-readings=all", "-s", "-q")
    assert result.stdout.str().count("kept: set up") == 1


def test_a_reading_of_the_command_line_is_the_one_that_the_others_stand_against(pytester: pytest.Pytester) -> None:
    option = "--mockserver-reading=warpware.cancel-from=strict"
    result = run_inside(pytester, SUITE, "--mockserver-readings=all", option, "-k", "test_cancel", "-rA")
    result.stdout.fnmatch_lines(["FAILED test_it.py::test_cancel - *"])
    result.stdout.fnmatch_lines(["PASSED test_it.py::test_cancel[[]warpware.cancel-from=unshipped[]]"])


def test_a_run_that_stops_at_the_first_failure_stops_there(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, SUITE, "--mockserver-readings=all", "-x", "-k", "test_cancel")
    result.assert_outcomes(passed=2, failed=1)
