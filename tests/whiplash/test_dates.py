"""US Eastern time, written and read. Source: the document's examples; whiplash-observed.md, "Paths and bodies"."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.clock import Clock
from mockserver.whiplash.dates import eastern_text, parse_eastern

UTC = datetime.UTC


def clock(text: str) -> Clock:
    return Clock(datetime.datetime.fromisoformat(text), frozen=True)


@pytest.mark.rule("whiplash.dates.written")
@pytest.mark.parametrize(
    ("utc", "written"),
    [
        ("2017-05-18T11:59:32Z", "2017-05-18T07:59:32-04:00"),
        ("2013-06-06T19:55:30Z", "2013-06-06T15:55:30-04:00"),
        ("2026-02-27T10:00:00Z", "2026-02-27T05:00:00-05:00"),
        ("2026-01-01T04:59:59Z", "2025-12-31T23:59:59-05:00"),
        ("2026-03-08T06:59:59Z", "2026-03-08T01:59:59-05:00"),
        ("2026-03-08T07:00:00Z", "2026-03-08T03:00:00-04:00"),
        ("2026-11-01T05:59:59Z", "2026-11-01T01:59:59-04:00"),
        ("2026-11-01T06:00:00Z", "2026-11-01T01:00:00-05:00"),
        ("9989-07-01T00:00:00Z", "9989-06-30T20:00:00-04:00"),
        ("1970-01-01T00:00:00Z", "1969-12-31T19:00:00-05:00"),
    ],
)
def test_dates_have_the_offset_of_their_day(utc: str, written: str) -> None:
    assert eastern_text(clock(utc), 0) == written


@given(
    start=st.integers(10**7, 4 * 10**9).map(lambda seconds: datetime.datetime.fromtimestamp(seconds, UTC)),
    instant=st.integers(-(10**7), 10**7),
)
def test_an_instant_is_written_as_the_zone_says_and_read_back(start: datetime.datetime, instant: int) -> None:
    moment = start + datetime.timedelta(seconds=instant)
    text = eastern_text(Clock(start, frozen=True), instant)
    assert text == moment.astimezone(ZoneInfo("America/New_York")).isoformat()
    assert parse_eastern(text) == moment


@pytest.mark.rule("whiplash.dates.read", "whiplash.dates.no-zone")
@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2008-01-01 03:00", "2008-01-01T08:00:00"),
        ("2008-07-01 03:00", "2008-07-01T07:00:00"),
        ("2008-01-01", "2008-01-01T05:00:00"),
        ("2026-11-22 15:49:22 +0000", "2026-11-22T15:49:22"),
        ("2026-11-22 15:49:22  0000", "2026-11-22T15:49:22"),
        ("2026-11-22 15:49:22 -0500", "2026-11-22T20:49:22"),
        ("2026-11-22 15:49:22 UTC", "2026-11-22T15:49:22"),
        ("2017-05-18T07:59:32-04:00", "2017-05-18T11:59:32"),
        ("2017-05-18T07:59:32 02:00", "2017-05-18T05:59:32"),
        ("2017-05-18T07:59:32Z", "2017-05-18T07:59:32"),
        ("2017-05-18T07:59:32.250Z", "2017-05-18T07:59:32.250000"),
        ("2017-05-18T07:59:32", "2017-05-18T11:59:32"),
        (" 2008-01-01 03:00 ", "2008-01-01T08:00:00"),
    ],
)
def test_dates_are_read_in_every_form_that_clients_send(text: str, utc: str) -> None:
    assert parse_eastern(text) == datetime.datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.rule("whiplash.dates.clock-changes")
@pytest.mark.parametrize(
    ("text", "utc"), [("2026-03-08 02:30", "2026-03-08T07:30:00"), ("2026-11-01 01:30", "2026-11-01T05:30:00")]
)
def test_a_time_that_is_skipped_is_an_hour_later_and_one_that_comes_twice_is_the_first(text: str, utc: str) -> None:
    assert parse_eastern(text) == datetime.datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.rule("whiplash.dates.read")
@pytest.mark.parametrize(
    "text",
    ["", "soon", "2008-13-01", "2008-02-30", "2008-01-01 25:00", "01/02/2008", "2008-01-01 03:00 +2500",
     "2008-01-01 3pm", "9999-12-31 23:59", "0001-01-01T00:00:00+05:00", "0001-01-01T00:00:00Z",
     "1199145600", "2008-01-01T", "２００８-01-01"],
)  # fmt: skip  # one row of many
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_eastern(text)


@pytest.mark.rule("whiplash.dates.read", "whiplash.dates.written")
@pytest.mark.parametrize("text", ["0001-01-01", "1883-12-31 23:59:59", "1884-01-01", "9999-12-31T23:59:59Z"])
def test_a_date_of_any_year_that_is_taken_is_written_and_read_back(text: str) -> None:
    begin = clock("2026-02-27T10:00:00Z")
    moment = parse_eastern(text)
    assert parse_eastern(eastern_text(begin, int(begin.instant_of(moment)))) == moment
