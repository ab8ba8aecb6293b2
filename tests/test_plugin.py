"""The pytest plugin, in suites of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from inner import QUICKLY, STRICTLY, run_inside

CALL = """
import urllib.request

def call(mockserver, key=None, method="GET", path="/version"):
    headers = mockserver.warpware.headers(key)
    asked = urllib.request.Request(mockserver.warpware.url + path, headers=headers, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
"""


def run(pytester: pytest.Pytester, body: str, *options: str) -> pytest.RunResult:
    """Run a suite in a process of its own, in which every warning is an error."""
    pytester.makepyfile(test_it=body)
    return pytester.runpytest_subprocess("-W", "error", *QUICKLY, *options)


def test_the_fixture_gives_a_sandbox_with_its_url_keys_clock_and_journal(pytester: pytest.Pytester) -> None:
    body = """
def test_url_and_key(mockserver):
    assert mockserver.warpware.url.startswith("http://127.0.0.1:")
    assert mockserver.warpware.url.endswith("/partner/v1")
    assert mockserver.warpware.key.startswith("ww_live_" + mockserver.id)
    assert call(mockserver) == 200

def test_read_only_key(mockserver):
    key = mockserver.warpware.read_only_key
    assert (call(mockserver, key), call(mockserver, key, "POST", "/orders")) == (200, 403)

def test_clock(mockserver):
    mockserver.clock.freeze("2100-01-01")
    mockserver.clock.advance(hours=1)
    assert mockserver.clock.now() == datetime.datetime(2100, 1, 1, 1, tzinfo=datetime.timezone.utc)

def test_journal(mockserver):
    call(mockserver)
    call(mockserver, path="/nope")
    assert [(e.operation, e.status) for e in mockserver.journal] == [("warpware.getVersion", 200), (None, 404)]
    assert len(mockserver.journal.list(status=404)) == 1

def test_reset(mockserver):
    call(mockserver)
    mockserver.reset()
    assert len(mockserver.journal) == 0
    assert call(mockserver) == 200
"""
    run_inside(pytester, CALL + body).assert_outcomes(passed=5)


def test_every_test_has_a_sandbox_of_its_own_on_one_server(pytester: pytest.Pytester) -> None:
    body = """
seen = []

@pytest.mark.parametrize("turn", range(3))
def test_turns(mockserver, turn):
    assert len(mockserver.journal) == 0
    call(mockserver)
    seen.append((mockserver.id, mockserver.warpware.url))

def test_that_fails(mockserver):
    assert False

def test_after_them(mockserver):
    assert len({id for id, _ in seen}) == 3
    assert {url for _, url in seen} == {mockserver.warpware.url}
    call(mockserver)
    assert len(mockserver.channel.here) == 2  # its own and the default one: the others were dropped
"""
    run_inside(pytester, CALL + body).assert_outcomes(passed=4, failed=1)


def test_many_tests_leave_nothing_behind(pytester: pytest.Pytester) -> None:
    body = """
import os, threading

files, threads = [], []

@pytest.mark.parametrize("turn", range(20))
def test_it(mockserver, mockserver_module, turn):
    files.append(len(os.listdir("/dev/fd")))
    threads.append(threading.active_count())
    assert max(files[10:], default=0) <= max(files[:10]) + 4
    assert max(threads[10:], default=0) <= max(threads[:10]) + 4
    mockserver.webhooks.receiver(events=["order.shipped"])
    mockserver.warpware.orders.move(mockserver.warpware.orders.create(), "shipped")
    with mockserver.snapshot():
        mockserver.clock.advance(minutes=1)
    assert turn % 2
"""
    threads = set(threading.enumerate())
    run_inside(pytester, body, "--tb=no").assert_outcomes(passed=10, failed=10)
    for thread in set(threading.enumerate()) - threads:
        thread.join(5)  # the watch over a webhook that has come needs a moment to end
        assert not thread.is_alive()


def test_a_test_may_begin_by_freezing_the_clock_at_a_day_that_is_past(pytester: pytest.Pytester) -> None:
    body = """
def test_it(mockserver, warpware):
    mockserver.clock.freeze("2024-02-29T10:00:00Z")
    assert warpware.orders.create()["created_at"] == "2024-02-29T10:00:00Z"
    assert False
"""
    result = run_inside(pytester, body)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["seed 42, profile empty, clock at 2024-02-29T10:00:00Z, frozen, began at 2024-02-29T10:00:00Z"]
    )


def test_a_suite_may_have_a_server_of_its_own_with_faults_for_each_sandbox(pytester: pytest.Pytester) -> None:
    body = """
from mockserver import MockServer
from mockserver.app import VENDORS, open_sandboxes
from mockserver.core.sandbox import SandboxOptions
from mockserver.handle import option_fields

@pytest.fixture(scope="session")
def mockserver_server():
    options = option_fields({"faults": [{"effect": faults.status(503)}]}, VENDORS)
    with MockServer(sandboxes=open_sandboxes(SandboxOptions(**options))) as server:
        yield server

def test_it(warpware):
    assert warpware.test_client().get("/version", headers=warpware.headers()).status_code == 503
"""
    run_inside(pytester, body).assert_outcomes(passed=1)


def test_a_server_of_a_tests_own_is_asked_for_by_each_test_and_by_none_beside_it(pytester: pytest.Pytester) -> None:
    body = """
from mockserver import MockServer

def test_before(mockserver, mockserver_server):
    assert mockserver.base_url == mockserver_server.url

class TestOfItsOwn:
    seen = []

    @pytest.fixture
    def mockserver_server(self, mockserver_server):
        with MockServer() as server:
            assert server.url != mockserver_server.url
            yield server

    @pytest.mark.parametrize("turn", range(2))
    def test_it(self, mockserver, mockserver_server, turn):
        assert mockserver.base_url == mockserver_server.url
        assert mockserver_server not in self.seen
        self.seen.append(mockserver_server)

def test_after(mockserver, mockserver_server):
    assert mockserver.base_url == mockserver_server.url
    assert mockserver_server not in TestOfItsOwn.seen
"""
    run_inside(pytester, body).assert_outcomes(passed=4)


def test_a_test_may_drop_its_sandbox_itself(pytester: pytest.Pytester) -> None:
    body = """
def test_it(mockserver):
    mockserver.drop()
    assert call(mockserver) == 401
"""
    run_inside(pytester, CALL + body).assert_outcomes(passed=1)


def test_the_plugin_can_be_turned_off(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(mockserver): pass")
    result = pytester.runpytest_inprocess(*STRICTLY, *QUICKLY, "-p", "no:mockserver")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*fixture 'mockserver' not found*"])


def test_a_suite_that_does_not_use_it_starts_and_imports_nothing(pytester: pytest.Pytester) -> None:
    body = """
import sys, threading

def test_it():
    assert "mockserver.pytest_plugin" in sys.modules
    assert not {"mockserver.pytest_support", "mockserver.server", "mockserver.app", "flask"} & set(sys.modules)
    assert [thread.name for thread in threading.enumerate() if thread.name == "mockserver"] == []
"""
    run(pytester, body).assert_outcomes(passed=1)


def test_the_fixtures_are_listed_with_what_they_are(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, "", "--fixtures")
    result.stdout.fnmatch_lines(
        [
            "mockserver_server [[]session scope[]]*",
            "mockserver -- *",
            "*sandbox of the test's own*",
            "*mockserver.SandboxHandle: *",
            "warpware -- *",
            "whiplash -- *",
            "mockserver_module [[]module scope[]]*",
            "mockserver_session [[]session scope[]]*",
        ]
    )


HEAVY = ("flask", "werkzeug", "marshmallow", "faker", "uvicorn", "uvloop", "yaml", "orjson", "asyncio", "click")


def test_importing_the_plugin_imports_nothing_heavy() -> None:
    # Against pytest alone, which imports some of the standard library itself.
    program = """
import sys, pytest
before = set(sys.modules)
import mockserver.pytest_plugin
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    imported = set(finished.stdout.split())
    assert "mockserver" in imported
    assert imported & set(HEAVY) == set()


def test_the_package_itself_imports_nothing_heavy() -> None:
    program = "import sys, mockserver; print(mockserver.__version__, *sorted(sys.modules))"
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    version, *imported = finished.stdout.split()
    assert version.count(".") == 2
    assert set(imported) & {*HEAVY, "pytest"} == set()


def test_what_the_package_promises_can_be_had_from_it() -> None:
    import mockserver
    from mockserver.handle import SandboxHandle

    for name in mockserver.__all__:
        assert getattr(mockserver, name) is not None
    assert mockserver.SandboxHandle is SandboxHandle
    with pytest.raises(AttributeError, match="module 'mockserver' has no attribute 'Mockserver'"):
        _ = mockserver.Mockserver


def test_the_package_says_that_it_is_typed() -> None:
    import mockserver

    assert Path(mockserver.__file__).with_name("py.typed").is_file()
