"""With pytest-xdist: a server of its own for every worker, and nothing that they share."""

from __future__ import annotations

import pytest

from inner import ALONE

# With what each of four processes needs to import, and no more.
SUITE = """
import http.client
import os
import pytest
from urllib.parse import urlsplit

def statuses(vendor, path, times=1):
    connection = http.client.HTTPConnection(urlsplit(vendor.url).netloc)
    for _ in range(times):
        connection.request("GET", urlsplit(vendor.url).path + path, headers=vendor.headers())
        answer = connection.getresponse()
        answer.read()
        yield answer.status
    connection.close()

# Chosen, so that --mockserver-readings=all has nothing more to go through.
@pytest.mark.mockserver(limits={"warpware": {"requests": 3}}, readings={"warpware.envelope": "always"})
@pytest.mark.parametrize("turn", range(200))
def test_that_exhausts_its_limit(warpware, turn):
    assert list(statuses(warpware, "/version", times=4)) == [200, 200, 200, 429]
    with open(f"{os.environ['PYTEST_XDIST_WORKER']}.urls", "a") as file:
        print(warpware.url, file=file)

@pytest.mark.mockserver(readings={"warpware.envelope": "always"})
def test_touching_a_reading(warpware):
    assert list(statuses(warpware, "/orders?per_page=101")) == [200]

@pytest.mark.mockserver(sed=7)
def test_with_a_misspelt_marker(): pass
"""


def test_tests_in_four_workers_do_not_disturb_each_other_and_tell_all_that_they_would_alone(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(test_it=SUITE)
    result = pytester.runpytest_inprocess(*ALONE, "-pxdist", "-n", "4", "--mockserver-readings=all")
    result.assert_outcomes(passed=201, failed=1, errors=1)

    told = {path.stem: path.read_text("utf-8").splitlines() for path in pytester.path.glob("*.urls")}
    assert set(told) == {"gw0", "gw1", "gw2", "gw3"}
    assert sum(map(len, told.values())) == 200
    servers = {worker: set(urls) for worker, urls in told.items()}
    assert [len(urls) for urls in servers.values()] == [1, 1, 1, 1]
    assert len(set().union(*servers.values())) == 4

    result.stdout.fnmatch_lines(["FAILED test_it.py::test_touching_a_reading[[]warpware.per-page-over-max=reject[]]*"])
    text = result.stdout.str()
    assert "INTERNALERROR" not in text
    assert "@pytest.mark.mockserver has no argument 'sed'; did you mean 'seed'?" in text
    assert "repeat it: pytest test_it.py::test_touching_a_reading --mockserver-seed=42 --mockserver-now=" in text
