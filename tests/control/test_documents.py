"""What the server says of itself by the control API; paths that it has not; its token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import mockserver
from client import Http
from mockserver.core.yaml_text import load_yaml
from mockserver.server import MockServer

NEEDED = "this server's control calls need 'Authorization: Bearer <control token>'"


@pytest.fixture
def locked() -> Iterator[MockServer]:
    """A server whose control calls need the token s3cret."""
    with MockServer(control_token="s3cret") as server:
        yield server


def test_health_tells_the_version_and_how_many_sandboxes_there_are(control: Http) -> None:
    before = control.get("/health")
    assert (before.status, before.json["status"], before.json["version"]) == (200, "ok", mockserver.__version__)
    made = control.post("/sandboxes").json["id"]
    assert control.get("/health").json["sandboxes"] == before.json["sandboxes"] + 1
    control.delete(f"/sandboxes/{made}")
    assert control.get("/health").json["sandboxes"] == before.json["sandboxes"]


def test_health_can_be_asked_for_without_a_body(control: Http) -> None:
    reply = control.request("HEAD", "/health")
    assert (reply.status, reply.body) == (200, b"")


def test_rules_are_listed_with_their_source_and_basis(control: Http) -> None:
    rules = {rule["id"]: rule for rule in control.get("/rules").json["rules"]}
    assert rules["warpware.auth.bearer-required"] == {
        "id": "warpware.auth.bearer-required",
        "text": "A request without an Authorization header of the scheme Bearer and a key in it gets 401.",
        "source": "Authentication",
        "basis": "documented",
        "reading": None,
    }
    assert rules["warpware.envelope.always"]["reading"] == "warpware.envelope"


def test_rules_can_be_listed_by_their_basis(control: Http) -> None:
    everything = control.get("/rules").json["rules"]
    bases = ("documented", "observed", "inferred")
    by_basis = {basis: control.get(f"/rules?basis={basis}").json["rules"] for basis in bases}
    assert all({rule["basis"] for rule in by_basis[basis]} == {basis} for basis in bases)
    assert sum(map(len, by_basis.values())) == len(everything)


@pytest.mark.parametrize("vendor", ["warpware", "whiplash"])
def test_rules_can_be_listed_by_vendor(control: Http, vendor: str) -> None:
    rules = control.get(f"/rules?vendor={vendor}").json["rules"]
    assert {rule["id"].partition(".")[0] for rule in rules} == {vendor}


def test_both_filters_of_rules_hold_together(control: Http) -> None:
    rules = control.get("/rules?vendor=warpware&basis=inferred").json["rules"]
    assert {(rule["id"].partition(".")[0], rule["basis"]) for rule in rules} == {("warpware", "inferred")}


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("vendor=warpwear", "vendor: there is no vendor 'warpwear'; did you mean 'warpware'?"),
        ("basis=documentd", "basis: "),
        ("basis=", "basis: "),
        ("base=inferred", "there is no query parameter 'base'; did you mean 'basis'?"),
    ],
)
def test_a_filter_of_rules_that_there_is_not_is_refused(control: Http, query: str, error: str) -> None:
    reply = control.get(f"/rules?{query}")
    assert reply.status == 400
    assert reply.json["error"].startswith(error)


def test_readings_are_listed_with_their_choices_and_default(control: Http) -> None:
    readings = {reading["name"]: reading for reading in control.get("/readings").json["readings"]}
    assert readings["warpware.cancel-from"]["default"] == "unshipped"
    assert readings["warpware.cancel-from"]["choices"] == {
        "unshipped": "pending, ready, processing, hold and failed can be cancelled",
        "strict": "only pending and hold can be cancelled; ready, processing and failed are 422",
    }


def test_the_readings_that_are_listed_are_those_that_a_sandbox_has(control: Http) -> None:
    listed = {reading["name"]: reading["default"] for reading in control.get("/readings").json["readings"]}
    assert control.get("/sandboxes/default").json["readings"] == listed


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("warpware", "/orders/bulk"),
        ("whiplash-v1", "/warehouses/{warehouse_id}"),
        ("control", "/sandboxes/{sandbox_id}/clock/advance"),
    ],
)
def test_an_openapi_document_is_answered_as_json(control: Http, name: str, path: str) -> None:
    reply = control.get(f"/openapi/{name}.json")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    assert path in reply.json["paths"]


@pytest.mark.parametrize("name", ["control", "control.yaml", "warpware", "warpware.yaml"])
def test_an_openapi_document_is_answered_as_yaml(control: Http, name: str) -> None:
    reply, as_json = control.get(f"/openapi/{name}"), control.get(f"/openapi/{name.removesuffix('.yaml')}.json")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/yaml")
    assert reply.body.startswith(b"openapi: 3.1.0\n")
    assert load_yaml(reply.body.decode()) == as_json.json


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("warpwear", "there is no OpenAPI document 'warpwear'; did you mean 'warpware'?"),
        ("warpware.xml", "there is no OpenAPI document 'warpware.xml'"),
        ("warpware.yaml.json", "there is no OpenAPI document 'warpware.yaml.json'"),
        ("..%2Fpyproject", "there is no OpenAPI document '../pyproject'"),
        (".json", "there is no OpenAPI document '.json'"),
    ],
)
def test_a_document_that_there_is_not_gets_404(control: Http, name: str, error: str) -> None:
    reply = control.get(f"/openapi/{name}")
    assert reply.status == 404
    assert reply.json["error"].startswith(error)


@pytest.mark.parametrize("path", ["/nope", "/sandboxes/", "/sandboxes/default/nope", "//health", "/health/"])
def test_a_path_below_mock_that_there_is_not_gets_404(control: Http, path: str) -> None:
    reply = control.get(path)
    assert reply.status == 404
    assert reply.json == {"error": f"nothing is served at /_mock{path}; there are: /partner/v1, /api, /_mock"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/sandboxes", {"GET", "POST"}),
        ("DELETE", "/sandboxes", {"GET", "POST"}),
        ("POST", "/sandboxes/default", {"GET", "PUT", "DELETE"}),
        ("GET", "/sandboxes/default/reset", {"POST"}),
        ("GET", "/sandboxes/default/clock/advance", {"POST"}),
        ("POST", "/sandboxes/default/journal", {"GET", "DELETE"}),
        ("OPTIONS", "/health", {"GET", "HEAD"}),
        ("HEAD", "/sandboxes", {"GET", "POST"}),
    ],
)
def test_a_wrong_method_gets_405_with_those_that_are_allowed(
    control: Http, method: str, path: str, allowed: set[str]
) -> None:
    reply = control.request(method, path)
    assert reply.status == 405
    assert set(reply.headers["allow"].split(", ")) == allowed
    if method != "HEAD":
        assert reply.json["error"].startswith(f"{method} is not allowed on /_mock{path}; allowed: ")


def test_a_path_outside_of_every_api_gets_404_with_where_they_are(control: Http) -> None:
    client = Http(control.request("GET", "/sandboxes/default").json["urls"]["warpware"].removesuffix("/partner/v1"))
    reply = client.get("/orders")
    assert (reply.status, reply.json) == (
        404,
        {"error": "nothing is served at /orders; there are: /partner/v1, /api, /_mock"},
    )
    client.close()


@pytest.mark.parametrize(
    "given", [None, "", "s3cret", "Basic s3cret", "Bearer", "Bearer s3cre", "Bearer s3crett", "Bearer s3cr\xe9t"]
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/sandboxes"), ("POST", "/sandboxes"), ("PUT", "/sandboxes/default")]
)
def test_with_a_control_token_calls_that_do_not_bear_it_get_401(
    locked: MockServer, given: str | None, method: str, path: str
) -> None:
    client = Http(locked.url + "/_mock", {} if given is None else {"Authorization": given})
    reply = client.request(method, path)
    assert (reply.status, reply.json) == (401, {"error": NEEDED})
    client.close()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_health_needs_no_control_token(locked: MockServer, method: str) -> None:
    client = Http(locked.url + "/_mock")
    assert client.request(method, "/health").status == 200
    client.close()


def test_a_call_that_is_refused_for_its_token_does_nothing(locked: MockServer) -> None:
    client = Http(locked.url + "/_mock")
    assert client.delete("/sandboxes/default").status == 401
    assert client.get("/sandboxes/default", key="s3cret").status == 200
    client.close()


def test_calls_that_bear_the_control_token_are_answered(locked: MockServer) -> None:
    client = Http(locked.url + "/_mock", {"Authorization": "Bearer s3cret"})
    assert client.get("/health").status == 200
    assert client.post("/sandboxes").status == 201
    client.close()


def test_the_control_token_is_not_asked_for_by_the_vendors_apis(locked: MockServer) -> None:
    client = Http(locked.default.warpware.url, locked.default.warpware.headers())
    assert client.get("/version").status == 200
    client.close()


def test_the_control_token_opens_no_vendors_api(locked: MockServer) -> None:
    client = Http(locked.default.warpware.url, {"Authorization": "Bearer s3cret"})
    assert client.get("/version").status == 401
    client.close()
