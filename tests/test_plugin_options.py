"""The ini file and the command line, for all tests that say nothing nearer."""

from __future__ import annotations

import pytest

from inner import run_inside

SHOWS = """
def test_it(mockserver):
    options = mockserver.sandbox.options
    print("seen:", options.seed, options.profile, options.now, options.frozen, dict(options.readings), options.limits,
        options.autopilot, len(options.faults))

@pytest.mark.mockserver(seed=3, readings={"warpware.envelope": "as-shown"})
def test_marked(mockserver, mockserver_session):
    print("marked:", mockserver.seed, dict(mockserver.sandbox.options.readings))
    print("session:", mockserver_session.seed)
"""

INI = """
[pytest]
mockserver_seed = 5
mockserver_profile = demo
mockserver_now = 2026-02-27
mockserver_frozen = true
mockserver_readings =
    warpware.envelope=always
    warpware.walter=disabled
mockserver_faults = vendor-outage-and-recovery
mockserver_limits = false
mockserver_autopilot = {"speed": 3600}
mockserver_unused_faults = ignore
"""


def test_the_ini_file_the_command_line_over_it_and_a_marker_over_both(pytester: pytest.Pytester) -> None:
    pytester.makeini(INI)
    result = run_inside(pytester, SHOWS, "-s")
    result.assert_outcomes(passed=2)
    now = "2026-02-27 00:00:00+00:00 True"
    result.stdout.fnmatch_lines(
        [
            (
                f"*seen: 5 demo {now} {{'warpware.envelope': 'always', 'warpware.walter': 'disabled'}} False "
                "{'speed': 3600} 2"
            ),
            "*marked: 3 {'warpware.envelope': 'as-shown', 'warpware.walter': 'disabled'}",
            "session: 5",
        ]
    )
    options = ("--mockserver-seed=9", "--mockserver-profile=empty", "--mockserver-now=2026-02-28T10:00:00Z")
    reading = "--mockserver-reading=warpware.walter=enabled"
    result = run_inside(pytester, SHOWS, "-s", *options, reading, "--mockserver-reading=warpware.cancel-from=strict")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        [
            (
                "*seen: 9 empty 2026-02-28 10:00:00+00:00 True {'warpware.envelope': 'always', "
                "'warpware.walter': 'enabled', 'warpware.cancel-from': 'strict'} False*"
            ),
            (
                "*marked: 3 {'warpware.envelope': 'as-shown', 'warpware.walter': 'enabled', "
                "'warpware.cancel-from': 'strict'}"
            ),
            "session: 9",
        ]
    )


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--mockserver-seed=x", "--mockserver-seed: must be a whole number, not 'x'"),
        ("--mockserver-now=noon", "'noon' is no ISO 8601 instant; write it like 2026-02-27T10:00:00Z"),
        ("--mockserver-profile=dmo", "there is no profile 'dmo'; did you mean 'demo'?"),
        ("--mockserver-reading=walter", "--mockserver-reading: must be NAME=VALUE like *, not 'walter'"),
        ("--mockserver-reading=warpware.waltr=x", "there is no reading 'warpware.waltr'; did you mean '*walter'?"),
        ("-omockserver_limits=some", "mockserver_limits of the ini file: must be true, false or JSON, not 'some'"),
        ("-omockserver_seed=", "mockserver_seed of the ini file: must be a whole number, not ''"),
        ("-omockserver_frozen=maybe", "mockserver_frozen of the ini file: invalid truth value 'maybe'"),
        ("-omockserver_unused_faults=no", "mockserver_unused_faults of the ini file: is 'fail' or 'ignore', not 'no'"),
    ],
)  # fmt: skip  # a case a line
def test_what_cannot_be_is_refused_before_the_first_test(pytester: pytest.Pytester, option: str, said: str) -> None:
    result = run_inside(pytester, "def test_it(): pass", option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: mockserver: {said}"])


def test_options_marker_and_ini_values_are_told_of_in_the_help(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, "", "--help")
    for name in ("seed=N", "profile=NAME", "now=TIME", "reading=NAME=VALUE", "readings={all}"):
        result.stdout.fnmatch_lines([f"  --mockserver-{name}*"])
    for name in (
        "seed",
        "profile",
        "now",
        "frozen",
        "readings",
        "faults",
        "limits",
        "autopilot",
        "intercept",
        "unused",
    ):
        result.stdout.fnmatch_lines([f"  mockserver_{name}*"])
    result = run_inside(pytester, "", "--markers")
    result.stdout.fnmatch_lines(['@pytest.mark.mockserver(seed=7, profile=*, now="2026-02-27", *): the sandbox *'])


def test_the_ini_file_can_have_every_test_intercepted_and_the_real_hosts_guarded(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nmockserver_intercept = true")
    body = """
from mockserver.intercept import LeavesTheMachine

URL = "https://api.warpware.io/partner/v1/version"

def test_with_a_sandbox(mockserver):
    assert requests.get(URL, headers=mockserver.warpware.headers()).status_code == 200
    assert len(mockserver.journal) == 1

def test_without_one():
    with pytest.raises(LeavesTheMachine, match="would have left this machine: no sandbox stands for it in this test; "
            "ask for the fixture mockserver"):
        requests.get(URL)

@pytest.mark.mockserver(intercept=False)
def test_that_opted_out(mockserver):
    with pytest.raises(LeavesTheMachine):
        requests.get(URL, headers=mockserver.warpware.headers())
"""
    run_inside(pytester, body).assert_outcomes(passed=3)
    from mockserver.intercept import routes

    assert routes.in_force() == ()  # ended with the inner session
