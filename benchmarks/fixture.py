"""The plugin's fixture: what it costs a test, beside pytest-httpserver and moto's server mode. One pytest run each,
with the plugin that it is about and no other.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = 500

TIMES = """
import json, os, time, pytest

taken = {}
began = {}

@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    started = time.perf_counter()
    result = yield
    taken.setdefault("whole", []).append(time.perf_counter() - started)
    return result

def pytest_runtest_logreport(report):
    assert report.passed, report.longrepr
    taken.setdefault(report.when, []).append(report.duration)

def pytest_sessionfinish():
    with open(os.environ["TIMES"], "w") as file:
        json.dump(taken, file)
"""

HEAD = f"""
import pytest, requests
every = pytest.mark.parametrize("turn", range({TESTS}))

@pytest.fixture(scope="session")
def session():
    with requests.Session() as session:
        yield session

ORDERS = {{"data": [{{"id": "1", "external_id": "ORDER-1", "status": "pending"}}], "meta": {{"total": 1}}}}
"""

PLUGINS = {"mockserver": "mockserver", "warpware": "mockserver", "httpserver": "pytest_httpserver"}
"""By the fixture that a suite asks for."""

SUITES = {
    "bare test": """
@every
def test_it(turn): pass
""",
    "fixture, demo profile": """
@every
@pytest.mark.mockserver(profile="demo")
def test_it(mockserver, turn):
    mockserver.sandbox  # it is made at its first use
""",
    "one request": """
@every
@pytest.mark.mockserver(profile="demo")
def test_it(warpware, session, turn):
    assert session.get(warpware.url + "/orders?per_page=1", headers=warpware.headers()).json()["data"]
""",
    "one request, no socket": """
@every
@pytest.mark.mockserver(profile="demo")
def test_it(warpware, turn):
    assert warpware.test_client().get("/orders?per_page=1", headers=warpware.headers()).json["data"]
""",
    "one request, fixed bytes": """
import json, socket, threading

@pytest.fixture(scope="session")
def fixed():
    # The least that a server in a thread of the tests' process can do: it looks at nothing.
    listener = socket.create_server(("127.0.0.1", 0))
    body = json.dumps(ORDERS).encode()
    answer = b"HTTP/1.1 200 OK\\r\\ncontent-length: %d\\r\\n\\r\\n" % len(body) + body

    def serve():
        connection, _ = listener.accept()
        while connection.recv(65536):
            connection.sendall(answer)
        connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    thread.join()
    listener.close()

@every
def test_it(fixed, session, turn):
    assert session.get(fixed + "/orders?per_page=1").json()["data"]
""",
    "one request, pytest-httpserver": """
@every
def test_it(httpserver, session, turn):
    httpserver.expect_request("/partner/v1/orders").respond_with_json(ORDERS)
    assert session.get(httpserver.url_for("/partner/v1/orders?per_page=1")).json()["data"]
""",
    "one request, moto's server": """
from moto.server import ThreadedMotoServer

@pytest.fixture(scope="session")
def moto_server():
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()

@pytest.fixture
def s3(moto_server, session):
    yield moto_server
    session.post(moto_server + "/moto-api/reset")  # as its document says: nothing is left for the next test

SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=AKIA/20260227/us-east-1/s3/aws4_request, SignedHeaders=host, "
    "Signature=0"}

@every
def test_it(s3, session, turn):
    assert "ListAllMyBucketsResult" in session.get(s3 + "/", headers=SIGNED).text
""",
}


def milliseconds(name: str) -> dict[str, float]:
    """Medians of the tests of one suite: ``whole`` is all that pytest does for a test, then its three phases."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "conftest.py").write_text(TIMES, "utf-8")
        Path(folder, "test_it.py").write_text(HEAD + SUITES[name], "utf-8")
        times = Path(folder, "times.json")
        plugins = {plugin for fixture, plugin in PLUGINS.items() if f"test_it({fixture}" in SUITES[name]}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "ignore", folder]
        command += ["--disable-plugin-autoload", *(f"-p{plugin}" for plugin in plugins)]
        subprocess.run(
            command, env={**os.environ, "TIMES": str(times)}, check=True, stdout=subprocess.DEVNULL, cwd=folder
        )
        taken = json.loads(times.read_text("utf-8"))
    # The first test starts what all share.
    return {phase: statistics.median(seconds[1:]) * 1000 for phase, seconds in taken.items()}


def measure_fixture(rounds: int = 3) -> dict[str, dict[str, float]]:
    """In turns, so that a slow moment of the machine hits all; the best round of each."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in SUITES}
    for _ in range(rounds):
        for name in SUITES:
            found[name].append(milliseconds(name))
    return {name: min(medians, key=lambda one: one["whole"]) for name, medians in found.items()}


def fixture_rows(measured: dict[str, dict[str, float]]) -> list[tuple[str, str, str]]:
    """For the table: the fixture alone without what pytest takes for any test, then whole tests."""
    bare, alone = measured["bare test"], measured["fixture, demo profile"]
    phases = ("setup", "call", "teardown")
    cost = sum(alone[phase] - bare[phase] for phase in phases)
    rows = [("fixture, demo profile, all phases", f"{cost:.2f} ms", "target ≤ 1 ms")]
    ours = [measured[name]["whole"] for name in ("one request", "one request, no socket")]
    for name, medians in measured.items():
        if name.startswith("one request"):
            whole = medians["whole"]
            over, without = (f"× {whole / one:.2f}" for one in ours)
            rows.append((f"a test of {name}", f"{whole:.2f} ms", f"{over} of ours, {without} of ours without a socket"))
    return rows
