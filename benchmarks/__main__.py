"""``make bench``: every figure in one run, as a table and as benchmarks/results.json."""

from __future__ import annotations

import itertools
import json
import platform
import statistics
from collections.abc import Callable
from pathlib import Path

from benchmarks.fixture import fixture_rows, measure_fixture
from benchmarks.load import get, post, requests_per_second
from benchmarks.processes import DEFAULT_KEY, bare_flask, mock_server, seconds_to_first_answer
from benchmarks.stores import fresh_sandbox_milliseconds, microseconds, order_body

ROUNDS = 5
"""Bare Flask and the mock are measured in turns, so that a slow moment of the machine hits both."""


def throughput() -> dict[str, float]:
    numbers = itertools.count()
    measured: dict[str, list[float]] = {"bare Flask": [], "GET /orders/{id}": [], "POST /orders": []}
    with bare_flask() as bare, mock_server("--no-rate-limits") as mock:
        order_id = _an_order(mock)
        calls: dict[str, Callable[[], float]] = {
            "bare Flask": lambda: requests_per_second("127.0.0.1", bare, get("/orders/1", DEFAULT_KEY)),
            "GET /orders/{id}": lambda: requests_per_second(
                "127.0.0.1", mock, get(f"/partner/v1/orders/{order_id}", DEFAULT_KEY)
            ),
            "POST /orders": lambda: requests_per_second(
                "127.0.0.1",
                mock,
                post("/partner/v1/orders", DEFAULT_KEY, lambda: json.dumps(order_body(f"B-{next(numbers)}")).encode()),
                status=201,
            ),
        }
        for _ in range(ROUNDS):
            for name, measure in calls.items():
                measured[name].append(measure())
    return {name: statistics.median(values) for name, values in measured.items()}


def _an_order(port: int) -> str:
    import urllib.request

    url = f"http://127.0.0.1:{port}/partner/v1/orders?per_page=1"
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {DEFAULT_KEY}"})
    with urllib.request.urlopen(request) as answer:
        order_id: str = json.load(answer)["data"][0]["id"]
    return order_id


def main() -> None:
    rates = throughput()
    bare = rates["bare Flask"]
    rows = [(name, f"{rate:,.0f}/s", f"{rate / bare:.0%} of bare Flask") for name, rate in rates.items()]
    sandbox = fresh_sandbox_milliseconds()
    rows.append(("fresh sandbox, demo profile", f"{sandbox:.3f} ms", "target ≤ 1 ms"))
    first = statistics.median(seconds_to_first_answer() for _ in range(ROUNDS))
    rows.append(("serve, start to first answer", f"{first:.2f} s", "target ≤ 0.5 s"))
    small, large = microseconds(1_000), microseconds(100_000)
    rows += [
        (
            f"{name}, 1,000 → 100,000 orders",
            f"{small[name]:.0f} → {large[name]:.0f} µs",
            f"× {large[name] / small[name]:.2f}",
        )
        for name in small
    ]
    fixture = measure_fixture()
    rows += fixture_rows(fixture)
    for row in rows:
        print(f"{row[0]:<40}{row[1]:>18}   {row[2]}")
    results = {
        "python": platform.python_version(),
        "requests_per_second": rates,
        "share_of_bare_flask": {name: rate / bare for name, rate in rates.items()},
        "fresh_sandbox_ms": sandbox,
        "first_answer_s": first,
        "store_us": {"1000": small, "100000": large},
        "fixture_ms": fixture,
    }
    Path(__file__).with_name("results.json").write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
