"""Carriers, by the first word of a shipping method: tracking numbers of their form, and links that fit.

Check digits are the carriers' published ones. A carrier that is known here by its name alone has its
links under .example.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

_UPS_LETTERS = {letter: (ord(letter) - ord("A") + 2) % 10 for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


@dataclass(frozen=True, slots=True)
class Carrier:
    """``prefixes`` are how the names of its methods begin, in lower case; ``link`` ends where the number follows."""

    prefixes: tuple[str, ...]
    link: str
    number: Callable[[random.Random], str]


def tracking_number(method: str, stream: random.Random) -> str:
    return carrier_of(method).number(stream)


def tracking_link(method: str, number: str) -> str:
    return carrier_of(method).link + number


def carrier_of(method: str) -> Carrier:
    """The carrier of a shipping method; every method has one."""
    name = method.casefold()
    return next((carrier for carrier in _CARRIERS if name.startswith(carrier.prefixes)), None) or _other(method)


def _other(method: str) -> Carrier:
    name = "".join(sign for sign in method.split(maxsplit=1)[0].casefold() if sign.isalnum())
    return Carrier((name,), f"https://track.{name}.example/", lambda stream: name[:3].upper() + _digits(stream, 12))


def _digits(stream: random.Random, count: int) -> str:
    return "".join(stream.choices("0123456789", k=count))


def _ups(stream: random.Random) -> str:
    """1Z, six characters of shipper, two of service, seven digits of package, check digit."""
    body = "".join(stream.choices("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", k=6)) + "03" + _digits(stream, 7)
    values = [_UPS_LETTERS[sign] if sign.isalpha() else int(sign) for sign in body]
    return f"1Z{body}{-(sum(values[0::2]) + 2 * sum(values[1::2])) % 10}"


def _usps(stream: random.Random) -> str:
    """22 digits; from the right, every second digit counts three times."""
    body = "94001" + _digits(stream, 16)
    return f"{body}{-(3 * sum(map(int, body[::-2])) + sum(map(int, body[-2::-2]))) % 10}"


def _fedex(stream: random.Random) -> str:
    """12 digits; weights 3, 1, 7 repeated, modulo 11 and then 10."""
    body = _digits(stream, 11)
    return f"{body}{sum(int(digit) * (3, 1, 7)[place % 3] for place, digit in enumerate(body)) % 11 % 10}"


def _dhl(stream: random.Random) -> str:
    """Ten digits, the last one the rest of the first nine by seven."""
    body = stream.randint(100_000_000, 999_999_999)
    return f"{body}{body % 7}"


def _postal(service: str, country: str) -> Callable[[random.Random], str]:
    """The Universal Postal Union's S10: two letters, eight digits, check digit, country."""

    def make(stream: random.Random) -> str:
        body = _digits(stream, 8)
        rest = 11 - sum(int(digit) * weight for digit, weight in zip(body, _S10_WEIGHTS, strict=True)) % 11
        check = {10: 0, 11: 5}.get(rest, rest)
        return f"{service}{body}{check}{country}"

    return make


def _long(prefix: str, count: int) -> Callable[[random.Random], str]:
    return lambda stream: prefix + _digits(stream, count)


_CARRIERS = (
    Carrier(("upsi",), "https://track.upsi-parcel.example/", _long("UPSI", 12)),
    Carrier(("ups ",), "https://www.ups.com/track?tracknum=", _ups),
    Carrier(("usps",), "https://tools.usps.com/go/TrackConfirmAction?tLabels=", _usps),
    Carrier(("fedex",), "https://www.fedex.com/fedextrack/?trknbr=", _fedex),
    Carrier(
        ("dhlglobalmail", "dhlecommerce", "dhl ecommerce", "dhlecs"),
        "https://webtrack.dhlecs.com/?trackingnumber=",
        _long("420", 19),
    ),
    Carrier(("dhl ",), "https://www.dhl.com/en/express/tracking.html?AWB=", _dhl),
    Carrier(("dpduk",), "https://track.dpd.co.uk/parcels/", _long("1550", 10)),
    Carrier(("canadapost",), "https://www.canadapost-postescanada.ca/track-reperage/en#/details/", _postal("LM", "CA")),
    Carrier(("royalmail",), "https://www.royalmail.com/track-your-item#/tracking-results/", _postal("TT", "GB")),
    Carrier(("australiapost",), "https://auspost.com.au/mypost/track/#/details/", _postal("LX", "AU")),
)
