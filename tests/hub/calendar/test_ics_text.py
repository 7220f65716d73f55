"""Texts of other people's calendars: escapes, markup, encodings, control characters, length."""

from datetime import datetime

import pytest

from hub.calendar.ics_read import Event, Limits, read_calendar
from hub.calendar.ics_text import cut, read_line, read_text, without_cancelled
from tests.hub.calendar.samples import calendar, only, read, reason

START = "DTSTART:20261126T100000"


def _event(*lines: str) -> Event:
    return only("\n".join(["SUMMARY:Fair", START, *lines]))


def _titled(title: str) -> Event:
    return only(f"SUMMARY:{title}\n{START}")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r"Tea\, cake\; and more", "Tea, cake; and more"),
        (r"C:\\New folder", r"C:\New folder"),
        (r"two\nlines\Nhere", "two lines here"),
        ("Mums &amp; tots &#8217;27 &pound;2", "Mums & tots ’27 £2"),
        ("AT&T &c.", "AT&T &c."),
        ("  much   space ", "much space"),
        ("a\x00b\x07c\u200bd", "abcd"),
        ("abc \u202etxt.exe", "abc txt.exe"),
        ("<b>Bold</b> move", "Bold move"),
        ("Under <5s welcome", "Under <5s welcome"),
        ("مجموعة لعب 👩‍👧", "مجموعة لعب 👩‍👧"),
    ],
)
def test_titles(written: str, said: str) -> None:
    assert read_line(written) == said
    assert _titled(written).title == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r"one\ntwo\n\n\n\nthree", "one\ntwo\n\nthree"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ('<a href="https://a.example/x">our page</a>', "our page (https://a.example/x)"),
        ('<a href="https://a.example/">https://a.example</a>', "https://a.example"),
        ('<a href="javascript:alert(1)">press</a>', "press"),
        ("<a href='mailto:a@b.example'>write</a>", "write"),
        ("<script>alert('<b>')</script>safe", "safe"),
        ("a<!-- <b>hidden</b> -->b <i>c</i>", "ab c"),
        ("a <b>b<!-- never closed", "a b"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<b>1 &lt; 2</b>", "1 < 2"),
        ("<" * 30, "<" * 30),
    ],
)
def test_descriptions(written: str, said: str) -> None:
    assert read_text(written) == said


@pytest.mark.parametrize(
    "bad", ["<b" * 20_000, "<!--" * 12_000, "<a href=" * 6000, "<script>" * 6000, "-::~" * 12_000]
)
def test_markup_made_to_take_long_does_not(bad: str) -> None:
    begun = datetime.now()
    read_text(f"<p>{bad}")
    assert (datetime.now() - begun).total_seconds() < 1


def test_rich_description_is_used_only_where_there_is_no_plain_one() -> None:
    rich = "X-ALT-DESC;FMTTYPE=text/html:<html><body><p>Rich</p></body></html>"
    assert _event("DESCRIPTION:Plain", rich).description == "Plain"
    assert _event(rich).description == "Rich"
    assert _event("DESCRIPTION:", rich).description == "Rich"


def test_line_breaks_that_a_program_left_bare_belong_to_the_text() -> None:
    event = _event("DESCRIPTION:First line", "second line", "Note: a third, with a colon", "LOCATION:Hall")
    assert event.description == "First line\nsecond line\nNote: a third, with a colon"
    assert event.location == "Hall"


def test_folding_within_a_character_and_by_tabs() -> None:
    text = calendar(f"SUMMARY:Café après-midi\n{START}").decode()
    data = text.encode().replace(b"Caf\xc3\xa9", b"Caf\xc3\r\n \xa9").replace(b"midi", b"mi\r\n\tdi")
    assert read_calendar(data).events[0].title == "Café après-midi"


def test_windows_1252_and_mixed_encodings() -> None:
    text = calendar(f"SUMMARY:Café – “Zoë’s” £2\n{START}\nLOCATION:Hall").decode()
    assert read_calendar(text.encode("cp1252")).events[0].title == "Café – “Zoë’s” £2"
    mixed = text.encode().replace(b"LOCATION:Hall", "LOCATION:Château".encode("cp1252"))
    event = read_calendar(mixed).events[0]
    assert (event.title, event.location) == ("Café – “Zoë’s” £2", "Château")


def test_a_character_cut_in_half_spoils_nothing_else() -> None:
    data = calendar(f"SUMMARY:Café\n{START}\nLOCATION:Salle été").replace("été".encode(), b"\xc3\xa9t\xc3")
    event = read_calendar(data).events[0]
    assert (event.title, event.location) == ("Café", "Salle étÃ")


def test_texts_over_their_limit_are_cut_at_a_word_and_noted() -> None:
    event = read(f"SUMMARY:{'word ' * 100}\n{START}\nDESCRIPTION:{'many ' * 3000}\nLOCATION:{'far ' * 200}")
    found = event.events[0]
    assert len(found.title) <= 120
    assert found.title.endswith("word…")
    assert len(found.description) <= 5000
    assert len(found.location) <= 250
    assert found.location.endswith("far…")
    assert [note.split("”")[1] for note in event.notes] == [" has a text that is too long, and was cut."]


def test_limits_can_be_set() -> None:
    data = calendar(f"SUMMARY:Toddler group\n{START}\nCATEGORIES:a,b,c,d")
    found = read_calendar(data, limits=Limits(title=8, categories=2)).events[0]
    assert (found.title, found.categories) == ("Toddler…", ("a", "b"))


def test_cut() -> None:
    assert cut("short", 10) == "short"
    assert cut("a long sentence", 10) == "a long…"
    assert cut("x" * 30, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x?y=1,2;3", "https://a.example/x?y=1,2;3"),
        (r"https://a.example/x\,y", "https://a.example/x,y"),
        ("http://a.example", "http://a.example"),
        ("javascript:alert(1)", ""),
        ("ftp://a.example", ""),
        ("a.example", ""),
        ("https://", ""),
        ("https://[broken", ""),
        ("https://a.example/ b", ""),
        ("https://a.example/" + "x" * 500, ""),
    ],
)
def test_urls(url: str, kept: str) -> None:
    assert _event(f"URL:{url}").url == kept


def test_categories_of_several_lines_once_each() -> None:
    event = _event(r"CATEGORIES:Music,Families\, all ages, ,Music", "CATEGORIES;LANGUAGE=en:Free")
    assert event.categories == ("Music", "Families, all ages", "Free")


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Cancelled: Fair", "Fair"),
        ("Canceled: Fair", "Fair"),
        ("CANCELLED - Fair", "Fair"),
        ("CANCELLED Fair", "Fair"),
        ("[Cancelled] Fair", "Fair"),
        ("*** CANCELLED *** Fair", "Fair"),
        ("(postponed) Fair", "Fair"),
        ("Fair (cancelled)", "Fair"),
        ("Fair - cancelled", "Fair"),
        ("Fair – CANCELLED!", "Fair"),
        ("Fair CANCELLED", "Fair"),
        ("Fair", None),
        ("Cancelled stamps: an exhibition", None),
        ("Why we cancelled plastic", None),
        ("Postponed pleasures", None),
        ("Cancelled", None),
        ("CANCELLED", None),
    ],
)
def test_titles_that_say_it_is_off(title: str, rest: str | None) -> None:
    assert without_cancelled(title) == rest
    if rest is not None:
        event = only(f"SUMMARY:{title}\n{START}")
        assert (event.title, event.status) == (rest, "cancelled")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("", "it has no title"),
        ("SUMMARY:", "it has no title"),
        ("SUMMARY:   ", "it has no title"),
        ("SUMMARY:\x07", "it has no title"),
        ("SUMMARY:Busy", "it says only “Busy”"),
        ("SUMMARY:(busy)", "it says only “(busy)”"),
        ("SUMMARY:Tentative", "it says only “Tentative”"),
        ("SUMMARY:Secret\nCLASS:PRIVATE", "it is marked private"),
        ("SUMMARY:Secret\nCLASS:confidential", "it is marked private"),
    ],
)
def test_what_is_not_for_the_public_is_left_out(lines: str, why: str) -> None:
    assert reason(f"{START}\n{lines}") == why


def test_busy_with_a_description_is_an_event() -> None:
    assert only(f"SUMMARY:Busy\nDESCRIPTION:A play about bees\n{START}").title == "Busy"


def test_a_missing_uid_is_derived_and_stays_while_the_event_does() -> None:
    lines = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:{}\nDTSTART:20261126T100000\nEND:VEVENT\nEND:VCALENDAR\n"
    one, again, other = (
        read_calendar(lines.format(title).encode()).events[0].uid for title in ("A", "A", "B")
    )
    assert one == again
    assert one.startswith("derived-")
    assert one != other


def test_a_uid_too_long_to_keep_becomes_a_digest() -> None:
    found = read(f"UID:{'u' * 300}\nSUMMARY:Fair\n{START}", f"UID:{'u' * 301}\nSUMMARY:Fair\n{START}")
    assert [event.uid[:5] for event in found.events] == ["long-", "long-"]
    assert found.events[0].uid != found.events[1].uid


@pytest.mark.parametrize(
    ("lines", "sequence"),
    [
        ("SEQUENCE:3", 3),
        ("", 0),
        ("SEQUENCE:-1", 0),
        ("SEQUENCE:many", 0),
        ("SEQUENCE:99999999999999", 2**31 - 1),
    ],
)
def test_sequence(lines: str, sequence: int) -> None:
    assert _event(lines).sequence == sequence


def test_an_unreadable_last_change_is_none() -> None:
    assert _event("LAST-MODIFIED:yesterday").last_modified is None
    assert _event("LAST-MODIFIED:00010101T000000Z").last_modified is None


def test_the_calendar_s_name() -> None:
    event = f"SUMMARY:Fair\n{START}"
    assert read(event).name == ""
    assert read(event, head=r"X-WR-CALNAME:Tea\, cake").name == "Tea, cake"
    assert read(event, head="X-WR-CALNAME:Old\nNAME:New").name == "New"
    assert len(read(event, head=f"NAME:{'x' * 500}").name) == 120
