"""Single dates of a series moved, cancelled, retitled; two versions of an event; series cut in two."""

from datetime import datetime

from hub.calendar.ics_read import Limits, read_calendar
from hub.calendar.recurrence import Change, Pattern, dates
from tests.hub.calendar.samples import WINDOW, calendar, clocks, only, read, reason, utc

SERIES = """UID:s
SUMMARY:Club
LOCATION:Hall
DTSTART;TZID=Europe/London:20261126T100000
DTEND;TZID=Europe/London:20261126T120000
RRULE:FREQ=WEEKLY;COUNT=4"""
THURSDAYS = Pattern(datetime(2026, 11, 26, 10), datetime(2026, 11, 26, 12), rrule="FREQ=WEEKLY;COUNT=4")
THIRD = utc(2026, 12, 3, 10)


def _changes(override: str) -> tuple[Change, ...]:
    return only(SERIES, f"UID:s\nSUMMARY:Club\n{override}").pattern.changes


def test_moved() -> None:
    lines = """RECURRENCE-ID;TZID=Europe/London:20261203T100000
DTSTART;TZID=Europe/London:20261204T110000
DTEND;TZID=Europe/London:20261204T130000"""
    moved = (Change(THIRD, starts=utc(2026, 12, 4, 11), ends=utc(2026, 12, 4, 13)),)
    assert _changes(lines) == moved
    # However the date that it changes is named.
    assert (
        _changes(
            lines.replace(
                "RECURRENCE-ID;TZID=Europe/London:20261203T100000", "RECURRENCE-ID:20261203T100000Z"
            )
        )
        == moved
    )
    assert (
        _changes(
            lines.replace(
                "RECURRENCE-ID;TZID=Europe/London:20261203T100000", "RECURRENCE-ID;VALUE=DATE:20261203"
            )
        )
        == moved
    )
    assert _changes(lines.replace("RECURRENCE-ID;TZID=Europe/London", "RECURRENCE-ID")) == moved


def test_moved_without_an_end_keeps_the_series_length() -> None:
    lines = "RECURRENCE-ID:20261203T100000Z\nDTSTART:20261204T110000Z"
    assert _changes(lines) == (Change(THIRD, starts=utc(2026, 12, 4, 11)),)
    found = dates(only(SERIES, f"UID:s\n{lines}").pattern, *WINDOW)
    assert found[1].ends == utc(2026, 12, 4, 13)


def test_unchanged_times_are_no_change() -> None:
    lines = "RECURRENCE-ID:20261203T100000Z\nDTSTART:20261203T100000Z"
    assert _changes(lines) == ()
    assert _changes(f"{lines}\nDTEND:20261203T120000Z") == ()


def test_cancelled() -> None:
    lines = "RECURRENCE-ID:20261203T100000Z\nDTSTART:20261203T100000Z\nSTATUS:CANCELLED"
    cancelled = (Change(THIRD, cancelled=True),)
    assert _changes(lines) == cancelled
    assert _changes(lines.replace("CANCELLED", "canceled")) == cancelled


def test_cancelled_in_the_title_alone() -> None:
    override = "UID:s\nSUMMARY:CANCELLED - Club\nRECURRENCE-ID:20261203T100000Z\nDTSTART:20261203T100000Z"
    assert only(SERIES, override).pattern.changes == (Change(THIRD, cancelled=True),)


def test_cancelled_and_left_out_is_shown_as_cancelled() -> None:
    cancelled = "UID:s\nRECURRENCE-ID:20261203T100000Z\nDTSTART:20261203T100000Z\nSTATUS:CANCELLED"
    event = only(f"{SERIES}\nEXDATE;TZID=Europe/London:20261203T100000", cancelled)
    assert event.pattern == Pattern(
        THURSDAYS.starts, THURSDAYS.ends, rrule=THURSDAYS.rrule, changes=(Change(THIRD, cancelled=True),)
    )


def test_a_retitled_date_keeps_the_series_words_and_is_noted() -> None:
    override = """UID:s
SUMMARY:Club: party
LOCATION:Park
RECURRENCE-ID:20261203T100000Z
DTSTART:20261203T100000Z"""
    found = read(SERIES, override)
    assert (found.events[0].title, found.events[0].location) == ("Club", "Hall")
    assert [note.split("“", 1)[1] for note in found.notes] == [
        "Club” is called “Club: party”. The title was kept.",
        "Club” is somewhere else: Park. The place was kept.",
    ]


def test_an_override_of_a_date_that_the_series_lacks_is_an_extra_date() -> None:
    override = """UID:s
RECURRENCE-ID:20261204T100000Z
DTSTART:20261205T100000Z
DTEND:20261205T150000Z"""
    pattern = only(SERIES, override).pattern
    extra = utc(2026, 12, 5, 10)
    assert pattern.rdates == (datetime(2026, 12, 5, 10),)
    assert pattern.changes == (Change(extra, starts=extra, ends=utc(2026, 12, 5, 15)),)


def test_a_cancelled_date_that_the_series_lacks_is_nothing() -> None:
    override = "UID:s\nRECURRENCE-ID:20261204T100000Z\nDTSTART:20261204T100000Z\nSTATUS:CANCELLED"
    assert only(SERIES, override).pattern == THURSDAYS


def test_the_override_with_the_higher_sequence_is_in_force() -> None:
    new = "UID:s\nSEQUENCE:2\nRECURRENCE-ID:20261203T100000Z\nDTSTART:20261204T100000Z"
    old = "UID:s\nSEQUENCE:1\nRECURRENCE-ID:20261203T100000Z\nDTSTART:20261205T100000Z"
    for order in ((new, old), (old, new)):
        assert only(SERIES, *order).pattern.changes == (Change(THIRD, starts=utc(2026, 12, 4, 10)),)


def test_an_unreadable_override_is_left_out_by_itself() -> None:
    found = read(
        SERIES, "UID:s\nRECURRENCE-ID:20261203T100000Z\nDTSTART:20261204T100000Z\nDTEND:20261203T100000Z"
    )
    assert found.events[0].pattern == THURSDAYS
    assert [skipped.reason for skipped in found.skipped] == ["it ends before it starts"]


def test_overrides_before_their_series_in_the_file() -> None:
    override = "UID:s\nRECURRENCE-ID:20261203T100000Z\nDTSTART:20261204T100000Z"
    assert only(override, SERIES).pattern.changes == (Change(THIRD, starts=utc(2026, 12, 4, 10)),)


def test_overrides_of_a_series_that_was_left_out_go_with_it() -> None:
    found = read(
        f"{SERIES}\nCLASS:PRIVATE",
        "UID:s\nSUMMARY:Club\nRECURRENCE-ID:20261203T100000Z\nDTSTART:20261204T100000Z",
    )
    assert found.events == []
    assert [skipped.reason for skipped in found.skipped] == [
        "it is marked private",
        "its series was left out",
    ]


def test_overrides_without_a_series_are_an_event_on_their_dates() -> None:
    lines = """UID:s
SUMMARY:Club
RECURRENCE-ID:2026{0}T100000Z
DTSTART:2026{0}T1{1}0000Z
DTEND:2026{0}T1{2}0000Z"""
    event = only(lines.format("1210", 0, 2), lines.format("1203", 1, 2), lines.format("1217", 1, 2))
    assert clocks(dates(event.pattern, *WINDOW)) == [
        "03 Dec 2026 11:00",
        "10 Dec 2026 10:00",
        "17 Dec 2026 11:00",
    ]
    assert dates(event.pattern, *WINDOW)[1].ends == utc(2026, 12, 10, 12)


def test_a_lone_override_that_is_cancelled_is_left_out() -> None:
    lone = "UID:s\nSUMMARY:Club\nRECURRENCE-ID:20261203T100000Z\nDTSTART:20261203T100000Z\nSTATUS:CANCELLED"
    assert reason(lone) == "it is a cancelled date of a series that is not in the file"


def test_a_whole_day_series_with_a_cancelled_and_a_moved_day() -> None:
    event = only(
        "UID:s\nSUMMARY:Camp\nDTSTART;VALUE=DATE:20270726\nRRULE:FREQ=DAILY;COUNT=5",
        "UID:s\nRECURRENCE-ID;VALUE=DATE:20270727\nDTSTART;VALUE=DATE:20270727\nSTATUS:CANCELLED",
        "UID:s\nRECURRENCE-ID;VALUE=DATE:20270728\nDTSTART;VALUE=DATE:20270802\nDTEND;VALUE=DATE:20270804",
    )
    assert event.pattern.changes == (
        Change(utc(2027, 7, 26, 23), cancelled=True),
        Change(utc(2027, 7, 27, 23), starts=utc(2027, 8, 1, 23), ends=utc(2027, 8, 3, 23)),
    )


def test_of_two_events_with_one_uid_the_newer_is_in_force() -> None:
    old = "UID:s\nSUMMARY:Old\nSEQUENCE:1\nDTSTART:20261203T100000Z"
    new = "UID:s\nSUMMARY:New\nSEQUENCE:2\nDTSTART:20261203T100000Z"
    for order in ((old, new), (new, old)):
        found = read(*order)
        assert [event.title for event in found.events] == ["New"]
        assert [skipped.title for skipped in found.skipped] == ["Old"]
        line = found.events[0].line
        assert found.skipped[0].reason == f"another event has the same UID: the one on line {line}"


def test_of_two_equally_old_events_the_later_in_the_file_is_in_force() -> None:
    lines = "UID:s\nSUMMARY:{}\nDTSTART:20261203T100000Z"
    assert [event.title for event in read(lines.format("One"), lines.format("Two")).events] == ["Two"]
    dated = "UID:s\nSUMMARY:{}\nDTSTART:20261203T100000Z\nLAST-MODIFIED:2026{}T100000Z"
    assert [
        event.title for event in read(dated.format("One", "0202"), dated.format("Two", "0101")).events
    ] == ["One"]


def test_one_uid_in_two_calendars_of_a_file_is_one_event() -> None:
    found = read_calendar(calendar(SERIES) + calendar(SERIES))
    assert len(found.events) == 1
    assert found.skipped[0].reason == "another event has the same UID: the one on line 3"


def test_more_changed_dates_than_the_limit_leave_the_series_out() -> None:
    override = "UID:s\nRECURRENCE-ID:202612{:02d}T100000Z\nDTSTART:20261204T100000Z"
    data = calendar(SERIES, *(override.format(day) for day in (3, 10, 17)))
    assert (
        read_calendar(data, limits=Limits(changes=2)).skipped[0].reason
        == "more than 2 of its dates are changed one by one"
    )


LATER = "UID:s\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20261210T100000\n"


def test_a_series_changed_from_a_date_on_becomes_two() -> None:
    moved = "UID:s\nRECURRENCE-ID:20261217T100000Z\nDTSTART:20261218T100000Z"
    found = read(
        f"{SERIES}\nEXDATE;TZID=Europe/London:20261203T100000",
        f"{LATER}DTSTART;TZID=Europe/London:20261210T140000\nDTEND;TZID=Europe/London:20261210T150000",
        moved,
    )
    first, second = found.events
    assert (first.uid, second.uid, second.title) == ("s", "s#20261210T100000Z", "Club")
    assert clocks(dates(first.pattern, *WINDOW)) == ["26 Nov 2026 10:00"]
    assert clocks(dates(second.pattern, *WINDOW)) == ["10 Dec 2026 14:00", "18 Dec 2026 10:00"]
    assert found.notes[-1].endswith("on, and was read as two series.")
    assert found.skipped == []


def test_a_series_that_moves_to_another_weekday_ends_and_says_so() -> None:
    weekly = SERIES.replace("COUNT=4", "BYDAY=TH")
    found = read(weekly, f"{LATER}DTSTART;TZID=Europe/London:20261211T100000")
    assert clocks(dates(found.events[0].pattern, *WINDOW)) == ["26 Nov 2026 10:00", "03 Dec 2026 10:00"]
    assert len(found.events) == 1
    assert found.skipped[0].reason == "its series changes from this date on in a way that can’t be followed"


def test_a_series_cancelled_from_a_date_on_ends_there() -> None:
    found = read(SERIES, f"{LATER}DTSTART;TZID=Europe/London:20261210T100000\nSTATUS:CANCELLED")
    assert clocks(dates(found.events[0].pattern, *WINDOW)) == ["26 Nov 2026 10:00", "03 Dec 2026 10:00"]
    assert (len(found.events), found.skipped) == (1, [])


def test_a_calendar_of_cancellations_cancels() -> None:
    assert only(SERIES, head="METHOD:CANCEL").status == "cancelled"
