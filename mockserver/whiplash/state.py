"""All Whiplash records of one sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mockserver.core.clock import Clock
from mockserver.core.table import Table, TableSpec


@dataclass(frozen=True, slots=True)
class Warehouse:
    """Whiplash's own: no account makes or changes one."""

    id: int
    name: str


WAREHOUSES: TableSpec[Warehouse] = TableSpec(
    id=lambda warehouse: warehouse.id,
    order=lambda warehouse: warehouse.id,
    sorts={"id": lambda warehouse: warehouse.id, "name": lambda warehouse: warehouse.name},
)


class WhiplashState:
    """What handlers work on. The caller holds the sandbox's lock."""

    def __init__(self, clock: Clock, readings: Mapping[str, str], warehouses: Table[Warehouse]) -> None:
        self.clock = clock
        self.readings = readings
        self.warehouses = warehouses
