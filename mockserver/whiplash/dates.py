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
_ZONES_BEGIN = datetime.datetime(1884, 1, 1, tzinfo=UTC)
"""Until then towns went by their suns. Here it is standard time, which can be written in whole hours, and every year
has it.
"""
_STANDARD = datetime.timezone(datetime.timedelta(hours=-5))
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(?:(Z|UTC|GMT)|([+ -])(\d\d):?(\d\d))?)?", re.ASCII
)


def eastern_text(clock: Clock, instant: int) -> str:
    """An instant as Whiplash writes it: ``2017-05-18T07:59:32-04:00``."""
    moment = clock.epoch + datetime.timedelta(seconds=instant)
    offset, suffix = _offset(_hour(moment))
    return (moment + offset).isoformat()[:19] + suffix


def _hour(moment: datetime.datetime) -> int:
    return (moment - _START) // _HOUR


@lru_cache(maxsize=4096)
def _offset(hour: int) -> tuple[datetime.timedelta, str]:
    """The zone's offset in an hour of UTC, as a difference and as text: it changes on whole hours only."""
    offset = max(_START + hour * _HOUR, _ZONES_BEGIN).astimezone(EASTERN).utcoffset() or datetime.timedelta()
    minutes = abs(offset) // datetime.timedelta(minutes=1)
    return offset, f"{'-' if offset < datetime.timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"


def parse_eastern(text: str) -> datetime.datetime:
    """A date, or a date and a time, with or without an offset; without one it is US Eastern. Answers UTC.

    An hour that the clocks skip in spring is read as if they had not been put forward yet (02:30 is 03:30), one
    that they have twice in autumn is the first. A '+' that was sent as it is came out of the query as a space.

    Raises:
        ValueError: it is none of these, or no day or time that there is in UTC and in US Eastern.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    day, time, utc, sign, hours, minutes = match.groups()
    naive = datetime.datetime.fromisoformat(f"{day}T{time or '00:00'}")
    try:
        moment = naive.replace(tzinfo=_zone(naive.year, utc, sign, hours, minutes)).astimezone(UTC)
        _ = moment + _offset(_hour(moment))[0]  # what could not be written is not taken
    except OverflowError:
        raise ValueError(text) from None
    return moment


def _zone(year: int, utc: str | None, sign: str | None, hours: str, minutes: str) -> datetime.tzinfo:
    if utc:
        return UTC
    if sign is None:
        return EASTERN if year >= _ZONES_BEGIN.year else _STANDARD
    offset = datetime.timedelta(hours=int(hours), minutes=int(minutes))
    return datetime.timezone(-offset if sign == "-" else offset)
