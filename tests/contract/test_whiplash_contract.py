"""The checker with a document that serves every path in several forms; see test_openapi_contract.py for the rest."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from contract.checked import contract
from contract.openapi_contract import Contract


@dataclass(frozen=True)
class Exchange:
    path: str = "/api/warehouses/5"
    query: str = ""
    status: int = 200
    response_body: bytes = b'{"id": 5, "name": "Midwest"}'
    method: str = "GET"
    request_headers: dict[str, str] = field(default_factory=dict)
    request_body: bytes = b""
    response_headers: dict[str, str] = field(
        default_factory=lambda: {
            "content-type": "application/json; charset=utf-8",
            "x-mock-rule": "whiplash.warehouses.get",
        }
    )


def whiplash_problems(exchange: Exchange) -> list[str]:
    known = contract("whiplash")
    assert known is not None
    return known.violations(exchange)


@pytest.mark.parametrize("suffix", ["", "/", ".json", ".json/"])
def test_a_path_is_known_with_every_suffix(suffix: str) -> None:
    assert whiplash_problems(Exchange(f"/api/warehouses/5{suffix}")) == []
    (problem,) = whiplash_problems(Exchange(f"/api/warehouses/5{suffix}", response_body=b'{"id": 5}'))
    assert problem.startswith("getWarehouse ")
    assert '"name" is a required property' in problem


def test_only_one_suffix_belongs_to_no_id() -> None:
    (problem,) = whiplash_problems(Exchange("/api/warehouses/5.json.json"))
    assert "path parameter warehouse_id: " in problem


@pytest.mark.parametrize("path", ["/api/nowhere.json", "/api/warehouses.xml", "/api/warehouses///"])
def test_other_paths_stay_unknown(path: str) -> None:
    refusal = Exchange(path, status=404, response_body=b'{"error": "no"}')
    assert whiplash_problems(refusal) == []
    (problem,) = whiplash_problems(Exchange(path))
    assert problem.startswith(f"undocumented (GET {path}): response 200: the status is none of ")


def test_head_is_a_get_without_a_body() -> None:
    head = Exchange(method="HEAD", response_body=b"")
    assert whiplash_problems(head) == []
    (problem,) = whiplash_problems(Exchange(method="HEAD"))
    assert problem.startswith("getWarehouse (HEAD /api/warehouses/5): response 200 body: there must be none")
    (problem,) = whiplash_problems(Exchange("/api/orders/1/pause", method="HEAD", response_body=b""))
    assert "response 200: the status is none of " in problem


@pytest.mark.parametrize(
    ("content_type", "body", "told"),
    [
        (None, b" ", None),
        (None, b"[ ]", None),
        ("text/plain", b"null", None),
        ("application/x-www-form-urlencoded", b"{}", None),
        ("application/x-www-form-urlencoded", b"sender=x", None),
        ("multipart/form-data; boundary=x", b"--x", None),
        ("text/x-json", b'{"sender": "x"}', None),
        ("application/jsonrequest", b'{"sender": {}}', "/sender: "),
        ("text/plain", b'{"sender": "x"}', ": the content type must be application/json or text/x-json or "),
        (None, b'{"sender": "x"}', ": the content type must be application/json or "),
    ],
)
def test_only_what_says_nothing_may_come_under_any_content_type(
    content_type: str | None, body: bytes, told: str | None
) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    sent = Exchange("/api/shipnotices/5", method="PUT", request_headers=headers, request_body=body, status=204)
    found = whiplash_problems(replace(sent, response_body=b""))
    assert len(found) == (told is not None), found
    assert all(told in problem for problem in found if told), found


def test_a_parameter_may_be_empty_where_the_document_says_so_and_not_wrong() -> None:
    listed = Exchange("/api/warehouses", "limit=&order_by=", response_body=b"[]")
    assert whiplash_problems(listed) == []
    (problem,) = whiplash_problems(Exchange("/api/warehouses", "limit=x", response_body=b"[]"))
    assert "query parameter limit: " in problem


def test_each_text_of_a_repeated_parameter_is_one_item_of_its_array() -> None:
    number = {"type": "array", "items": {"type": "integer"}}
    parameters = [{"name": name, "in": "query", "schema": number} for name in ("status", "status[]")]
    responses = {"200": {"content": {"application/json": {"schema": {"type": "array"}}}}}
    operation = {"operationId": "listThings", "parameters": parameters, "responses": responses}
    document = Contract({"servers": [{"url": "/api"}], "paths": {"/things": {"get": operation}}})
    assert document.violations(Exchange("/api/things", "status=1&status=2&status[]=3", response_body=b"[]")) == []
    problems = document.violations(Exchange("/api/things", "status=1&status=x&status%5B%5D=y", response_body=b"[]"))
    assert [problem.partition(" parameter ")[2].partition(":")[0] for problem in problems] == ["status", "status[]"]
