"""What may be null, as the API writes it. Source: every example; readings.md, "Money"."""

from __future__ import annotations

import datetime
from decimal import Decimal

from mockserver.core.clock import Clock
from mockserver.whiplash.dates import eastern_text
from mockserver.whiplash.decimals import decimal_text


def amount(value: Decimal | None) -> str | None:
    """``48.0``."""
    return None if value is None else decimal_text(value)


def moment(clock: Clock, instant: int | None) -> str | None:
    """``2017-05-18T07:59:32-04:00``."""
    return None if instant is None else eastern_text(clock, instant)


def day(clock: Clock, instant: int | None, *, later: int = 0) -> str | None:
    """The date in US Eastern, some days later: ``2013-06-07``. None where the calendar has no such day."""
    if instant is None:
        return None
    date = datetime.date.fromisoformat(eastern_text(clock, instant)[:10])
    try:
        return (date + datetime.timedelta(days=later)).isoformat()
    except OverflowError:
        return None
