"""A reset sandbox is as it was when it was made: nothing that was done to it is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import WarpWare, order_body

World = Callable[..., WarpWare]


@pytest.fixture
def used(world: World) -> WarpWare:
    """A sandbox with a running clock's worth of everything: records, time, limits, memory, journal."""
    client = world(seed=7, limits={"warpware": {"requests": 3}}, readings={"warpware.envelope": "always"})
    body = order_body("ORDER-1")
    assert client.post("/orders", body, headers={"X-Idempotency-Key": "key-1"}).status == 201
    assert client.control.post("/clock/advance", {"seconds": 30}).status == 200
    assert [client.get("/version").status for _ in range(3)] == [200, 200, 429]
    return client


def reset(client: WarpWare) -> None:
    assert client.control.post("/reset").status == 200


def test_reset_answers_the_sandbox_as_it_was_made(world: World) -> None:
    client = world(seed=7, readings={"warpware.envelope": "always"}, limits={"warpware": {"requests": 3}})
    made = client.control.get("").json
    client.create("ORDER-1")
    client.control.post("/clock/advance", {"seconds": 30})
    assert client.control.get("").json != made
    reply = client.control.post("/reset")
    assert (reply.status, reply.json) == (200, made)


def test_reset_forgets_the_records(used: WarpWare) -> None:
    reset(used)
    assert used.get("/orders").meta["total"] == 0


def test_reset_brings_the_profiles_records_back(demo: WarpWare) -> None:
    before = demo.get("/orders?per_page=100").json
    assert demo.post(f"/orders/{before['data'][0]['id']}/cancel").status in (200, 422)
    demo.create("ORDER-NEW")
    reset(demo)
    assert demo.get("/orders?per_page=100").json == before


def test_reset_sets_the_clock_back_to_where_it_began(used: WarpWare) -> None:
    assert repr(used.handle.clock) == "<Clock 2026-02-27T10:00:30Z frozen>"
    reset(used)
    assert repr(used.handle.clock) == "<Clock 2026-02-27T10:00:00Z frozen>"


def test_reset_freezes_again_a_clock_that_was_resumed(warpware: WarpWare) -> None:
    assert warpware.control.post("/clock/resume").json["frozen"] is False
    reset(warpware)
    assert repr(warpware.handle.clock) == "<Clock 2026-02-27T10:00:00Z frozen>"


def test_reset_gives_the_whole_rate_limit_again(used: WarpWare) -> None:
    reset(used)
    assert [used.get("/version").status for _ in range(4)] == [200, 200, 200, 429]


def test_reset_forgets_idempotency_keys(used: WarpWare) -> None:
    reset(used)
    first = used.post("/orders", order_body("ORDER-2"), headers={"X-Idempotency-Key": "key-1"})
    assert (first.status, first.data["external_id"]) == (201, "ORDER-2")


def test_reset_empties_the_journal_and_numbers_from_1(used: WarpWare) -> None:
    reset(used)
    assert used.control.get("/journal").json == {"exchanges": [], "matching": 0}
    used.get("/version")
    assert [exchange["number"] for exchange in used.control.get("/journal").json["exchanges"]] == [1]


def test_reset_forgets_the_events(warpware: WarpWare) -> None:
    warpware.in_status("cancelled")
    assert warpware.event_names() == ["order.status_changed", "order.cancelled"]
    reset(warpware)
    assert warpware.event_names() == []


def test_reset_forgets_the_jobs_that_were_to_fall_due(warpware: WarpWare) -> None:
    sandbox = warpware.handle.sandbox
    sandbox.schedule.add(sandbox.clock.after(5), "tea.ready", dict)
    reset(warpware)
    assert warpware.control.post("/clock/advance", {"seconds": 10}).json["effects"] == []


def test_after_a_reset_the_same_calls_give_the_same_ids_again(warpware: WarpWare) -> None:
    before = [warpware.create(f"ORDER-{number}") for number in range(3)]
    reset(warpware)
    assert [warpware.create(f"ORDER-{number}") for number in range(3)] == before


def test_the_keys_stay_good_after_a_reset(used: WarpWare) -> None:
    keys = used.control.get("").json["keys"]
    reset(used)
    assert used.control.get("").json["keys"] == keys
    assert used.get("/version").status == 200


def test_reset_keeps_the_readings(used: WarpWare) -> None:
    reset(used)
    order_id = used.create("ORDER-1")
    assert used.get(f"/orders/{order_id}/timeline").meta == {}


def test_reset_leaves_other_sandboxes_alone(world: World) -> None:
    one, other = world(), world()
    other.create("ORDER-1")
    reset(one)
    assert other.get("/orders").meta["total"] == 1


def test_a_sandbox_that_put_replaced_is_reset_to_what_put_made(world: World) -> None:
    client = world(seed=1)
    client.control.put("", {"seed": 2, "now": "2026-03-01", "frozen": True})
    reset(client)
    answered = client.control.get("").json
    assert (answered["seed"], answered["now"]) == (2, "2026-03-01T00:00:00Z")
