"""The line that repeats a failing test: it can be pasted, and finds the same test with the same settings."""

from __future__ import annotations

import pytest

from inner import run_inside
from test_plugin_report import repeat_lines


def test_the_line_names_the_ini_file_and_values_that_were_given_for_it(pytester: pytest.Pytester) -> None:
    pytester.makefile(".ini", other="[pytest]\nmockserver_profile = demo\nmockserver_frozen = true")
    body = """
def test_it(mockserver):
    about = mockserver.about()
    assert not (about["profile"], about["frozen"], about["readings"]["warpware.walter"])
"""
    given = (
        "-c",
        "other.ini",
        "-o",
        "mockserver_readings=warpware.walter=disabled",
        "-o",
        "console_output_style=count",
    )
    result = run_inside(pytester, body, *given)
    (line,) = repeat_lines(result)
    assert line[:2] == ["-c", "other.ini"]
    assert "console_output_style=count" not in line
    again = run_inside(pytester, body, *line)
    for outcome in (result, again):
        outcome.stdout.fnmatch_lines(["E *assert not ('demo', True, 'disabled')"])


NAMES = r"""
CASES = ["a b", "it's", 'so "to say"', "[x]", "\u00fc", "j::k", "a/b", "$HOME `x`", "*", "-q", ""]

@pytest.mark.parametrize("case", CASES)
def test_it(mockserver, case):
    assert False
"""


def test_the_line_can_be_pasted_whatever_a_test_is_called(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pytester.mkdir("below"))
    lines = repeat_lines(run_inside(pytester, NAMES, ".."))
    assert len(lines) == 11
    assert {line[0].partition("::")[0] for line in lines} == {"../test_it.py"}
    again = run_inside(pytester, NAMES, *(line[0] for line in lines))
    again.assert_outcomes(failed=11)
    assert [line[0] for line in repeat_lines(again)] == [line[0] for line in lines]
