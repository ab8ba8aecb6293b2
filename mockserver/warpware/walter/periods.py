"""Which time a question is about: from when, until when, and how an answer calls it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_LAST = re.compile(r"\b(?:last|past|previous) (?:(\d{1,4})[ -]?)?(hour|day|week|h|d|w)s?\b")
_UNITS = {"h": "hour", "d": "day", "w": "week"}
_SECONDS = {"hour": 3600, "day": 86_400, "week": 604_800}
_NAMED = re.compile(r"\b(today|yesterday|this month)\b")
_OTHERWISE = re.compile(
    r"\b(?:(?:last|past|previous|this|next|first) (?:\w+ )?(?:\w*days?|hours?|weeks?|months?|years?|quarters?|minutes?)"
    r"|ago|since|until|between|before|after|tomorrow|tonight|\d{4}-\d\d(?:-\d\d)?"
    r"|(?:in|on|during) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)\w*)\b"
)
"""Words of a time that is not understood: better no number than one for all time."""


@dataclass(frozen=True, slots=True)
class Period:
    """``words`` as they follow a sentence: ``in the last 7 days``. Both ends are included."""

    words: str
    since: datetime.datetime
    until: datetime.datetime | None = None


class UnknownPeriod(ValueError):
    """The question speaks of a time in words that are not understood."""


def find_period(text: str, now: datetime.datetime) -> Period | None:
    """The period that *text*, in lower case, speaks of; None where it speaks of none.

    Raises:
        UnknownPeriod: see there.
    """
    now = now.replace(microsecond=0)
    periods = [_last(match, now) for match in _LAST.finditer(text)]
    periods += [_named(match[1], now) for match in _NAMED.finditer(text)]
    rest = _NAMED.sub("", _LAST.sub("", text))
    if len(periods) > 1 or _OTHERWISE.search(rest):
        raise UnknownPeriod
    return periods[0] if periods else None


def _last(match: re.Match[str], now: datetime.datetime) -> Period:
    count, unit = int(match[1] or 1), _UNITS.get(match[2], match[2])
    words = f"in the last {unit}" if count == 1 else f"in the last {count} {unit}s"
    return Period(words, _before(now, count * _SECONDS[unit]))


def _before(now: datetime.datetime, seconds: int) -> datetime.datetime:
    return now - datetime.timedelta(seconds=seconds)


def _named(word: str, now: datetime.datetime) -> Period:
    midnight = now.replace(hour=0, minute=0, second=0)
    if word == "yesterday":
        return Period(word, _before(midnight, _SECONDS["day"]), _before(midnight, 1))
    return Period(word, midnight if word == "today" else midnight.replace(day=1))
