"""Carriers, their services and tracking numbers of the right form.

Source: "Orders" names USPS, FedEx, UPS, DHL and OnTrac; "Shipping Rates" and "Tracking" name
services. The check digits are the carriers' published ones, so that a client's own format check passes.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass

from mockserver.core.clock import format_instant

DEFAULT_TRANSIT_DAYS = 3
_UPS_LETTERS = {letter: (ord(letter) - ord("A") + 2) % 10 for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


@dataclass(frozen=True, slots=True)
class Service:
    """``days`` in transit; ``weight`` is how often the warehouse picks it."""

    carrier: str
    name: str
    days: int
    weight: int


SERVICES = (
    Service("UPS", "UPS Ground", 2, 35),
    Service("USPS", "Priority Mail", 3, 30),
    Service("FedEx", "FedEx Ground", 3, 20),
    Service("OnTrac", "OnTrac Ground", 2, 9),
    Service("DHL", "DHL Express", 2, 6),
)
"""The first service of a carrier is the one that it ships by when none was chosen."""


def standard_service(carrier: str | None) -> Service | None:
    """How a shipment goes for which only the carrier is known; None for an unknown carrier."""
    if carrier is None:
        return None
    return next((service for service in SERVICES if service.carrier.lower() == carrier.lower()), None)


def pick_service(stream: random.Random) -> Service:
    return stream.choices(SERVICES, [service.weight for service in SERVICES])[0]


def tracking_number(carrier: str, stream: random.Random) -> str:
    """A number of the carrier's form, its check digit included."""
    return _MAKERS[carrier](stream)


def estimated_delivery(epoch: datetime.datetime, shipped_at: int, service: str | None) -> str:
    """One minute before midnight UTC on the last day in transit, as "Tracking" shows it."""
    days = next((known.days for known in SERVICES if known.name == service), DEFAULT_TRANSIT_DAYS)
    day = epoch + datetime.timedelta(seconds=shipped_at, days=days)
    return format_instant(day.replace(hour=23, minute=59, second=0))


def _digits(stream: random.Random, count: int) -> str:
    return "".join(stream.choices("0123456789", k=count))


def _ups(stream: random.Random) -> str:
    """1Z, six characters of shipper, two of service, seven digits of package, check digit."""
    body = "".join(stream.choices("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", k=6)) + "03" + _digits(stream, 7)
    values = [_UPS_LETTERS[sign] if sign.isalpha() else int(sign) for sign in body]
    total = sum(values[0::2]) + 2 * sum(values[1::2])
    return f"1Z{body}{-total % 10}"


def _usps(stream: random.Random) -> str:
    """22 digits; from the right, every second digit counts three times."""
    body = "94001" + _digits(stream, 16)
    total = 3 * sum(map(int, body[::-1][0::2])) + sum(map(int, body[::-1][1::2]))
    return f"{body}{-total % 10}"


def _fedex(stream: random.Random) -> str:
    """12 digits; weights 3, 1, 7 repeated, modulo 11 and then 10."""
    body = _digits(stream, 11)
    total = sum(int(digit) * weight for digit, weight in zip(body, (3, 1, 7) * 4, strict=False))
    return f"{body}{total % 11 % 10}"


def _dhl(stream: random.Random) -> str:
    """Ten digits, the last one the rest of the first nine by seven."""
    body = str(stream.randint(100_000_000, 999_999_999))
    return f"{body}{int(body) % 7}"


def _ontrac(stream: random.Random) -> str:
    """C, 13 digits, check digit over C as 4; every second digit counts twice."""
    body = "1" + _digits(stream, 12)
    values = [4, *map(int, body)]
    total = sum(values[0::2]) + 2 * sum(values[1::2])
    return f"C{body}{-total % 10}"


_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "UPS": _ups,
    "USPS": _usps,
    "FedEx": _fedex,
    "DHL": _dhl,
    "OnTrac": _ontrac,
}
