import requests


def test_the_client_waits_as_long_as_it_is_told(mockserver):
    mockserver.clock.freeze()
    session = requests.Session()
    session.headers.update(mockserver.warpware.headers())
    url = mockserver.warpware.url + "/version"

    statuses = [session.get(url).status_code for _ in range(201)]
    assert statuses == [200] * 200 + [429]

    refused = session.get(url)
    assert refused.headers["Retry-After"] == "60"
    mockserver.clock.advance(seconds=60)
    assert session.get(url).status_code == 200
