"""Every status and every call that asks for one, over HTTP.

The matrix is typed from the notes at each action of the document and from readings.md, "Before shipping".
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import Whiplash
from whiplash.stocked import make_item, make_order, put_into

STATUSES = (
    30, 35, 40, 45, 50, 75, 77, 80, 90, 95, 100, 120, 150, 155, 160, 200, 250,
    300, 325, 350, 375, 380, 400, 410, 430, 450,
)  # fmt: skip  # before shipping, and after

UNSHIPPED = {30, 35, 40, 45, 50, 75, 77, 80, 90, 95, 100, 120, 150, 155, 160, 200, 250}
NOT_AT_AN_END = {35, 50, 75, 77, 80, 90, 95, 100, 120, 150, 155, 160, 200, 250}
SHIPPED = {300, 325, 350, 375, 380, 400, 410, 430, 450}

CALLS: dict[str, tuple[str, str, set[int], int | None]] = {
    "update": ("PUT", "", UNSHIPPED, None),
    "cancel": ("PUT", "/cancel", NOT_AT_AN_END, 40),
    "uncancel": ("PUT", "/uncancel", {40}, 100),
    "pause": ("PUT", "/pause", NOT_AT_AN_END, 90),
    "release": ("PUT", "/release", {90}, 100),
    "anonymize": ("PUT", "/anonymize", set(STATUSES), None),
    "packages": ("GET", "/packages", SHIPPED, None),
    "fees": ("GET", "/fees", SHIPPED, None),
}
"""Method, path, the statuses that allow it, and the status afterwards where it becomes another one."""

AT_AN_END = {30, 40, 45}
SENTENCES = {"packages": "Cannot show packages of an order", "fees": "Cannot show fees of an order"}
RULES = {"packages": "whiplash.packages.unshipped", "fees": "whiplash.fees.unshipped"}


def in_every_status(whiplash: Whiplash) -> dict[int, int]:
    """Order ids by status."""
    item = make_item(whiplash, quantity=100)
    made = {status: make_order(whiplash, item) for status in STATUSES}
    for status, order_id in made.items():
        if status != 100:
            put_into(whiplash, order_id, status)
    return made


@pytest.mark.rule(
    "whiplash.orders.update-refused",
    "whiplash.orders.cancel-refused",
    "whiplash.orders.uncancel-refused",
    "whiplash.orders.pause-refused",
    "whiplash.orders.release-refused",
    "whiplash.orders.at-an-end",
    "whiplash.orders.anonymize",
    "whiplash.orders.actions",
    "whiplash.packages.unshipped",
    "whiplash.fees.unshipped",
    "whiplash.actions.refused-403",
)
@pytest.mark.parametrize("call", CALLS)
def test_a_call_is_allowed_in_its_statuses_and_is_403_in_all_others(whiplash: Whiplash, call: str) -> None:
    method, path, allowed, afterwards = CALLS[call]
    for status, order_id in in_every_status(whiplash).items():
        reply = whiplash.request(method, f"/orders/{order_id}{path}", json={"public_note": "Hello"})
        if status in allowed:
            assert reply.status == (204 if method == "PUT" else 200), (status, reply)
        else:
            sentence = SENTENCES.get(call, f"Cannot {call} an order")
            assert (reply.status, reply.json) == (403, {"error": f"{sentence} in status {status}"}), status
            ended = call in ("cancel", "pause") and status in AT_AN_END
            refused = "at-an-end" if ended else f"{call}-refused"
            assert reply.rule == RULES.get(call, f"whiplash.orders.{refused}")
        expected = afterwards or status if status in allowed else status
        order = whiplash.get(f"/orders/{order_id}").json
        assert (order["status"], order["public_note"]) == (
            expected,
            "Hello" if call == "update" and status in allowed else None,
        )


@pytest.mark.rule("whiplash.actions.refused-403", "whiplash.actions.refused-422")
@pytest.mark.parametrize(("value", "status"), [("403", 403), ("422", 422)])
def test_the_reading_precondition_decides_on_actions_and_not_on_packages_and_fees(
    whiplash_world: Callable[..., Whiplash], value: str, status: int
) -> None:
    whiplash = whiplash_world(readings={"whiplash.precondition": value}, limits=False)
    unshipped, shipped = make_order(whiplash), make_order(whiplash)
    put_into(whiplash, shipped, 300)
    for name in ("cancel", "uncancel", "pause", "release"):
        reply = whiplash.put(f"/orders/{shipped}/{name}")
        assert (reply.status, reply.json) == (status, {"error": f"Cannot {name} an order in status 300"})
    assert whiplash.put(f"/orders/{shipped}", {"public_note": "Hello"}).status == status
    for name in ("packages", "fees"):
        reply = whiplash.get(f"/orders/{unshipped}/{name}")
        assert (reply.status, list(reply.json)) == (403, ["error"])
