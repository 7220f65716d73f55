"""The feed: strict lines, the same text every time, and the same events when it is read back."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.calendar.ics_read import Event, read_calendar
from hub.calendar.ics_write import calendar_text, event_text, fold_url, with_url, zone_text
from hub.calendar.recurrence import Change, Pattern, dates
from tests.hub.calendar.samples import WINDOW, clocks, patterns, utc

CREATED, CHANGED = utc(2026, 9, 1, 8), datetime(2026, 11, 20, 10, 11, 12, 345678, UTC)
SINGLE = Pattern(datetime(2027, 6, 12, 10, 30), datetime(2027, 6, 12, 12))
THURSDAYS = Pattern(
    datetime(2026, 11, 26, 10),
    datetime(2026, 11, 26, 12),
    rrule="FREQ=WEEKLY;UNTIL=20270716T225959Z;BYDAY=TH",
    exdates=(datetime(2027, 2, 18, 10), datetime(2027, 2, 25, 10)),
    rdates=(datetime(2027, 8, 3, 10),),
    changes=(
        Change(utc(2027, 1, 7, 10), starts=utc(2027, 1, 8, 10, 30), ends=utc(2027, 1, 8, 11)),
        Change(utc(2027, 4, 1, 9), cancelled=True),
    ),
)


def _event(pattern: Pattern = SINGLE, **more: object) -> str:
    told: dict[str, object] = {
        "uid": "listing-7@hub",
        "title": "Stay & play",
        "description": "Songs, snacks; and more.\nBring socks.",
        "location": "Poplar Road Hall, B14 7AA",
        "pattern": pattern,
        "status": "confirmed",
        "sequence": 3,
        "created": CREATED,
        "last_modified": CHANGED,
        **more,
    }
    return event_text(**told)  # type: ignore[arg-type]


def _feed(*blocks: str) -> str:
    return calendar_text(
        blocks,
        name="What’s on",
        description="All of it",
        prodid="-//Hub//EN",
        url="https://hub.example/x.ics",
    )


def _back(feed: str) -> Event:
    found = read_calendar(feed.encode())
    assert found.skipped == []
    assert len(found.events) == 1
    return found.events[0]


def test_a_single_event_line_by_line() -> None:
    assert _event(categories=("Club", "Free, for all"), organizer_name="Poplar Play") == (
        "BEGIN:VEVENT\r\n"
        "SUMMARY:Stay & play\r\n"
        "DTSTART;TZID=Europe/London:20270612T103000\r\n"
        "DTEND;TZID=Europe/London:20270612T120000\r\n"
        "DTSTAMP:20261120T101112Z\r\n"
        "UID:listing-7@hub\r\n"
        "SEQUENCE:3\r\n"
        "CATEGORIES:Club,Free\\, for all\r\n"
        "CONTACT:Poplar Play\r\n"
        "CREATED:20260901T080000Z\r\n"
        "DESCRIPTION:Songs\\, snacks\\; and more.\\nBring socks.\r\n"
        "LAST-MODIFIED:20261120T101112Z\r\n"
        "LOCATION:Poplar Road Hall\\, B14 7AA\r\n"
        "STATUS:CONFIRMED\r\n"
        "TRANSP:TRANSPARENT\r\n"
        "URL:@\r\n"
        "END:VEVENT\r\n"
    )


def test_a_series_and_its_changed_dates() -> None:
    series, moved, cancelled = re.findall(r"BEGIN:VEVENT.*?END:VEVENT\r\n", _event(THURSDAYS), re.DOTALL)
    assert "RRULE:FREQ=WEEKLY;UNTIL=20270716T225959Z;BYDAY=TH\r\n" in series
    assert "EXDATE;TZID=Europe/London:20270218T100000,20270225T100000\r\n" in series
    assert "RDATE;TZID=Europe/London:20270803T100000\r\n" in series
    assert "RECURRENCE-ID" not in series
    assert "RECURRENCE-ID;TZID=Europe/London:20270107T100000\r\n" in moved
    assert "DTSTART;TZID=Europe/London:20270108T103000\r\n" in moved
    assert "DTEND;TZID=Europe/London:20270108T110000\r\n" in moved
    assert "STATUS:CONFIRMED\r\n" in moved
    assert "RECURRENCE-ID;TZID=Europe/London:20270401T100000\r\n" in cancelled
    assert "DTSTART;TZID=Europe/London:20270401T100000\r\n" in cancelled
    assert "STATUS:CANCELLED\r\n" in cancelled
    for block in (moved, cancelled):
        assert "RRULE" not in block
        assert "EXDATE" not in block
        assert "UID:listing-7@hub\r\n" in block
        assert "SEQUENCE:3\r\n" in block
        assert "\r\nURL:@\r\n" in block


def test_a_cancelled_series_has_no_date_that_is_on() -> None:
    text = _event(THURSDAYS, status="cancelled")
    assert text.count("STATUS:CANCELLED") == 3
    assert "STATUS:CONFIRMED" not in text


def test_a_change_to_a_date_that_the_series_lost_is_not_written() -> None:
    stray = Change(utc(2027, 1, 8, 10), cancelled=True)
    assert "RECURRENCE-ID" not in _event(
        Pattern(THURSDAYS.starts, None, rrule="FREQ=WEEKLY", changes=(stray,))
    )


def test_a_single_event_whose_date_was_moved_or_cancelled_is_one_block() -> None:
    was = utc(2027, 6, 12, 9, 30)
    moved = _event(
        Pattern(SINGLE.starts, SINGLE.ends, changes=(Change(was, starts=was + timedelta(days=1)),))
    )
    assert moved.count("BEGIN:VEVENT") == 1
    assert "DTSTART;TZID=Europe/London:20270613T103000\r\n" in moved
    assert "DTEND;TZID=Europe/London:20270613T120000\r\n" in moved
    cancelled = _event(Pattern(SINGLE.starts, SINGLE.ends, changes=(Change(was, cancelled=True),)))
    assert cancelled.count("BEGIN:VEVENT") == 1
    assert "STATUS:CANCELLED" in cancelled


def test_whole_days_are_dates() -> None:
    camp = Pattern(
        datetime(2027, 7, 26),
        datetime(2027, 7, 27),
        all_day=True,
        rrule="FREQ=DAILY;UNTIL=20270730",
        exdates=(datetime(2027, 7, 28),),
        changes=(Change(utc(2027, 7, 28, 23), cancelled=True),),
    )
    text = _event(camp)
    for line in (
        "DTSTART;VALUE=DATE:20270726",
        "DTEND;VALUE=DATE:20270727",
        "RRULE:FREQ=DAILY;UNTIL=20270730",
        "EXDATE;VALUE=DATE:20270728",
        "RECURRENCE-ID;VALUE=DATE:20270729",
    ):
        assert f"\r\n{line}\r\n" in text


def test_one_of_many_whole_days_given_a_time() -> None:
    timed = Change(utc(2027, 7, 26, 23), starts=utc(2027, 7, 27, 9), ends=utc(2027, 7, 27, 11))
    camp = Pattern(
        datetime(2027, 7, 26),
        datetime(2027, 7, 27),
        all_day=True,
        rrule="FREQ=DAILY;COUNT=3",
        changes=(timed,),
    )
    text = _event(camp)
    assert "RECURRENCE-ID;VALUE=DATE:20270727\r\n" in text
    assert "DTSTART;TZID=Europe/London:20270727T100000\r\n" in text
    assert _back(_feed(text)).pattern == camp


def test_a_date_moved_into_the_hour_shown_twice_is_written_in_utc_when_it_is_the_second() -> None:
    for hour, written in ((0, ";TZID=Europe/London:20271031T013000"), (1, ":20271031T013000Z")):
        moved = Change(utc(2027, 1, 7, 10), starts=utc(2027, 10, 31, hour, 30), ends=utc(2027, 10, 31, 3))
        pattern = Pattern(
            datetime(2027, 1, 7, 10), datetime(2027, 1, 7, 12), rrule="FREQ=WEEKLY;COUNT=2", changes=(moved,)
        )
        text = _event(pattern)
        assert f"DTSTART{written}\r\n" in text
        assert _back(_feed(text)).pattern == pattern


def test_the_same_event_is_the_same_text() -> None:
    assert _event(THURSDAYS) == _event(THURSDAYS)
    assert _feed(_event()) == _feed(_event())


def test_empty_texts_are_left_out() -> None:
    text = _event(description="", location="")
    assert "DESCRIPTION" not in text
    assert "LOCATION" not in text
    assert "CONTACT" not in text
    assert "CATEGORIES" not in text


def test_the_address_is_put_into_every_block() -> None:
    url = "https://hub.example/whats-on/" + "stay-and-play-" * 8 + "/"
    text = with_url(_event(THURSDAYS), url)
    assert "URL:@" not in text
    assert text.count("\r\nURL:https://hub.example/whats-on/") == 3
    assert _back(_feed(text)).url == url
    assert _event(url=url).count(fold_url(url)) == 1


def test_words_that_look_like_the_open_address_are_left_alone() -> None:
    text = with_url(_event(description="See\r\nURL:@\r\nhere"), "https://hub.example/a")
    assert _back(_feed(text)).description == "See\nURL:@\nhere"


@pytest.mark.parametrize("length", [1, 60, 70, 71, 72, 73, 200])
def test_fold_url_keeps_lines_short_and_the_address_whole(length: int) -> None:
    for letter in ("x", "é"):
        folded = fold_url(letter * length)
        assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
        assert folded.replace("\r\n ", "") == f"URL:{letter * length}"


def test_fold_url_lets_nothing_else_into_the_file() -> None:
    assert fold_url("https://a.example/\r\nATTACH:x") == "URL:https://a.example/ATTACH:x"


def test_the_head_of_a_feed() -> None:
    head = _feed(_event()).split("BEGIN:VTIMEZONE")[0]
    assert head == (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//Hub//EN\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "DESCRIPTION:All of it\r\n"
        "X-WR-CALDESC:All of it\r\n"
        "NAME:What’s on\r\n"
        "X-WR-CALNAME:What’s on\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"
        "SOURCE;VALUE=URI:https://hub.example/x.ics\r\n"
        "X-PUBLISHED-TTL:PT1H\r\n"
        "X-WR-TIMEZONE:Europe/London\r\n"
    )


def test_an_empty_feed_is_a_calendar_still() -> None:
    feed = calendar_text([], name="", description="", prodid="-//Hub//EN")
    assert read_calendar(feed.encode()).events == []
    assert "SOURCE" not in feed
    assert feed.endswith("END:VCALENDAR\r\n")


def test_london_s_zone_is_right_for_every_hour_of_two_years() -> None:
    component = icalendar.Timezone.from_ical(
        zone_text("Europe/London").replace("Europe/London", "Test/London")
    )
    assert isinstance(component, icalendar.Timezone)
    written, known = component.to_tz(lookup_tzid=False), ZoneInfo("Europe/London")
    for hour in range(2 * 365 * 24):
        wall = datetime(2026, 1, 1) + timedelta(hours=hour)
        if wall not in (datetime(2026, 3, 29, 1), datetime(2027, 3, 28, 1)):
            assert wall.replace(tzinfo=written).utcoffset() == wall.replace(tzinfo=known).utcoffset()


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Paris", "Asia/Kolkata", "Etc/UTC"])
def test_a_series_elsewhere_brings_its_zone(zone: str) -> None:
    pattern = Pattern(datetime(2027, 1, 4, 10), datetime(2027, 1, 4, 11), zone=zone, rrule="FREQ=WEEKLY")
    feed = _feed(_event(pattern))
    assert feed.count("BEGIN:VTIMEZONE") == 2
    assert f"TZID:{zone}\r\n" in feed
    assert f"DTSTART;TZID={zone}:20270104T100000\r\n" in feed
    assert _back(feed).pattern == pattern


def test_a_single_event_in_utc_is_written_in_utc() -> None:
    text = _event(Pattern(datetime(2027, 1, 4, 10), datetime(2027, 1, 4, 11), zone="UTC"))
    assert "DTSTART:20270104T100000Z\r\n" in text
    assert _feed(text).count("BEGIN:VTIMEZONE") == 1


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200)


@settings(max_examples=200, deadline=None)
@given(title=texts, description=texts, location=texts)
def test_lines_are_strict_whatever_is_said(title: str, description: str, location: str) -> None:
    feed = _feed(
        with_url(
            _event(THURSDAYS, title=title, description=description, location=location), "https://a.example/é"
        )
    )
    lines = feed.split("\r\n")
    assert lines[-1] == ""
    assert not any("\n" in line or "\r" in line for line in lines)
    assert max(len(line.encode()) for line in lines) <= 75
    parsed = icalendar.Calendar.from_ical(feed)
    events = parsed.walk("VEVENT")
    assert len(events) == 3
    for event in events:
        assert event.errors == []
        assert str(event["SUMMARY"]) == title
        assert str(event.get("DESCRIPTION", "")) == description
        assert str(event.get("LOCATION", "")) == location


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_is_written_is_read_back(data: st.DataObject) -> None:
    pattern = data.draw(
        patterns(zone=data.draw(st.sampled_from(["Europe/London", "Europe/London", "America/New_York"])))
    )
    text = _event(pattern)
    parsed = icalendar.Calendar.from_ical(_feed(text))
    assert [event.errors for event in parsed.walk("VEVENT")] == [[]] * text.count("BEGIN:VEVENT")
    back = _back(_feed(text))
    assert dates(back.pattern, *WINDOW) == dates(pattern, *WINDOW)
    # Once read, it is in the one form, and stays.
    again = _back(_feed(_event(back.pattern))).pattern
    assert again == back.pattern
    told = (
        back.uid,
        back.title,
        back.description,
        back.location,
        back.status,
        back.sequence,
        back.last_modified,
    )
    assert told == (
        "listing-7@hub",
        "Stay & play",
        "Songs, snacks; and more.\nBring socks.",
        "Poplar Road Hall, B14 7AA",
        "confirmed",
        3,
        CHANGED.replace(microsecond=0),
    )


def test_the_first_pattern_comes_back_as_it_was() -> None:
    assert _back(_feed(_event(THURSDAYS))).pattern == THURSDAYS
    assert _back(_feed(_event(SINGLE))).pattern == SINGLE


def test_a_feed_keeps_its_time_on_the_clock_over_both_changes() -> None:
    weekly = Pattern(datetime(2026, 10, 20, 10), datetime(2026, 10, 20, 12), rrule="FREQ=WEEKLY")
    found = clocks(dates(_back(_feed(_event(weekly))).pattern, *WINDOW))
    assert {one[-5:] for one in found} == {"10:00"}
    assert len(found) == 63
