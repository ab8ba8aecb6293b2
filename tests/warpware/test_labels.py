"""POST and GET /orders/{id}/labels; what becomes of them: test_label_injection.py. Source: "Shipping Labels"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare

UNKNOWN = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
LABEL: dict[str, object] = {
    "tracking_number": "1Z999AA10123456784",
    "carrier": "UPS",
    "service_level": "Ground",
    "label_url": "https://labels.example.com/label-12345.pdf",
    "label_format": "pdf",
    "weight": 12.5,
    "weight_unit": "oz",
    "cost": 8.45,
    "currency": "USD",
}
LEAST = {"tracking_number": "1Z999AA10123456784", "carrier": "UPS"}


def labels(client: WarpWare, reference: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/orders/{reference}/labels").data
    return found


@pytest.mark.rule("warpware.labels.create", "warpware.labels.no-meta")
def test_attaching_answers_the_label_the_order_and_a_message(warpware: WarpWare) -> None:
    order_id = warpware.create("#1234")
    reply = warpware.post(f"/orders/{order_id}/labels", LABEL)
    (listed,) = labels(warpware, order_id)
    assert reply.status == 201
    assert reply.json == {
        "data": {
            "label_id": listed["id"],
            "order_id": order_id,
            "external_id": "#1234",
            "tracking_number": "1Z999AA10123456784",
            "carrier": "UPS",
            "passed_to_extensiv": False,
            "message": "Label attached — will be injected when order pushes to Extensiv",
        }
    }
    assert reply.rule == "warpware.labels.create"


@pytest.mark.rule("warpware.labels.list", "warpware.labels.no-meta")
def test_a_label_is_listed_with_the_keys_of_the_example(warpware: WarpWare) -> None:
    order_id = warpware.create()
    label_id = warpware.post(f"/orders/{order_id}/labels", LABEL).data["label_id"]
    reply = warpware.get(f"/orders/{order_id}/labels")
    assert reply.status == 200
    assert reply.json == {
        "data": [
            {
                "id": label_id,
                "tracking_number": "1Z999AA10123456784",
                "carrier": "UPS",
                "service_level": "Ground",
                "label_url": "https://labels.example.com/label-12345.pdf",
                "passed_to_extensiv": False,
                "passed_to_extensiv_at": None,
            }
        ]
    }
    assert reply.rule == "warpware.labels.list"


@pytest.mark.rule("warpware.labels.list")
def test_only_the_orders_own_labels_are_listed(warpware: WarpWare) -> None:
    with_label, without = warpware.create("ORDER-1"), warpware.create("ORDER-2")
    warpware.post(f"/orders/{with_label}/labels", LEAST)
    assert len(labels(warpware, with_label)) == 1
    assert labels(warpware, without) == []


@pytest.mark.rule("warpware.labels.no-meta", "warpware.envelope.always")
def test_under_always_labels_have_an_empty_meta(world: Callable[..., WarpWare]) -> None:
    client = world(readings={"warpware.envelope": "always"})
    order_id = client.create()
    assert client.post(f"/orders/{order_id}/labels", LABEL).meta == {}
    assert client.get(f"/orders/{order_id}/labels").meta == {}


@pytest.mark.rule("warpware.labels.by-either-id")
@pytest.mark.parametrize("reference", ["%231234", "{id}", "{ID}"])
def test_an_order_is_named_by_its_uuid_or_its_external_id(warpware: WarpWare, reference: str) -> None:
    order_id = warpware.create("#1234")
    path = f"/orders/{reference.format(id=order_id, ID=order_id.upper())}/labels"
    reply = warpware.post(path, LABEL)
    assert (reply.status, reply.data["order_id"]) == (201, order_id)
    assert [label["id"] for label in warpware.get(path).data] == [reply.data["label_id"]]


@pytest.mark.rule("warpware.orders.not-found")
@pytest.mark.parametrize("reference", [UNKNOWN, "ORDER-404"])
def test_an_order_that_is_not_there_takes_and_lists_no_labels(warpware: WarpWare, reference: str) -> None:
    for reply in (warpware.post(f"/orders/{reference}/labels", LABEL), warpware.get(f"/orders/{reference}/labels")):
        assert (reply.status, reply.rule) == (404, "warpware.orders.not-found")
        assert reply.detail == f"Order not found: {reference}"


@pytest.mark.rule("warpware.scopes.missing")
def test_a_read_only_key_lists_labels_and_attaches_none(warpware: WarpWare) -> None:
    order_id, key = warpware.create(), warpware.handle.warpware.read_only_key
    assert warpware.get(f"/orders/{order_id}/labels", key=key).status == 200
    assert warpware.post(f"/orders/{order_id}/labels", LABEL, key=key).status == 403
    assert labels(warpware, order_id) == []


# Bodies


@pytest.mark.rule("warpware.labels.required-fields")
@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"carrier": "UPS"}, "tracking_number: is required"),
        ({"tracking_number": "1Z999AA10123456784"}, "carrier: is required"),
        ({"cost": "8"}, "tracking_number: is required; carrier: is required; cost: must be a number"),
        ({}, "tracking_number: is required; carrier: is required"),
    ],
)
def test_a_label_without_a_required_field_is_400(warpware: WarpWare, body: dict[str, object], detail: str) -> None:
    order_id = warpware.create()
    reply = warpware.post(f"/orders/{order_id}/labels", body)
    assert (reply.status, reply.rule, reply.detail) == (400, "warpware.body.missing-field", detail)
    assert labels(warpware, order_id) == []


@pytest.mark.rule("warpware.body.blank-required")
@pytest.mark.parametrize("field", ["tracking_number", "carrier"])
def test_a_blank_required_field_is_422(warpware: WarpWare, field: str) -> None:
    reply = warpware.post(f"/orders/{warpware.create()}/labels", {**LABEL, field: " "})
    assert (reply.status, reply.rule) == (422, "warpware.body.blank-required")


@pytest.mark.rule("warpware.labels.optional-fields")
@pytest.mark.parametrize(
    "field", ["service_level", "label_url", "label_format", "weight", "weight_unit", "cost", "currency"]
)
def test_an_optional_field_may_be_left_out_or_null(warpware: WarpWare, field: str) -> None:
    order_id = warpware.create()
    without = {name: value for name, value in LABEL.items() if name != field}
    assert warpware.post(f"/orders/{order_id}/labels", without).status == 201
    assert warpware.post(f"/orders/{order_id}/labels", {**LABEL, field: None}).status == 201
    one, other = labels(warpware, order_id)
    assert {**one, "id": ""} == {**other, "id": ""}


@pytest.mark.rule("warpware.labels.optional-fields")
@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("tracking_number", 1, "must be a string"),
        ("carrier", None, "must be a string"),
        ("service_level", 2, "must be a string"),
        ("label_format", ["pdf"], "must be a string"),
        ("weight", "12.5", "must be a number"),
        ("weight", True, "must be a number"),
        ("weight_unit", 1, "must be a string"),
        ("cost", {}, "must be a number"),
        ("currency", False, "must be a string"),
    ],
)
def test_a_field_of_another_type_is_422(warpware: WarpWare, field: str, value: object, what: str) -> None:
    order_id = warpware.create()
    reply = warpware.post(f"/orders/{order_id}/labels", {**LABEL, field: value})
    assert (reply.status, reply.rule) == (422, "warpware.body.invalid-value")
    assert reply.detail == f"{field}: {what}"
    assert labels(warpware, order_id) == []


@pytest.mark.rule("warpware.labels.url")
@pytest.mark.parametrize(
    "url",
    [
        "",
        "label.pdf",
        "/label.pdf",
        "ftp://example.com/a.pdf",
        "https://",
        "https:///a.pdf",
        "http://[::1/a",
        "https://a b",
    ],
)
def test_a_label_url_that_is_no_web_address_is_422(warpware: WarpWare, url: str) -> None:
    order_id = warpware.create()
    reply = warpware.post(f"/orders/{order_id}/labels", {**LABEL, "label_url": url})
    assert (reply.status, reply.rule) == (422, "warpware.labels.url")
    assert reply.detail == "label_url: must be an http or https URL"
    assert labels(warpware, order_id) == []


@pytest.mark.rule("warpware.labels.url")
@pytest.mark.parametrize("url", ["http://example.com/a.pdf", "HTTPS://example.com", "https://127.0.0.1:8080/a?b=c#d"])
def test_a_web_address_is_taken_as_it_came(warpware: WarpWare, url: str) -> None:
    order_id = warpware.create()
    assert warpware.post(f"/orders/{order_id}/labels", {**LABEL, "label_url": url}).status == 201
    assert labels(warpware, order_id)[0]["label_url"] == url


# What attaching does


@pytest.mark.rule("warpware.labels.several")
@pytest.mark.parametrize("status", ["pending", "hold", "failed", "delivered", "cancelled"])
def test_an_order_in_any_status_takes_several_labels_and_lists_the_newest_first(
    warpware: WarpWare, status: str
) -> None:
    order_id = warpware.in_status(status)
    sent = [warpware.post(f"/orders/{order_id}/labels", LEAST).data["label_id"] for _ in range(3)]
    assert [label["id"] for label in labels(warpware, order_id)] == sent[::-1]
    assert len(set(sent)) == 3


@pytest.mark.rule("warpware.labels.several")
def test_all_labels_are_listed_at_once_whatever_page_is_asked_for(warpware: WarpWare) -> None:
    order_id = warpware.create()
    for _ in range(60):
        warpware.post(f"/orders/{order_id}/labels", LEAST)
    assert len(warpware.get(f"/orders/{order_id}/labels?page=2&per_page=1").data) == 60


@pytest.mark.rule("warpware.labels.order-untouched")
@pytest.mark.parametrize("status", ["pending", "processing", "cancelled"])
def test_attaching_a_label_leaves_the_order_as_it_was(warpware: WarpWare, status: str) -> None:
    order_id = warpware.in_status(status)
    before, events = warpware.order(order_id), warpware.event_names()
    warpware.handle.clock.advance(hours=1)
    warpware.post(f"/orders/{order_id}/labels", LABEL)
    assert warpware.order(order_id) == before
    assert warpware.event_names() == events


@pytest.mark.rule("warpware.labels.timeline")
def test_an_attached_label_stands_in_the_timeline(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.handle.clock.advance(minutes=5)
    label_id = warpware.post(f"/orders/{order_id}/labels", LABEL).data["label_id"]
    assert warpware.get(f"/orders/{order_id}/timeline").data["events"][0] == {
        "source": "label",
        "type": "label_attached",
        "component": "PartnerAPI",
        "message": "Label attached: UPS 1Z999AA10123456784",
        "details": {"label_id": label_id, "carrier": "UPS", "tracking_number": "1Z999AA10123456784"},
        "occurred_at": "2026-02-27T10:05:00Z",
    }
