"""Keys. Source: whiplash-observed.md, "Authentication and versions"."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from client import Http, Whiplash
from mockserver.app import open_sandboxes
from mockserver.core.sandbox import SandboxOptions
from mockserver.server import MockServer


@pytest.mark.parametrize("name", ["X-API-KEY", "x-api-key", "X-Api-Key"])
def test_the_key_comes_in_a_header_of_any_case(whiplash: Whiplash, name: str) -> None:
    reply = whiplash.get("/warehouses", headers={"X-API-KEY": None, name: whiplash.handle.whiplash.key})
    assert reply.status == 200


@pytest.mark.rule("whiplash.auth.key-required", "whiplash.errors.one-text")
@pytest.mark.parametrize("sent", [None, "", "  "])
def test_without_a_key_it_is_401_with_an_error(whiplash: Whiplash, sent: str | None) -> None:
    reply = whiplash.get("/warehouses", headers={"X-API-KEY": sent})
    assert (reply.status, reply.rule) == (401, "whiplash.auth.key-required")
    assert reply.json == {"error": "Missing API key: send it as 'X-API-KEY'"}


@pytest.mark.rule("whiplash.auth.key-format")
@pytest.mark.parametrize("key", ["0", "0" * 19, "0" * 21, "0" * 19 + "-", "ww_live_" + "0" * 32])
def test_a_key_that_is_not_20_letters_and_digits_is_401(whiplash: Whiplash, key: str) -> None:
    reply = whiplash.get("/warehouses", key=key)
    assert (reply.status, reply.rule) == (401, "whiplash.auth.key-format")
    assert list(reply.json) == ["error"]


@pytest.mark.rule("whiplash.auth.unknown-key")
@pytest.mark.parametrize("key", ["feedfeedfeedfeed0000", "AbCdEfGhIjKlMnOpQrSt"])
def test_a_key_of_no_account_is_401(whiplash: Whiplash, key: str) -> None:
    reply = whiplash.get("/warehouses", key=key)
    assert (reply.status, reply.rule, reply.json) == (401, "whiplash.auth.unknown-key", {"error": "Invalid API key"})


@pytest.mark.rule("whiplash.auth.unknown-key")
def test_another_suffix_of_a_known_account_is_401(whiplash: Whiplash) -> None:
    assert whiplash.get("/warehouses", key=whiplash.handle.id + "0001").rule == "whiplash.auth.unknown-key"


@pytest.mark.rule("whiplash.auth.revoked-key")
def test_a_revoked_key_is_401(whiplash: Whiplash) -> None:
    reply = whiplash.get("/warehouses", key=whiplash.handle.whiplash.revoked_key)
    assert (reply.status, reply.rule) == (401, "whiplash.auth.revoked-key")


@pytest.mark.rule("whiplash.auth.bearer-is-nothing")
def test_an_authorization_header_is_no_key_and_does_no_harm(whiplash: Whiplash) -> None:
    bearer = {"Authorization": f"Bearer {whiplash.handle.whiplash.key}"}
    assert whiplash.get("/warehouses", headers={"X-API-KEY": None, **bearer}).rule == "whiplash.auth.key-required"
    assert whiplash.get("/warehouses", headers={"Authorization": "Bearer nonsense"}).status == 200


@pytest.mark.rule("whiplash.auth.headers-ignored")
def test_headers_of_versions_and_shops_change_nothing(whiplash: Whiplash) -> None:
    headers = {"X-API-VERSION": "1", "Provider": "api", "Shop-ID": "7", "X-CUSTOMER-ID": "8", "X-SHOP-ID": "9"}
    assert whiplash.get("/warehouses", headers=headers).json == whiplash.get("/warehouses").json
    assert whiplash.get("/warehouses", headers={"X-API-VERSION": "2"}).status == 200


def test_a_whiplash_key_opens_no_warpware_and_the_other_way_round(whiplash: Whiplash) -> None:
    handle = whiplash.handle
    warpware = Http(handle.warpware.url, {"Authorization": f"Bearer {handle.whiplash.key}"})
    assert warpware.get("/version").status == 401
    warpware.close()


@pytest.fixture
def open_server() -> Iterator[Http]:
    sandboxes = open_sandboxes(SandboxOptions(profile="empty"), open=True)
    with MockServer(sandboxes=sandboxes) as server:
        client = Http(server.url + "/api")
        yield client
        client.close()


def test_an_open_server_makes_an_account_for_a_wellformed_key(open_server: Http) -> None:
    assert open_server.get("/warehouses", headers={"X-API-KEY": "feedfeedfeedfeedQ1z9"}).status == 200
    assert open_server.get("/warehouses", headers={"X-API-KEY": "feedfeedfeedfeed0003"}).status == 401
