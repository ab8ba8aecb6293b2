"""Paths in all their forms, and those that lead nowhere. Source: whiplash-observed.md, "Paths and bodies", "Errors"."""

from __future__ import annotations

import pytest

from client import Http, Whiplash
from mockserver.whiplash.tolerance import plain_path


@pytest.mark.rule("whiplash.paths.json-suffix", "whiplash.paths.trailing-slash")
@pytest.mark.parametrize("suffix", [".json", "/", ".json/"])
@pytest.mark.parametrize("path", ["/warehouses", "/warehouses/5"])
def test_a_path_may_end_in_json_and_a_slash(whiplash: Whiplash, path: str, suffix: str) -> None:
    assert whiplash.get(path + suffix).json == whiplash.get(path).json
    assert whiplash.get(f"{path}{suffix}?limit=250").status == 200


@pytest.mark.rule("whiplash.paths.json-suffix", "whiplash.paths.trailing-slash")
@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/orders/1/pause.json", "/orders/1/pause"),
        ("/items.json/", "/items"),
        ("/orders/originator/A.1.json", "/orders/originator/A.1"),
        ("/orders/originator/A.json.json", "/orders/originator/A.json"),
        ("/orders/originator/.json", "/orders/originator/.json"),
        ("/items/sku/A%2Fjson", "/items/sku/A%2Fjson"),
        ("/items/sku/A.JSON", "/items/sku/A.JSON"),
        ("/items/sku/A.xml", "/items/sku/A.xml"),
        ("/items//", "/items/"),
        ("/", ""),
        ("", ""),
    ],
)
def test_only_the_last_json_and_one_slash_are_taken_away(path: str, plain: str) -> None:
    assert plain_path(path) == plain


@pytest.mark.rule("whiplash.errors.unknown-route", "whiplash.errors.one-text")
@pytest.mark.parametrize("path", ["", "/", "/nowhere", "/warehouses//", "/warehouses/5/items", "/Warehouses"])
def test_a_path_that_does_not_exist_is_404_in_whiplashs_own_shape(whiplash: Whiplash, path: str) -> None:
    reply = whiplash.get(path)
    assert (reply.status, reply.rule) == (404, "whiplash.errors.unknown-route")
    assert reply.json == {"error": f"No such method: GET /api{path}"}


def test_a_path_that_only_begins_alike_is_nobodys(whiplash: Whiplash) -> None:
    client = Http(whiplash.handle.base_url)
    reply = client.get("/apis/warehouses")
    assert (reply.status, reply.error) == (
        404,
        "nothing is served at /apis/warehouses; there are: /partner/v1, /api, /_mock",
    )
    client.close()


@pytest.mark.rule("whiplash.errors.wrong-method", "whiplash.errors.one-text")
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a_method_that_a_path_has_not_is_404_as_if_there_were_no_path(whiplash: Whiplash, method: str) -> None:
    reply = whiplash.request(method, "/warehouses/5.json")
    assert (reply.status, reply.rule, "allow" in reply.headers) == (404, "whiplash.errors.wrong-method", False)
    assert reply.json == {"error": f"No such method: {method} /api/warehouses/5.json"}


@pytest.mark.rule("whiplash.answers.head")
def test_a_head_is_answered_as_a_get_without_its_body(whiplash: Whiplash) -> None:
    for path, status in [
        ("/warehouses/5.json", 200),
        ("/orders/?limit=1", 200),
        ("/orders/originator/none", 200),
        ("/orders/1", 422),
        ("/orders?status=none", 422),
        ("/orders/1/pause", 404),
        ("/nowhere", 404),
    ]:
        got, asked = whiplash.get(path), whiplash.request("HEAD", path)
        assert (got.status, asked.status, asked.body) == (status, status, b""), path
        if status != 404:  # which names the method
            assert asked.headers == got.headers, path
    assert [exchange.operation for exchange in list(whiplash.handle.journal)[:2]] == ["whiplash.getWarehouse"] * 2


def test_who_has_no_key_learns_nothing_of_paths(whiplash: Whiplash) -> None:
    assert whiplash.get("/nowhere", headers={"X-API-KEY": None}).status == 401


def test_warpware_stays_strict_about_its_paths(whiplash: Whiplash) -> None:
    handle = whiplash.handle
    client = Http(handle.warpware.url, handle.warpware.headers())
    assert [client.get(path).status for path in ("/version", "/version/", "/version.json")] == [200, 404, 404]
    client.close()
