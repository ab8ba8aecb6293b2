"""``mockserver serve`` in a process of its own."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from click.testing import CliRunner

from client import Http
from contract.checked import violations
from mockserver.cli import main
from mockserver.core.exchange import Exchange
from mockserver.server import MockServer

T = TypeVar("T")

STARTS_WITHIN = 20
"""Seconds; many times what it takes, for a machine that is busy with other tests."""


@dataclass(frozen=True)
class Served:
    """``greeting`` is all that it printed when it came up."""

    process: subprocess.Popen[bytes]
    url: str
    greeting: str


@contextlib.contextmanager
def serve(*options: str, environment: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Start it on a free port; it is killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mockserver", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})},
    )  # fmt: skip  # one call, one paragraph
    try:
        greeting = _greeting(process)
        served = Served(process, greeting.split("\n", 1)[0].rpartition(" ")[2], greeting)
        yield served
        if process.poll() is None:
            found = [violation for journal in _journals(served.url) for violation in _violations(served.url, journal)]
            assert not found, "against openapi/:\n" + "\n".join(found[:20])
    finally:
        process.kill()
        process.communicate()


def asked_here(ask: Callable[[str], T], *options: str, environment: Mapping[str, str] | None = None) -> T:
    """What *ask* makes of the address when ``serve`` is run in this process, with a thread that answers: what options
    do needs no process of its own.
    """
    answered: list[T] = []

    def serve(server: MockServer, _: object) -> None:
        with server:
            answered.append(ask(server.url))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MockServer, "serve", serve)
        result = CliRunner().invoke(main, ["serve", "--port", "0", *options], env=environment, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return answered[0]


def served_here(*options: str, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What the default sandbox says of itself when ``serve`` is run in this process."""

    def ask(url: str) -> dict[str, Any]:
        client = Http(url + "/_mock")
        about: dict[str, Any] = client.get("/sandboxes/default").json
        client.close()
        return about

    return asked_here(ask, *options, environment=environment)


def _journals(url: str) -> list[str]:
    """Where the journals of the server's sandboxes are, and that of the requests that no sandbox claimed."""
    client = Http(f"{url}/_mock")
    reply = client.get("/sandboxes")
    client.close()
    if reply.status != 200:  # the test gave the server a control token
        return []
    return ["/journal", *(f"/sandboxes/{sandbox['id']}/journal" for sandbox in reply.json["sandboxes"])]


def _violations(url: str, journal: str) -> Iterator[str]:
    """What the exchanges in a journal of the server did against its OpenAPI document."""
    client = Http(f"{url}/_mock")
    reply = client.get(f"{journal}?limit=2000")
    client.close()
    assert reply.status == 200, reply
    for content in reply.json["exchanges"]:
        request, response = content.pop("request"), content.pop("response")
        exchange = Exchange(
            **content,
            request_headers=request["headers"],
            request_body=request["body"].encode(),
            response_headers=response["headers"],
            response_body=response["body"].encode(),
        )
        yield from violations(exchange)


def _greeting(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    text = b""
    deadline = time.monotonic() + STARTS_WITHIN
    while b"curl" not in text or not text.endswith(b"\n\n"):
        ready, _, _ = select.select([process.stdout], [], [], max(0, deadline - time.monotonic()))
        part = os.read(process.stdout.fileno(), 65536) if ready else b""
        if not part:
            _, errors = process.communicate(timeout=5)
            raise AssertionError(f"mockserver did not come up: {text!r} {errors!r}")
        text += part
    return text.decode()
