"""Bodies that no operation takes, at every depth. Source: "Authentication", "Errors"."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client import Reply, WarpWare, order_body

MIB = 1024 * 1024
JSON = {"Content-Type": "application/json"}


def written(top: str = "", item: str = "", address: str = "") -> bytes:
    """A create's body with more members in it, written as they stand."""
    return (
        f'{{"external_id": "ORDER-1", "line_items": [{{"sku": "A", "quantity": 1 {item}}}], "shipping_address": '
        f'{{"name": "J", "address1": "1 Main St", "city": "C", "state": "NY", "zip": "1" {address}}} {top}}}'
    ).encode()


def put(body: Any, field: str, value: object) -> None:
    """Set what *field* names (``line_items[0].sku``), unless there is no such place any more."""
    *parents, last = [int(word) if word.isdigit() else word for word in re.findall(r"\w+", field)]
    for word in parents:
        body = body[word] if isinstance(body, list if isinstance(word, int) else dict) and body else None
    if isinstance(body, list if isinstance(last, int) else dict) and body:
        body[last] = value


def assert_refused(warpware: WarpWare, reply: Reply, status: int, rule: str, *places: str) -> None:
    """In the vendor's shape, with every place named, and nothing was stored."""
    assert (reply.status, reply.rule) == (status, rule), reply
    assert reply.json.keys() == {"detail"}
    assert [place for place in places if place not in reply.detail] == []
    assert warpware.get("/orders/stats").data == {"total": 0, "by_status": {}}


@pytest.mark.rule("warpware.body.not-json", "warpware.errors.detail")
@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(b"", "JSON", id="nothing"),
        pytest.param(b" ", "JSON", id="white space"),
        pytest.param(b"{", "JSON", id="half an object"),
        pytest.param(written() + b"}", "JSON", id="a bracket too many"),
        pytest.param(written() + written(), "JSON", id="two objects"),
        pytest.param(written(top=","), "JSON", id="a trailing comma"),
        pytest.param(written().replace(b'"', b"'"), "JSON", id="single quotes"),
        pytest.param(written(top=', "note": "a\nb"'), "JSON", id="a bare line break in a text"),
        pytest.param(b"external_id=ORDER-1", "JSON", id="a form"),
        pytest.param(b"[]", "an array", id="an array"),
        pytest.param(b"[" + written() + b"]", "an array", id="an array of one order"),
        pytest.param(b'"ORDER-1"', "a string", id="a string"),
        pytest.param(b"1", "a number", id="a number"),
        pytest.param(b"true", "a boolean", id="a boolean"),
        pytest.param(b"null", "null", id="null"),
        pytest.param(written(item=', "price": NaN'), "NaN", id="NaN"),
        pytest.param(written(item=', "price": Infinity'), "Infinity", id="Infinity"),
        pytest.param(written(top=', "metadata": {"a": [-Infinity]}'), "-Infinity", id="-Infinity in metadata"),
        pytest.param(written(top=', "external_id": "ORDER-2"'), "external_id", id="a key twice"),
        pytest.param(written(item=', "sku": "A"'), "line_items[0].sku", id="a key twice in an item"),
        pytest.param(written(address=', "zip": "2"'), "shipping_address.zip", id="a key twice in the address"),
        pytest.param(written(top=', "metadata": {"a": [{"b": 1, "b": 1}]}'), "metadata.a[0].b", id="and in metadata"),
        pytest.param(written(top=', "colour": {"a": 1, "\\u0061": 2}'), "colour.a", id="and in an unknown field"),
        pytest.param(b"[" * 10_000, "levels deep", id="10,000 open brackets"),
        pytest.param(b"[" * 10_000 + b"]" * 10_000, "levels deep", id="10,000 brackets"),
        pytest.param(b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "levels deep", id="10,000 braces"),
        pytest.param(written(top=', "metadata": {"a": ' + "[" * 99 + "]" * 99 + "}"), "100", id="101 levels"),
        pytest.param(written(top=', "note": "\xff"').replace(b"\xc3\xbf", b"\xff"), "UTF-8", id="Latin-1"),
        pytest.param(written(top=', "note": "@"').replace(b"@", b"\xed\xa0\x80"), "UTF-8", id="a coded surrogate"),
        pytest.param(written().decode().encode("utf-16"), "UTF-8", id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf" + written(), "JSON", id="a byte order mark"),
    ],
)
def test_a_body_that_is_no_plain_json_object_is_400(warpware: WarpWare, body: bytes, said: str) -> None:
    assert_refused(warpware, warpware.post("/orders", body=body, headers=JSON), 400, "warpware.body.not-json", said)


@pytest.mark.rule("warpware.body.not-json")
def test_a_body_of_100_levels_is_read(warpware: WarpWare) -> None:
    nested = "[" * 98 + "]" * 98
    reply = warpware.post("/orders", body=written(top=f', "metadata": {{"a": {nested}}}'), headers=JSON)
    assert reply.status == 201
    assert warpware.order(reply.data["id"])["metadata"] == {"a": json.loads(nested)}


@pytest.mark.rule("warpware.body.content-type")
@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/plain", "application/x-www-form-urlencoded", "text/json", "application/json5", "json", "*/*"],
)
def test_a_post_that_is_not_declared_as_json_is_400(warpware: WarpWare, content_type: str | None) -> None:
    reply = warpware.post("/orders", body=written(), headers={"Content-Type": content_type})
    assert_refused(warpware, reply, 400, "warpware.body.content-type", "Content-Type", content_type or "")


@pytest.mark.rule("warpware.body.content-type")
def test_a_patch_that_is_not_declared_as_json_is_400_and_changes_nothing(warpware: WarpWare) -> None:
    before = warpware.order(order_id := warpware.create())
    reply = warpware.patch(f"/orders/{order_id}", body=b'{"note": "new"}', headers={"Content-Type": "text/plain"})
    assert (reply.status, reply.rule) == (400, "warpware.body.content-type")
    assert "text/plain" in reply.detail
    assert warpware.order(order_id) == before


@pytest.mark.rule("warpware.body.content-type")
@pytest.mark.parametrize(
    "content_type",
    ["application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON", "application/json ; a=b"],
)
def test_a_content_type_may_have_parameters_and_capitals(warpware: WarpWare, content_type: str) -> None:
    assert warpware.post("/orders", body=written(), headers={"Content-Type": content_type}).status == 201


@pytest.mark.rule("warpware.body.bodiless-post")
def test_a_cancel_with_a_body_needs_its_content_type(warpware: WarpWare) -> None:
    order_id = warpware.create()
    reply = warpware.post(f"/orders/{order_id}/cancel", body=b"{}", headers={"Content-Type": None})
    assert (reply.status, reply.rule) == (400, "warpware.body.content-type")
    assert "Content-Type" in reply.detail
    assert warpware.order(order_id)["status"] == "pending"


@pytest.mark.rule("warpware.body.ignored-on-get")
@pytest.mark.parametrize("body", [b"{", b"\xff\x00", b"x" * (2 * MIB)], ids=["half", "binary", "2 MiB"])
def test_the_body_of_a_get_is_not_looked_at(warpware: WarpWare, body: bytes) -> None:
    reply = warpware.get("/orders/stats", body=body, headers={"Content-Type": "image/png"})
    assert (reply.status, reply.data["total"]) == (200, 0)


@pytest.mark.rule("warpware.body.missing-field", "warpware.orders.required-fields")
@pytest.mark.parametrize("field", ["external_id", "line_items", "shipping_address"])
@pytest.mark.parametrize("others", [{}, {"note": 5, "tags": {}}], ids=["others fine", "others invalid"])
def test_a_body_without_a_required_field_is_400(warpware: WarpWare, field: str, others: dict[str, object]) -> None:
    body = order_body()
    del body[field]
    assert_refused(warpware, warpware.post("/orders", body | others), 400, "warpware.body.missing-field", field)


NO_TEXT: list[object] = [None, 5, 1.5, True, [], {}, ["x"]]
BLANK = ["", " ", "\t\n\r", "\u2003"]
NO_OBJECT: list[object] = ["x", "", 5, True, [], [{}]]
WRONG: dict[str, list[object]] = {
    "external_id": [*NO_TEXT],
    "source": [5, True, [], {}],
    "customer_email": [5, True, [], {}],
    "customer_name": [5, ["x"]],
    "note": [5, False, {}],
    "metadata": [*NO_OBJECT],
    "tags": ["vip", "", 5, True, {}, {"0": "vip"}],
    "tags[0]": [None, 5, True, ["vip"], {}],
    "line_items": [None, [], {}, "x", 5, True, {"0": {"sku": "A", "quantity": 1}}],
    "line_items[0]": [None, "A", 5, True, [], ["A", 1]],
    "line_items[0].sku": [*NO_TEXT],
    "line_items[0].quantity": [None, 0, -1, -(2**63), 1.5, 0.5, True, False, "2", "", [], {}],
    "line_items[0].price": ["1", "", True, [], {}],
    "line_items[0].name": [5, True, [], {}],
    "shipping_address": [None, *NO_OBJECT],
    **{f"shipping_address.{name}": [*NO_TEXT] for name in ("name", "address1", "city", "state", "zip")},
    **{f"shipping_address.{name}": [5, True, [], {}] for name in ("address2", "country", "phone")},
}
REQUIRED_TEXTS = [field for field, values in WRONG.items() if values == NO_TEXT]


@pytest.mark.rule("warpware.body.invalid-value", "warpware.orders.quantity", "warpware.orders.line-items-not-empty")
@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in WRONG.items() for value in values])
def test_a_value_that_its_field_does_not_take_is_422(warpware: WarpWare, field: str, value: object) -> None:
    body = order_body(tags=["vip"])
    put(body, field, value)
    if field.endswith(".quantity"):
        rule = "warpware.orders.quantity"
    else:
        empty = (field, value) == ("line_items", [])
        rule = "warpware.orders.line-items-not-empty" if empty else "warpware.body.invalid-value"
    assert_refused(warpware, warpware.post("/orders", body), 422, rule, field)


@pytest.mark.rule("warpware.body.blank-required")
@pytest.mark.parametrize("field", REQUIRED_TEXTS)
@pytest.mark.parametrize("value", BLANK)
def test_a_blank_required_text_is_422(warpware: WarpWare, field: str, value: str) -> None:
    body = order_body()
    put(body, field, value)
    assert_refused(warpware, warpware.post("/orders", body), 422, "warpware.body.blank-required", field)


@pytest.mark.rule("warpware.orders.address-fields")
@pytest.mark.parametrize("field", ["name", "address1", "city", "state", "zip"])
def test_an_address_without_a_required_field_is_422(warpware: WarpWare, field: str) -> None:
    body: Any = order_body()
    del body["shipping_address"][field]
    place = f"shipping_address.{field}"
    assert_refused(warpware, warpware.post("/orders", body), 422, "warpware.orders.address-fields", place)


@pytest.mark.rule("warpware.orders.line-item-fields")
@pytest.mark.parametrize("field", ["sku", "quantity"])
def test_a_line_item_without_a_required_field_is_422(warpware: WarpWare, field: str) -> None:
    second = {"sku": "B", "quantity": 1}
    del second[field]
    body = order_body(line_items=[{"sku": "A", "quantity": 1}, second])
    place = f"line_items[1].{field}"
    assert_refused(warpware, warpware.post("/orders", body), 422, "warpware.orders.line-item-fields", place)


@pytest.mark.rule("warpware.errors.all-faults-named")
def test_several_faults_are_all_named(warpware: WarpWare) -> None:
    body = order_body(
        line_items=[{"quantity": 1}, {"sku": "B", "quantity": 0}],
        shipping_address={"name": "J", "city": 5},
        tags=["a", 5],
    )
    places = ["line_items[0].sku", "line_items[1].quantity", "shipping_address.address1", "shipping_address.city"]
    places += ["shipping_address.state", "shipping_address.zip", "tags[1]"]
    assert_refused(warpware, warpware.post("/orders", body), 422, "warpware.body.invalid-value", *places)


@pytest.mark.rule("warpware.errors.all-faults-named")
def test_missing_fields_and_invalid_ones_are_named_together(warpware: WarpWare) -> None:
    reply = warpware.post("/orders", {"line_items": [{"sku": "A", "quantity": "2"}]})
    places = ["external_id", "shipping_address", "line_items[0].quantity"]
    assert_refused(warpware, reply, 400, "warpware.body.missing-field", *places)


@pytest.mark.rule("warpware.body.unstorable")
@pytest.mark.parametrize(
    ("body", "place"),
    [
        pytest.param(written(top=', "note": "a\\u0000b"'), "note", id="NUL in a text"),
        pytest.param(written(item=', "name": "\\u0000"'), "line_items[0].name", id="NUL in an item"),
        pytest.param(written(address=', "phone": "\\u0000"'), "shipping_address.phone", id="NUL in the address"),
        pytest.param(written(top=', "tags": ["a", "\\u0000"]'), "tags[1]", id="NUL in a tag"),
        pytest.param(written(top=', "metadata": {"a": {"b\\u0000": 1}}'), "metadata.a.b", id="NUL in a key"),
        pytest.param(written(top=', "colour": "\\u0000"'), "colour", id="NUL in an unknown field"),
        pytest.param(written(top=', "note": "\\ud83d"'), "note", id="the first half of a pair"),
        pytest.param(written(top=', "note": "\\ude00\\ud83d"'), "note", id="both halves the wrong way round"),
        pytest.param(written(top=', "metadata": {"a": {"\\udc00": 1}}'), "metadata.a", id="half a pair in a key"),
        pytest.param(written(item=f', "price": {2**64}'), "line_items[0].price", id="2**64"),
        pytest.param(written(top=f', "metadata": {{"a": {-(2**63) - 1}}}'), "metadata.a", id="below -2**63"),
        pytest.param(written(top=f', "metadata": {{"a": [1{"0" * 400}]}}'), "metadata.a[0]", id="10**400"),
        pytest.param(written(top=f', "metadata": {{"a": -1{"0" * 5000}}}'), "metadata.a", id="-10**5000"),
        pytest.param(written(item=', "price": 1e400'), "line_items[0].price", id="1e400"),
        pytest.param(written(top=', "colour": [-1e400]'), "colour[0]", id="-1e400 in an unknown field"),
    ],
)
def test_what_no_database_holds_is_422(warpware: WarpWare, body: bytes, place: str) -> None:
    reply = warpware.post("/orders", body=body, headers=JSON)
    assert_refused(warpware, reply, 422, "warpware.body.unstorable", place)


@pytest.mark.rule("warpware.errors.too-large")
@pytest.mark.parametrize("size", [MIB + 1, 2 * MIB])
def test_a_body_of_more_than_1_mib_is_413(warpware: WarpWare, size: int) -> None:
    reply = warpware.post("/orders", body=written().ljust(size), headers=JSON)
    assert_refused(warpware, reply, 413, "warpware.errors.too-large", "1048576")


@pytest.mark.rule("warpware.errors.too-large")
def test_a_body_of_exactly_1_mib_is_read(warpware: WarpWare) -> None:
    body = written(top=', "note": "' + "n" * (MIB - len(written(top=', "note": ""'))) + '"')
    assert len(body) == MIB
    assert warpware.post("/orders", body=body, headers=JSON).status == 201


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(2**62) | st.floats() | st.text(st.characters(), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "line_items[0].quantity": st.integers(1, 2**64),
    "line_items[0].price": st.floats() | st.integers(),
    "metadata": st.dictionaries(st.text(max_size=5), ANYTHING, max_size=3),
    "tags": st.lists(st.text(max_size=5), max_size=3),
}
PLACES = st.sampled_from([*WRONG, "colour", "line_items[0].uom", "shipping_address.planet"])
CHANGES = PLACES.flatmap(lambda field: st.tuples(st.just(field), LIKELY.get(field, st.text(max_size=9)) | ANYTHING))


@pytest.mark.rule("warpware.body.invalid-value", "warpware.orders.as-sent")
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=st.lists(CHANGES, min_size=1, max_size=3))
def test_no_value_breaks_the_server_and_what_is_taken_is_kept(
    warpware: WarpWare, changes: list[tuple[str, object]]
) -> None:
    warpware.handle.reset()
    body: Any = order_body(tags=["vip"])
    for field, value in changes:
        put(body, field, value)
    reply = warpware.post("/orders", body)
    assert reply.status in (201, 400, 422)
    if reply.status == 201:
        known = ("sku", "name", "quantity", "price")
        sent = [{name: item[name] for name in known if item.get(name) is not None} for item in body["line_items"]]
        assert warpware.order(reply.data["id"])["line_items"] == sent
