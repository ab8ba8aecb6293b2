"""With annotations: what the fixtures give is named by the package, and mypy and the editor know it."""

import requests

from mockserver import SandboxHandle, WarpWareHandle, WhiplashHandle


def shipped(warpware: WarpWareHandle) -> str:
    order = warpware.orders.move(warpware.orders.create(), "shipped")
    return str(order["id"])


def test_both_vendors_are_one_sandbox(
    mockserver: SandboxHandle, warpware: WarpWareHandle, whiplash: WhiplashHandle
) -> None:
    answer = requests.get(f"{warpware.url}/orders/{shipped(warpware)}", headers=warpware.headers())

    assert answer.json()["data"]["status"] == "shipped"
    assert mockserver.id in warpware.key
    assert mockserver.id in whiplash.key
