"""How long the warehouse and the carrier take, in seconds. The document says nothing of it."""

from __future__ import annotations

from collections.abc import Mapping

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

STEPS: Mapping[int, tuple[int, int]] = {
    120: (10 * MINUTE, 5 * HOUR),
    150: (10 * MINUTE, 3 * HOUR),
    155: (5 * MINUTE, HOUR),
    160: (5 * MINUTE, HOUR),
    200: (2 * MINUTE, 30 * MINUTE),
    250: (MINUTE, 10 * MINUTE),
    300: (10 * MINUTE, 4 * HOUR),
    325: (HOUR, 6 * HOUR),
    350: (30 * HOUR, 90 * HOUR),
}
"""What a step to each status takes, at least and at most."""

COMING_BACK = (5 * DAY, 12 * DAY)
"""What a parcel that cannot be delivered takes from its pick-up until it is back."""
