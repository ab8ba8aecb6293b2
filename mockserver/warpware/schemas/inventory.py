"""Bodies of the inventory operations. Source: "Inventory", "Inventory by Location"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.core.errors import Problem
from mockserver.core.operation import Checked
from mockserver.warpware.schemas.fields import Text, Whole
from mockserver.warpware.schemas.validation import BodySchema, BodyValidator


class AdjustInventorySchema(BodySchema):
    sku = Text(required=True, blank=False)
    adjustment = Whole(required=True)
    warehouse = Text(allow_none=True)
    reason = Text(allow_none=True)


class SyncInventorySchema(BodySchema):
    """Nothing that is sent changes what is done."""


sync_inventory = BodyValidator(SyncInventorySchema)

_adjust_fields = BodyValidator(AdjustInventorySchema)


def adjust_inventory(raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
    """Beyond the schema: nothing to add and nothing to remove is no adjustment."""
    checked = _adjust_fields(raw, readings)
    if checked.value.get("adjustment") == 0:
        problem = Problem("adjustment", "must not be 0: positive adds stock, negative removes it")
        return Checked({}, invalid=[problem], ignored=checked.ignored, rule="warpware.inventory.adjust-zero")
    return checked
