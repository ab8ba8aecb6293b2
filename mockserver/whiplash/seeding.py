"""Fills a sandbox's Whiplash account from its profile."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from mockserver.core.profiles import load_profile
from mockserver.core.sandbox import Sandbox
from mockserver.core.table import Table
from mockserver.whiplash.state import WAREHOUSES, Warehouse, WhiplashState


def open_state(sandbox: Sandbox, profile: Mapping[str, Any]) -> WhiplashState:
    """The sandbox's own state over the shared records of its profile."""
    return WhiplashState(sandbox.clock, sandbox.readings, _warehouses(sandbox.options.profile).fork())


@lru_cache(maxsize=32)
def _warehouses(profile_name: str) -> Table[Warehouse]:
    table = Table(WAREHOUSES)
    for row in load_profile(profile_name)["whiplash"]["warehouses"]:
        table.insert(Warehouse(**row))
    return table
