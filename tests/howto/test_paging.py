import pytest
import requests


def every_order(warpware):
    """Your own client: page after page, by the cursor that each page names."""
    with requests.Session() as session:
        session.headers.update(warpware.headers())
        cursor = ""
        while cursor is not None:
            page = session.get(f"{warpware.url}/orders?after={cursor}&per_page=50")
            page.raise_for_status()
            yield from page.json()["data"]
            cursor = page.json()["meta"]["next_cursor"]


@pytest.mark.mockserver(profile="demo")
def test_each_order_comes_once(warpware):
    ids = [order["id"] for order in every_order(warpware)]
    assert len(ids) == len(set(ids)) == 120


@pytest.mark.mockserver(profile="demo")
def test_an_order_that_comes_in_between_disturbs_nothing(mockserver, warpware):
    orders = every_order(warpware)
    first = next(orders)
    warpware.orders.create("MEANWHILE")
    ids = [first["id"], *(order["id"] for order in orders)]
    assert len(ids) == len(set(ids))
    mockserver.journal.expect(operation="listOrders", exactly=3)
