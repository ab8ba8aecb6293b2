"""Shipnotices and their items over HTTP. Source: whiplash-observed.md, "shipnotices", "shipnotice_items"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import Whiplash
from whiplash.stocked import announce, ids, look, make, make_item, make_order

KEYS = [
    "id", "sender", "eta", "arrived_at", "completed_at", "notes_by_customer", "received_by", "status", "status_name",
    "total_boxes", "warehouse_id", "pick_fee_actual", "pack_fee_actual", "total_fee_actual", "shipnotice_items",
    "shipnotice_images",
]  # fmt: skip  # one a line would be sixteen
LINE_KEYS = [
    "id", "item_id", "shipnotice_id", "quantity", "quantity_good", "quantity_damaged", "height", "length", "width",
    "weight", "retail_fee",
]  # fmt: skip  # one a line would be eleven

NOT_FOUND = {"error": "Record not found"}


@pytest.mark.rule("whiplash.shipnotices.create", "whiplash.shipnotices.object", "whiplash.shipnotices.new")
def test_a_shipnotice_is_made_with_its_items(whiplash: Whiplash) -> None:
    item = make_item(whiplash)
    body = {"sender": "Acme", "eta": "2026-03-01 09:00", "total_boxes": "2", "notes_by_customer": "Fragile"}
    reply = whiplash.post("/shipnotices", {**body, "shipnotice_items": [{"item_id": item["id"], "quantity": 5}]})
    assert (reply.status, reply.rule, list(reply.json)) == (200, "whiplash.shipnotices.create", KEYS)
    notice = reply.json
    told = [
        notice[name] for name in ("sender", "eta", "total_boxes", "notes_by_customer", "warehouse_id", "status_name")
    ]
    assert told == ["Acme", "2026-03-01T09:00:00-05:00", 2, "Fragile", 5, "Draft"]
    (line,) = notice["shipnotice_items"]
    assert list(line) == LINE_KEYS
    assert (line["item_id"], line["shipnotice_id"], line["quantity"]) == (item["id"], notice["id"], 5)


@pytest.mark.rule("whiplash.shipnotices.unknown-item", "whiplash.shipnotices.unknown-warehouse")
def test_nothing_is_made_of_what_there_is_not(whiplash: Whiplash) -> None:
    lines = [{"item_id": make_item(whiplash)["id"], "quantity": 1}, {"item_id": 1, "quantity": 1}]
    of_nothing = whiplash.post("/shipnotices", {"shipnotice_items": lines})
    to_nowhere = whiplash.post("/shipnotices", {"warehouse_id": 99})
    assert (of_nothing.status, of_nothing.json) == (422, NOT_FOUND)
    assert (to_nowhere.status, to_nowhere.json) == (422, {"errors": {"warehouse_id": ["does not exist"]}})
    assert whiplash.get("/shipnotices").json == whiplash.get("/shipnotice_items").json == []


@pytest.mark.rule("whiplash.shipnotices.get")
def test_a_shipnotice_is_answered_by_its_id(whiplash: Whiplash) -> None:
    notice = announce(whiplash, make_item(whiplash))
    reply = whiplash.get(f"/shipnotices/{notice['id']}")
    assert (reply.json, reply.rule) == (notice, "whiplash.shipnotices.get")


@pytest.mark.rule("whiplash.shipnotices.list", "whiplash.shipnotices.count", "whiplash.query.lists")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["late", "early", "draft"]),
        ("status=100", ["late", "early"]),
        ("status=in+transit", ["late", "early"]),
        ("status=Draft", ["draft"]),
        ("warehouse_id=8", ["late"]),
        ("status=100&warehouse_id=5", ["early"]),
        ("status=300", []),
        ("status=100&status=50", ["late", "early", "draft"]),
        ("status[]=draft&status[]=300&status[]=300", ["draft"]),
        ("warehouse_id=5&warehouse_id=8&status[]=100", ["late", "early"]),
        ("warehouse_id[]=5&warehouse_id[]=99", ["early", "draft"]),
        ("status=&warehouse_id[]=", ["late", "early", "draft"]),
        ("status[]=50&status[]=100&" + "&".join(f"warehouse_id[]={number}" for number in range(8, 30)), ["late"]),
    ],
)
def test_shipnotices_are_listed_and_counted(whiplash: Whiplash, query: str, found: list[str]) -> None:
    announce(whiplash, sender="draft")
    announce(whiplash, sender="early", status=100)
    whiplash.handle.clock.advance(60)
    announce(whiplash, sender="late", status="in_transit", warehouse_id=8)
    reply = whiplash.get(f"/shipnotices?{query}")
    assert (reply.rule, [row["sender"] for row in reply.json]) == ("whiplash.shipnotices.list", found)
    count = whiplash.get(f"/shipnotices/count?{query}")
    assert (count.rule, count.json) == ("whiplash.shipnotices.count", len(found))


@pytest.mark.rule("whiplash.query.invalid-value")
@pytest.mark.parametrize("path", ["/shipnotices", "/shipnotices/count"])
def test_a_status_that_there_is_not_is_refused(whiplash: Whiplash, path: str) -> None:
    reply = whiplash.get(f"{path}?status=drafted")
    assert (reply.status, reply.error) == (422, "status: 'drafted' is no status; did you mean 'Draft'?")


@pytest.mark.rule("whiplash.shipnotices.list")
def test_shipnotices_are_sorted_by_eta(whiplash: Whiplash) -> None:
    late, none, early = (announce(whiplash, eta=eta)["id"] for eta in ("2026-03-02", None, "2026-03-01"))
    assert ids(whiplash, "/shipnotices", order_by="eta") == [none, early, late]


@pytest.mark.rule("whiplash.shipnotices.update", "whiplash.shipnotices.statuses")
def test_an_update_changes_what_is_given(whiplash: Whiplash) -> None:
    notice = announce(whiplash)
    whiplash.handle.clock.advance(60)
    reply = whiplash.put(f"/shipnotices/{notice['id']}", {"shipnotice": {"status": "Arrived", "sender": "Bravo"}})
    assert (reply.status, reply.rule) == (204, "whiplash.shipnotices.update")
    arrived = {"status": 150, "status_name": "Arrived", "arrived_at": "2026-02-27T05:01:00-05:00", "sender": "Bravo"}
    assert look(whiplash, "/shipnotices", notice) == {**notice, **arrived}


@pytest.mark.rule("whiplash.shipnotices.completed-receives", "whiplash.shipnotices.counted")
def test_a_completed_shipnotice_fills_the_warehouse_and_frees_orders_that_wait(whiplash: Whiplash) -> None:
    item = make_item(whiplash, quantity=0)
    order = make_order(whiplash, item)
    notice = announce(whiplash, item, quantity=6)
    (line,) = notice["shipnotice_items"]
    assert whiplash.put(f"/shipnotice_items/{line['id']}", {"quantity_damaged": 2}).status == 204
    assert whiplash.put(f"/shipnotices/{notice['id']}?status=300").status == 204
    assert look(whiplash, "/items", item)["quantity"] == 4
    assert look(whiplash, "/shipnotice_items", line)["quantity_good"] == 4
    assert whiplash.get("/order_items", query={"order_id": order}).json[0]["available"] is True


@pytest.mark.rule("whiplash.shipnotices.completed", "whiplash.actions.refused-403", "whiplash.actions.refused-422")
@pytest.mark.parametrize(
    ("value", "status"),
    [("403", 403), ("422", 422)],
)
def test_a_completed_shipnotice_does_not_change_any_more(
    whiplash_world: Callable[..., Whiplash], value: str, status: int
) -> None:
    whiplash = whiplash_world(readings={"whiplash.precondition": value}, limits=False)
    item = make_item(whiplash)
    notice = announce(whiplash, item, status=300)
    (line,) = notice["shipnotice_items"]
    path, line_path = f"/shipnotices/{notice['id']}", f"/shipnotice_items/{line['id']}"
    replies = [
        whiplash.put(path, {"sender": "Bravo"}),
        whiplash.delete(path),
        whiplash.post("/shipnotice_items", {"shipnotice_id": notice["id"], "item_id": item["id"], "quantity": 1}),
        whiplash.put(line_path, {"quantity": 1}),
        whiplash.delete(line_path),
    ]
    assert [reply.status for reply in replies] == [status] * 5
    assert replies[1].json == {"error": "Cannot delete a shipnotice in status 300"}
    assert look(whiplash, "/shipnotices", notice) == notice


@pytest.mark.rule("whiplash.shipnotices.delete")
def test_a_deleted_shipnotice_goes_with_its_items(whiplash: Whiplash) -> None:
    notice = announce(whiplash, make_item(whiplash))
    reply = whiplash.delete(f"/shipnotices/{notice['id']}")
    assert (reply.status, reply.rule) == (204, "whiplash.shipnotices.delete")
    assert whiplash.get("/shipnotices").json == whiplash.get("/shipnotice_items").json == []


@pytest.mark.rule("whiplash.shipnotice-items.list", "whiplash.query.lists")
def test_shipnotice_items_are_listed_and_chosen_by_their_shipnotice(whiplash: Whiplash) -> None:
    tee, cap = make_item(whiplash, "TEE"), make_item(whiplash, "CAP")
    first, second = announce(whiplash, tee, cap), announce(whiplash, tee)
    lines = [line["id"] for notice in (first, second) for line in notice["shipnotice_items"]]
    assert ids(whiplash, "/shipnotice_items") == lines
    assert ids(whiplash, "/shipnotice_items", shipnotice_id=first["id"]) == lines[:2]
    assert ids(whiplash, "/shipnotice_items", shipnotice_id=1) == []
    both = [first["id"], second["id"]]
    assert ids(whiplash, "/shipnotice_items", shipnotice_id=both) == lines
    assert ids(whiplash, "/shipnotice_items", **{"shipnotice_id[]": both[::-1], "order_by": "id DESC"}) == lines[::-1]
    assert whiplash.get("/shipnotice_items").rule == "whiplash.shipnotice-items.list"


@pytest.mark.rule(
    "whiplash.shipnotice-items.create", "whiplash.shipnotice-items.get", "whiplash.shipnotice-items.change"
)
def test_an_item_is_added_to_a_shipnotice(whiplash: Whiplash) -> None:
    notice, item = announce(whiplash), make_item(whiplash)
    body = {"shipnotice_id": notice["id"], "item_id": item["id"], "quantity": "7", "weight": 2}
    reply = whiplash.post("/shipnotice_items", {"shipnotice_item": body})
    assert (reply.status, reply.rule) == (200, "whiplash.shipnotice-items.create")
    line = reply.json
    assert [line[name] for name in ("item_id", "quantity", "weight")] == [item["id"], 7, "2.0"]
    found = whiplash.get(f"/shipnotice_items/{line['id']}")
    assert (found.json, found.rule) == (line, "whiplash.shipnotice-items.get")
    assert look(whiplash, "/shipnotices", notice)["shipnotice_items"] == [line]


@pytest.mark.rule("whiplash.shipnotice-items.unknown")
@pytest.mark.parametrize("name", ["shipnotice_id", "item_id"])
@pytest.mark.parametrize("value", [None, 1])
def test_a_shipnotice_or_item_that_is_null_or_unknown_is_not_found(
    whiplash: Whiplash, name: str, value: int | None
) -> None:
    notice = announce(whiplash, make_item(whiplash))
    (line,) = notice["shipnotice_items"]
    made = whiplash.post("/shipnotice_items", {**line, name: value})
    changed = whiplash.put(f"/shipnotice_items/{line['id']}", {name: value})
    assert [(reply.status, reply.json) for reply in (made, changed)] == [(422, NOT_FOUND)] * 2
    assert look(whiplash, "/shipnotices", notice) == notice


@pytest.mark.rule("whiplash.shipnotice-items.update")
def test_an_item_of_a_shipnotice_is_changed_and_moved(whiplash: Whiplash) -> None:
    first, second = announce(whiplash, make_item(whiplash)), announce(whiplash)
    (line,) = first["shipnotice_items"]
    path = f"/shipnotice_items/{line['id']}"
    reply = whiplash.put(path, {"quantity_good": 3, "shipnotice_id": second["id"]})
    assert (reply.status, reply.rule) == (204, "whiplash.shipnotice-items.update")
    assert whiplash.get(path).json == {**line, "quantity_good": 3, "shipnotice_id": second["id"]}
    assert look(whiplash, "/shipnotices", first)["shipnotice_items"] == []


@pytest.mark.rule("whiplash.shipnotice-items.delete")
def test_an_item_of_a_shipnotice_is_deleted(whiplash: Whiplash) -> None:
    notice = announce(whiplash, make_item(whiplash))
    reply = whiplash.delete(f"/shipnotice_items/{notice['shipnotice_items'][0]['id']}")
    assert (reply.status, reply.rule) == (204, "whiplash.shipnotice-items.delete")
    assert look(whiplash, "/shipnotices", notice)["shipnotice_items"] == []


@pytest.mark.rule("whiplash.shipnotice-items.required-fields")
@pytest.mark.parametrize("body", [{}, {"quantity": None}, {"quantity": ""}])
def test_a_shipnotice_item_needs_its_quantity(whiplash: Whiplash, body: dict[str, object]) -> None:
    notice, item = announce(whiplash), make_item(whiplash)
    reply = whiplash.post("/shipnotice_items", {"shipnotice_id": notice["id"], "item_id": item["id"], **body})
    assert (reply.status, reply.json) == (422, {"errors": {"quantity": ["can't be blank"]}})
    assert reply.rule == "whiplash.shipnotice-items.required-fields"


@pytest.mark.rule("whiplash.shipnotice-items.required-fields")
@pytest.mark.parametrize(("value", "status"), [("strict", 422), ("lenient", 200)])
def test_the_reading_required_fields_lets_the_quantity_be_left_out(
    whiplash_world: Callable[..., Whiplash], value: str, status: int
) -> None:
    whiplash = whiplash_world(readings={"whiplash.required-fields": value}, limits=False)
    body = {"shipnotice_id": announce(whiplash)["id"], "item_id": make_item(whiplash)["id"]}
    assert whiplash.post("/shipnotice_items", body).status == status


def test_a_shipnotice_of_the_demo_is_whole(whiplash_world: Callable[..., Whiplash]) -> None:
    whiplash = whiplash_world(profile="demo")
    notices = whiplash.get("/shipnotices").json
    assert len(notices) == whiplash.get("/shipnotices/count").json > 0
    assert {line["shipnotice_id"] for notice in notices for line in notice["shipnotice_items"]} <= {
        notice["id"] for notice in notices
    }
    assert make(whiplash, "/shipnotices")["id"] > max(notice["id"] for notice in notices)
