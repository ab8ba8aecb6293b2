"""An answer that a choice of ours has shaped names that choice, not the sentence that leaves it open."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import WarpWare


@pytest.mark.rule("warpware.paging.over-max-clamped")
@pytest.mark.parametrize("per_page", [100, 101])
def test_a_clamped_page_names_the_clamp(warpware: WarpWare, per_page: int) -> None:
    rule = "paging.over-max-clamped" if per_page > 100 else "orders.list"
    assert warpware.get(f"/orders?per_page={per_page}").rule == f"warpware.{rule}"


@pytest.mark.rule("warpware.envelope.always", "warpware.envelope.as-shown")
@pytest.mark.parametrize(("reading", "rule"), [("always", "envelope.always"), ("as-shown", "timeline.get")])
def test_a_meta_that_no_example_shows_names_the_reading(
    world: Callable[..., WarpWare], reading: str, rule: str
) -> None:
    client = world(readings={"warpware.envelope": reading})
    order_id = client.create()
    assert client.get(f"/orders/{order_id}/timeline").rule == f"warpware.{rule}"
    assert client.get(f"/orders/{order_id}").rule == "warpware.orders.get"


@pytest.mark.rule("warpware.orders.update-same-status-accepted")
def test_a_patch_to_the_same_status_names_the_reading_that_took_it(world: Callable[..., WarpWare]) -> None:
    client = world(readings={"warpware.same-status-patch": "accept"})
    order_id = client.in_status("shipped")
    reply = client.patch(f"/orders/{order_id}", {"status": "shipped"})
    assert (reply.status, reply.rule) == (200, "warpware.orders.update-same-status-accepted")
