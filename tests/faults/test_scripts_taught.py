"""What each script teaches: a small client that behaves survives it, and a naive one does not."""

from __future__ import annotations

import contextlib
from typing import Any

from urllib3 import HTTPConnectionPool, Timeout
from urllib3.exceptions import HTTPError

from client import Reply, WarpWare, order_body
from receiver import Received, Receiver


class Careful:
    """Retries with the same idempotency key, and waits on the sandbox's clock as long as it is told."""

    def __init__(self, warpware: WarpWare, attempts: int = 20) -> None:
        self._warpware = warpware
        self._attempts = attempts

    def call(self, method: str, path: str, key: str, **options: Any) -> Reply:
        for _ in range(self._attempts):
            reply = None
            with contextlib.suppress(HTTPError):
                reply = self._warpware.request(method, path, headers={"X-Idempotency-Key": key}, **options)
            if reply is not None and reply.status not in (429, 502, 503):
                return reply
            self._warpware.handle.clock.advance(int(reply.headers.get("retry-after", 5)) if reply is not None else 5)
        raise AssertionError(f"{method} {path} failed {self._attempts} times")

    def create(self, external_id: str) -> Reply:
        return self.call("POST", "/orders", external_id, json=order_body(external_id))


def naive(warpware: WarpWare, external_id: str, attempts: int = 3) -> str:
    """Retries at once and without a key; says how it ended."""
    outcome = ""
    for _ in range(attempts):
        try:
            reply = warpware.post("/orders", order_body(external_id))
        except HTTPError as error:
            outcome = type(error).__name__
            continue
        outcome = str(reply.status)
        if reply.status in (201, 409):
            break
    return outcome


def start(warpware: WarpWare, script: str) -> WarpWare:
    warpware.handle.faults.script(script)
    return warpware


def orders(warpware: WarpWare) -> set[str]:
    warpware.handle.faults.clear()
    return {order["external_id"] for order in warpware.get("/orders?per_page=100").data}


NAMES = [f"ORDER-{number}" for number in range(20)]


def test_flaky_network(warpware: WarpWare, world: Any) -> None:
    start(warpware, "flaky-network")
    careful = Careful(warpware)
    assert {careful.create(name).status for name in NAMES} == {201}
    assert orders(warpware) == set(NAMES)

    outcomes = [naive(start(world(limits=False), "flaky-network"), name, attempts=1) for name in NAMES[:1]]
    other = start(world(limits=False), "flaky-network")
    outcomes = [naive(other, name, attempts=2) for name in NAMES]
    # Some were never made; others were, and the client takes them for duplicates or failures.
    assert set(outcomes) > {"201"}
    assert outcomes.count("201") < len(orders(other)) or orders(other) < set(NAMES)


def test_vendor_outage_and_recovery(warpware: WarpWare, world: Any) -> None:
    start(warpware, "vendor-outage-and-recovery")
    careful = Careful(warpware)
    assert {careful.create(name).status for name in NAMES[:3]} == {201}
    assert orders(warpware) == set(NAMES[:3])

    other = start(world(limits=False), "vendor-outage-and-recovery")
    assert [naive(other, name) for name in NAMES[:3]] == ["503", "503", "503"]
    assert orders(other) == set()


def test_rate_limit_storm(warpware: WarpWare, world: Any) -> None:
    start(warpware, "rate-limit-storm")
    careful = Careful(warpware, attempts=4)
    assert {careful.create(name).status for name in NAMES} == {201}

    other = start(world(limits=False), "rate-limit-storm")
    assert [naive(other, name) for name in NAMES[:4]] == ["201", "201", "429", "429"]


def test_lost_create_responses(warpware: WarpWare, world: Any) -> None:
    start(warpware, "lost-create-responses")
    careful = Careful(warpware)
    replies = [careful.create(name) for name in NAMES[:3]]
    assert [reply.status for reply in replies] == [201, 201, 201]
    assert len({reply.data["id"] for reply in replies}) == 3

    other = start(world(limits=False), "lost-create-responses")
    # The orders are there; the client believes that somebody else had made the first and the third one.
    assert [naive(other, name) for name in NAMES[:3]] == ["409", "201", "409"]
    assert orders(other) == set(NAMES[:3])


def test_slow_vendor(warpware: WarpWare) -> None:
    start(warpware, "slow-vendor")
    vendor = warpware.handle.warpware
    with HTTPConnectionPool("127.0.0.1", int(vendor.url.split(":")[2].split("/")[0])) as pool:

        def version(retries: int) -> int:
            answer = pool.request(
                "GET", "/partner/v1/version", headers=vendor.headers(), timeout=Timeout(0.6), retries=retries
            )
            return answer.status

        assert [version(2) for _ in range(8)] == [200] * 8
        # Without another try, the call that hangs is lost; without a timeout, it would last 30 seconds.
        outcomes: list[object] = []
        for _ in range(5):
            try:
                outcomes.append(version(0))
            except HTTPError as error:
                outcomes.append(type(error).__name__)
        assert outcomes.count("MaxRetryError") == 1
    assert warpware.handle.faults.clear() == 2


def test_half_failed_bulk(warpware: WarpWare, world: Any) -> None:
    start(warpware, "half-failed-bulk")
    left = list(NAMES[:5])
    sent = []
    while left:
        sent.append(len(left))
        reply = warpware.post("/orders/bulk", {"orders": [order_body(name) for name in left]})
        assert reply.status == 207
        left = [item["external_id"] for item in reply.data if item["status"] == "error"]
    assert sent == [5, 2]
    assert orders(warpware) == set(NAMES[:5])

    other = start(world(limits=False), "half-failed-bulk")
    assert other.post("/orders/bulk", {"orders": [order_body(name) for name in NAMES[:5]]}).status == 207
    assert orders(other) == {"ORDER-0", "ORDER-2", "ORDER-4"}


def test_stale_reads(warpware: WarpWare, world: Any) -> None:
    start(warpware, "stale-reads")
    order_id = warpware.create()
    waited = 0
    while warpware.get(f"/orders/{order_id}").status == 404:
        warpware.handle.clock.advance(10)
        waited += 10
    assert waited == 30

    other = start(world(limits=False), "stale-reads")
    order_id = other.create()
    assert other.get(f"/orders/{order_id}").status == 404  # so it takes the order for lost
    assert naive(other, "ORDER-1") == "409"


class Shop:
    """A receiver that writes to its customer on every event, and keeps the order's status."""

    def __init__(self, *, careful: bool) -> None:
        self.status = ""
        self.mails: list[str] = []
        self._careful = careful
        self._seen: set[str] = set()
        self._latest = ""

    def take(self, received: Received) -> None:
        event = received.json
        if self._careful and event["id"] in self._seen:
            return
        self._seen.add(event["id"])
        self.mails.append(event["data"]["status"])
        if not self._careful or event["timestamp"] > self._latest:
            self._latest = event["timestamp"]
            self.status = event["data"]["status"]


def test_duplicate_and_reordered_webhooks(warpware: WarpWare, receiver: Receiver) -> None:
    """The second and the fourth event come twice, and the third one after the fourth."""
    start(warpware, "duplicate-and-reordered-webhooks")
    receiver.register(warpware, "order.status_changed")
    order_id = warpware.create("ORDER-1")
    for status in ("ready", "processing", "shipped", "delivered"):
        warpware.handle.clock.advance(10)
        assert warpware.move(order_id, status).status == 200
    warpware.handle.webhooks.deliver()
    careful, naive = Shop(careful=True), Shop(careful=False)
    for shop in (careful, naive):
        for received in receiver.events:
            shop.take(received)
    assert (careful.status, sorted(careful.mails)) == ("delivered", ["delivered", "processing", "ready", "shipped"])
    assert naive.status == "shipped"
    assert naive.mails == ["ready", "processing", "processing", "delivered", "delivered", "shipped"]
