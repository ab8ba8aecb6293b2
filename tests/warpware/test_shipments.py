"""POST /shipments. Source: "Shipments"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def shipment(external_id: str = "SHIP-014191", **fields: object) -> dict[str, Any]:
    """The document's example, and *fields*."""
    return {
        "external_id": external_id,
        "source": "erp",
        "warehouse_id": "6",
        "ship_to": {
            "name": "IEH QUANTA",
            "address1": "9330 CORPORATE DRIVE",
            "city": "SELMA",
            "state": "TX",
            "zip": "78154",
            "country": "US",
            "phone": "8003288378",
            "email": "receiving@example.com",
        },
        "line_items": [{"sku": "3041-80", "quantity": 2, "description": "Specimen Cup", "uom": "CS"}],
        "carrier": "FedEx",
        "service": "Ground",
        "note": "Handle with care",
        **fields,
    }


def without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in names}


def is_free(client: WarpWare, external_id: str = "SHIP-014191") -> bool:
    """Whether nothing was stored under it: a shipment is never read back, but it is in the way of a second one."""
    return client.post("/shipments", shipment(external_id)).status == 201


@pytest.mark.rule("warpware.shipments.create", "warpware.shipments.no-meta")
def test_a_shipment_is_answered_with_its_id_and_pending(warpware: WarpWare) -> None:
    reply = warpware.post("/shipments", shipment())
    assert reply.status == 201
    assert re.fullmatch(UUID, reply.data["id"])
    assert reply.json == {
        "data": {
            "id": reply.data["id"],
            "external_id": "SHIP-014191",
            "status": "pending",
            "message": "Shipment ingested and queued for processing",
        }
    }
    assert reply.rule == "warpware.shipments.create"


@pytest.mark.rule("warpware.shipments.no-meta", "warpware.envelope.always")
def test_under_always_a_shipment_has_an_empty_meta(world: Callable[..., WarpWare]) -> None:
    assert world(readings={"warpware.envelope": "always"}).post("/shipments", shipment()).meta == {}


@pytest.mark.rule("warpware.shipments.required-fields")
@pytest.mark.parametrize("field", ["external_id", "line_items", "ship_to"])
def test_a_shipment_without_a_required_field_is_400(warpware: WarpWare, field: str) -> None:
    reply = warpware.post("/shipments", without(shipment(), field))
    assert (reply.status, reply.rule) == (400, "warpware.body.missing-field")
    assert reply.detail == f"{field}: is required"
    assert is_free(warpware)


@pytest.mark.rule("warpware.shipments.values")
@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"line_items": []}, "line_items: must hold at least one item"),
        ({"line_items": {}}, "line_items: must be an array"),
        ({"line_items": None}, "line_items: must be an array"),
        ({"line_items": ["3041-80"]}, "line_items[0]: must be an object"),
        ({"line_items": [{"sku": "A", "quantity": 1}, {"quantity": 1}]}, "line_items[1].sku: is required"),
        ({"line_items": [{"sku": "A"}]}, "line_items[0].quantity: is required"),
        ({"line_items": [{"sku": "A", "quantity": 0}]}, "line_items[0].quantity: must be at least 1, not 0"),
        ({"line_items": [{"sku": "A", "quantity": "2"}]}, "line_items[0].quantity: must be a whole number"),
        ({"ship_to": "SELMA"}, "ship_to: must be an object"),
        ({"external_id": 5}, "external_id: must be a string"),
        (
            {"ship_to": {}},
            "; ".join(f"ship_to.{name}: is required" for name in ("name", "address1", "city", "state", "zip")),
        ),
    ],
    ids=str,
)
def test_a_faulty_value_is_422_with_its_place(warpware: WarpWare, fields: dict[str, Any], detail: str) -> None:
    reply = warpware.post("/shipments", shipment(**fields))
    assert (reply.status, reply.rule, reply.detail) == (422, "warpware.body.invalid-value", detail)
    assert is_free(warpware)


@pytest.mark.rule("warpware.body.blank-required", "warpware.shipments.values")
def test_a_blank_external_id_is_422(warpware: WarpWare) -> None:
    reply = warpware.post("/shipments", shipment(" "))
    assert (reply.status, reply.rule) == (422, "warpware.body.blank-required")


@pytest.mark.rule("warpware.shipments.optional-fields")
def test_the_optional_fields_may_all_be_missing(warpware: WarpWare) -> None:
    least = {
        "external_id": "SHIP-1",
        "ship_to": without(shipment()["ship_to"], "country", "phone", "email"),
        "line_items": [{"sku": "3041-80", "quantity": 2}],
    }
    assert warpware.post("/shipments", least).status == 201


@pytest.mark.rule("warpware.shipments.optional-fields")
@pytest.mark.parametrize("field", ["source", "warehouse_id", "carrier", "service", "note"])
def test_an_optional_field_is_a_string_or_null(warpware: WarpWare, field: str) -> None:
    assert warpware.post("/shipments", shipment("SHIP-1", **{field: None})).status == 201
    reply = warpware.post("/shipments", shipment("SHIP-2", **{field: 6}))
    assert (reply.status, reply.detail) == (422, f"{field}: must be a string")


@pytest.mark.rule("warpware.shipments.optional-fields")
@pytest.mark.parametrize("field", ["description", "uom"])
def test_an_items_optional_field_is_a_string_or_null(warpware: WarpWare, field: str) -> None:
    item = {"sku": "3041-80", "quantity": 2}
    assert warpware.post("/shipments", shipment("SHIP-1", line_items=[{**item, field: None}])).status == 201
    reply = warpware.post("/shipments", shipment("SHIP-2", line_items=[{**item, field: 6}]))
    assert (reply.status, reply.detail) == (422, f"line_items[0].{field}: must be a string")


@pytest.mark.rule("warpware.shipments.optional-fields")
@pytest.mark.parametrize("field", ["address2", "country", "phone", "email"])
def test_an_addresss_optional_field_is_a_string_or_null(warpware: WarpWare, field: str) -> None:
    address = shipment()["ship_to"]
    assert warpware.post("/shipments", shipment("SHIP-1", ship_to={**address, field: None})).status == 201
    reply = warpware.post("/shipments", shipment("SHIP-2", ship_to={**address, field: 6}))
    assert (reply.status, reply.detail) == (422, f"ship_to.{field}: must be a string")


@pytest.mark.rule("warpware.shipments.duplicate-external-id")
def test_a_second_shipment_with_one_external_id_is_409(warpware: WarpWare) -> None:
    warpware.post("/shipments", shipment())
    reply = warpware.post("/shipments", shipment(note="again"))
    assert (reply.status, reply.rule) == (409, "warpware.shipments.duplicate-external-id")
    assert reply.detail == "Shipment with this external_id already exists: SHIP-014191"


@pytest.mark.rule("warpware.shipments.duplicate-external-id")
def test_two_accounts_may_have_the_same_external_id(world: Callable[..., WarpWare]) -> None:
    assert world().post("/shipments", shipment()).status == 201
    assert world().post("/shipments", shipment()).status == 201


@pytest.mark.rule("warpware.shipments.no-order")
def test_a_shipment_is_no_order(warpware: WarpWare) -> None:
    shipment_id = warpware.post("/shipments", shipment()).data["id"]
    assert warpware.get("/orders").data == []
    assert warpware.get("/orders/stats").data == {"total": 0, "by_status": {}}
    assert warpware.get(f"/orders/{shipment_id}").status == 404
    assert warpware.move(shipment_id, "ready").status == 404
    assert warpware.event_names() == []


@pytest.mark.rule("warpware.shipments.no-order")
def test_an_order_and_a_shipment_may_share_an_external_id(warpware: WarpWare) -> None:
    warpware.create("BOTH-1")
    assert warpware.post("/shipments", shipment("BOTH-1")).status == 201
    warpware.post("/shipments", shipment("BOTH-2"))
    warpware.create("BOTH-2")


@pytest.mark.rule("warpware.idempotency.only-create")
def test_an_idempotency_key_replays_no_shipment(warpware: WarpWare) -> None:
    key = {"X-Idempotency-Key": "my-retry-1"}
    assert warpware.post("/shipments", shipment(), headers=key).status == 201
    assert warpware.post("/shipments", shipment(), headers=key).status == 409


@pytest.mark.rule("warpware.scopes.missing")
@pytest.mark.parametrize("key", ["read_only_key", "write_only_key"])
def test_a_key_that_lacks_a_scope_pushes_no_shipment(warpware: WarpWare, key: str) -> None:
    assert warpware.post("/shipments", shipment(), key=getattr(warpware.handle.warpware, key)).status == 403
    assert is_free(warpware)


@pytest.mark.rule("warpware.errors.wrong-method")
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_shipments_take_post_alone(warpware: WarpWare, method: str) -> None:
    reply = warpware.request(method, "/shipments")
    assert (reply.status, reply.headers["allow"]) == (405, "POST")
