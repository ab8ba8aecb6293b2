"""Clients that share no code, each on a connection of its own and without a retry."""

from __future__ import annotations

import http.client
import subprocess
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import urllib3

SOON = 0.15
"""Seconds of the shorter waits."""

GET = b"GET / HTTP/1.1\r\nHost: mock.example\r\n\r\n"


def fetch(url: str, *, timeout: float = 5) -> bytes:
    """The body, with urllib3."""
    with urllib3.PoolManager(retries=False, timeout=timeout) as pool:
        return pool.request("GET", url).data


def fetch_plainly(url: str, *, method: str = "GET") -> bytes:
    """The body, with http.client."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request(method, parts.path)
        return connection.getresponse().read()
    finally:
        connection.close()


def curl(url: str, *options: str) -> tuple[int, bytes]:
    """Its exit code and what it wrote of the body."""
    done = subprocess.run(["curl", "-sS", "-m", "5", *options, url], capture_output=True, check=False, timeout=10)
    return done.returncode, done.stdout


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
