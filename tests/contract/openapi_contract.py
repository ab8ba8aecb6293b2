"""Does an exchange keep to an OpenAPI 3.1 document?

The document is written from the vendor's text, and so is the mock: each checks the other. Every exchange of
every test goes through here, which is why all schemas are compiled once, at load.

An answer is always checked. A request is checked only when it was answered with success: a refused one may be
as wrong as it likes, an accepted one may not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson
from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind, Validator

from mockserver.core.yaml_text import load_yaml

JSON = "application/json"
ANY = "*/*"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# What may answer a path or method that the document lacks, and whose shape it has: no operation has a 405.
UNDOCUMENTED = {401: 401, 403: 403, 404: 404, 405: 404, 429: 429, 500: 500}
# The length keeps `int` below its limit of digits. Longer ones stay text, which no schema of a number takes.
NUMBERS = {
    "integer": (re.compile(r"-?[0-9]{1,1000}"), int),
    "number": (re.compile(r"-?[0-9]{1,1000}(\.[0-9]{1,1000})?"), float),
}


class ExchangeLike(Protocol):  # of properties, so that frozen dataclasses fit too
    """One request and its answer; path and query as sent, percent-encoded, header names in lower case."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def query(self) -> str: ...
    @property
    def request_headers(self) -> Mapping[str, str]: ...
    @property
    def request_body(self) -> bytes: ...
    @property
    def status(self) -> int: ...
    @property
    def response_headers(self) -> Mapping[str, str]: ...
    @property
    def response_body(self) -> bytes: ...


@dataclass(frozen=True)
class Value:
    """What a path, query or header value must be. It travels as text, also where its type is one of NUMBERS."""

    name: str
    required: bool
    type: str
    validator: Validator
    may_be_empty: bool = False

    def problems(self, sent: Iterable[tuple[str, str]], place: str) -> Iterator[str]:
        texts = [text for name, text in sent if name == self.name]
        if self.required and not texts:
            yield f"{place} {self.name}: is required and missing"
        for text in (text for text in texts if text or not self.may_be_empty):
            yield from _faults(self.validator, self._coerced(text), f"{place} {self.name}")

    def _coerced(self, text: str) -> object:
        if self.type not in NUMBERS:
            return text
        form, number = NUMBERS[self.type]
        return number(text) if form.fullmatch(text) else text


@dataclass(frozen=True)
class Body:
    """What stands under each declared content type; ``*/*`` is JSON that may come under any, white space included."""

    validators: Mapping[str, Validator]
    required: bool

    def problems(self, body: bytes, headers: Mapping[str, str], place: str) -> Iterator[str]:
        if not body and not self.required:
            return
        if ANY in self.validators and self._is_for_any_type(body):
            return
        content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type not in self.validators:
            known = " or ".join(name for name in self.validators if name != ANY)
            yield f"{place}: the content type must be {known}, not {content_type!r}"
            content_type = JSON
        validator = self.validators[content_type]
        if content_type == MULTIPART:  # its fields are any form's; how they are parted is the mock's own test
            return
        if "json" not in content_type:
            form = content_type == FORM
            content = dict(parse_qsl(body.decode(), keep_blank_values=True)) if form else body.decode()
            yield from _faults(validator, content, place)
            return
        try:
            content = _content(body)
        except ValueError as error:
            yield f"{place}: is not JSON ({error}); the value is {_shown(body)}"
        else:
            yield from _faults(validator, content, place)

    def _is_for_any_type(self, body: bytes) -> bool:
        try:
            return not body.strip() or self.validators[ANY].is_valid(_content(body))
        except ValueError:
            return False


@dataclass(frozen=True)
class Response:
    headers: tuple[Value, ...]
    body: Body | None

    def problems(self, exchange: ExchangeLike) -> Iterator[str]:
        place = f"response {exchange.status}"
        for header in self.headers:
            yield from header.problems(exchange.response_headers.items(), f"{place} header")
        if self.body and exchange.method != "HEAD":
            yield from self.body.problems(exchange.response_body, exchange.response_headers, f"{place} body")
        elif exchange.response_body:
            yield f"{place} body: there must be none; the value is {_shown(exchange.response_body)}"


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    template: str
    parameters: tuple[tuple[str, Value], ...]  # with their places: path, query, header
    request: Body | None
    responses: Mapping[int, Response]

    def request_problems(self, exchange: ExchangeLike, in_path: Mapping[str, str]) -> Iterator[str]:
        sent: dict[str, Iterable[tuple[str, str]]] = {
            "path": in_path.items(),
            "query": parse_qsl(exchange.query, keep_blank_values=True),
            "header": exchange.request_headers.items(),
        }
        for place, value in self.parameters:
            yield from value.problems(sent[place], f"{place} parameter")
        if self.request:
            yield from self.request.problems(exchange.request_body, exchange.request_headers, "request body")


class Contract:
    """An OpenAPI document, compiled."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._compiled: dict[bytes, Validator] = {}
        self._prefix = urlsplit(document["servers"][0]["url"]).path.rstrip("/") + "/"
        self._suffixes: tuple[str, ...] = tuple(document.get("x-also-served-with", ()))
        self._head_like_get: bool = document.get("x-head-like-get", False)
        # By number of segments, then the static ones first: (segments of the template, {METHOD: operation}).
        self._paths: dict[int, list[tuple[list[str], dict[str, Operation]]]] = {}
        usual: dict[int, Response] = {}
        for template, item in document["paths"].items():
            segments = template.removeprefix("/").split("/")
            operations = {m.upper(): self._operation(m, template, item[m]) for m in METHODS if m in item}
            self._paths.setdefault(len(segments), []).append((segments, operations))
            for operation in operations.values():
                usual = {**operation.responses, **usual}
        for candidates in self._paths.values():
            candidates.sort(key=lambda candidate: [segment.startswith("{") for segment in candidate[0]])
        self._undocumented = {s: usual[like] for s, like in UNDOCUMENTED.items() if like in usual}

    @classmethod
    def load(cls, document: Path) -> Contract:
        return cls(load_yaml(document.read_text(encoding="utf-8")))

    def operations(self) -> set[tuple[str, str, str]]:
        """All of (METHOD, path template, operationId)."""
        items = (operations for candidates in self._paths.values() for _, operations in candidates)
        return {(o.method, o.template, o.id) for operations in items for o in operations.values()}

    def violations(self, exchange: ExchangeLike, *, request: bool = True) -> list[str]:
        """What is wrong with the exchange, a sentence each; nothing when it conforms.

        ``request=False`` looks at the answer alone: a replay may answer a request that it has not read.
        """
        method = "GET" if exchange.method == "HEAD" and self._head_like_get else exchange.method
        operation, in_path = self._find(method, exchange.path)
        name = f"{operation.id if operation else 'undocumented'} ({exchange.method} {exchange.path})"
        declared = operation.responses if operation else self._undocumented
        if exchange.status not in declared:
            known, body = ", ".join(map(str, sorted(declared))), _shown(exchange.response_body)
            return [f"{name}: response {exchange.status}: the status is none of {known}; the body is {body}"]
        problems = list(declared[exchange.status].problems(exchange))
        if request and operation and 200 <= exchange.status < 300:
            problems += operation.request_problems(exchange, in_path)
        return [f"{name}: {problem}" for problem in problems]

    def _find(self, method: str, path: str) -> tuple[Operation | None, dict[str, str]]:
        """The path decides before the method: GET on a static path that has only POST is undocumented."""
        if path + "/" == self._prefix:  # the template "/" is the server's own address, with or without the slash
            path = self._prefix
        if not path.startswith(self._prefix):
            return None, {}
        # The first that fits, as the document lists them.
        path = path.removesuffix(next((suffix for suffix in self._suffixes if path.endswith(suffix)), ""))
        raw = path.removeprefix(self._prefix).split("/")
        for segments, operations in self._paths.get(len(raw), ()):
            in_path: dict[str, str] = {}
            # Decoded only now that it is split, so that %2F stays within its segment.
            for segment, sent in zip(segments, map(unquote, raw), strict=True):
                if segment.startswith("{") and sent:
                    in_path[segment[1:-1]] = sent
                elif segment != sent:
                    break
            else:
                return operations.get(method), in_path
        return None, {}

    def _operation(self, method: str, template: str, source: Mapping[str, Any]) -> Operation:
        declared = [self._resolve(parameter) for parameter in source.get("parameters", ())]
        request = self._resolve(source["requestBody"]) if "requestBody" in source else None
        return Operation(
            id=source["operationId"],
            method=method.upper(),
            template=template,
            parameters=tuple((p["in"], self._value(p["name"], p)) for p in declared),
            request=self._body(request, required=request.get("required", False)) if request else None,
            responses={int(status): self._response(answer) for status, answer in source["responses"].items()},
        )

    def _response(self, source: Mapping[str, Any]) -> Response:
        source = self._resolve(source)
        named = source.get("headers", {}).items()
        headers = tuple(self._value(name, self._resolve(header)) for name, header in named)
        return Response(headers, self._body(source, required=True) if "content" in source else None)

    def _body(self, source: Mapping[str, Any], *, required: bool) -> Body:
        content = source["content"].items()
        return Body({name: self._compile(media["schema"]) for name, media in content}, required)

    def _value(self, name: str, source: Mapping[str, Any]) -> Value:
        # Only headers of answers have no "in".
        name = name.lower() if source.get("in", "header") == "header" else name
        schema = self._resolve(source["schema"])
        if schema.get("type") == "array":  # its name is repeated, and each text is one item
            schema = self._resolve(schema["items"])
        may_be_empty = source.get("allowEmptyValue", False)
        return Value(name, source.get("required", False), str(schema.get("type")), self._compile(schema), may_be_empty)

    def _compile(self, schema: Mapping[str, Any]) -> Validator:
        key = orjson.dumps(schema)
        if key not in self._compiled:
            # The components come along so that references into them resolve.
            whole = {**schema, "components": self._document.get("components", {})}
            self._compiled[key] = Draft202012Validator(whole)
        return self._compiled[key]

    def _resolve(self, source: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in source:
            target: Any = self._document
            for key in source["$ref"].removeprefix("#/").split("/"):
                target = target[key.replace("~1", "/").replace("~0", "~")]
            source = target
        return source


def _content(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        # What it refuses and JSON allows, half a surrogate pair or 1e400, may stand in a batch of which
        # the mock refuses that one order. Read as floats, integers may have any number of digits.
        return json.loads(body, parse_int=float)


def _faults(validator: Validator, content: Any, place: str) -> Iterator[str]:
    if validator.is_valid(content):  # many times cheaper than collecting errors, and nearly always true
        return
    for error in (inner for outer in validator.iter_errors(content) for inner in _innermost(outer)):
        pointer = "".join(f"/{step}" for step in error.instance_path)
        yield f"{place} {pointer}".rstrip() + f": {error.message}; the value is {_shown(error.instance)}"


def _innermost(error: ValidationError) -> Iterator[ValidationError]:
    """Of several alternatives none of which fits, what the nearest one lacks."""
    if isinstance(error.kind, ValidationErrorKind.OneOfNotValid):
        for inner in min(error.kind.context, key=len):
            yield from _innermost(inner)
    else:
        yield error


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:200]}… ({len(text)} characters)"
