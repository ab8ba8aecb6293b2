"""Whiplash's time: US Eastern, written with its offset.

Source: every example of the document (``2017-05-18T07:59:32-04:00``); "Get a list of Orders", Parameters;
whiplash-observed.md, "Paths and bodies".
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from mockserver.core.clock import UTC, Clock

EASTERN = ZoneInfo("America/New_York")

_HOUR = datetime.timedelta(hours=1)
_START = datetime.datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(?:(Z|UTC|GMT)|([+ -])(\d\d):?(\d\d))?)?", re.ASCII
)


def eastern_text(clock: Clock, instant: int) -> str:
    """An instant as Whiplash writes it: ``2017-05-18T07:59:32-04:00``."""
    moment = clock.epoch + datetime.timedelta(seconds=instant)
    offset, suffix = _offset((moment - _START) // _HOUR)
    return (moment + offset).isoformat()[:19] + suffix


@lru_cache(maxsize=4096)
def _offset(hour: int) -> tuple[datetime.timedelta, str]:
    """The zone's offset in an hour of UTC, as a difference and as text: it changes on whole hours only."""
    offset = (_START + hour * _HOUR).astimezone(EASTERN).utcoffset() or datetime.timedelta()
    minutes = abs(offset) // datetime.timedelta(minutes=1)
    return offset, f"{'-' if offset < datetime.timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"


def parse_eastern(text: str) -> datetime.datetime:
    """A date, or a date and a time, with or without an offset; without one it is US Eastern. Answers UTC.

    An hour that the clocks skip in spring is read as if they had not been put forward yet (02:30 is 03:30), one
    that they have twice in autumn is the first. A '+' that was sent as it is came out of the query as a space.

    Raises:
        ValueError: it is none of these, or no day or time that there is.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    day, time, utc, sign, hours, minutes = match.groups()
    naive = datetime.datetime.fromisoformat(f"{day}T{time or '00:00'}")
    try:
        return naive.replace(tzinfo=_zone(utc, sign, hours, minutes)).astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None


def _zone(utc: str | None, sign: str | None, hours: str, minutes: str) -> datetime.tzinfo:
    if sign is None:
        return UTC if utc else EASTERN
    offset = datetime.timedelta(hours=int(hours), minutes=int(minutes))
    return datetime.timezone(-offset if sign == "-" else offset)
