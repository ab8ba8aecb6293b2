import requests


def list_orders(api_key):
    """Your own client, which knows the real API only."""
    answer = requests.get("https://api.warpware.io/partner/v1/orders", headers={"Authorization": f"Bearer {api_key}"})
    answer.raise_for_status()
    return answer.json()["data"]


def test_the_client_calls_the_real_url_and_the_sandbox_answers(mockserver):
    with mockserver.intercept():
        assert list_orders(mockserver.warpware.key) == []
    assert [exchange.operation for exchange in mockserver.journal] == ["warpware.listOrders"]
