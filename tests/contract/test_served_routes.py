"""What is served is described, what is described is served, under one and the same id."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from werkzeug.routing import Map

from contract.checked import DOCUMENTS as NAMES
from mockserver.app import VENDORS, create_app
from mockserver.cli import main
from mockserver.control.routes import route_table
from mockserver.core.yaml_text import load_yaml

FILES = {path.stem: path for path in sorted((Path(__file__).resolve().parents[2] / "openapi").glob("*.yaml"))}
DOCUMENTS = {api: FILES[name] for api, name in NAMES.items()}
"""By the name of the API."""

PREFIXES = {"control": "/_mock", "warpware": "/partner/v1", "whiplash": "/api"}
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


@cache
def document(name: str) -> dict[str, Any]:
    content: dict[str, Any] = load_yaml(DOCUMENTS[name].read_text(encoding="utf-8"))
    return content


def described(name: str) -> dict[str, str]:
    """Operation ids by method and path below the document's server."""
    return {
        f"{method.upper()} {path}": operation["operationId"]
        for path, item in document(name)["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def bound(url_map: Map) -> set[str]:
    """``GET /_mock/health control.getHealth`` for everything that the app routes."""
    found = set()
    for rule in url_map.iter_rules():
        path = re.sub(r"<segment[^:>]*:(\w+)>", r"{\1}", rule.rule)
        found |= {f"{method} {path} {rule.endpoint}" for method in rule.methods or ()}
    return found


def test_there_is_a_document_for_every_vendor_and_for_the_control_api() -> None:
    assert {vendor.name for vendor in VENDORS} | {"control"} == set(DOCUMENTS) == set(PREFIXES)
    assert set(NAMES.values()) == set(FILES)


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_a_vendors_operations_are_those_of_its_document(vendor: Any) -> None:
    served = {f"{operation.method} {operation.path}": operation.id for operation in vendor.operations}
    assert served == described(vendor.name)


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_a_vendors_prefix_is_the_path_of_its_documents_server(vendor: Any) -> None:
    assert document(vendor.name)["servers"][0]["url"].endswith(vendor.prefix)


def test_the_control_calls_are_those_of_the_control_document() -> None:
    assert route_table() == {
        f"{key.replace(' /', ' /_mock/', 1)}": operation_id for key, operation_id in described("control").items()
    }


def test_the_control_documents_server_is_below_mock() -> None:
    assert document("control")["servers"] == [{"url": "http://127.0.0.1:8080/_mock"}]


def methods_of(name: str, key: str) -> list[str]:
    """``GET /path`` is HEAD too where the document says so."""
    method = key.partition(" ")[0]
    return ["GET", "HEAD"] if method == "GET" and document(name).get("x-head-like-get") else [method]


def test_the_app_routes_what_the_documents_describe() -> None:
    expected = {
        f"{method} {prefix}{key.split()[1]} {name}.{operation_id}"
        for name, prefix in PREFIXES.items()
        for key, operation_id in described(name).items()
        for method in methods_of(name, key)
    }
    assert bound(create_app().url_map) == expected


@pytest.mark.parametrize("name", DOCUMENTS)
def test_operation_ids_are_unique(name: str) -> None:
    ids = list(described(name).values())
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_valid_openapi_3_1(name: str) -> None:
    assert document(name)["openapi"].startswith("3.1.")
    from openapi_spec_validator import OpenAPIV31SpecValidator  # slow to import

    assert [error.message for error in OpenAPIV31SpecValidator(document(name)).iter_errors()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_defines_no_component_that_it_does_not_use(name: str) -> None:
    text = DOCUMENTS[name].read_text(encoding="utf-8")
    components = document(name)["components"]
    names = {f"#/components/{kind}/{part}" for kind, parts in components.items() for part in parts}
    used = set(re.findall(r"#/components/\w+/\w+", text))
    security = {reference for reference in names if reference.startswith("#/components/securitySchemes/")}
    assert names - security == used


def test_mockserver_routes_lists_each_operation_with_its_method_and_path() -> None:
    listed = {tuple(line.split()) for line in CliRunner().invoke(main, ["routes"]).stdout.splitlines()}
    expected = {
        (key.split()[0], f"{name}.{operation_id}", PREFIXES[name] + key.split()[1])
        for name in DOCUMENTS
        for key, operation_id in described(name).items()
    }
    assert listed == expected
