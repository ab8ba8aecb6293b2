"""With pytest-xdist: a server of its own for every worker, and nothing that they share."""

from __future__ import annotations

import pytest

from inner import HEAD, QUICKLY

SUITE = (
    HEAD
    + """
import os

@pytest.mark.mockserver(limits={"warpware": {"requests": 3}})
@pytest.mark.parametrize("turn", range(200))
def test_that_exhausts_its_limit(warpware, turn):
    with requests.Session() as session:
        session.headers.update(warpware.headers())
        assert [session.get(warpware.url + "/version").status_code for _ in range(4)] == [200, 200, 200, 429]
    with open(f"{os.environ['PYTEST_XDIST_WORKER']}.urls", "a") as file:
        print(warpware.url, file=file)
"""
)

TOUCHING = (
    HEAD
    + """
@pytest.mark.mockserver(readings={"warpware.envelope": "always"})
def test_touching_a_reading(warpware):
    assert requests.get(warpware.url + "/orders?per_page=101", headers=warpware.headers()).status_code == 200

@pytest.mark.mockserver(sed=7)
def test_with_a_misspelt_marker(): pass
"""
)

XDIST = tuple(option for option in QUICKLY if not option.endswith("xdist"))


def test_two_hundred_tests_in_four_workers_do_not_disturb_each_other(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_it=SUITE)
    pytester.runpytest_inprocess("-n", "4", *XDIST).assert_outcomes(passed=200)
    told = {path.stem: path.read_text("utf-8").splitlines() for path in pytester.path.glob("*.urls")}
    assert set(told) == {"gw0", "gw1", "gw2", "gw3"}
    assert sum(map(len, told.values())) == 200
    servers = {worker: set(urls) for worker, urls in told.items()}
    assert [len(urls) for urls in servers.values()] == [1, 1, 1, 1]
    assert len(set().union(*servers.values())) == 4


def test_readings_and_bad_markers_are_told_of_from_a_worker(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_it=TOUCHING)
    result = pytester.runpytest_inprocess("-n", "1", *XDIST, "--mockserver-readings=all")
    result.assert_outcomes(passed=1, failed=1, errors=1)
    result.stdout.fnmatch_lines(["FAILED test_it.py::test_touching_a_reading[[]warpware.per-page-over-max=reject[]]*"])
    assert "@pytest.mark.mockserver has no argument 'sed'; did you mean 'seed'?" in result.stdout.str()
