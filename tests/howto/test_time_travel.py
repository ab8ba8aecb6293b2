import pytest
import requests


@pytest.mark.mockserver(now="2026-02-27T10:00:00Z", frozen=True)
def test_an_export_is_ready_after_a_while(mockserver, warpware):
    headers = warpware.headers()
    made = requests.post(warpware.url + "/exports", json={"resource": "orders"}, headers=headers).json()["data"]
    url = f"{warpware.url}/exports/{made['id']}"
    assert requests.get(url, headers=headers).json()["data"]["status"] in ("pending", "processing")

    mockserver.clock.advance(seconds=10)

    assert requests.get(url, headers=headers).json()["data"]["status"] == "complete"


@pytest.mark.mockserver(profile="demo", now="2026-02-27T10:00:00Z", frozen=True, autopilot={"speed": 3600})
def test_a_week_in_the_warehouse(mockserver, warpware):
    pending = [order["id"] for order in warpware.orders.all() if order["status"] == "pending"]

    mockserver.clock.advance(days=7)

    assert {warpware.orders.get(order)["status"] for order in pending} <= {"delivered", "failed", "hold"}


def test_what_the_world_was_before(mockserver, warpware):
    with mockserver.snapshot():
        warpware.orders.create()
        mockserver.clock.advance(days=1)
    assert warpware.orders.all() == []
