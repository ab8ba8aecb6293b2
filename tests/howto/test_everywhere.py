"""The how-to tests pass as they stand over the socket; and the same without one, and with a server that is shared."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from client import Http
from howto import without_socket
from inner import ALONE, STRICTLY
from mockserver.wire.http11 import Http11
from served import serve

HERE = Path(__file__).parent
OUTSIDE = {"test_readme.py", "test_everywhere.py"}
HOWTO = sorted(path.name for path in HERE.glob("test_*.py") if path.name not in OUTSIDE)


def run_all_but(
    pytester: pytest.Pytester, *left_out: str, options: tuple[str, ...] = (), plugins: tuple[object, ...] = ()
) -> pytest.RunResult:
    for name in set(HOWTO) - set(left_out):
        shutil.copy(HERE / name, pytester.path / name)
    return pytester.runpytest_inprocess(*STRICTLY, *ALONE, *options, plugins=plugins)


def test_there_is_a_file_for_each_task() -> None:
    tasks = {"idempotent_retry", "paging", "webhooks", "rate_limit", "bulk", "time_travel", "interception", "workers"}
    assert {f"test_{task}.py" for task in {*tasks, "shared_server"}} <= set(HOWTO)


def test_without_a_socket(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    connections: list[Http11] = []
    usual = Http11.connection_made

    def connection_made(line: Http11, transport: Any) -> None:
        connections.append(line)
        usual(line, transport)

    monkeypatch.setattr(Http11, "connection_made", connection_made)
    # These are about a socket, that of another process's client or of one that connects by itself, or an adapter.
    left_out = ("test_shared_server.py", "test_interception.py", "test_retry_after.py")
    monkeypatch.setattr(without_socket, "adapters", [])
    result = run_all_but(pytester, *left_out, plugins=(without_socket,))
    assert set(result.parseoutcomes()) == {"passed"}
    assert len(without_socket.adapters) > 200
    assert connections == []


def test_with_a_server_that_is_shared(pytester: pytest.Pytester) -> None:
    with serve("--profile", "empty") as served:
        # A handle of another process has no way without a socket.
        result = run_all_but(pytester, "test_without_a_socket.py", options=("--mockserver-url", served.url))
        assert set(result.parseoutcomes()) == {"passed"}
        client = Http(served.url + "/_mock")
        assert [sandbox["id"] for sandbox in client.get("/sandboxes").json["sandboxes"]] == ["0" * 16]
        client.close()
