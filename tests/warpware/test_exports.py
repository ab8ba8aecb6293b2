"""POST /exports and GET /exports/{id}: jobs, their time and their rows. Source: "Exports"."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from freezegun import freeze_time

from client import WarpWare, order_body
from mockserver import faults
from mockserver.warpware import ordering
from mockserver.warpware.schemas.order import create_order

World = Callable[..., WarpWare]
UNKNOWN = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


def complete(client: WarpWare, resource: str, **filters: object) -> dict[str, Any]:
    """A new export, as it is answered ten seconds later."""
    export_id = client.export(resource, **filters)
    client.handle.clock.advance(seconds=10)
    reply = client.get(f"/exports/{export_id}")
    assert (reply.status, reply.rule, reply.data["status"]) == (200, "warpware.exports.get", "complete")
    assert reply.data["count"] == len(reply.data["rows"])
    data: dict[str, Any] = reply.data
    return data


def status(client: WarpWare, export_id: str) -> str:
    return str(client.get(f"/exports/{export_id}").data["status"])


def fill(client: WarpWare, count: int) -> None:
    """ORDER-1, ORDER-2, …, a second apart, the last one a second ago."""
    sandbox = client.handle.sandbox
    with sandbox.lock:
        for number in range(1, count + 1):
            fields = create_order(order_body(f"ORDER-{number}"), {}).value
            ordering.create(sandbox.state("warpware"), fields, number - count - 1)


@pytest.mark.rule("warpware.exports.create")
@pytest.mark.parametrize("resource", ["orders", "inventory", "products"])
def test_a_new_export_is_pending_and_says_where_to_poll(warpware: WarpWare, resource: str) -> None:
    reply = warpware.post("/exports", {"resource": resource})
    assert (reply.status, reply.rule) == (202, "warpware.exports.create")
    export_id = reply.data["id"]
    assert reply.json == {
        "data": {"id": export_id, "status": "pending", "resource": resource, "created_at": "2026-02-27T10:00:00Z"},
        "meta": {"poll_url": f"/partner/v1/exports/{export_id}", "row_limit": 5000},
    }


@pytest.mark.rule("warpware.exports.pending")
def test_a_pending_export_shows_neither_rows_nor_their_count(warpware: WarpWare) -> None:
    export_id = warpware.export("orders")
    reply = warpware.get(f"/exports/{export_id}")
    assert (reply.status, reply.rule) == (200, "warpware.exports.pending")
    data = {"id": export_id, "resource": "orders", "status": "pending", "created_at": "2026-02-27T10:00:00Z"}
    assert reply.json == {"data": data, "meta": {}}


@pytest.mark.rule("warpware.exports.get", "warpware.exports.rows")
def test_a_complete_export_has_its_rows_and_their_count(warpware: WarpWare) -> None:
    order_id = warpware.create()
    data = complete(warpware, "orders")
    assert data == {
        "id": data["id"],
        "resource": "orders",
        "status": "complete",
        "created_at": "2026-02-27T10:00:00Z",
        "completed_at": "2026-02-27T10:00:05Z",
        "count": 1,
        "rows": [warpware.order(order_id)],
    }


@pytest.mark.rule("warpware.exports.get")
def test_an_export_of_nothing_is_complete_with_no_rows(warpware: WarpWare) -> None:
    data = complete(warpware, "products")
    assert (data["count"], data["rows"]) == (0, [])


@pytest.mark.rule("warpware.exports.get")
def test_a_complete_export_stays_and_is_found_in_upper_case_too(warpware: WarpWare) -> None:
    export_id = complete(warpware, "orders")["id"]
    first = warpware.get(f"/exports/{export_id}").body
    warpware.handle.clock.advance(days=30)
    assert warpware.get(f"/exports/{export_id.upper()}").body == first


@pytest.mark.rule("warpware.exports.error")
def test_an_export_that_fails_on_command_is_pending_until_it_is_an_error(warpware: WarpWare) -> None:
    with warpware.handle.faults.add("warpware.createExport", faults.job_error("Disk full"), times=1):
        export_id = warpware.export("orders")
    assert status(warpware, export_id) == "pending"
    assert warpware.handle.clock.advance(10) == [
        {"at": "2026-02-27T10:00:05Z", "what": "export.failed", "export_id": export_id}
    ]
    reply = warpware.get(f"/exports/{export_id}")
    assert (reply.status, reply.rule) == (200, "warpware.exports.error")
    assert reply.data == {
        "id": export_id,
        "resource": "orders",
        "status": "error",
        "created_at": "2026-02-27T10:00:00Z",
        "error_message": "Disk full",
    }
    assert complete(warpware, "orders")["status"] == "complete"


# When: the seed 42 draws 5.080 seconds for the first export, 6.053 for the second and 3.882 for the third.


@pytest.mark.rule("warpware.exports.latency")
def test_an_export_completes_exactly_at_its_instant(world: World) -> None:
    client = world(seed=42)
    export_id = client.export("orders")
    assert client.handle.clock.advance(5.079) == []
    assert status(client, export_id) == "pending"
    assert client.handle.clock.advance(0.001) == [
        {"at": "2026-02-27T10:00:05Z", "what": "export.completed", "export_id": export_id}
    ]
    assert client.get(f"/exports/{export_id}").data["completed_at"] == "2026-02-27T10:00:05Z"


@pytest.mark.rule("warpware.exports.latency")
def test_advancing_lists_the_exports_in_the_order_in_which_they_complete(world: World) -> None:
    client = world(seed=42)
    first, second, third = (client.export(resource) for resource in ("orders", "inventory", "products"))
    assert client.control.post("/clock/advance", {"seconds": 6}).json["effects"] == [
        {"at": "2026-02-27T10:00:03Z", "what": "export.completed", "export_id": third},
        {"at": "2026-02-27T10:00:05Z", "what": "export.completed", "export_id": first},
    ]
    assert [status(client, export_id) for export_id in (first, second, third)] == ["complete", "pending", "complete"]


@pytest.mark.rule("warpware.exports.latency")
def test_every_export_takes_between_one_and_ten_seconds(warpware: WarpWare) -> None:
    jobs = [warpware.export("products") for _ in range(100)]
    assert warpware.handle.clock.advance(0.999) == []
    effects = warpware.handle.clock.advance(9.001)
    assert {effect["export_id"] for effect in effects} == set(jobs)
    assert len({effect["at"] for effect in effects}) > 5


@pytest.mark.rule("warpware.exports.latency")
def test_the_seed_decides_the_ids_and_the_moments(world: World) -> None:
    def told(seed: int) -> list[Any]:
        client = world(seed=seed)
        for _ in range(5):
            client.export("orders")
        return client.handle.clock.advance(10)

    assert told(7) == told(7) != told(8)


@pytest.mark.rule("warpware.exports.latency")
def test_exports_do_not_shift_the_ids_of_new_orders(world: World) -> None:
    quiet, busy = world(), world()
    busy.export("orders")
    assert quiet.create() == busy.create()


@pytest.mark.rule("warpware.exports.latency")
def test_a_refused_export_draws_nothing(world: World) -> None:
    polite, clumsy = world(), world()
    assert clumsy.post("/exports", {"resource": "orders", "filters": {"status": "new"}}).status == 422
    assert clumsy.handle.clock.advance(10) == []
    polite.handle.clock.advance(10)
    assert polite.export("orders") == clumsy.export("orders")
    assert polite.handle.clock.advance(10) == clumsy.handle.clock.advance(10)


@pytest.mark.rule("warpware.exports.latency")
def test_real_time_that_passes_completes_an_export_at_its_own_moment(world: World) -> None:
    client = world(seed=42)
    export_id = client.export("orders")
    client.handle.clock.resume()
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    with freeze_time(later):
        data = client.get(f"/exports/{export_id}").data
    assert (data["status"], data["completed_at"]) == ("complete", "2026-02-27T10:00:05Z")


@pytest.mark.rule("warpware.exports.as-of-completion")
def test_a_move_of_the_warehouse_after_the_moment_of_completion_is_not_in_the_rows(world: World) -> None:
    client = world()
    order_id = client.create()
    export_id = client.export("orders")
    client.handle.clock.resume()
    with freeze_time(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)):
        assert client.move(order_id, "ready").status == 200
        rows = client.get(f"/exports/{export_id}").data["rows"]
    assert [row["status"] for row in rows] == ["pending"]


@pytest.mark.rule("warpware.exports.latency")
def test_an_export_at_the_end_of_time_stays_pending(world: World) -> None:
    client = world(now="9990-01-01T00:00:00Z")
    assert status(client, client.export("orders")) == "pending"


# Which rows


@pytest.mark.rule("warpware.exports.as-of-completion")
def test_the_rows_are_as_of_completion(world: World) -> None:
    client = world(seed=42)
    early = client.create("EARLY")
    export_id = client.export("orders")
    client.handle.clock.advance(5)
    client.create("MEANWHILE")
    assert client.patch(f"/orders/{early}", {"note": "before"}).status == 200
    client.handle.clock.advance(0.08)
    client.create("LATE")
    assert client.patch(f"/orders/{early}", {"note": "after"}).status == 200
    rows = client.get(f"/exports/{export_id}").data["rows"]
    assert [(row["external_id"], row["note"]) for row in rows] == [("MEANWHILE", None), ("EARLY", "before")]


@pytest.mark.rule("warpware.exports.rows")
def test_the_rows_of_orders_are_those_of_their_list(demo: WarpWare) -> None:
    listed = demo.get("/orders?per_page=100").data + demo.get("/orders?per_page=100&page=2").data
    assert len(listed) == 120
    assert complete(demo, "orders")["rows"] == listed


@pytest.mark.rule("warpware.exports.rows")
def test_the_rows_of_products_are_products_newest_first(demo: WarpWare) -> None:
    rows = complete(demo, "products")["rows"]
    assert len(rows) == 24
    keys = ("id", "sku", "name", "description", "price", "inventory_count", "platform", "created_at", "updated_at")
    assert {tuple(row) for row in rows} == {keys}
    assert [row["created_at"] for row in rows] == sorted((row["created_at"] for row in rows), reverse=True)


@pytest.mark.rule("warpware.exports.rows")
def test_the_rows_of_inventory_are_stock_levels(demo: WarpWare) -> None:
    rows = complete(demo, "inventory")["rows"]
    assert len({row["sku"] for row in rows}) == 24
    for row in rows:
        assert row["quantity_available"] == row["quantity_on_hand"] - row["quantity_committed"]
        assert row.keys() >= {"name", "warehouse", "status", "updated_at"}


@pytest.mark.rule("warpware.exports.row-limit")
def test_5000_orders_are_exported_whole_and_5001_cut_to_the_newest_5000(warpware: WarpWare) -> None:
    fill(warpware, 5000)
    rows = complete(warpware, "orders", tracking_number=None)["rows"]
    assert (len(rows), rows[-1]["external_id"]) == (5000, "ORDER-1")
    warpware.create("ORDER-5001")
    data = complete(warpware, "orders")
    assert data["count"] == 5000
    names = [row["external_id"] for row in data["rows"]]
    assert (names[0], names[-1], len(set(names))) == ("ORDER-5001", "ORDER-2", 5000)


# Who may, and what is not there


@pytest.mark.rule("warpware.exports.scopes")
@pytest.mark.parametrize(("role", "statuses"), [("read_only", (403, 200)), ("write_only", (403, 403))])
def test_starting_an_export_needs_write_and_read_and_polling_read(
    warpware: WarpWare, role: str, statuses: tuple[int, int]
) -> None:
    export_id = warpware.export("orders")
    key = getattr(warpware.handle.warpware, f"{role}_key")
    started = warpware.post("/exports", {"resource": "orders"}, key=key)
    assert (started.status, warpware.get(f"/exports/{export_id}", key=key).status) == statuses


@pytest.mark.rule("warpware.exports.not-found")
@pytest.mark.parametrize("name", [UNKNOWN, "nope", "export-uuid", "%20"])
def test_an_unknown_export_gets_404(warpware: WarpWare, name: str) -> None:
    warpware.export("orders")
    reply = warpware.get(f"/exports/{name}")
    assert (reply.status, reply.rule) == (404, "warpware.exports.not-found")
    assert reply.detail.startswith("Export not found: ")


@pytest.mark.rule("warpware.exports.not-found")
def test_an_export_of_another_account_and_one_from_before_a_reset_get_404(world: World) -> None:
    one, other = world(seed=7), world(seed=8)
    export_id = one.export("orders")
    assert other.get(f"/exports/{export_id}").status == 404
    one.handle.reset()
    assert one.get(f"/exports/{export_id}").status == 404
    assert one.handle.clock.advance(10) == []
