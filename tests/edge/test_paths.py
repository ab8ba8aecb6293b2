"""Routing on the path as it came: an encoded slash stays inside its segment."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from client import Http
from mockserver.edge.paths import SegmentConverter, flask_rule, raw_path, routing_path
from mockserver.server import MockServer

ROUTES = Map(
    [
        Rule(flask_rule("/partner/v1", "/orders"), endpoint="list"),
        Rule(flask_rule("/partner/v1", "/orders/stats"), endpoint="stats"),
        Rule(flask_rule("/partner/v1", "/orders/{order_id}"), endpoint="get"),
        Rule(flask_rule("/partner/v1", "/orders/by-external/{external_id}"), endpoint="by-external"),
        Rule(flask_rule("/partner/v1", "/orders/{order_id}/timeline"), endpoint="timeline"),
    ],
    converters={"segment": SegmentConverter},
    merge_slashes=False,
)


def routed(path: str) -> tuple[str, dict[str, str]]:
    """The endpoint and the decoded segments of a path as it came."""
    endpoint, segments = ROUTES.bind("x").match(routing_path(path), "GET")
    return endpoint, dict(segments)


def test_a_template_becomes_a_rule_below_its_prefix() -> None:
    assert flask_rule("/v1", "/a/{b}/c/{d_e}") == "/v1/a/<segment:b>/c/<segment:d_e>"


@pytest.mark.parametrize(
    ("sent", "external_id"),
    [
        ("ORDER-1", "ORDER-1"),
        ("%231234", "#1234"),
        ("a%2Fb", "a/b"),
        ("a%2fb", "a/b"),
        ("a%252Fb", "a%2Fb"),
        ("100%25", "100%"),
        ("%2F", "/"),
        ("%2F%2F", "//"),
        ("a%20b+c", "a b+c"),
        ("Gr%C3%BC%C3%9Fe", "Grüße"),
        ("%3F%26%3D", "?&="),
        ("..%2F..", "../.."),
        ("%E2%82%AC", "€"),
        ("a:b@c;d,e", "a:b@c;d,e"),
        ("%zz", "%zz"),
        ("stats", "stats"),
    ],
)
def test_a_segment_is_decoded_after_the_path_was_split(sent: str, external_id: str) -> None:
    assert routed(f"/partner/v1/orders/by-external/{sent}") == ("by-external", {"external_id": external_id})
    assert routed(f"/partner/v1/orders/{sent}/timeline") == ("timeline", {"order_id": external_id})


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [
        ("/partner/v1/orders", "list"),
        ("/partner/v1/orders/stats", "stats"),
        ("/partner/v1/orders/%73tats", "stats"),
        ("/partner/v1/orders/stats%2F", "get"),
        ("/partner/v1/orders/by-external", "get"),
        ("/%70artner/v1/orders", "list"),
    ],
)
def test_a_fixed_segment_wins_over_a_variable_one(path: str, endpoint: str) -> None:
    assert routed(path)[0] == endpoint


@pytest.mark.parametrize(
    "path",
    [
        "/partner/v1/orders/",
        "/partner/v1//orders",
        "/partner/v1/orders/a/b",
        "/partner/v1/orders/by-external/a/b",
        "/partner/v1/orders//timeline",
        "/partner/v1%2Forders",
        "/partner/v1/orders/by-external/",
    ],
)
def test_another_number_of_segments_is_another_path(path: str) -> None:
    with pytest.raises(NotFound):
        routed(path)


@pytest.mark.parametrize("path", ["//partner/v1/version", "/partner//v1/version", "/partner/v1//version"])
def test_a_doubled_slash_makes_another_path_wherever_it_stands(mockserver_server: MockServer, path: str) -> None:
    client = Http(mockserver_server.url, mockserver_server.default.warpware.headers())
    assert client.get(path).status == 404
    client.close()


# Half surrogate pairs are no characters and cannot be quoted; "." and ".." are taken out by clients.
TEXT = st.text(min_size=1).filter(lambda text: text not in (".", ".."))


@given(external_id=TEXT)
def test_any_text_that_is_quoted_into_a_path_comes_out_of_it_as_it_was(external_id: str) -> None:
    path = f"/partner/v1/orders/by-external/{quote(external_id, safe='')}"
    assert routed(path) == ("by-external", {"external_id": external_id})


@given(external_id=TEXT.filter(lambda text: "/" not in text))
def test_what_clients_leave_unquoted_comes_out_too(external_id: str) -> None:
    path = f"/partner/v1/orders/by-external/{quote(external_id, safe=':@!$&()*+,;=~')}"
    assert routed(path) == ("by-external", {"external_id": external_id})


@given(value=TEXT)
def test_a_segment_that_is_built_is_read_as_it_was(value: str) -> None:
    converter = SegmentConverter(Map())
    assert converter.to_python(converter.to_url(value)) == value


@pytest.mark.parametrize(
    ("environ", "path"),
    [
        ({"REQUEST_URI": "/a%2Fb?c=%2F", "PATH_INFO": "/a/b"}, "/a%2Fb"),
        ({"REQUEST_URI": "/a?b?c", "PATH_INFO": "/a"}, "/a"),
        ({"RAW_URI": "/a%20b", "PATH_INFO": "/a b"}, "/a%20b"),
        ({"PATH_INFO": "/a"}, "/a"),
        ({"REQUEST_URI": "", "PATH_INFO": "/a"}, "/a"),
        ({"REQUEST_URI": "http://mock:8080/a%2Fb?c", "PATH_INFO": "/a/b"}, "/a%2Fb"),
        ({"REQUEST_URI": "https://mock/a/b", "PATH_INFO": "/a/b"}, "/a/b"),
        ({"REQUEST_URI": "http://mock", "PATH_INFO": "/"}, "/"),
    ],
)
def test_the_path_is_taken_as_it_came_without_host_and_query(environ: dict[str, str], path: str) -> None:
    assert raw_path(environ) == path
