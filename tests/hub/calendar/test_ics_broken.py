"""Files that are no calendars, or broken ones: a sentence with the line or one event less, never a crash."""

import gzip
import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.calendar.ics_read import Calendar, CalendarError, Limits, read_calendar
from tests.hub.calendar.samples import FILES, calendar

FAIR = "UID:fair\nSUMMARY:Fair\nDTSTART:20261126T100000"
CLUB = "UID:club\nSUMMARY:Club\nDTSTART:20261126T100000"


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("calendar.ics", calendar(FAIR))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b" \r\n\r\n", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "The file is a web page"),
        (b"\n\n<HTML><pre>BEGIN:VCALENDAR</pre></HTML>", "The file is a web page"),
        (b"<?xml version='1.0'?><rss></rss>", "The file is a web page"),
        (b"%PDF-1.7 ...", "The file is a PDF"),
        (gzip.compress(calendar(FAIR)), "The file is packed"),
        (_zip(), "The file is packed"),
        (b"\x89PNG\r\n", "a document or a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a document or a picture"),
        (b'{"error": "not found"}', "data of another kind"),
        (b"BEGIN:VCARD\nFN:A\nEND:VCARD\n", "an address book"),
        (b"hello\nworld\n", "“BEGIN:VCALENDAR” is nowhere in it"),
        (b"BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n", "“BEGIN:VCALENDAR” is nowhere in it"),
        (b"END:VCALENDAR\n", "“BEGIN:VCALENDAR” is nowhere in it"),
        (b"\x00\x01\x02" * 100, "“BEGIN:VCALENDAR” is nowhere in it"),
    ],
)
def test_what_is_no_calendar_is_told_apart(data: bytes, said: str) -> None:
    with pytest.raises(CalendarError, match=said) as refused:
        read_calendar(data)
    assert refused.value.line == 1
    assert str(refused.value).endswith(".")


def test_a_file_that_stops_in_an_event_is_refused_with_its_line() -> None:
    whole = calendar(FAIR, CLUB)
    cut = whole[: whole.index(b"UID:club")]
    with pytest.raises(CalendarError, match="what begins on line 8 is not finished") as refused:
        read_calendar(cut)
    assert refused.value.line == 8


def test_a_file_that_stops_between_events_is_refused_too() -> None:
    cut = calendar(FAIR, CLUB).removesuffix(b"END:VCALENDAR\r\n")
    with pytest.raises(CalendarError, match="what begins on line 1 is not finished") as refused:
        read_calendar(cut)
    assert refused.value.line == 12


def test_an_event_without_its_end_is_left_out_by_itself() -> None:
    data = calendar(FAIR, CLUB).replace(b"END:VEVENT\r\n", b"", 1)
    found = read_calendar(data)
    assert [event.uid for event in found.events] == ["club"]
    assert [(skipped.line, skipped.uid, skipped.reason) for skipped in found.skipped] == [
        (3, "fair", "its end is missing")
    ]


def test_the_last_event_without_its_end_is_left_out_by_itself() -> None:
    data = calendar(FAIR, CLUB).replace(b"END:VEVENT\r\nEND:VCALENDAR", b"END:VCALENDAR")
    found = read_calendar(data)
    assert [event.uid for event in found.events] == ["fair"]
    assert found.skipped[0].reason == "its end is missing"


@pytest.mark.parametrize(
    "rubbish",
    [
        "no colon at all",
        ";;;:x",
        "DTEND",
        ":",
        'X-BROKEN;A="b:c',
        'ATTENDEE;CN="A;B:mailto:x',
        "X" * 5000,
        "END:VALARM",
        "GEO:rubbish",
        "\u0001\u0002",
    ],
)
def test_one_bad_line_costs_nothing_else(rubbish: str) -> None:
    found = read_calendar(calendar(f"{rubbish}\n{FAIR}", CLUB))
    assert [event.uid for event in found.events] == ["fair", "club"]


def test_words_before_and_after_the_calendar_are_passed_over() -> None:
    found = read_calendar(
        b"Warning: something on the server\n" + calendar(FAIR) + b"<!-- served in 2 ms -->\n"
    )
    assert [event.uid for event in found.events] == ["fair"]
    assert found.events[0].line == 4


def test_a_calendar_without_events_is_empty() -> None:
    assert read_calendar(calendar()) == Calendar("", [], [], [])


def test_limits_of_size_and_number() -> None:
    data = calendar(FAIR, CLUB)
    with pytest.raises(CalendarError, match="bigger than 2 MB"):
        read_calendar(data + b" " * 2_000_000, limits=Limits(size=2_000_000))
    with pytest.raises(CalendarError, match="more than 1 events") as refused:
        read_calendar(data, limits=Limits(events=1))
    assert refused.value.line == 8
    assert len(read_calendar(data, limits=Limits(size=len(data), events=2)).events) == 2


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(CalendarError, match="nested too deeply"):
        read_calendar(b"BEGIN:VCALENDAR\n" + b"BEGIN:X-DEEP\n" * 100_000)


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCALENDAR\n" + b"\r" * 3_000_000 + b"\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\n" + b"\n" * 3_000_000 + b"END:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDESCRIPTION:x\n"
        + b"more text\n" * 300_000
        + b"END:VEVENT\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n" + b" y\n" * 1_000_000 + b"END:VEVENT\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b"X" * 3_000_000 + b"\nEND:VEVENT\nEND:VCALENDAR\n",
        b'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;X="' + b'"' * 3_000_000 + b":1\nEND:VEVENT\nEND:VCALENDAR\n",
    ],
)
def test_files_made_to_take_long_do_not(data: bytes) -> None:
    begun = datetime.now()
    read_calendar(data)
    assert (datetime.now() - begun).total_seconds() < 5


def test_a_count_of_thousands_in_every_event_takes_no_longer_than_reading() -> None:
    rule = "DTSTART:20261126T100000\nRRULE:FREQ=DAILY;COUNT=5000\nSUMMARY:Fair"
    begun = datetime.now()
    found = read_calendar(calendar(*[f"{rule}\nX-NUMBER:{number}" for number in range(1000)]))
    assert len(found.events) == 1000
    assert (datetime.now() - begun).total_seconds() < 5


def _read(data: bytes) -> None:
    """Read, allowing for nothing but a CalendarError with a sentence and a line."""
    refused = None
    found = Calendar("", [], [], [])
    try:
        found = read_calendar(data)
    except CalendarError as error:
        refused = error
    assert refused is None or (str(refused).endswith(".") and refused.line >= 1)
    for event in found.events:
        assert event.title
        assert event.line >= 1
        assert "\x00" not in f"{event}"
        f"{event}".encode()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    _read(data)
    _read(
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:20270101\n"
        + data
        + b"\nEND:VEVENT\nEND:VCALENDAR\n"
    )


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changed_files_are_read_or_refused(data: st.DataObject) -> None:
    file = bytearray(
        (FILES / data.draw(st.sampled_from(["google.ics", "outlook.ics", "apple.ics"]))).read_bytes()
    )
    for _number in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(file) - 1))
        change = data.draw(st.sampled_from(["cut", "double", "put", "swap"]))
        length = data.draw(st.integers(1, 60))
        if change == "cut":
            del file[at : at + length]
        elif change == "double":
            file[at:at] = file[at : at + length]
        elif change == "put":
            file[at:at] = data.draw(st.binary(max_size=12))
        else:
            file[at : at + length] = data.draw(st.binary(min_size=1, max_size=12))
        if not file:
            break
    _read(bytes(file))


@st.composite
def _lines(draw: st.DrawFn) -> str:
    """An event of lines that are nearly right."""
    moment = st.sampled_from(
        [
            "20270101T100000Z",
            "20270328T013000",
            "20270101",
            "00010101T000000Z",
            "99991231",
            "19000101T000000",
            "x",
            "",
        ]
    )
    rule = st.sampled_from(
        ["FREQ=WEEKLY", "FREQ=DAILY;COUNT=3", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;UNTIL=x", ";="]
    )
    zone = st.sampled_from(["", ";TZID=Europe/London", ";TZID=Nowhere", ";VALUE=DATE", ";TZID=Europe/Paris"])
    name = st.sampled_from(["DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID"])
    moments = draw(st.lists(st.tuples(name, zone, moment), max_size=6))
    lines = ["SUMMARY:x", *(f"{name}{zone}:{moment}" for name, zone, moment in moments)]
    if draw(st.booleans()):
        lines.append(f"RRULE:{draw(rule)}")
    if draw(st.booleans()):
        lines.append(f"UID:{draw(st.sampled_from('ab'))}")
    if draw(st.booleans()):
        lines.append("RECURRENCE-ID;RANGE=THISANDFUTURE:20270101T100000Z")
    return "\n".join(["DTSTART:20270101T100000Z", *lines] if draw(st.booleans()) else lines)


@settings(max_examples=300, deadline=None)
@given(st.lists(_lines(), min_size=1, max_size=5))
def test_events_that_are_nearly_right_are_read_or_left_out(events: list[str]) -> None:
    found = read_calendar(calendar(*events))
    uids = [event.uid for event in found.events]
    assert len(uids) == len(set(uids))
    assert all(skipped.reason for skipped in found.skipped)
