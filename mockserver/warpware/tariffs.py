"""What a parcel weighs for a carrier, what it costs and how long it takes. Source: "Shipping Rates".

The document shows one question and its answer. The numbers here are made up around it: its three services cost
there what it shows, and each grows with weight and zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

OUNCES_PER_POUND = 16
DIMENSIONAL_DIVISOR = 139
"""Cubic inches to a pound, as the carriers count."""

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Tariff:
    """``base`` dollars, and ``per_zone`` for each zone beyond the first; for each pound ``per_pound``, and
    ``per_pound_zone`` for each zone beyond the first. ``days_by_zone`` in transit, zone 1 first.
    """

    carrier: str
    service: str
    base: Decimal
    per_zone: Decimal
    per_pound: Decimal
    per_pound_zone: Decimal
    days_by_zone: tuple[int, int, int, int, int, int, int, int]

    def rate(self, pounds: Decimal, zone: int) -> Decimal:
        """Dollars and whole cents."""
        beyond = zone - 1
        dollars = self.base + self.per_zone * beyond + pounds * (self.per_pound + self.per_pound_zone * beyond)
        return _round(dollars)

    def days(self, zone: int) -> int:
        return self.days_by_zone[zone - 1]


TARIFFS = (
    Tariff(
        "USPS",
        "Priority Mail",
        base=Decimal("5.08"),
        per_zone=Decimal("0.60"),
        per_pound=Decimal("0.20"),
        per_pound_zone=Decimal("0.05"),
        days_by_zone=(1, 2, 2, 2, 3, 3, 3, 3),
    ),
    Tariff(
        "UPS",
        "UPS Ground",
        base=Decimal("6.72"),
        per_zone=Decimal("0.70"),
        per_pound=Decimal("0.30"),
        per_pound_zone=Decimal("0.05"),
        days_by_zone=(1, 1, 2, 3, 3, 4, 5, 5),
    ),
    Tariff(
        "FedEx",
        "FedEx Ground",
        base=Decimal("6.91"),
        per_zone=Decimal("0.75"),
        per_pound=Decimal("0.35"),
        per_pound_zone=Decimal("0.05"),
        days_by_zone=(1, 2, 2, 3, 4, 4, 5, 6),
    ),
)


def actual_weight(ounces: Decimal) -> Decimal:
    """Pounds, to the hundredth."""
    return _round(ounces / OUNCES_PER_POUND)


def dimensional_weight(length: Decimal, width: Decimal, height: Decimal) -> Decimal:
    """Pounds, to the hundredth; the sides in inches."""
    return _round(length * width * height / DIMENSIONAL_DIVISOR)


def _round(value: Decimal) -> Decimal:
    return value.quantize(_HUNDREDTH, ROUND_HALF_UP)
