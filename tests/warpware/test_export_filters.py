"""What POST /exports takes and refuses, and which rows its filters choose. Source: "Exports"."""

from __future__ import annotations

from typing import Any

import pytest

from client import Reply, WarpWare

WORDS: list[object] = ["", 5, {}]
DATES: list[object] = ["", "soon", "2026-02-30", "27.02.2026", 20260227, False, []]
WRONG: list[tuple[str, str, list[object]]] = [
    ("orders", "status", ["new", "", 5, ["failed"]]),
    ("orders", "tag", WORDS),
    ("orders", "external_id", WORDS),
    ("orders", "tracking_number", WORDS),
    ("orders", "date_from", DATES),
    ("orders", "date_to", DATES),
    ("orders", "updated_since", DATES),
    ("inventory", "status", ["failed", "", 0]),
    ("inventory", "sku", WORDS),
    ("inventory", "search", WORDS),
    ("inventory", "updated_since", DATES),
    ("products", "sku", WORDS),
    ("products", "search", WORDS),
    ("products", "updated_since", DATES),
]


def rows(client: WarpWare, resource: str, **filters: object) -> list[dict[str, Any]]:
    """The rows of a new export with these filters."""
    export_id = client.export(resource, **filters)
    client.handle.clock.advance(seconds=10)
    found: list[dict[str, Any]] = client.get(f"/exports/{export_id}").data["rows"]
    return found


def assert_refused(reply: Reply, status: int, rule: str, *places: str, case: object = "this call") -> None:
    assert (reply.status, reply.rule) == (status, rule), case
    assert [fault.partition(":")[0] for fault in reply.detail.split("; ")] == [*places], case


@pytest.mark.rule("warpware.body.missing-field", "warpware.exports.resources")
def test_an_export_of_nothing_in_particular_gets_400(warpware: WarpWare) -> None:
    bodies: list[dict[str, Any]] = [{}, {"filters": {}}, {"Resource": "orders"}]
    for body in bodies:
        assert_refused(warpware.post("/exports", body), 400, "warpware.body.missing-field", "resource", case=body)


@pytest.mark.rule("warpware.exports.resources")
def test_an_export_of_something_else_gets_422(warpware: WarpWare) -> None:
    others: list[object] = ["shipments", "Orders", "order", "", " ", 5, None, True, ["orders"], {}]
    for resource in others:
        reply = warpware.post("/exports", {"resource": resource})
        assert_refused(reply, 422, "warpware.exports.resources", "resource", case=resource)


@pytest.mark.rule("warpware.exports.filter-values")
def test_filters_that_are_no_object_get_422(warpware: WarpWare) -> None:
    no_objects: list[object] = [[], "status=failed", 5, True]
    for resource in ("orders", "inventory", "products"):
        for filters in no_objects:
            reply = warpware.post("/exports", {"resource": resource, "filters": filters})
            assert_refused(reply, 422, "warpware.exports.filter-values", "filters", case=(resource, filters))


@pytest.mark.rule("warpware.exports.filter-values")
def test_a_filter_that_the_list_would_refuse_gets_422(warpware: WarpWare) -> None:
    for case in [(resource, name, value) for resource, name, values in WRONG for value in values]:
        resource, name, value = case
        reply = warpware.post("/exports", {"resource": resource, "filters": {name: value}})
        assert_refused(reply, 422, "warpware.exports.filter-values", f"filters.{name}", case=case)


@pytest.mark.rule("warpware.exports.filter-values", "warpware.errors.all-faults-named")
def test_every_wrong_filter_is_named(warpware: WarpWare) -> None:
    reply = warpware.post(
        "/exports", {"resource": "orders", "filters": {"date_from": "soon", "status": "new", "tag": ""}}
    )
    places = ("filters.status", "filters.tag", "filters.date_from")
    assert_refused(reply, 422, "warpware.exports.filter-values", *places)


@pytest.mark.rule("warpware.exports.filters-ignored")
@pytest.mark.parametrize(
    ("resource", "filters", "ignored"),
    [
        ("products", {"status": 5, "tag": "vip"}, ["filters.status", "filters.tag"]),
        ("inventory", {"date_from": "soon"}, ["filters.date_from"]),
        ("orders", {"sku": "A", "page": 2, "per_page": 0, "after": ""}, [
            "filters.sku", "filters.page", "filters.per_page", "filters.after"
        ]),
    ],
    ids=["products", "inventory", "orders"],
)  # fmt: skip  # one case, one paragraph
def test_filters_of_other_resources_are_ignored_and_noted(
    demo: WarpWare, resource: str, filters: dict[str, object], ignored: list[str]
) -> None:
    assert rows(demo, resource, **filters) == rows(demo, resource)
    notes = [exchange.notes for exchange in demo.handle.journal.list(operation="warpware.createExport")]
    assert notes == [[f"body field {place} is not one of this operation's: ignored" for place in ignored], []]


@pytest.mark.rule("warpware.exports.filters-ignored")
def test_no_filters_and_nulls_choose_every_row(demo: WarpWare) -> None:
    bodies: list[dict[str, Any]] = [{}, {"filters": None}, {"filters": {}}]
    for body in [*bodies, {"filters": {"status": None, "date_to": None}}]:
        export_id = demo.post("/exports", {"resource": "orders", **body}).data["id"]
        demo.handle.clock.advance(seconds=10)
        assert demo.get(f"/exports/{export_id}").data["count"] == 120, body


@pytest.mark.rule("warpware.exports.filters")
def test_the_filters_of_orders_choose_what_the_list_would(demo: WarpWare) -> None:
    choices: list[dict[str, str]] = [
        {"status": "failed"},
        {"tag": "vip"},
        {"date_from": "2026-02-20"},
        {"date_to": "2026-02-20"},
        {"date_from": "2026-02-10T12:00:00Z", "date_to": "2026-02-20"},
        {"updated_since": "2026-02-26T05:00:00+02:00"},
        {"status": "delivered", "date_from": "2026-02-15", "updated_since": "2026-02-18"},
    ]
    for filters in choices:
        listed = demo.get("/orders", query={**filters, "per_page": "100"})
        assert 0 < listed.meta["total"] <= 100, filters
        assert rows(demo, "orders", **filters) == listed.data, filters


@pytest.mark.rule("warpware.exports.filters")
def test_an_order_is_exported_by_its_numbers(demo: WarpWare) -> None:
    shipped = demo.get("/orders?status=shipped&per_page=1").data[0]
    for name in ("external_id", "tracking_number"):
        assert rows(demo, "orders", **{name: shipped[name]}) == [shipped], name
        assert rows(demo, "orders", **{name: "nobody's"}) == [], name


@pytest.mark.rule("warpware.exports.search", "warpware.products.filter-search", "warpware.inventory.filter-search")
@pytest.mark.parametrize(("resource", "by_part_of_sku"), [("products", []), ("inventory", ["CABLE-USBC-3M"])])
def test_products_and_stock_are_chosen_by_name_and_sku(
    demo: WarpWare, resource: str, by_part_of_sku: list[str]
) -> None:
    choices: list[tuple[dict[str, str], list[str]]] = [
        ({"search": "mug"}, ["MUG-ENAMEL"]),
        ({"search": "Canvas T"}, ["TOTE-CANVAS"]),
        ({"search": "usbc-3"}, by_part_of_sku),
        ({"search": "RED WIDGET"}, ["WIDGET-RED-L", "WIDGET-RED-LG", "WIDGET-RED-M"]),
        ({"sku": "GADGET-XL"}, ["GADGET-XL"]),
        ({"sku": "gadget-xl"}, []),
        ({"sku": "GADGET-XL", "search": "mug"}, []),
        ({"search": "nothing of the kind"}, []),
    ]
    for filters, skus in choices:
        assert sorted({row["sku"] for row in rows(demo, resource, **filters)}) == skus, filters


@pytest.mark.rule("warpware.exports.filters")
@pytest.mark.parametrize("resource", ["products", "inventory"])
def test_products_and_stock_are_chosen_by_their_last_change(demo: WarpWare, resource: str) -> None:
    everything = rows(demo, resource)
    since = sorted(row["updated_at"] for row in everything)[10]
    found = rows(demo, resource, updated_since=since)
    assert found == [row for row in everything if row["updated_at"] >= since]
    assert 0 < len(found) < len(everything)


@pytest.mark.rule("warpware.exports.filters")
def test_stock_is_chosen_by_its_status(demo: WarpWare) -> None:
    some = {"in_stock": "MUG-ENAMEL", "low_stock": "WIDGET-RED-L", "out_of_stock": "BRACKET-ALU"}
    for status, sku in some.items():
        found = rows(demo, "inventory", status=status)
        assert {row["status"] for row in found} == {status}
        assert sku in {row["sku"] for row in found}, status
