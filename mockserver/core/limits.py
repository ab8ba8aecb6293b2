"""A sandbox's rate limits: the vendors' own, changed or switched off by its options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mockserver.core.limiter import Limiter
from mockserver.core.operation import Vendor
from mockserver.core.rules import nearest

LimitOptions = bool | Mapping[str, Mapping[str, int] | bool]
"""True: the vendors' own. False: none. By vendor: numbers that replace the vendor's, or a bool."""

MOST = 100_000_000
"""The greatest number that any limit takes: about as many calls as one would count, or three years in seconds."""

Numbers = Mapping[str, int]
"""A vendor's limits in its own words: ``{"requests": 200, "walter": 10, "window": 60}``."""


class BadLimits(ValueError):
    """Limits that name what does not exist, or are no whole number from 1 to MOST."""


def resolve_limits(vendors: Sequence[Vendor], options: LimitOptions) -> dict[str, Numbers | None]:
    """The numbers of each vendor; None for a vendor without limits.

    Raises:
        BadLimits: see there.
    """
    if not isinstance(options, Mapping):
        return {vendor.name: own_numbers(vendor) if options else None for vendor in vendors}
    names = [vendor.name for vendor in vendors]
    for name, chosen in options.items():
        if name not in names:
            raise BadLimits(f"limits: there is no vendor {name!r}{nearest(name, names)}")
        if not isinstance(chosen, bool | Mapping):
            raise BadLimits(f"limits.{name}: must be true, false or numbers by name, not {chosen!r}")
    return {vendor.name: _changed(vendor, options.get(vendor.name, True)) for vendor in vendors}


def open_limiters(vendor: Vendor, numbers: Numbers | None) -> Mapping[str, Limiter]:
    """A vendor's limiters by the names that its operations have for them; none without *numbers*."""
    return {} if numbers is None else vendor.open_limiters(numbers)


def own_numbers(vendor: Vendor) -> Numbers:
    """A vendor's limits as its document has them."""
    return vendor.limits if vendor.limit_window is None else {**vendor.limits, "window": vendor.limit_window}


def _changed(vendor: Vendor, chosen: Mapping[str, int] | bool) -> Numbers | None:
    own = own_numbers(vendor)
    if not isinstance(chosen, Mapping):
        return own if chosen else None
    for name, value in chosen.items():
        if name not in own:
            raise BadLimits(f"limits.{vendor.name}: there is no limit {name!r}{nearest(name, own)}")
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise BadLimits(f"limits.{vendor.name}.{name}: {value!r} is no whole number of at least 1")
        if value > MOST:
            raise BadLimits(f"limits.{vendor.name}.{name}: {value} is more than {MOST}")
    return {name: chosen.get(name, number) for name, number in own.items()}
