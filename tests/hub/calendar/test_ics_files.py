"""Whole calendars as Google Calendar, Outlook and Apple Calendar export them."""

from datetime import date, datetime

import pytest

from hub.calendar.ics_read import Calendar, Skipped, read_calendar
from hub.calendar.recurrence import Change, Pattern, dates
from tests.hub.calendar.samples import FILES, WINDOW, clocks, utc


def _file(name: str) -> bytes:
    return (FILES / name).read_bytes()


@pytest.fixture(scope="module")
def google() -> Calendar:
    return read_calendar(_file("google.ics"))


@pytest.fixture(scope="module")
def outlook() -> Calendar:
    return read_calendar(_file("outlook.ics"))


@pytest.fixture(scope="module")
def apple() -> Calendar:
    return read_calendar(_file("apple.ics"))


def test_google_series_with_a_moved_a_cancelled_and_left_out_dates(google: Calendar) -> None:
    series = google.events[0]
    assert series.pattern == Pattern(
        starts=datetime(2026, 9, 10, 10),
        ends=datetime(2026, 9, 10, 11, 30),
        rrule="FREQ=WEEKLY;UNTIL=20270716T225959Z;BYDAY=TH",
        exdates=(datetime(2026, 10, 29, 10), datetime(2027, 2, 18, 10)),
        changes=(
            Change(utc(2026, 12, 17, 10), starts=utc(2026, 12, 17, 13, 30), ends=utc(2026, 12, 17, 15, 30)),
            Change(utc(2027, 4, 1, 9), cancelled=True),
        ),
    )
    assert (series.uid, series.title, series.line) == ("0playcafe1@google.com", "Stay & play", 27)
    assert (series.status, series.sequence) == ("confirmed", 3)
    assert series.last_modified == utc(2026, 11, 20, 10, 11, 12)


def test_google_dates_keep_their_time_over_both_clock_changes(google: Calendar) -> None:
    pattern = google.events[0].pattern
    october = dates(pattern, date(2026, 10, 15), date(2026, 11, 5))
    assert clocks(october) == ["15 Oct 2026 10:00", "22 Oct 2026 10:00", "05 Nov 2026 10:00"]
    spring = dates(pattern, date(2027, 3, 25), date(2027, 4, 8))
    assert clocks(spring) == ["25 Mar 2027 10:00", "01 Apr 2027 10:00", "08 Apr 2027 10:00"]
    assert [one.cancelled for one in spring] == [False, True, False]


def test_google_texts_lose_markup_and_the_video_call(google: Calendar) -> None:
    series = google.events[0]
    assert series.description == (
        "Stay and play with songs at the end.\n\nBring:\n\n• socks\n• a drink\n"
        "More on our page (https://poplarplay.example/sessions) & at the door."
    )
    assert series.location == "Poplar Road Hall, 12 Poplar Road, Birmingham B14 7AA"


def test_google_other_events(google: Calendar) -> None:
    assert google.name == "Poplar Road Play Café"
    week, fair = google.events[1:]
    assert week.pattern == Pattern(datetime(2027, 7, 5), datetime(2027, 7, 10), all_day=True)
    assert (week.title, week.status) == ("Sports week 🏃‍♀️", "tentative")
    # A single event in UTC is put on London's clock.
    assert fair.pattern == Pattern(datetime(2027, 6, 12, 10, 30), datetime(2027, 6, 12, 12))


def test_google_what_is_left_out_and_noted(google: Calendar) -> None:
    assert google.skipped == [
        Skipped(98, "3busy@google.com", "Busy", "it says only “Busy”"),
        Skipped(105, "4private@google.com", "", "it is marked private"),
    ]
    (note,) = google.notes
    assert note.startswith("Line 53: on 17 December")
    assert note.endswith("“Stay & play” is called “Stay & play: winter party”. The title was kept.")


def test_outlook_windows_zone_and_folded_exdates(outlook: Calendar) -> None:
    reading = outlook.events[0]
    assert (reading.title, reading.description) == ("Reading café", "Reading together, with tea.")
    assert reading.pattern == Pattern(
        starts=datetime(2026, 10, 6, 9, 15),
        ends=datetime(2026, 10, 6, 10, 15),
        rrule="FREQ=MONTHLY;COUNT=9;BYDAY=1TU",
        exdates=(datetime(2026, 10, 27, 9, 15), datetime(2026, 12, 22, 9, 15), datetime(2026, 12, 29, 9, 15)),
    )
    found = clocks(dates(reading.pattern, *WINDOW))
    assert (len(found), found[0], found[-1]) == (9, "06 Oct 2026 09:15", "01 Jun 2027 09:15")


def test_outlook_all_day_and_rich_description(outlook: Calendar) -> None:
    inset = outlook.events[1]
    assert inset.pattern == Pattern(datetime(2027, 3, 25), datetime(2027, 3, 26), all_day=True)
    assert inset.description == "No school,\nclubs run."


def test_outlook_cancelled_in_the_title_alone(outlook: Calendar) -> None:
    evening = outlook.events[2]
    assert (evening.title, evening.status) == ("Open evening", "cancelled")
    assert outlook.notes == [
        "Line 81: “Open evening” says in its title that it is off, and was read as cancelled."
    ]


def test_outlook_zone_with_rules_of_its_own(outlook: Calendar) -> None:
    call = outlook.events[3]
    assert clocks(dates(call.pattern, *WINDOW)) == [
        "10 Jun 2027 09:00",
        "17 Jun 2027 09:00",
        "24 Jun 2027 09:00",
    ]


def test_outlook_private_is_left_out_without_its_title(outlook: Calendar) -> None:
    (private,) = outlook.skipped
    assert (private.line, private.title, private.reason) == (100, "", "it is marked private")


def test_apple_series(apple: Calendar) -> None:
    choir = apple.events[0]
    assert choir.pattern == Pattern(
        starts=datetime(2027, 1, 12, 18, 30),
        ends=datetime(2027, 1, 12, 20),
        # A last day given as a date is a whole day.
        rrule="FREQ=WEEKLY;UNTIL=20270406T225959Z;INTERVAL=2",
        exdates=(datetime(2027, 2, 23, 18, 30),),
        changes=(
            Change(utc(2027, 3, 23, 18, 30), starts=utc(2027, 3, 24, 19), ends=utc(2027, 3, 24, 20, 30)),
        ),
    )
    assert choir.location == "All Saints Centre, Vicarage Road, Birmingham"
    assert choir.url == "https://choir.example/join?a=1;b=2"
    assert choir.categories == ("Music", "Families, all ages")
    (note,) = apple.notes
    assert note.startswith("Line 54: on 23 March")
    assert note.endswith("“Family choir” is somewhere else: Library. The place was kept.")


def test_apple_floating_time_is_london_s_and_to_dos_are_none_of_ours(apple: Calendar) -> None:
    concert = apple.events[1]
    assert concert.pattern == Pattern(datetime(2027, 7, 1, 18, 30), datetime(2027, 7, 1, 20))
    assert concert.status == "cancelled"
    assert len(apple.events) == 2
    assert apple.skipped == []


@pytest.mark.parametrize("name", ["google.ics", "outlook.ics", "apple.ics"])
def test_line_endings_and_encodings_make_no_difference(name: str) -> None:
    data = _file(name)
    expected = read_calendar(data)
    text = data.decode()
    assert read_calendar(data.replace(b"\r\n", b"\n")) == expected
    assert read_calendar(data.replace(b"\r\n", b"\r")) == expected
    assert read_calendar(data.replace(b"\r\n", b"\r\r\n")) == expected
    assert read_calendar(b"\xef\xbb\xbf" + data) == expected
    assert read_calendar(text.encode("utf-16")) == expected
    assert read_calendar(text.encode("utf-16-be")) == expected
    assert read_calendar(text.encode("utf-32")) == expected


@pytest.mark.parametrize("name", ["google.ics", "outlook.ics", "apple.ics"])
def test_reading_twice_gives_the_same(name: str) -> None:
    assert read_calendar(_file(name)) == read_calendar(_file(name))
