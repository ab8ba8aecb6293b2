"""``--mockserver-url``: the same fixtures on a server that runs already."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from client import Http
from inner import run_inside
from mockserver.server import MockServer
from served import serve
from test_plugin_report import ASKS, repeat_lines

SUITE = """
RESET = {"when": {"operation": "createOrder"}, "times": 1, "effect": {"kind": "status", "status": 503}}

@pytest.mark.mockserver(seed=7, profile="demo", now="2026-02-27T10:00:00Z", frozen=True, limits=False, autopilot=True,
    readings={"warpware.envelope": "always"}, faults=[RESET, "rate-limit-storm"])
def test_marked(mockserver):
    client = WarpWare(mockserver)
    about = mockserver.about()
    assert (about["seed"], about["profile"], about["now"]) == (7, "demo", "2026-02-27T10:00:00Z")
    assert (about["frozen"], about["readings"]["warpware.envelope"]) == (True, "always")
    assert (about["limits"]["warpware"], about["autopilot"]["enabled"]) == (False, True)
    assert [client.post("/orders", order_body(f"O-{n}")).status for n in range(3)] == [503, 201, 429]

@pytest.mark.mockserver(intercept=True)
def test_intercepted(mockserver):
    answer = requests.get("https://api.warpware.io/partner/v1/version", headers=mockserver.warpware.headers())
    assert (answer.status_code, len(mockserver.journal)) == (200, 1)

def test_shared(mockserver_session, mockserver_module, whiplash):
    ids = {mockserver_session.id, mockserver_module.id}
    assert len(ids) == 2
    assert requests.get(whiplash.url + "/warehouses", headers=whiplash.headers()).status_code == 200

def test_an_unused_fault(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder", name="never")

@pytest.mark.mockserver(faults="half-failed-bulk")
def test_an_unused_script(mockserver):
    pass

def test_that_fails(mockserver):
    client = WarpWare(mockserver)
    mockserver.faults.add(faults.reset(), operation="createOrder", name="lost")
    client.post("/webhooks", {"url": "http://127.0.0.1:9/hook", "events": ["order.status_changed"]})
    mockserver.warpware.orders.move(mockserver.warpware.orders.create(), "ready")
    mockserver.webhooks.deliver()
    with pytest.raises(Exception):
        client.post("/orders", order_body())
    assert False

def test_that_dropped_its_sandbox(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder")
    mockserver.drop()

def test_that_dropped_its_sandbox_and_fails(mockserver):
    mockserver.drop()
    assert False

@pytest.mark.mockserver(profile="dmo")
def test_a_bad_option(mockserver): pass

@pytest.mark.mockserver(faults={"effect": {"kind": "rest"}})
def test_a_bad_fault(mockserver): pass
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serve("--profile", "empty") as served:
        yield served.url
        client = Http(served.url + "/_mock")
        assert [sandbox["id"] for sandbox in client.get("/sandboxes").json["sandboxes"]] == ["0" * 16]
        client.close()


def test_fixtures_markers_and_refusals_are_the_same_there(pytester: pytest.Pytester, url: str) -> None:
    result = run_inside(pytester, SUITE, "--mockserver-url", url)
    result.assert_outcomes(passed=4, failed=4, errors=2)
    text = result.stdout.str()
    for line in (
        "mockserver: a fault never fired: 'never'.",
        "mockserver: a fault never fired: 'half-failed-bulk'.",
        "faults that fired:\n  lost: on 1 of 1 matching calls\nwebhook attempts:\n  #1 order.status_changed → http://",
        f"seed 42, profile empty, dropped at {url}\nrepeat it: pytest test_it.py::test_that_dropped_its_sandbox_and",
        "mockserver: there is no profile 'dmo'; did you mean 'demo'?",
        "did you mean 'reset'?",
    ):
        assert line in text


def test_an_interrupted_run_leaves_no_sandbox_there(pytester: pytest.Pytester, url: str) -> None:
    pytester.makeini(f"[pytest]\nmockserver_url = {url}")
    body = """
def test_it(mockserver, mockserver_module):
    assert WarpWare(mockserver).get("/version").status == 200
    raise KeyboardInterrupt
"""
    with pytest.raises(KeyboardInterrupt):
        run_inside(pytester, body)
    client = Http(url + "/_mock")
    assert [sandbox["id"] for sandbox in client.get("/sandboxes").json["sandboxes"]] == ["0" * 16]
    client.close()


def test_the_line_repeats_the_test_there_with_the_same_answers(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    told = pytester.path / "told.txt"
    monkeypatch.setenv("TOLD", str(told))
    monkeypatch.setenv("MOCKSERVER_URL", url)
    first = run_inside(pytester, ASKS)
    monkeypatch.delenv("MOCKSERVER_URL")
    first.assert_outcomes(failed=3)
    before = told.read_text("utf-8").splitlines()
    told.unlink()
    lines = repeat_lines(first)
    assert [line[-1] for line in lines] == [f"--mockserver-url={url}"] * 3
    run_inside(pytester, ASKS, *lines[0]).assert_outcomes(failed=1)
    assert told.read_text("utf-8").splitlines() == before[:1]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:9", "no mock server answers at http://127.0.0.1:9: *; `mockserver serve` starts one"),
        ("mock:8080", "'mock:8080' is no address of a mock server like http://mock:8080: *"),
    ],
)
def test_where_no_server_is_each_test_says_so(pytester: pytest.Pytester, address: str, said: str) -> None:
    pytester.makeini(f"[pytest]\nmockserver_url = {address}")
    result = run_inside(pytester, "def test_it(mockserver): pass")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"mockserver: {said}"])


def test_an_address_that_is_not_quite_the_servers_is_told_from_a_missing_token(
    pytester: pytest.Pytester, url: str
) -> None:
    body = "def test_it(mockserver): assert mockserver.warpware.url.count('//') == 1"
    run_inside(pytester, body, "--mockserver-url", f"{url}/").assert_outcomes(passed=1)
    for wrong in ("/_mock", "/partner/v1"):
        result = run_inside(pytester, body, "--mockserver-url", url + wrong)
        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines([f"mockserver: what answers at {url}{wrong} is no mock server*"])
        assert "TOKEN" not in result.stdout.str()


class Obliging(BaseHTTPRequestHandler):
    """Another program, which has JSON for everything."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def test_another_program_is_no_mock_server_however_well_it_answers(pytester: pytest.Pytester) -> None:
    with HTTPServer(("127.0.0.1", 0), Obliging) as other:
        threading.Thread(target=other.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{other.server_port}"
        result = run_inside(pytester, "def test_it(mockserver): pass", "--mockserver-url", address)
        other.shutdown()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"mockserver: what answers at {address} is no mock server*"])


DIES = """
import os, signal

def test_in_which_it_dies(mockserver, mockserver_module, mockserver_session):
    os.kill({pid}, signal.SIGKILL)
    os.waitpid({pid}, 0)

def test_after_it(mockserver): pass

def test_that_needs_none(): pass
"""


def test_a_server_that_dies_fails_the_test_in_which_it_does_and_the_others_in_one_line(
    pytester: pytest.Pytester,
) -> None:
    with serve("--profile", "empty") as served:
        result = run_inside(pytester, DIES.format(pid=served.process.pid), "--mockserver-url", served.url)
    result.assert_outcomes(passed=1, failed=1, errors=1)
    gone = f"mockserver: no mock server answers at {served.url}: *; `mockserver serve` starts one"
    result.stdout.fnmatch_lines(
        [
            "*ERROR at setup of test_after_it*", gone,
            "*= FAILURES =*", gone,
            f"seed 42, profile empty, not to be asked any more at {served.url}",
            "what happened is not known: no mock server answers at *",
            "repeat it: pytest test_it.py::test_in_which_it_dies --mockserver-seed=42 *",
        ]
    )  # fmt: skip  # a report a line
    assert "Traceback" not in result.stdout.str() + result.stderr.str()


def test_readings_that_nobody_can_see_from_afar_are_not_gone_through(pytester: pytest.Pytester) -> None:
    result = run_inside(pytester, "", "--mockserver-url", "http://127.0.0.1:9", "--mockserver-readings=all")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["ERROR: mockserver: --mockserver-readings=all needs the server in the test's own process"]
    )


def test_a_server_with_a_token_is_controlled_by_the_one_of_the_environment(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MockServer(control_token="s3cret") as server:
        body = "def test_it(mockserver): assert len(mockserver.journal) == 0"
        result = run_inside(pytester, body, "--mockserver-url", server.url)
        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(["mockserver: *the variable MOCKSERVER_CONTROL_TOKEN bears it"])
        monkeypatch.setenv("MOCKSERVER_CONTROL_TOKEN", "s3cret")
        run_inside(pytester, body, "--mockserver-url", server.url).assert_outcomes(passed=1)
