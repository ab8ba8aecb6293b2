"""Each client library that interception covers, as one call."""

from __future__ import annotations

import asyncio
import http.client
import json as jsonlib
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import httpx
import requests
import urllib3

from client import Reply


def with_http_client(method: str, url: str, headers: dict[str, str], body: bytes | None, timeout: float) -> Reply:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=timeout)
    try:
        connection.request(method, parts.path, body, headers)
        answer = connection.getresponse()
        return Reply(answer.status, lower(answer.getheaders()), answer.read())
    finally:
        connection.close()


def with_urllib_request(method: str, url: str, headers: dict[str, str], body: bytes | None, timeout: float) -> Reply:
    asked = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=timeout) as answer:
            return Reply(answer.status, lower(answer.getheaders()), answer.read())
    except urllib.error.HTTPError as answer:
        with answer:
            return Reply(answer.code, lower(answer.headers.items()), answer.read())


def with_urllib3(method: str, url: str, headers: dict[str, str], body: bytes | None, timeout: float) -> Reply:
    with urllib3.PoolManager() as pool:
        answer = pool.request(method, url, body=body, headers=headers, timeout=timeout, retries=False)
        return Reply(answer.status, lower(answer.headers.items()), answer.data)


def with_requests(method: str, url: str, headers: dict[str, str], body: bytes | None, timeout: float) -> Reply:
    answer = requests.request(method, url, data=body, headers=headers, timeout=timeout)
    return Reply(answer.status_code, lower(answer.headers.items()), answer.content)


def with_httpx(method: str, url: str, headers: dict[str, str], body: bytes | None, timeout: float) -> Reply:
    answer = httpx.request(method, url, content=body, headers=headers, timeout=timeout)
    return Reply(answer.status_code, lower(answer.headers.items()), answer.content)


def with_httpx_http2(method: str, url: str, headers: dict[str, str], body: bytes | None, timeout: float) -> Reply:
    with httpx.Client(http2=True, timeout=timeout) as client:
        answer = client.request(method, url, content=body, headers=headers)
        assert answer.http_version == "HTTP/1.1"
        return Reply(answer.status_code, lower(answer.headers.items()), answer.content)


def with_httpx_async(method: str, url: str, headers: dict[str, str], body: bytes | None, timeout: float) -> Reply:
    async def call() -> Reply:
        async with httpx.AsyncClient(timeout=timeout) as client:
            answer = await client.request(method, url, content=body, headers=headers)
            return Reply(answer.status_code, lower(answer.headers.items()), answer.content)

    return asyncio.run(call())


def with_aiohttp(method: str, url: str, headers: dict[str, str], body: bytes | None, timeout: float) -> Reply:
    async def call() -> Reply:
        patience = aiohttp.ClientTimeout(sock_read=timeout)
        async with (
            aiohttp.ClientSession(timeout=patience, trust_env=True) as session,
            session.request(method, url, data=body, headers=headers) as answer,
        ):
            return Reply(answer.status, lower(answer.headers.items()), await answer.read())

    return asyncio.run(call())


def lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


Call = Callable[[str, str, dict[str, str], bytes | None, float], Reply]

CLIENTS: dict[str, tuple[Call, type[Exception], type[Exception]]] = {
    "http.client": (with_http_client, ConnectionResetError, TimeoutError),
    "urllib.request": (with_urllib_request, ConnectionResetError, TimeoutError),
    "urllib3": (with_urllib3, urllib3.exceptions.ProtocolError, urllib3.exceptions.ReadTimeoutError),
    "requests": (with_requests, requests.exceptions.ConnectionError, requests.exceptions.ReadTimeout),
    "httpx": (with_httpx, httpx.ReadError, httpx.ReadTimeout),
    "httpx, HTTP/2": (with_httpx_http2, httpx.ReadError, httpx.ReadTimeout),
    "httpx, async": (with_httpx_async, httpx.ReadError, httpx.ReadTimeout),
    "aiohttp": (with_aiohttp, aiohttp.ClientOSError, aiohttp.SocketTimeoutError),
}
"""What calls, what it raises at a reset, and at a read that takes too long; both by the libraries' documents."""


class Caller:
    """One of CLIENTS."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._call, self.reset, self.timeout = CLIENTS[name]

    def __repr__(self) -> str:
        return self.name

    def get(self, url: str, headers: dict[str, str] | None = None, timeout: float = 10) -> Reply:
        return self._call("GET", url, headers or {}, None, timeout)

    def post(self, url: str, headers: dict[str, str], content: object, timeout: float = 10) -> Reply:
        sent = {**headers, "Content-Type": "application/json"}
        return self._call("POST", url, sent, jsonlib.dumps(content).encode(), timeout)
