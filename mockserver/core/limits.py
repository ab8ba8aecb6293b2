"""A sandbox's rate limits: the vendors' own, changed or switched off by its options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mockserver.core.limiter import FixedWindow
from mockserver.core.operation import Vendor
from mockserver.core.rules import nearest

LimitOptions = bool | Mapping[str, Mapping[str, int] | bool]
"""True: the vendors' own. False: none. By vendor: numbers that replace the vendor's, or a bool."""

MOST = 100_000_000
"""The greatest number that any limit takes: about as many calls as one would count, or three years in seconds."""

Limiters = dict[str, FixedWindow]


class BadLimits(ValueError):
    """Limits that name what does not exist, or are no whole number from 1 to MOST."""


def open_limiters(vendors: Sequence[Vendor], options: LimitOptions) -> dict[str, Limiters]:
    """The limiters of each vendor; a vendor without limits has none.

    Raises:
        BadLimits: see there.
    """
    if not isinstance(options, Mapping):
        return {vendor.name: _own(vendor) if options else {} for vendor in vendors}
    names = [vendor.name for vendor in vendors]
    for name, chosen in options.items():
        if name not in names:
            raise BadLimits(f"limits: there is no vendor {name!r}{nearest(name, names)}")
        if not isinstance(chosen, bool | Mapping):
            raise BadLimits(f"limits.{name}: must be true, false or numbers by name, not {chosen!r}")
    return {vendor.name: _limiters(vendor, options.get(vendor.name, True)) for vendor in vendors}


def _own(vendor: Vendor) -> Limiters:
    return {name: FixedWindow(limit, vendor.limit_window) for name, limit in vendor.limits.items()}


def _limiters(vendor: Vendor, chosen: Mapping[str, int] | bool) -> Limiters:
    if not isinstance(chosen, Mapping):
        return _own(vendor) if chosen else {}
    known = [*vendor.limits, "window"]
    for name, value in chosen.items():
        if name not in known:
            raise BadLimits(f"limits.{vendor.name}: there is no limit {name!r}{nearest(name, known)}")
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise BadLimits(f"limits.{vendor.name}.{name}: {value!r} is no whole number of at least 1")
        if value > MOST:
            raise BadLimits(f"limits.{vendor.name}.{name}: {value} is more than {MOST}")
    window = chosen.get("window", vendor.limit_window)
    return {name: FixedWindow(chosen.get(name, limit), window) for name, limit in vendor.limits.items()}
