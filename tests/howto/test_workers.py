"""``pytest -n auto``: each worker has a server of its own, and each test its own account, clock and limits."""

import pytest
import requests


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.mockserver(limits={"warpware": {"requests": 3}})
def test_a_spent_limit_is_this_tests_own(warpware, turn):
    statuses = [requests.get(warpware.url + "/version", headers=warpware.headers()).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
