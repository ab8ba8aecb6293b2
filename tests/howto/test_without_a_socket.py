import httpx
import requests


def test_httpx(mockserver):
    with httpx.Client(transport=mockserver.warpware.httpx_transport()) as client:
        answer = client.get("https://api.warpware.io/partner/v1/version", headers=mockserver.warpware.headers())
    assert answer.status_code == 200


def test_requests(mockserver):
    with requests.Session() as session:
        session.mount("https://api.warpware.io", mockserver.warpware.requests_adapter())
        answer = session.get("https://api.warpware.io/partner/v1/version", headers=mockserver.warpware.headers())
    assert answer.status_code == 200


def test_werkzeug(mockserver):
    answer = mockserver.warpware.test_client().get("/version", headers=mockserver.warpware.headers())
    assert answer.status_code == 200
