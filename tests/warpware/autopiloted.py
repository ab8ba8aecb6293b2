"""What the tests of the autopilot say again and again."""

from __future__ import annotations

import datetime

from client import WarpWare

NOON = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)
"""Where conftest's frozen clocks begin."""

ONWARD = ["ready", "processing", "shipped", "delivered"]


def seconds(text: str) -> int:
    """From the beginning to an instant that was answered."""
    return int((datetime.datetime.fromisoformat(text) - NOON).total_seconds())


def walk(client: WarpWare, reference: str) -> list[tuple[str, int]]:
    """The statuses that an order went to, each with the seconds from the beginning."""
    changes = [entry for entry in client.entries(reference) if entry["type"] == "status_changed"]
    return [(entry["details"]["new_status"], seconds(entry["occurred_at"])) for entry in changes]


def statuses(client: WarpWare, reference: str) -> list[str]:
    return [status for status, _ in walk(client, reference)]


def several(client: WarpWare, count: int) -> list[str]:
    """New orders; their ids."""
    return [client.create(f"ORDER-{number}") for number in range(count)]
