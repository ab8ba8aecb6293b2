"""``mockserver serve`` as a process of its own."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from client import Http, order_body
from mockserver.cli import main
from mockserver.server import MockServer
from served import Served, serve, served_here
from wire.sockets import connect, read_answer

NOW = "2026-02-27T10:00:00Z"
KEY = "ww_live_00000000000000000000000000000000"
GREETING = """\
mockserver is listening on {url}

  warpware   {url}/partner/v1
    read-write ww_live_00000000000000000000000000000000
    read-only  ww_live_00000000000000000000000000000001
    write-only ww_live_00000000000000000000000000000002
    revoked    ww_live_00000000000000000000000000000003
  whiplash   {url}/api
    read-write 00000000000000000000
    revoked    00000000000000000003
  control    {url}/_mock

Try:
  curl "{url}/partner/v1/orders?status=failed&per_page=1" -H "Authorization: Bearer {key}"
  curl "{url}/api/orders?status=processing&limit=1" -H "X-API-KEY: 00000000000000000000"

"""


@pytest.fixture(scope="module")
def plain() -> Iterator[Served]:
    """A server without options, whose tests leave it as it was."""
    with serve() as served:
        yield served


@pytest.fixture(scope="module")
def chosen() -> Iterator[Served]:
    """A server of which everything was chosen."""
    options = ["--seed", "7", "--profile", "empty", "--now", NOW, "--frozen", "--no-rate-limits", "--open"]
    readings = ["--reading", "warpware.envelope=always", "--reading", "warpware.cancel-from=strict"]
    with serve(*options, *readings, "--log-format", "json", "--control-token", "s3cret") as served:
        yield served


def asking(served: Served, key: str = KEY) -> Http:
    return Http(served.url + "/partner/v1", {"Authorization": f"Bearer {key}"})


def sandbox(served: Served, token: str | None = None) -> dict[str, object]:
    client = Http(served.url + "/_mock")
    reply = client.get("/sandboxes/default", key=token)
    client.close()
    assert reply.status == 200, reply
    answered: dict[str, object] = reply.json
    return answered


def log_lines(served: Served, count: int, after: str = "") -> list[str]:
    """The next *count* lines that it writes to stderr, from the one that *after* stands in on, itself left out."""
    assert served.process.stderr is not None
    written, deadline = b"", time.monotonic() + 10
    while written.partition(after.encode())[2].count(b"\n") < count + 1 if after else written.count(b"\n") < count:
        ready, _, _ = select.select([served.process.stderr], [], [], max(0, deadline - time.monotonic()))
        part = os.read(served.process.stderr.fileno(), 65536) if ready else b""
        assert part, f"only {written!r}"
        written += part
    lines = written.decode().splitlines()
    return lines[1 + next(at for at, line in enumerate(lines) if after in line) :] if after else lines


def test_it_greets_with_where_it_is_its_keys_and_a_line_to_paste(plain: Served) -> None:
    assert plain.greeting == GREETING.format(url=plain.url, key=KEY)


def test_the_lines_to_paste_work(plain: Served) -> None:
    lines = [line for line in plain.greeting.splitlines() if line.startswith("  curl ")]
    warpware, whiplash = (
        json.loads(subprocess.run(["sh", "-c", f"{line} --silent"], capture_output=True, timeout=20, check=True).stdout)
        for line in lines
    )
    assert [order["status"] for order in warpware["data"]] == ["failed"]
    assert [order["status_name"] for order in whiplash] == ["Processing"]


def test_by_default_it_has_the_demo_profile_of_seed_42_at_the_real_time(plain: Served) -> None:
    made = sandbox(plain)
    assert (made["seed"], made["profile"], made["frozen"]) == (42, "demo", False)
    assert made["limits"] == {
        "warpware": {"requests": 200, "walter": 10, "window": 60},
        "whiplash": {"burst": 200, "refill": 2, "interval": 10},
    }
    assert abs(time.time() - time.mktime(time.strptime(str(made["now"]), "%Y-%m-%dT%H:%M:%SZ")) + time.timezone) < 60


def test_unknown_keys_are_refused(plain: Served) -> None:
    client = asking(plain, "ww_live_feedfeedfeedfeed0000000000000000")
    assert client.get("/version").status == 401
    client.close()


def test_what_is_chosen_is_what_is_served(chosen: Served) -> None:
    made = sandbox(chosen, token="s3cret")
    assert (made["seed"], made["profile"], made["now"], made["frozen"]) == (7, "empty", NOW, True)
    assert made["limits"] == {"warpware": False, "whiplash": False}
    readings = made["readings"]
    assert isinstance(readings, dict)
    assert (readings["warpware.envelope"], readings["warpware.cancel-from"]) == ("always", "strict")


def test_without_rate_limits_nothing_is_too_much(chosen: Served) -> None:
    client = asking(chosen)
    assert {client.get("/version").status for _ in range(201)} == {200}
    client.close()


def test_with_a_control_token_control_calls_must_bear_it(chosen: Served) -> None:
    client = Http(chosen.url + "/_mock")
    assert [client.get("/rules").status, client.get("/rules", key="s3cret").status] == [401, 200]
    client.close()


def test_an_open_server_opens_a_sandbox_for_any_well_formed_key(chosen: Served) -> None:
    one, same, other = (
        asking(chosen, f"ww_live_{suffix}")
        for suffix in ("aaaaaaaaaaaaaaaa0123456789abcdef", "aaaaaaaaaaaaaaaa0000000000000001", "b" * 32)
    )
    assert one.post("/orders", order_body()).status == 201
    assert [client.get("/orders").meta["total"] for client in (one, same, other)] == [1, 1, 0]
    for client in (one, same, other):
        client.close()


def test_an_open_server_refuses_what_is_no_key(chosen: Served) -> None:
    client = asking(chosen, "ww_live_" + "z" * 32)
    assert client.get("/version").status == 401
    client.close()


def test_a_sandbox_that_a_key_opened_is_made_as_the_server_was_started(chosen: Served) -> None:
    client = asking(chosen, "ww_live_" + "c" * 32)
    assert client.post("/orders", order_body()).data["created_at"] == NOW
    client.close()


def test_each_request_is_a_line_of_text_on_stderr(plain: Served) -> None:
    client = asking(plain)
    client.get("/version?here")
    client.get("/version")
    client.get("/orders/by-external/a%2Fb?x=%2F")
    client.get("/version", key="nonsense")
    control = Http(plain.url + "/_mock")
    control.get("/health")
    lines = log_lines(plain, 4, after="/version?here")
    client.close()
    control.close()
    assert [re.sub(r"\d+\.\d+ms", "<ms>", line).rstrip() for line in lines] == [
        "GET /partner/v1/version 200 <ms> warpware.version.get",
        "GET /partner/v1/orders/by-external/a%2Fb?x=%2F 404 <ms> warpware.orders.not-found",
        "GET /partner/v1/version 401 <ms> warpware.auth.key-format",
        "GET /_mock/health 200 <ms>",
    ]


def test_each_request_is_a_line_of_json_when_that_is_asked_for(chosen: Served) -> None:
    client = asking(chosen)
    client.get("/version?here")
    client.get("/orders?per_page=1")
    client.get("/version", headers={"Authorization": None})
    first, second = (json.loads(line) for line in log_lines(chosen, 2, after="/version?here"))
    client.close()
    assert first.pop("ms") > 0
    assert first == {
        "at": "2026-02-27T10:00:00Z",
        "sandbox": "0000000000000000",
        "method": "GET",
        "path": "/partner/v1/orders?per_page=1",
        "status": 200,
        "rule": "warpware.orders.list",
    }
    assert (second["sandbox"], second["status"], second["rule"]) == (None, 401, "warpware.auth.bearer-required")


@pytest.mark.parametrize(
    ("number", "idle"), [(signal.SIGINT, False), (signal.SIGTERM, True)], ids=["no connection", "an idle connection"]
)
def test_a_signal_ends_it_within_a_second_and_well(number: signal.Signals, idle: bool) -> None:
    with serve("--profile", "empty") as served, connect(served.url) as connection:
        connection.sendall(b"GET /_mock/health HTTP/1.1\r\nHost: mock.example\r\n\r\n")
        assert read_answer(connection).status == 200
        if not idle:
            connection.close()
        started = time.perf_counter()
        served.process.send_signal(number)
        code = served.process.wait(10)
        took = time.perf_counter() - started
        assert served.process.stderr is not None
        errors = served.process.stderr.read().decode()
    assert (code, errors.count("\n")) == (0, 1), errors
    assert took < 1


def test_a_signal_that_comes_as_soon_as_it_greets_ends_it_well_too() -> None:
    with serve("--profile", "empty") as served:
        served.process.send_signal(signal.SIGTERM)
        code = served.process.wait(10)
        assert served.process.stderr is not None
        errors = served.process.stderr.read()
    assert (code, errors) == (0, b"")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--reading", "warpware.envelop=always"], "--reading: there is no reading 'warpware.envelop'; did you mean"),
        (["--reading", "warpware.envelope=never"], "--reading: reading warpware.envelope has no value 'never'"),
        (["--reading", "warpware.envelope"], "--reading 'warpware.envelope' is not NAME=VALUE"),
        (["--profile", "demmo"], "--profile: there is no profile 'demmo'; did you mean 'demo'?"),
        (["--now", "noon"], "--now: 'noon' is no ISO 8601 instant; write it like 2026-02-27T10:00:00Z"),
        (["--now", "1969-12-31"], "--now: cannot begin at 1969-12-31T00:00:00Z"),
        (["--host", "0.0.0.0"], "on 0.0.0.0 others could control this server; give --control-token TOKEN"),
        (["--host", "203.0.113.1", "--open-control"], "cannot listen on 203.0.113.1 port 0: "),
        (["--host", "no-such-host.invalid", "--open-control"], "cannot listen on no-such-host.invalid port 0: "),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_what_it_cannot_do_is_one_line_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, options: list[str], error: str
) -> None:
    # In this process, where a server that did start would never end.
    monkeypatch.setattr(MockServer, "serve", lambda _: pytest.fail("it serves"))
    result = CliRunner().invoke(main, ["serve", "--port", "0", *options])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"mockserver: {error}")
    assert result.stderr.count("\n") == 1


def test_a_taken_port_is_one_line_and_exit_code_2() -> None:
    """It is named by the environment here, and by an option in this process."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        by_option = CliRunner().invoke(main, ["serve", "--port", port])
        finished = subprocess.run(
            [sys.executable, "-m", "mockserver", "serve"],
            capture_output=True, text=True, timeout=20, check=False,
            env={**os.environ, "MOCKSERVER_PORT": port, "MOCKSERVER_PROFILE": "empty"},
        )  # fmt: skip  # one call, one paragraph
    assert (finished.returncode, finished.stdout) == (by_option.exit_code, by_option.stdout) == (2, "")
    assert by_option.stderr == finished.stderr
    assert finished.stderr == f"mockserver: cannot listen on 127.0.0.1 port {port}: Address already in use\n"


def test_the_environment_can_choose_all_of_it() -> None:
    environment = {
        "MOCKSERVER_HOST": "0.0.0.0",
        "MOCKSERVER_SEED": "7",
        "MOCKSERVER_PROFILE": "empty",
        "MOCKSERVER_NOW": NOW,
        "MOCKSERVER_FROZEN": "1",
        "MOCKSERVER_READING": "warpware.envelope=always warpware.cancel-from=strict",
        "MOCKSERVER_NO_RATE_LIMITS": "1",
        "MOCKSERVER_AUTOPILOT": "1",
        "MOCKSERVER_OPEN": "1",
        "MOCKSERVER_LOG_FORMAT": "json",
        "MOCKSERVER_CONTROL_TOKEN": "s3cret",
    }
    with serve(environment=environment) as served:
        assert served.url.startswith("http://0.0.0.0:")
        made = sandbox(served, token="s3cret")
        assert json.loads(log_lines(served, 1)[0])["path"] == "/_mock/sandboxes/default"
        client = asking(served, "ww_live_" + "a" * 32)
        assert client.get("/version").status == 200
        client.close()
    assert (made["seed"], made["profile"], made["now"], made["frozen"]) == (7, "empty", NOW, True)
    assert made["limits"] == {"warpware": False, "whiplash": False}
    assert made["autopilot"] == {"enabled": True, "speed": 60, "failure_rate": 0.05}
    readings = made["readings"]
    assert isinstance(readings, dict)
    assert (readings["warpware.envelope"], readings["warpware.cancel-from"]) == ("always", "strict")


def test_an_option_wins_over_the_environment() -> None:
    answered = served_here("--seed", "8", "--profile", "empty", environment={"MOCKSERVER_SEED": "7"})
    assert answered["seed"] == 8


def test_on_another_address_control_can_be_left_open() -> None:
    answered = served_here("--host", "0.0.0.0", "--open-control", "--profile", "empty")
    assert answered["id"] == "0000000000000000"
