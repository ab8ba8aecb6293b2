"""Rate estimates. Source: "Shipping Rates"."""

from __future__ import annotations

from decimal import Decimal

from mockserver.core.operation import Call, Result
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.tariffs import TARIFFS, actual_weight, dimensional_weight
from mockserver.warpware.zones import zone_between

SIDES = ("length", "width", "height")


def get_shipping_rates(state: WarpWareState, call: Call) -> Result:
    query = call.query
    given = [side for side in SIDES if side in query]
    dimensional = None
    if len(given) == len(SIDES):
        dimensional = dimensional_weight(*(query[side] for side in SIDES))
    elif given:
        call.notes.append(f"{', '.join(given)} without the other sides make no dimensional weight: ignored")
    billable = max(actual_weight(query["weight_oz"]), dimensional or Decimal(0))
    zone = zone_between(query["origin_zip"], query["destination_zip"])
    data = {
        "origin_zip": query["origin_zip"],
        "destination_zip": query["destination_zip"],
        "weight_oz": _number(query["weight_oz"]),
        "billable_weight_lbs": float(billable),
        "dim_weight_lbs": None if dimensional is None else float(dimensional),
        "rates": [
            {
                "carrier": tariff.carrier,
                "service": tariff.service,
                "estimated_days": tariff.days(zone),
                "rate_usd": float(tariff.rate(billable, zone)),
            }
            for tariff in TARIFFS
        ],
        "disclaimer": "Estimates only.",
    }
    return Result(data)


def _number(value: Decimal) -> int | float:
    """32 for 32 and for 32.0."""
    return int(value) if value == int(value) else float(value)
