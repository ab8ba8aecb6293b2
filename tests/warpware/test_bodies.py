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


def assert_refused(warpware: WarpWare, reply: Reply, status: int, rule: str, *places: str, case: object = "") -> None:
    """In the vendor's shape, with every place named, and nothing was stored."""
    assert (reply.status, reply.rule) == (status, rule), (case, reply)
    assert reply.json.keys() == {"detail"}, case
    assert [place for place in places if place not in reply.detail] == [], case
    assert warpware.get("/orders/stats").data == {"total": 0, "by_status": {}}, case


NO_PLAIN_JSON: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "JSON"),
    "white space": (b" ", "JSON"),
    "half an object": (b"{", "JSON"),
    "a bracket too many": (written() + b"}", "JSON"),
    "two objects": (written() + written(), "JSON"),
    "a trailing comma": (written(top=","), "JSON"),
    "single quotes": (written().replace(b'"', b"'"), "JSON"),
    "a bare line break in a text": (written(top=', "note": "a\nb"'), "JSON"),
    "a form": (b"external_id=ORDER-1", "JSON"),
    "an array": (b"[]", "an array"),
    "an array of one order": (b"[" + written() + b"]", "an array"),
    "a string": (b'"ORDER-1"', "a string"),
    "a number": (b"1", "a number"),
    "a boolean": (b"true", "a boolean"),
    "null": (b"null", "null"),
    "NaN": (written(item=', "price": NaN'), "NaN"),
    "Infinity": (written(item=', "price": Infinity'), "Infinity"),
    "-Infinity in metadata": (written(top=', "metadata": {"a": [-Infinity]}'), "-Infinity"),
    "a key twice": (written(top=', "external_id": "ORDER-2"'), "external_id"),
    "a key twice in an item": (written(item=', "sku": "A"'), "line_items[0].sku"),
    "a key twice in the address": (written(address=', "zip": "2"'), "shipping_address.zip"),
    "and in metadata": (written(top=', "metadata": {"a": [{"b": 1, "b": 1}]}'), "metadata.a[0].b"),
    "and in an unknown field": (written(top=', "colour": {"a": 1, "\\u0061": 2}'), "colour.a"),
    "10,000 open brackets": (b"[" * 10_000, "levels deep"),
    "10,000 brackets": (b"[" * 10_000 + b"]" * 10_000, "levels deep"),
    "10,000 braces": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "levels deep"),
    "101 levels": (written(top=', "metadata": {"a": ' + "[" * 99 + "]" * 99 + "}"), "100"),
    "Latin-1": (written(top=', "note": "\xff"').replace(b"\xc3\xbf", b"\xff"), "UTF-8"),
    "a coded surrogate": (written(top=', "note": "@"').replace(b"@", b"\xed\xa0\x80"), "UTF-8"),
    "UTF-16": (written().decode().encode("utf-16"), "UTF-8"),
    "a byte order mark": (b"\xef\xbb\xbf" + written(), "JSON"),
}


@pytest.mark.rule("warpware.body.not-json", "warpware.errors.detail")
def test_a_body_that_is_no_plain_json_object_is_400(warpware: WarpWare) -> None:
    for case, (body, said) in NO_PLAIN_JSON.items():
        reply = warpware.post("/orders", body=body, headers=JSON)
        assert_refused(warpware, reply, 400, "warpware.body.not-json", said, case=case)


@pytest.mark.rule("warpware.body.not-json")
def test_a_body_of_100_levels_is_read(warpware: WarpWare) -> None:
    nested = "[" * 98 + "]" * 98
    reply = warpware.post("/orders", body=written(top=f', "metadata": {{"a": {nested}}}'), headers=JSON)
    assert reply.status == 201
    assert warpware.order(reply.data["id"])["metadata"] == {"a": json.loads(nested)}


@pytest.mark.rule("warpware.body.content-type")
def test_a_post_that_is_not_declared_as_json_is_400(warpware: WarpWare) -> None:
    no_json = ("", "text/plain", "application/x-www-form-urlencoded", "text/json", "application/json5", "json", "*/*")
    for sent in (None, *no_json):
        reply = warpware.post("/orders", body=written(), headers={"Content-Type": sent})
        assert_refused(warpware, reply, 400, "warpware.body.content-type", "Content-Type", sent or "", case=sent)


@pytest.mark.rule("warpware.body.content-type")
def test_a_patch_that_is_not_declared_as_json_is_400_and_changes_nothing(warpware: WarpWare) -> None:
    before = warpware.order(order_id := warpware.create())
    reply = warpware.patch(f"/orders/{order_id}", body=b'{"note": "new"}', headers={"Content-Type": "text/plain"})
    assert (reply.status, reply.rule) == (400, "warpware.body.content-type")
    assert "text/plain" in reply.detail
    assert warpware.order(order_id) == before


@pytest.mark.rule("warpware.body.content-type")
def test_a_content_type_may_have_parameters_and_capitals(warpware: WarpWare) -> None:
    with_parameters = ("application/json; charset=utf-8", "application/json;charset=UTF-8", "application/json ; a=b")
    for sent in (*with_parameters, "Application/JSON"):
        warpware.handle.reset()
        assert warpware.post("/orders", body=written(), headers={"Content-Type": sent}).status == 201, sent


@pytest.mark.rule("warpware.body.bodiless-post")
def test_a_cancel_with_a_body_needs_its_content_type(warpware: WarpWare) -> None:
    order_id = warpware.create()
    reply = warpware.post(f"/orders/{order_id}/cancel", body=b"{}", headers={"Content-Type": None})
    assert (reply.status, reply.rule) == (400, "warpware.body.content-type")
    assert "Content-Type" in reply.detail
    assert warpware.order(order_id)["status"] == "pending"


@pytest.mark.rule("warpware.body.ignored-on-get")
def test_the_body_of_a_get_is_not_looked_at(warpware: WarpWare) -> None:
    for case, body in {"half": b"{", "binary": b"\xff\x00", "2 MiB": b"x" * (2 * MIB)}.items():
        reply = warpware.get("/orders/stats", body=body, headers={"Content-Type": "image/png"})
        assert (reply.status, reply.data["total"]) == (200, 0), case


@pytest.mark.rule("warpware.body.missing-field", "warpware.orders.required-fields")
def test_a_body_without_a_required_field_is_400(warpware: WarpWare) -> None:
    for field in ("external_id", "line_items", "shipping_address"):
        for body in (order_body(), order_body(note=5, tags={})):
            del body[field]
            assert_refused(
                warpware, warpware.post("/orders", body), 400, "warpware.body.missing-field", field, case=body
            )


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
    "line_items[0].quantity": [None, 0, 0.0, -1, -(2**63), 1.5, 1e300, True, False, "2", "", [], {}],
    "line_items[0].price": ["1", "", True, [], {}],
    "line_items[0].name": [5, True, [], {}],
    "shipping_address": [None, *NO_OBJECT],
    **{f"shipping_address.{name}": [*NO_TEXT] for name in ("name", "address1", "city", "state", "zip")},
    **{f"shipping_address.{name}": [5, True, [], {}] for name in ("address2", "country", "phone")},
}
REQUIRED_TEXTS = [field for field, values in WRONG.items() if values == NO_TEXT]


@pytest.mark.rule("warpware.body.invalid-value", "warpware.orders.quantity", "warpware.orders.line-items-not-empty")
def test_a_value_that_its_field_does_not_take_is_422(warpware: WarpWare) -> None:
    for field, value in [(field, value) for field, values in WRONG.items() for value in values]:
        body = order_body(tags=["vip"])
        put(body, field, value)
        if field.endswith(".quantity"):
            rule = "warpware.orders.quantity"
        else:
            empty = (field, value) == ("line_items", [])
            rule = "warpware.orders.line-items-not-empty" if empty else "warpware.body.invalid-value"
        assert_refused(warpware, warpware.post("/orders", body), 422, rule, field, case=(field, value))


@pytest.mark.rule("warpware.body.whole-number")
def test_a_whole_number_may_be_written_with_a_point(demo: WarpWare) -> None:
    for quantity in (2.0, 9007199254740991.0):
        items = [{"sku": "A", "quantity": quantity}]
        order = demo.order(demo.create(f"ORDER-{quantity}", line_items=items))
        assert repr(order["line_items"][0]["quantity"]) == str(int(quantity))
    adjusted = demo.post("/inventory/adjust", {"sku": "WIDGET-RED-L", "adjustment": -3.0}).data
    assert repr(adjusted["adjustment"]) == "-3"


@pytest.mark.rule("warpware.body.blank-required")
def test_a_blank_required_text_is_422(warpware: WarpWare) -> None:
    for field, value in [(field, value) for field in REQUIRED_TEXTS for value in BLANK]:
        body = order_body()
        put(body, field, value)
        reply = warpware.post("/orders", body)
        assert_refused(warpware, reply, 422, "warpware.body.blank-required", field, case=(field, value))


@pytest.mark.rule("warpware.orders.address-fields")
def test_an_address_without_a_required_field_is_422(warpware: WarpWare) -> None:
    for field in ("name", "address1", "city", "state", "zip"):
        body: Any = order_body()
        del body["shipping_address"][field]
        reply = warpware.post("/orders", body)
        assert_refused(warpware, reply, 422, "warpware.orders.address-fields", f"shipping_address.{field}", case=field)


@pytest.mark.rule("warpware.orders.line-item-fields")
def test_a_line_item_without_a_required_field_is_422(warpware: WarpWare) -> None:
    for field in ("sku", "quantity"):
        second = {"sku": "B", "quantity": 1}
        del second[field]
        reply = warpware.post("/orders", order_body(line_items=[{"sku": "A", "quantity": 1}, second]))
        place = f"line_items[1].{field}"
        assert_refused(warpware, reply, 422, "warpware.orders.line-item-fields", place, case=field)


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


UNSTORABLE: dict[str, tuple[bytes, str]] = {
    "NUL in a text": (written(top=', "note": "a\\u0000b"'), "note"),
    "NUL in an item": (written(item=', "name": "\\u0000"'), "line_items[0].name"),
    "NUL in the address": (written(address=', "phone": "\\u0000"'), "shipping_address.phone"),
    "NUL in a tag": (written(top=', "tags": ["a", "\\u0000"]'), "tags[1]"),
    "NUL in a key": (written(top=', "metadata": {"a": {"b\\u0000": 1}}'), "metadata.a.b"),
    "NUL in an unknown field": (written(top=', "colour": "\\u0000"'), "colour"),
    "the first half of a pair": (written(top=', "note": "\\ud83d"'), "note"),
    "both halves the wrong way round": (written(top=', "note": "\\ude00\\ud83d"'), "note"),
    "half a pair in a key": (written(top=', "metadata": {"a": {"\\udc00": 1}}'), "metadata.a"),
    "2**64": (written(item=f', "price": {2**64}'), "line_items[0].price"),
    "below -2**63": (written(top=f', "metadata": {{"a": {-(2**63) - 1}}}'), "metadata.a"),
    "10**400": (written(top=f', "metadata": {{"a": [1{"0" * 400}]}}'), "metadata.a[0]"),
    "-10**5000": (written(top=f', "metadata": {{"a": -1{"0" * 5000}}}'), "metadata.a"),
    "1e400": (written(item=', "price": 1e400'), "line_items[0].price"),
    "-1e400 in an unknown field": (written(top=', "colour": [-1e400]'), "colour[0]"),
}


@pytest.mark.rule("warpware.body.unstorable")
def test_what_no_database_holds_is_422(warpware: WarpWare) -> None:
    for case, (body, place) in UNSTORABLE.items():
        reply = warpware.post("/orders", body=body, headers=JSON)
        assert_refused(warpware, reply, 422, "warpware.body.unstorable", place, case=case)


@pytest.mark.rule("warpware.errors.too-large")
def test_a_body_of_more_than_1_mib_is_413(warpware: WarpWare) -> None:
    for size in (MIB + 1, 2 * MIB):
        reply = warpware.post("/orders", body=written().ljust(size), headers=JSON)
        assert_refused(warpware, reply, 413, "warpware.errors.too-large", "1048576", case=size)


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
