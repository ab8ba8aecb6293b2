"""Queries and bodies in all the forms that clients send. Source: whiplash-observed.md, "Paths and bodies".

Over HTTP, against a vendor that answers what it understood (``echo.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import urllib3

from client import Http, Reply
from mockserver.app import VENDORS
from mockserver.core.decoding import BODY_LIMIT
from mockserver.core.exchange import Exchange
from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import DEFAULT_ID, Sandboxes
from mockserver.server import MockServer
from whiplash.echo import ECHO


class Echo(Http):
    """``notes`` are those of the last call."""

    def __init__(self, url: str, sandboxes: Sandboxes) -> None:
        super().__init__(url + "/echo", {"X-API-KEY": "0" * 20})
        self._sandboxes = sandboxes

    @property
    def journal(self) -> list[Exchange]:
        return list(self._sandboxes.get(DEFAULT_ID).journal)

    @property
    def notes(self) -> list[str]:
        return self.journal[-1].notes


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    sandboxes = Sandboxes((*VENDORS, ECHO), SandboxOptions(profile="empty", limits=False))
    sandboxes.create(sandbox_id=DEFAULT_ID)
    with MockServer(sandboxes=sandboxes) as server:
        client = Echo(server.url, sandboxes)
        yield client
        client.close()


def understood(reply: Reply) -> Any:
    """The fields that it took, or the refusal."""
    return {name: value for name, value in reply.json.items() if value is not None} if reply.status == 200 else reply


# Queries


@pytest.mark.rule("whiplash.query.lists")
def test_several_values_may_be_repeated_or_have_brackets(echo: Echo) -> None:
    for query in ["status=1&status=2", "status[]=1&status[]=2", "status%5B%5D=1&status=2"]:
        assert understood(echo.get(f"/things?{query}")) == {"status": [1, 2]}, query


@pytest.mark.rule("whiplash.query.lists")
def test_one_value_is_a_list_of_one(echo: Echo) -> None:
    for query in ["status=1", "status[]=1"]:
        assert understood(echo.get(f"/things?{query}")) == {"status": [1]}, query


@pytest.mark.rule("whiplash.query.numbered-list")
def test_numbers_or_names_in_brackets_make_no_list_and_no_value(echo: Echo) -> None:
    for query, place in [
        ("status[0]=1&status[1]=2", "status"),
        ("status[a][b]=1", "status"),
        ("limit[0]=5", "limit"),
        ("name[x]=A&limit=5", "name"),
    ]:
        reply = echo.get(f"/things?{query}")
        assert (reply.status, list(reply.json), reply.rule) == (422, ["error"], "whiplash.query.numbered-list"), query
        assert reply.error.startswith(f"{place}: is "), reply.error


@pytest.mark.rule("whiplash.query.unreadable")
def test_a_name_that_is_an_object_and_something_else_is_400(echo: Echo) -> None:
    for query in ["status[0]=1&status=2", "status=1&status[0]=2", "a[]=1&a[b]=2", "a[b]=1&a[][c]=2", "a" + "[x]" * 33]:
        reply = echo.get(f"/things?{query}")
        assert (reply.status, list(reply.json), reply.rule) == (400, ["error"], "whiplash.query.unreadable"), query


def test_unknown_names_with_brackets_are_ignored(echo: Echo) -> None:
    for query in ["foo[0]=1", "foo[a][]=1", "foo[=1", "[]=1", "foo[][a]=1&foo[][b]=2"]:
        assert understood(echo.get(f"/things?{query}&limit=5")) == {"limit": 5}, query


# What a GET or DELETE bears

STALE = [b'{"thing": {"name": "x"}, "status": 40}', b"[]", b"null", b"{", b"\xff\x00", b"x" * (BODY_LIMIT + 1)]


@pytest.mark.rule("whiplash.body.stale", "whiplash.body.get-nothing-else")
def test_a_stale_body_does_no_harm(echo: Echo) -> None:
    for body in STALE:
        assert understood(echo.request("GET", "/things?status=1", body=body)) == {"status": [1]}, body[:12]
        assert echo.notes == ["body of a GET: ignored"], body[:12]
        assert echo.request("DELETE", "/things/1", body=body).status == 204, body[:12]
        assert echo.request("PUT", "/things/1/act.json", body=body).status == 204, body[:12]


@pytest.mark.rule("whiplash.body.get-paging")
def test_a_get_may_ask_for_its_page_in_its_body(echo: Echo) -> None:
    for body in ['{"page": 2, "limit": 250}', '{"page": "2", "limit": "250"}']:
        assert understood(echo.request("GET", "/things", body=body)) == {"page": 2, "limit": 250}, body
        assert echo.notes == ["body of a GET: limit, page taken as parameters, the rest ignored"], body


@pytest.mark.rule("whiplash.body.get-paging")
def test_what_a_gets_query_has_goes_before_its_body(echo: Echo) -> None:
    for query, expected in [
        ("limit=3", {"limit": 3, "page": 2}),
        ("page=3", {"limit": 9, "page": 3}),
        ("offset=3", {"limit": 9, "offset": 3}),
    ]:
        assert understood(echo.get(f"/things?{query}", json={"page": 2, "limit": 9})) == expected, (query, expected)


@pytest.mark.rule("whiplash.body.stale", "whiplash.body.get-nothing-else")
def test_what_is_no_page_in_a_gets_body_is_ignored(echo: Echo) -> None:
    for body in [
        {"page": 0},
        {"page": True},
        {"page": -1},
        {"limit": "all"},
        {"limit": [5]},
        {"page": 10**19},
        {"name": "x"},
    ]:
        assert understood(echo.get("/things", json=body)) == {}, body


# The bodies of POST and PUT

WRITES = [("POST", "/things"), ("PUT", "/things/1")]
FORM = "application/x-www-form-urlencoded"
JSON = {"Content-Type": "application/json"}

each_write = pytest.mark.parametrize(("method", "path"), WRITES, ids=["POST", "PUT"])


@pytest.mark.rule("whiplash.body.wrapped")
def test_a_body_is_bare_or_wrapped(echo: Echo) -> None:
    for body in [{"name": "x", "count": 2}, {"thing": {"name": "x", "count": 2}}]:
        expected = {"name": "x", "count": 2}
        assert understood(echo.post("/things", body)) == understood(echo.put("/things/1.json", body)) == expected, body


@pytest.mark.rule("whiplash.body.wrapped")
def test_what_is_wrapped_goes_before_what_stands_beside_it(echo: Echo) -> None:
    assert understood(echo.post("/things", {"name": "a", "count": 1, "thing": {"name": "b"}})) == {
        "name": "b",
        "count": 1,
    }


@pytest.mark.rule("whiplash.body.attributes")
def test_a_list_of_records_may_be_called_attributes(echo: Echo) -> None:
    for parts in [[{"sku": "A", "quantity": 1}, {"sku": "B"}], {"0": {"sku": "A", "quantity": 1}, "1": {"sku": "B"}}]:
        expected = {"parts": [{"sku": "A", "quantity": 1}, {"sku": "B"}]}
        assert understood(echo.post("/things", {"thing": {"parts_attributes": parts}})) == expected, parts
        assert echo.notes == [], parts
        assert understood(echo.post("/things", {"parts": [{"sku": "A", "quantity": 1}, {"sku": "B"}]})) == expected, (
            parts
        )


@pytest.mark.rule("whiplash.body.put-query", "whiplash.body.post-query", "whiplash.query.brackets")
@each_write
def test_fields_may_stand_in_the_query(echo: Echo, method: str, path: str) -> None:
    for sent, expected in [
        (
            "name=Bill+Murray&count=2&gift=true&codes[]=7",
            {"name": "Bill Murray", "count": 2, "gift": True, "codes": [7]},
        ),
        ("thing[name]=x&thing[parts][][sku]=A", {"name": "x", "parts": [{"sku": "A"}]}),
    ]:
        assert understood(echo.request(method, f"{path}?{sent}")) == expected, sent
        assert echo.notes == [], sent


@pytest.mark.rule("whiplash.query.goes-before")
@each_write
def test_a_field_of_the_query_goes_before_that_of_the_body(echo: Echo, method: str, path: str) -> None:
    for query, body, expected in [
        ("name=x&count=2", {"count": 3, "gift": True}, {"name": "x", "count": 2, "gift": True}),
        ("thing[name]=x", {"thing": {"name": "y", "count": 3}}, {"name": "x"}),
        ("name=x", {"thing": {"name": "y"}}, {"name": "y"}),
    ]:
        assert understood(echo.request(method, f"{path}?{query}", json=body)) == expected, query


@pytest.mark.rule("whiplash.body.empty")
def test_a_body_that_says_nothing_is_no_error(echo: Echo) -> None:
    for method, path in WRITES:
        for body in ["", " \n", "[]", " [ ] ", "{}", "{\n}", "null"]:
            for content_type in [None, "text/plain", FORM, "multipart/form-data", "application/json"]:
                reply = echo.request(method, path, body=body, headers={"Content-Type": content_type})
                assert (understood(reply), echo.notes) == ({}, []), (body, content_type)


@pytest.mark.rule("whiplash.body.content-type")
@each_write
def test_json_is_read_under_the_types_that_rails_knows_for_it(echo: Echo, method: str, path: str) -> None:
    for content_type in [
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/json,application/json",
        "text/x-json",
        "application/jsonrequest",
    ]:
        reply = echo.request(method, path, body='{"name": "x"}', headers={"Content-Type": content_type})
        assert understood(reply) == {"name": "x"}, content_type


@pytest.mark.rule("whiplash.body.content-type", "whiplash.errors.one-text")
@each_write
def test_a_body_of_another_type_or_of_none_is_422_and_says_what_to_send(echo: Echo, method: str, path: str) -> None:
    for content_type, body, told in [
        (None, '{"name": "x"}', "Content-Type: there is none"),
        (None, "name=x", "Content-Type: there is none"),
        (None, "{", "Content-Type: there is none"),
        ("", '{"name": "x"}', "Content-Type: there is none"),
        ("text/plain", '{"name": "x"}', "Content-Type: a body of 'text/plain' is not read"),
        ("text/json; charset=utf-8", '{"name": "x"}', "Content-Type: a body of 'text/json' is not read"),
        ("application/vnd.api+json", '{"name": "x"}', "Content-Type: a body of 'application/vnd.api+json' is not read"),
        ("nonsense", "x", "Content-Type: a body of 'nonsense' is not read"),
        (FORM, '{"name": "x"}', f"Content-Type: it says '{FORM}', and the body is JSON"),
        (FORM, ' [{"name": "x"}]', f"Content-Type: it says '{FORM}', and the body is JSON"),
        ("multipart/form-data", '{"name": "x"}', "Content-Type: it says 'multipart/form-data', and the body is JSON"),
    ]:
        reply = echo.request(method, path, body=body, headers={"Content-Type": content_type})
        assert (reply.status, list(reply.json), reply.rule) == (422, ["error"], "whiplash.body.content-type"), told
        assert reply.error == f"{told}; send JSON with 'Content-Type: application/json'", told


@pytest.mark.rule("whiplash.body.form", "whiplash.query.brackets", "whiplash.body.wrapped")
def test_a_form_is_read_as_rails_reads_it(echo: Echo) -> None:
    parts = [{"sku": "A", "quantity": 2}, {"sku": "B"}]
    for form, expected in [
        ("name=Bill+Murray&count=2&gift=false", {"name": "Bill Murray", "count": 2, "gift": False}),
        ("thing[name]=x&thing%5Bcodes%5D[]=1&thing[codes][]=2", {"name": "x", "codes": [1, 2]}),
        ("parts[][sku]=A&parts[][quantity]=2&parts[][sku]=B", {"parts": parts}),
        (
            "thing[parts_attributes][0][sku]=A&thing[parts_attributes][0][quantity]=2&thing[parts_attributes][1][sku]=B",
            {"parts": parts},
        ),
        ("name=a&name=b", {"name": "b"}),
        ("", {}),
    ]:
        for content_type in [FORM, "Application/X-WWW-Form-Urlencoded; charset=utf-8"]:
            for method, path in WRITES:
                reply = echo.request(method, path, body=form, headers={"Content-Type": content_type})
                assert understood(reply) == expected, (form, method)
                assert echo.notes == [], form


@pytest.mark.rule("whiplash.body.form", "whiplash.query.brackets")
@each_write
def test_a_form_of_several_parts_is_read_like_any_other(echo: Echo, method: str, path: str) -> None:
    fields: list[tuple[str, Any]] = [
        ("thing[name]", "Grün\r\n"),
        ("thing[parts][][sku]", "A"),
        ("thing[parts][][quantity]", "2"),
        ("thing[parts][][sku]", "B"),
        ("thing[price]", ("price.txt", b"\0\xff", "text/plain")),
    ]
    body, content_type = urllib3.encode_multipart_formdata(fields)
    reply = echo.request(method, path, body=body, headers={"Content-Type": content_type})
    assert understood(reply) == {"name": "Grün\r\n", "parts": [{"sku": "A", "quantity": 2}, {"sku": "B"}]}
    assert echo.notes == ["form field thing[price] is a file: ignored"]


@pytest.mark.rule("whiplash.query.unreadable")
def test_a_form_of_several_parts_that_is_none_or_no_text_is_400(echo: Echo) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n%b\r\n--x--\r\n'
    for boundary, body in [
        ("", part % b"x"),
        ("; boundary=y", part % b"x"),
        ("; boundary=x", part[:-6] % b"x"),
        ("; boundary=x", part.replace(b"name=", b"n=") % b"x"),
        ("; boundary=x", part.replace(b'"\r\n', b'"\r\nContent-Type: message/rfc822\r\n') % b"x"),
        ("; boundary=x", part % b"\xff"),
        ("; boundary=x", part % b"\0"),
    ]:
        reply = echo.request("POST", "/things", body=body, headers={"Content-Type": f"multipart/form-data{boundary}"})
        assert (reply.status, list(reply.json), reply.rule) == (400, ["error"], "whiplash.query.unreadable"), body


@pytest.mark.rule("whiplash.query.unreadable")
def test_a_form_that_is_no_text_is_400(echo: Echo) -> None:
    headers = {"Content-Type": FORM}
    for form in [b"name=%FF", b"name=\xff", b"name=%00", b"name[a]=1&name=2"]:
        reply = echo.request("POST", "/things", body=form, headers=headers)
        assert (reply.status, list(reply.json), reply.rule) == (400, ["error"], "whiplash.query.unreadable"), form


@pytest.mark.rule("whiplash.body.ignored-fields")
def test_fields_that_are_read_only_or_unknown_are_ignored_and_noted(echo: Echo) -> None:
    body = {"id": 1, "name": "x", "created_at": "2017-05-18T07:59:32-04:00", "parts": [{"id": 2, "sku": "A"}]}
    assert understood(echo.put("/things/1", body)) == {"name": "x", "parts": [{"sku": "A"}]}
    assert echo.notes == [
        f"body field {name} is not one of this operation's: ignored" for name in ("id", "created_at", "parts[0].id")
    ]


@pytest.mark.rule("whiplash.body.not-json")
def test_what_is_no_json_object_is_400(echo: Echo) -> None:
    for method, path in WRITES:
        for body in ["{", "name=x", '"x"', "5", "[1]", '{"a": 1, "a": 2}', "{'name': 'x'}"]:
            reply = echo.request(method, path, body=body, headers=JSON)
            assert (reply.status, list(reply.json), reply.rule) == (400, ["error"], "whiplash.body.not-json"), (
                method,
                body,
            )


@pytest.mark.rule("whiplash.body.unstorable", "whiplash.errors.by-field")
def test_what_cannot_be_stored_is_422_at_its_field(echo: Echo) -> None:
    for value in ["a\0b", "\ud800", 2**64]:
        reply = echo.post("/things", {"thing": {"name": value}})
        assert (reply.status, list(reply.json["errors"]), reply.rule) == (
            422,
            ["thing.name"],
            "whiplash.body.unstorable",
        ), value


@pytest.mark.rule("whiplash.errors.too-large")
def test_a_body_of_more_than_1_mib_is_413(echo: Echo) -> None:
    body = b'{"name": "' + b"x" * BODY_LIMIT + b'"}'
    for method, path in WRITES:
        reply = echo.request(method, path, body=body)
        assert (reply.status, list(reply.json), reply.rule) == (413, ["error"], "whiplash.errors.too-large")


# Values


@pytest.mark.rule("whiplash.body.lenient-values", "whiplash.decimals.written")
def test_numbers_may_be_text_and_text_numbers(echo: Echo) -> None:
    for sent, read in [
        ({"name": 5}, {"name": "5"}),
        ({"name": 1.5}, {"name": "1.5"}),
        ({"name": True}, {"name": "true"}),
        ({"name": ""}, {"name": ""}),
        ({"name": None}, {}),
        ({"count": "12"}, {"count": 12}),
        ({"count": 12.0}, {"count": 12}),
        ({"count": ""}, {}),
        ({"price": 48}, {"price": "48.0"}),
        ({"price": "8.91"}, {"price": "8.91"}),
        ({"price": 77.7}, {"price": "77.7"}),
        ({"price": "8.910"}, {"price": "8.91"}),
        ({"price": "-0"}, {"price": "0.0"}),
        ({"price": 1e3}, {"price": "1000.0"}),
        ({"price": ""}, {}),
        ({"codes": 7}, {"codes": [7]}),
        ({"codes": []}, {"codes": []}),
    ]:
        assert understood(echo.post("/things", sent)) == read, (sent, read)


@pytest.mark.rule("whiplash.body.lenient-values")
def test_booleans_are_read_as_rails_does(echo: Echo) -> None:
    values: dict[bool | None, tuple[object, ...]] = {
        False: (False, 0, "0", "f", "F", "false", "FALSE", "off"),
        True: (True, 1, "1", "t", "true", "yes", "on", 2),
        None: ("", None),
    }
    for read, forms in values.items():
        for sent in forms:
            assert echo.post("/things", {"gift": sent}).json["gift"] is read, (sent, read)


@pytest.mark.rule("whiplash.errors.by-field")
def test_values_that_fail_are_422_with_errors_by_field(echo: Echo) -> None:
    for sent, errors in [
        ({"count": "many"}, {"count": ["is not a number"]}),
        ({"count": 1.5}, {"count": ["is not a number"]}),
        ({"count": True}, {"count": ["is not a number"]}),
        ({"count": "1" * 19}, {"count": ["is not a number"]}),
        ({"price": "free"}, {"price": ["is not a number"]}),
        ({"price": "NaN"}, {"price": ["is not a number"]}),
        ({"price": "1e999"}, {"price": ["is not a number"]}),
        ({"price": "1e-999"}, {"price": ["is not a number"]}),
        ({"price": True}, {"price": ["is not a number"]}),
        ({"name": {"first": "x"}}, {"name": ["is invalid"]}),
        ({"at": "soon"}, {"at": ["is not a date like 2008-01-01 03:00"]}),
        ({"parts": "x"}, {"parts": ["is invalid"]}),
        ({"parts": ["x", None]}, {"parts": ["is invalid"]}),
        ({"at": 5}, {"at": ["is not a date like 2008-01-01 03:00"]}),
        (
            {"parts": [{"quantity": "x"}, {"quantity": "y"}], "count": "z"},
            {"parts.quantity": ["is not a number"], "count": ["is not a number"]},
        ),
    ]:
        reply = echo.post("/things", sent)
        assert (reply.status, reply.json, reply.rule) == (422, {"errors": errors}, "whiplash.errors.by-field"), (
            sent,
            errors,
        )


@pytest.mark.rule("whiplash.dates.read")
def test_a_date_is_read_as_utc(echo: Echo) -> None:
    assert echo.post("/things", {"at": "2017-05-18T07:59:32-04:00"}).json["at"] == "2017-05-18T11:59:32+00:00"


@pytest.mark.rule("whiplash.body.get-paging", "whiplash.answers.head")
def test_a_head_asks_as_a_get_does(echo: Echo) -> None:
    for path, body in [("/things?status=1", None), ("/things", '{"page": 2}'), ("/things", "{"), ("/null", None)]:
        got, asked = echo.request("GET", path, body=body), echo.request("HEAD", path, body=body)
        assert (asked.status, asked.body, asked.headers) == (200, b"", got.headers), path
    assert [len(exchange.response_body) for exchange in echo.journal[-2:]] == [4, 0]


@pytest.mark.rule("whiplash.auth.one-key-does-all")
def test_one_key_reads_and_writes(echo: Echo) -> None:
    replies = [echo.get("/things"), echo.post("/things"), echo.put("/things/1"), echo.delete("/things/1")]
    assert [reply.status for reply in replies] == [200, 200, 200, 204]


# Answers


@pytest.mark.rule("whiplash.answers.no-content")
def test_a_204_has_no_body_no_type_and_no_length(echo: Echo) -> None:
    reply = echo.delete("/things/1")
    assert (reply.status, reply.body) == (204, b"")
    assert not {"content-type", "content-length", "transfer-encoding"} & set(reply.headers)
    assert echo.get("/null").status == 200  # the same connection is good for the next


@pytest.mark.rule("whiplash.answers.no-content")
def test_null_is_a_body(echo: Echo) -> None:
    reply = echo.get("/null")
    assert (reply.status, reply.body, reply.headers["content-length"]) == (200, b"null", "4")


@pytest.mark.rule("whiplash.errors.unexpected")
def test_a_failure_of_the_server_is_500_in_whiplashs_shape(echo: Echo) -> None:
    reply = echo.get("/fail")
    assert (reply.status, reply.json, reply.rule) == (500, {"error": "Unexpected error"}, "whiplash.errors.unexpected")
