"""A client that sleeps for as long as Retry-After says: let it sleep by the sandbox's clock."""

import time

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry


@pytest.mark.mockserver(limits={"warpware": {"requests": 1}}, frozen=True)
def test_a_retry_sleeps_by_the_sandboxs_clock(mockserver, warpware, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: mockserver.clock.advance(seconds=seconds))
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=Retry(status_forcelist=[429])))

    for _ in range(2):
        assert session.get(warpware.url + "/version", headers=warpware.headers()).status_code == 200

    assert [exchange.status for exchange in mockserver.journal] == [200, 429, 200]
