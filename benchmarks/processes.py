"""Starts what is measured, in processes of their own."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

DEFAULT_KEY = "ww_live_" + "0" * 32


@contextlib.contextmanager
def bare_flask() -> Iterator[int]:
    """The port of a bare Flask app."""
    with subprocess.Popen([sys.executable, "-m", "benchmarks.bare"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


@contextlib.contextmanager
def mock_server(*options: str) -> Iterator[int]:
    """The port of ``mockserver serve`` with the demo profile and its request log thrown away."""
    command = [sys.executable, "-m", "mockserver", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r":(\d+)$", process.stdout.readline())
            assert found is not None, "the first line ends in the port"
            yield int(found[1])
        finally:
            process.terminate()


def seconds_to_first_answer() -> float:
    """From the start of the command to the first answered request, an order list with demo data."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    request = f"GET /partner/v1/orders?per_page=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {DEFAULT_KEY}\r\n\r\n"
    command = [sys.executable, "-m", "mockserver", "serve", "--port", str(port)]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while time.perf_counter() - started < 20:
                try:
                    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                        connection.sendall(request.encode())
                        answer = connection.recv(65536)
                        assert answer.startswith(b"HTTP/1.1 200"), answer
                        return time.perf_counter() - started
                except ConnectionRefusedError:
                    time.sleep(0.002)
        finally:
            process.terminate()
    raise AssertionError("no answer within 20 seconds")
