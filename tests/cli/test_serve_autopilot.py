"""``mockserver serve --autopilot``, in a process of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from client import Http, order_body
from served import Served, serve, served_here

ROOT = Path(__file__).parents[2]
WEEK = 7 * 24 * 60 * 60


def autopilot(served: Served) -> Any:
    client = Http(served.url + "/_mock")
    answered = client.get("/sandboxes/default").json["autopilot"]
    client.close()
    return answered


def test_with_the_autopilot_orders_move_on_by_themselves() -> None:
    with serve("--autopilot", "--now", "2026-02-27T10:00:00Z") as served:
        assert autopilot(served) == {"enabled": True, "speed": 60, "failure_rate": 0.05}
        client = Http(served.url + "/partner/v1", {"Authorization": "Bearer ww_live_" + "0" * 32})
        control = Http(served.url + "/_mock/sandboxes/default")
        order_id = client.post("/orders", order_body()).data["id"]
        effects = control.post("/clock/advance", {"seconds": WEEK}).json["effects"]
        assert [effect["to"] for effect in effects if effect["order_id"] == order_id][-1] == "delivered"
        by_status = client.get("/orders/stats").data["by_status"]
        assert (sum(by_status.values()), set(by_status)) == (121, {"delivered", "failed", "cancelled"})
        client.close()
        control.close()


def test_without_the_autopilot_they_do_not() -> None:
    assert served_here("--profile", "empty")["autopilot"] is False


def test_no_autopilot_takes_the_autopilot_back() -> None:
    # As in `make serve OPTIONS=--no-autopilot`.
    assert served_here("--autopilot", "--no-autopilot", "--profile", "empty")["autopilot"] is False


def test_make_serve_has_the_autopilot() -> None:
    made = subprocess.run(["make", "-n", "serve"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "mockserver serve --autopilot" in made.stdout
