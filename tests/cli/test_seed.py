"""``mockserver seed`` writes what ``mockserver serve`` begins with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from client import Http
from mockserver.cli import main
from served import Served, serve

NOW = "2026-02-27T10:00:00Z"
WORLD = ("--profile", "demo", "--seed", "7", "--now", NOW)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(*WORLD, "--frozen") as server:
        yield server


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file, written by a process of its own."""
    path = tmp_path_factory.mktemp("seed") / "f.json"
    command = [sys.executable, "-m", "mockserver", "seed", *WORLD, "--out", str(path)]
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    finished = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True, env=environment)
    assert finished.stdout == f"wrote {path}: 120 warpware orders, 80 whiplash orders, seed 7, profile demo\n"
    return path


def content(path: Path) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(path.read_bytes())
    return written


def run(*options: str) -> Result:
    return CliRunner().invoke(main, ["seed", *options])


def get(served: Served, path: str, api: str = "/partner/v1") -> Any:
    client = Http(served.url + api, {"Authorization": "Bearer ww_live_" + "0" * 32, "X-API-KEY": "0" * 20})
    reply = client.get(path)
    client.close()
    assert reply.status == 200, reply
    return reply.json


def test_the_file_says_what_it_was_made_from(seeded: Path) -> None:
    written = content(seeded)
    assert {name: written[name] for name in ("seed", "profile", "now")} == {"seed": 7, "profile": "demo", "now": NOW}


def test_its_orders_are_those_that_are_served(seeded: Path, served: Served) -> None:
    first, second = get(served, "/orders?per_page=100"), get(served, "/orders?per_page=100&page=2")
    newest_first = first["data"] + second["data"]
    assert len(newest_first) == 120
    assert content(seeded)["warpware"]["orders"] == newest_first[::-1]


def test_its_orders_of_whiplash_are_those_that_are_served(seeded: Path, served: Served) -> None:
    written = content(seeded)["whiplash"]
    pages = [get(served, f"/orders?limit=20&page={page}&order_by=id", "/api") for page in (1, 2, 3, 4)]
    assert written["orders"] == [order for page in pages for order in page]
    assert len(written["fees"]) >= 30
    for order_id in list(written["fees"])[::10]:
        packages = [package for package in written["packages"] if package["order_id"] == int(order_id)]
        assert get(served, f"/orders/{order_id}/packages", "/api") == packages
        assert get(served, f"/orders/{order_id}/fees", "/api") == written["fees"][order_id]


def test_its_timelines_are_those_that_are_served(seeded: Path, served: Served) -> None:
    timelines = content(seeded)["warpware"]["timelines"]
    assert len(timelines) == 120
    for order_id in list(timelines)[::20]:
        assert get(served, f"/orders/{order_id}/timeline")["data"]["events"][::-1] == timelines[order_id]


def test_another_process_writes_the_same_bytes(seeded: Path) -> None:
    assert run(*WORLD).stdout_bytes == seeded.read_bytes()


def test_another_seed_writes_other_orders(seeded: Path) -> None:
    other = json.loads(run(*WORLD, "--seed", "8").stdout)["warpware"]["orders"]
    orders = content(seeded)["warpware"]["orders"]
    assert len(other) == len(orders)
    assert {order["id"] for order in other} & {order["id"] for order in orders} == set()


def test_another_beginning_writes_the_same_orders_at_other_times(seeded: Path) -> None:
    later = json.loads(run(*WORLD, "--now", "2026-02-28T10:00:00Z").stdout)["warpware"]["orders"]
    orders = content(seeded)["warpware"]["orders"]
    assert [order["id"] for order in later] == [order["id"] for order in orders]
    assert later[0]["created_at"] > orders[0]["created_at"]


def test_without_a_beginning_it_is_now() -> None:
    written = json.loads(run("--profile", "empty").stdout)
    assert written["now"] > "2026-01-01"
    assert written["warpware"]["orders"] == []


def test_without_a_file_it_goes_to_stdout_and_nothing_else_does() -> None:
    result = run("--profile", "empty", "--now", NOW)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("{\n")
    assert result.stdout.endswith("}\n")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--out", "/no/such/folder/f.json"], "cannot write /no/such/folder/f.json: No such file or directory"),
        (["--out", "/dev/null/f.json"], "cannot write /dev/null/f.json: Not a directory"),
        (["--profile", "demmo"], "--profile: there is no profile 'demmo'; did you mean 'demo'?"),
        (["--now", "noon"], "--now: 'noon' is no ISO 8601 instant; write it like 2026-02-27T10:00:00Z"),
        (["--reading", "warpware.envelope"], "--reading 'warpware.envelope' is not NAME=VALUE"),
    ],
)
def test_what_it_cannot_do_is_one_line_and_exit_code_2(options: list[str], error: str) -> None:
    result = run("--profile", "empty", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"mockserver: {error}")
    assert result.stderr.count("\n") == 1
