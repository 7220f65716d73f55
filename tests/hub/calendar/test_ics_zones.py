"""Time zones as files name them, describe them, and leave them out."""

from datetime import datetime

import pytest

from hub.calendar.ics_read import Event, read_calendar
from hub.calendar.ics_zones import zone_name
from hub.calendar.recurrence import dates
from tests.hub.calendar.samples import WINDOW, clocks, only, read, utc


@pytest.mark.parametrize(
    ("tzid", "name"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ('"Europe/London"', "Europe/London"),
        ("/Europe/London", "Europe/London"),
        ("/mozilla.org/20050126_1/Europe/London", "Europe/London"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/London", "Europe/London"),
        ("GB", "Europe/London"),
        ("Europe/Belfast", "Europe/London"),
        ("GMT Standard Time", "Europe/London"),
        ("gmt standard time", "Europe/London"),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London"),
        ("(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", "Europe/London"),
        ("Greenwich Mean Time", "Europe/London"),
        ("BST", "Europe/London"),
        ("London", "Europe/London"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Eastern Standard Time", "America/New_York"),
        ("UTC", "Etc/UTC"),
        ("Z", "Etc/UTC"),
        ("tzone://Microsoft/Utc", "Etc/UTC"),
        ("UTC+2", "Etc/GMT-2"),
        ("GMT-05:00", "Etc/GMT+5"),
        ("GMT", "GMT"),
        ("Customized Time Zone", None),
        ("tzone://Microsoft/Custom", None),
        ("Atlantis/Lost", None),
        ("../../etc/passwd", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_the_name_in_the_world_s_list(tzid: str, name: str | None) -> None:
    assert zone_name(tzid) == name


def _zone(tzid: str, standard: str, daylight: str = "") -> str:
    parts = [f"BEGIN:VTIMEZONE\nTZID:{tzid}\nBEGIN:STANDARD\n{standard}\nEND:STANDARD"]
    if daylight:
        parts.append(f"BEGIN:DAYLIGHT\n{daylight}\nEND:DAYLIGHT")
    return "\n".join([*parts, "END:VTIMEZONE"])


LONDON_RULES = (
    "DTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "DTSTART:16010101T010000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
)
NO_SUMMER = "DTSTART:16010101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0000"
WEEKLY = "SUMMARY:Club\nDTSTART;TZID={}:20261203T100000\nRRULE:FREQ=WEEKLY;UNTIL=20270501"


def _single(tzid: str, wall: str, head: str = "") -> Event:
    return only(f"SUMMARY:Fair\nDTSTART;TZID={tzid}:{wall}", head=head)


def test_a_zone_of_its_own_name_with_london_s_rules_is_london() -> None:
    event = only(WEEKLY.format("School Time"), head=_zone("School Time", *LONDON_RULES))
    assert event.pattern.zone == "Europe/London"
    assert event.pattern.starts == datetime(2026, 12, 3, 10)


def test_rules_in_lists_of_dates_are_read_too() -> None:
    listed = (
        "DTSTART:20251026T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nRDATE:20261025T020000,20271031T020000",
        "DTSTART:20260329T010000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nRDATE:20270328T010000\nRDATE:20280326T010000",
    )
    event = only(WEEKLY.format("Listed"), head=_zone("Listed", *listed))
    assert event.pattern.zone == "Europe/London"


def test_a_windows_zone_whose_summer_time_was_switched_off_is_taken_at_its_word() -> None:
    # Outlook writes this name and no summer rules when "adjust for daylight saving" is off.
    event = _single("GMT Standard Time", "20270610T100000", _zone("GMT Standard Time", NO_SUMMER))
    assert event.pattern.starts == datetime(2027, 6, 10, 11)
    series = only(WEEKLY.format("GMT Standard Time"), head=_zone("GMT Standard Time", NO_SUMMER))
    assert series.pattern.zone == "Etc/UTC"


def test_a_name_of_the_world_s_list_beats_what_the_file_says_about_it() -> None:
    event = _single("Europe/London", "20270610T100000", _zone("Europe/London", NO_SUMMER))
    assert event.pattern.starts == datetime(2027, 6, 10, 10)


def test_gmt_with_london_s_rules_is_london_and_alone_has_no_summer() -> None:
    assert _single("GMT", "20270610T100000", _zone("GMT", *LONDON_RULES)).pattern.starts.hour == 10
    found = read("SUMMARY:Fair\nDTSTART;TZID=GMT:20270610T100000")
    assert dates(found.events[0].pattern, *WINDOW)[0].starts == utc(2027, 6, 10, 10)
    assert found.notes == ["Times given in “GMT” were read without summer time."]


def test_a_single_event_in_a_zone_that_nobody_keeps_is_put_on_london_s_clock() -> None:
    odd = "DTSTART:16010101T000000\nTZOFFSETFROM:+0017\nTZOFFSETTO:+0017"
    assert _single("Odd", "20261203T101700", _zone("Odd", odd)).pattern.starts == datetime(2026, 12, 3, 10)
    assert _single("Odd", "20270603T101700", _zone("Odd", odd)).pattern.starts == datetime(2027, 6, 3, 11)


def test_a_series_in_a_zone_that_nobody_keeps_is_left_out() -> None:
    odd = "DTSTART:16010101T000000\nTZOFFSETFROM:+0017\nTZOFFSETTO:+0017"
    found = read(WEEKLY.format("Odd"), head=_zone("Odd", odd))
    assert found.skipped[0].reason == "it repeats in a time zone with rules of its own, “Odd”"


@pytest.mark.parametrize(
    "broken",
    [
        "TZOFFSETTO:+0100",
        "DTSTART:16010101T000000",
        "DTSTART:16010101T000000\nTZOFFSETTO:+99999",
        "DTSTART:16010101T000000\nTZOFFSETTO:+0100\nRRULE:FREQ=SECONDLY",
        "DTSTART:16010101T000000\nTZOFFSETTO:+0100\nRRULE:FREQ=DAILY",
        "DTSTART:rubbish\nTZOFFSETTO:+0100",
    ],
)
def test_a_zone_that_can_not_be_followed_is_read_as_london_and_noted(broken: str) -> None:
    found = read("SUMMARY:Fair\nDTSTART;TZID=Mine:20270610T100000", head=_zone("Mine", broken))
    assert found.events[0].pattern.starts == datetime(2027, 6, 10, 10)
    assert found.notes == [
        "The file describes the time zone “Mine” in a way that can’t be followed.",
        "The time zone “Mine” is not known. Its times were read as London time.",
    ]


def test_an_unknown_zone_is_read_as_london_and_noted_once() -> None:
    found = read(*(f"SUMMARY:Fair\nDTSTART;TZID=Atlantis/Lost:2027061{day}T100000" for day in range(3)))
    assert {event.pattern.zone for event in found.events} == {"Europe/London"}
    assert found.notes == ["The time zone “Atlantis/Lost” is not known. Its times were read as London time."]


def test_a_zone_elsewhere_keeps_its_name_and_its_clock() -> None:
    event = _single("Europe/Paris", "20261203T100000")
    assert (event.pattern.zone, event.pattern.starts) == ("Europe/Paris", datetime(2026, 12, 3, 10))
    assert clocks(dates(event.pattern, *WINDOW)) == ["03 Dec 2026 09:00"]


def test_zones_of_one_file_do_not_reach_the_next() -> None:
    far = "DTSTART:16010101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900"
    _single("Ours", "20261203T100000", _zone("Ours", far))
    assert _single_note("Ours") == ["The time zone “Ours” is not known. Its times were read as London time."]


def _single_note(tzid: str) -> list[str]:
    return read(f"SUMMARY:Fair\nDTSTART;TZID={tzid}:20261203T100000").notes


UTC_WEEKLY = """UID:u
SUMMARY:Club
DTSTART:20261203T100000Z
DTEND:20261203T120000Z
RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20270501"""


@pytest.mark.parametrize(
    "head", ["", "X-WR-TIMEZONE:Europe/London", "X-WR-TIMEZONE:UTC", "X-WR-TIMEZONE:GMT Standard Time"]
)
def test_a_series_in_utc_keeps_its_time_on_the_clock(head: str) -> None:
    found = read(UTC_WEEKLY, head=head)
    times = clocks(dates(found.events[0].pattern, *WINDOW))
    assert (times[0], times[-1]) == ("03 Dec 2026 10:00", "29 Apr 2027 10:00")
    assert found.notes == ["Repeating events given in UTC were read as keeping their time on the clock."]


def test_a_series_in_utc_that_begins_in_summer_keeps_its_summer_time() -> None:
    summer = "SUMMARY:Club\nDTSTART:20260903T090000Z\nRRULE:FREQ=WEEKLY;UNTIL=20270501"
    times = clocks(dates(only(summer).pattern, *WINDOW))
    assert (times[0], times[-1]) == ("01 Oct 2026 10:00", "29 Apr 2027 10:00")


@pytest.mark.parametrize(
    "proof",
    [
        ("{0}\nEXDATE:20270401T100000Z", ""),
        ("{0}", "UID:u\nRECURRENCE-ID:20270401T100000Z\nDTSTART:20270401T100000Z\nSTATUS:CANCELLED"),
    ],
)
def test_a_series_that_the_file_proves_to_stay_in_utc_does(proof: tuple[str, str]) -> None:
    series, override = proof
    found = read(*filter(None, [series.format(UTC_WEEKLY), override]))
    assert found.events[0].pattern.zone == "Etc/UTC"
    assert clocks(dates(found.events[0].pattern, *WINDOW))[-1] == "29 Apr 2027 11:00"
    assert found.notes == ["Some repeating events keep UTC time: their time here moves with the clocks."]


def test_a_series_that_the_file_proves_to_follow_the_clock_does() -> None:
    event = only(f"{UTC_WEEKLY}\nEXDATE:20270401T090000Z")
    assert event.pattern.zone == "Europe/London"
    assert event.pattern.exdates == (datetime(2027, 4, 1, 10),)


def test_a_series_in_utc_with_a_rule_for_hours_stays() -> None:
    event = only("SUMMARY:Club\nDTSTART:20261203T100000Z\nRRULE:FREQ=DAILY;BYHOUR=10,14;COUNT=4")
    assert event.pattern.zone == "Etc/UTC"


def test_a_series_in_utc_whose_weekday_is_another_one_in_london_stays() -> None:
    event = only("SUMMARY:Late\nDTSTART:20270610T233000Z\nRRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=3")
    assert event.pattern.zone == "Etc/UTC"
    assert clocks(dates(event.pattern, *WINDOW))[0] == "11 Jun 2027 00:30"


def test_a_calendar_of_another_zone_keeps_its_utc_series_there() -> None:
    event = only(UTC_WEEKLY, head="X-WR-TIMEZONE:America/New_York")
    assert (event.pattern.zone, event.pattern.starts) == ("America/New_York", datetime(2026, 12, 3, 5))


def test_an_unknown_calendar_zone_is_noted() -> None:
    found = read("SUMMARY:Fair\nDTSTART:20261203T100000Z", head="X-WR-TIMEZONE:Atlantis/Lost")
    assert found.notes == ["The calendar’s time zone “Atlantis/Lost” is not known. London time was used."]


def test_hundreds_of_zones_are_no_way_to_keep_the_reader_busy() -> None:
    zones = "\n".join(_zone(f"Z{number}", *LONDON_RULES) for number in range(90))
    events = [
        f"SUMMARY:Fair\nUID:{number}-{year}\nDTSTART;TZID=Z{number}:{year}0603T100000"
        for number in range(90)
        for year in range(2000, 2020)
    ]
    found = read(*events, head=zones)
    assert len(found.events) + len(found.skipped) == len(events)
    assert {skipped.reason for skipped in found.skipped} == {"the file uses too many time zones"}


def test_reading_needs_no_zone_file_of_its_own() -> None:
    # A TZID is a name looked up in a list, never a path.
    found = read_calendar(
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:b\nDTSTART;TZID=Europe:20270101T100000\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert found.notes == ["The time zone “Europe” is not known. Its times were read as London time."]
