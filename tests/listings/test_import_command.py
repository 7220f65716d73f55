"""manage.py import_calendar: what it says, line by line, and what it refuses."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from listings.models import Listing, State
from tests.factories.people import OrganisationFactory
from tests.listings.samples import (
    FILES,
    command,
    counted,
    event,
    everything,
    file,
    listing,
    named,
    on,
    starts,
    written,
)

GOOGLE_SKIPPED = [
    "  skipped, line 116: Egg hunt: all its dates are over",
    "  skipped, line 125: 11visit@google.com: it is marked private",
    "  skipped, line 135: Busy: it says only “Busy”",
    "  skipped, line 144: Jumble sale: it is cancelled",
    "  skipped, line 153: Our fiftieth birthday: it begins more than 18 months from now",
    "  skipped, line 162: Bells: it repeats by the hour or faster, which the hub does not list",
]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Where a test saves the file that it made."""
    return tmp_path / "spring.ics"


def test_google_export_says_what_it_made_and_left_out(group):
    with on(2026, 9, 7):
        said = command(FILES / "google.ics", group)
    assert said == [
        "6 made, 0 changed, 0 unchanged, 0 cancelled, 2 held, 6 skipped.",
        "  made: Tumble tots",
        "  made: Mending morning",
        "  made: Half-term play scheme 🎨",
        "  made: Harvest supper",
        "  made: Babysitting swap",
        "  made: Sewing circle",
        "  held for a person to read: Babysitting swap (a telephone number)",
        "  held for a person to read: Sewing circle (an e-mail address)",
        *GOOGLE_SKIPPED,
    ]


def test_google_export_becomes_listings(group):
    with on(2026, 9, 7):
        command(FILES / "google.ics", group)
    assert {
        one.slug: (one.kind, one.state, one.place.name, one.place.district_id, len(starts(one)))
        for one in Listing.objects.select_related("place")
    } == {
        "tumble-tots": ("club", "published", "Larch Road Hall", "B14", 61),
        "mending-morning": ("club", "published", "Larch Road Hall", "B14", 8),
        "half-term-play-scheme": ("event", "published", "Heathfield Hall", "B14", 1),
        "harvest-supper": ("event", "published", "Sorrel Street allotments", "B13", 1),
        "babysitting-swap": ("event", "submitted", "Heathfield Hall", "B14", 1),
        "sewing-circle": ("event", "submitted", "Heathfield Hall", "B14", 1),
    }
    tots = listing("4tumbletots@google.com")
    assert tots.summary == "Mats, tunnels and a parachute at the end."
    assert tots.description == (
        "Mats, tunnels and a parachute at the end. Bring socks.\n"
        "More on our page (https://heathfield.example/tumble)."
    )
    assert (tots.source_calendar, tots.sequence) == ("Heathfield Families", 0)
    assert tots.published_at is not None


def test_outlook_export_with_windows_zones(group):
    with on(2026, 9, 7):
        said = command(FILES / "outlook.ics", group)
    assert said == [
        "3 made, 0 changed, 0 unchanged, 0 cancelled, 0 held, 2 skipped.",
        "  made: Homework club",
        "  made: Inset day",
        "  made: Call with our partner school",
        "  skipped, line 83: Open evening: it is cancelled",
        "  skipped, line 91: 040000008200E00074C5B7101A82E0080000000010C5: it is marked private",
        "  note: Line 83: “Open evening” says in its title that it is off, and was read as cancelled.",
        "  note: Line 74: the place of “Call with our partner school” was left out.",
    ]
    club = listing("040000008200E00074C5B7101A82E0080000000010C1")
    found = starts(club)
    # 3.30pm on the clock: summer time up to 20 October and from 30 March on.
    assert found[:6] == [
        "2026-09-22 14:30",
        "2026-09-29 14:30",
        "2026-10-06 14:30",
        "2026-10-13 14:30",
        "2026-10-20 14:30",
        "2026-11-03 15:30",
    ]
    assert ("2027-03-23 15:30" in found, "2027-03-30 14:30" in found) == (True, True)
    assert (len(found), found[-1]) == (41, "2027-07-20 14:30")
    assert club.place.name == "Library"
    call = listing("040000008200E00074C5B7101A82E0080000000010C3")
    assert (starts(call), call.place, call.schedule.zone) == (["2027-03-31 09:00"], None, "Europe/Paris")
    inset = listing("040000008200E00074C5B7101A82E0080000000010C2")
    assert (starts(inset), inset.schedule.all_day) == (["2026-11-26 00:00"], True)


def test_apple_export(group):
    with on(2026, 9, 7):
        said = command(FILES / "apple.ics", group)
    assert said == [
        "2 made, 0 changed, 0 unchanged, 0 cancelled, 0 held, 0 skipped.",
        "  made: Family choir",
        "  made: Summer concert",
    ]
    choir = listing("7C3E5B10-0000-4F00-9000-AAAAAAAAAAAA")
    assert starts(choir) == [
        "2027-01-12 18:30",
        "2027-01-26 18:30",
        "2027-02-09 18:30",
        "2027-03-09 18:30",
        "2027-03-30 18:00",
        "2027-04-06 17:30",
        "2027-04-15 17:30",
    ]
    assert starts(choir, moved=True) == ["2027-03-30 18:00"]
    assert choir.booking_url == "https://choir.example/join?a=1;b=2"
    assert (choir.place.name, choir.place.address.street) == ("Saffron Centre", "Vetch Lane, Birmingham")
    assert starts(listing("7C3E5B10-0000-4F00-9000-BBBBBBBBBBBB")) == ["2027-07-01 17:30"]


@pytest.mark.parametrize(("name", "unchanged"), [("google.ics", 6), ("outlook.ics", 3), ("apple.ics", 2)])
def test_read_twice_changes_no_row_and_writes_nothing(group, name, unchanged):
    with on(2026, 9, 7):
        skipped = [line for line in command(FILES / name, group) if line.startswith("  skipped")]
    before = everything()
    with on(2026, 9, 8), counted() as queries:
        again = command(FILES / name, group)
    assert again[0] == (
        f"0 made, 0 changed, {unchanged} unchanged, 0 cancelled, 0 held, {len(skipped)} skipped."
    )
    assert [line for line in again[1:] if not line.startswith("  note")] == skipped
    assert written(queries) == []
    assert everything() == before


def test_file_with_other_stamps_and_categories_changes_nothing(group, saved):
    """As every export writes them anew."""
    with on(2026, 9, 7):
        command(FILES / "google.ics", group)
        before = everything()
        stamped = file("google.ics").replace(b"DTSTAMP:20260906", b"DTSTAMP:20260907")
        stamped = stamped.replace(b"LAST-MODIFIED:20260820", b"LAST-MODIFIED:20260907")
        saved.write_bytes(stamped.replace(b"SEQUENCE:3", b"SEQUENCE:7\r\nCATEGORIES:Under fives"))
        said = command(saved, group)
    assert said[0] == "0 made, 0 changed, 6 unchanged, 0 cancelled, 0 held, 6 skipped."
    assert everything() == before


def test_changed_file_says_what_it_changed(group, saved):
    with on(2026, 9, 7):
        saved.write_bytes(named("Town", event("a", "Fair"), event("b", "Club"), event("c", "Walk")))
        command(saved, group)
        changed = event("c", "Long walk", "20261127T100000")
        saved.write_bytes(named("Town", event("a", "Fair"), changed, event("d", "Talk")))
        said = command(saved, group)
    assert said == [
        "1 made, 1 changed, 1 unchanged, 1 cancelled, 0 held, 0 skipped.",
        "  made: Talk",
        "  changed: Long walk",
        "  cancelled: Club",
    ]


def refused(path: Path, slug: str, *options: str) -> str:
    """What the command says when it refuses, having written nothing to its output."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_calendar", str(path), "--organisation", slug, *options, stdout=out)
    assert out.getvalue() == ""
    return str(error.value)


def test_file_that_stops_in_its_last_event_is_refused_with_the_line(group, saved):
    whole = named("Town", event("a"), event("b"))
    saved.write_bytes(whole[: whole.index(b"UID:b")])
    assert refused(saved, "heathfield") == (
        "spring.ics, line 9: The file stops before its end: what begins on line 9 is not finished. "
        "Nothing was changed."
    )
    assert Listing.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (
            b"hello\nworld\n",
            "This is not a calendar file: “BEGIN:VCALENDAR” is nowhere in it.",
        ),
        (
            b"<!DOCTYPE html><p>Sign in</p>",
            "The file is a web page, not a calendar. Look for your calendar’s “iCal” or “.ics” address.",
        ),
    ],
)
def test_what_is_no_calendar_gets_a_sentence(group, saved, data, said):
    saved.write_bytes(data)
    assert refused(saved, "heathfield") == f"spring.ics, line 1: {said} Nothing was changed."


def test_file_whose_last_event_no_table_takes_leaves_nothing_half_done(group, saved):
    """Refused by the database itself, after five events were written."""
    events = [event(f"fine-{number}", f"Fine {number}") for number in range(5)]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE listings_listing ADD CONSTRAINT no_such_title CHECK (title <> 'Refused')")
    with on(2026, 9, 7):
        saved.write_bytes(named("Town", event("fine-0", "As it was")))
        command(saved, group)
        before = everything()
        saved.write_bytes(named("Town", *events, event("bad", "Refused")))
        said = refused(saved, "heathfield")
    assert said == "spring.ics, line 29: “Refused” can’t be kept. Nothing was changed."
    assert everything() == before


def test_dates_that_no_table_takes_leave_nothing_half_done(group, saved):
    """The same where it is the last row of all that is refused."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE listings_occurrence ADD CONSTRAINT no_such_day CHECK (starts < '2027-12-01')"
        )
    with on(2026, 9, 7):
        before = everything()
        late = event("late", "Late", "20270101T100000", "RRULE:FREQ=MONTHLY")
        saved.write_bytes(named("Town", event("a", "Fine"), late))
        said = refused(saved, "heathfield")
    assert said == "spring.ics, line 9: “Late” can’t be kept. Nothing was changed."
    assert everything() == before


def test_missing_file_and_folder(group, tmp_path):
    assert refused(tmp_path / "none.ics", "heathfield") == (
        f"{tmp_path}/none.ics can't be read: No such file or directory."
    )
    assert refused(tmp_path, "heathfield") == f"{tmp_path} can't be read: Is a directory."


def test_file_of_eleven_megabytes_is_refused_unread(group, saved):
    padding = b"X-PAD:" + b"x" * 64 + b"\r\n"
    saved.write_bytes(named("Town", event("a")).replace(b"BEGIN:VEVENT", padding * 160_000 + b"BEGIN:VEVENT"))
    assert saved.stat().st_size > 11_000_000
    assert refused(saved, "heathfield") == "spring.ics is larger than 10 MB."


def test_unknown_organisation(group, saved):
    saved.write_bytes(named("Town", event("a")))
    assert refused(saved, "no-such-group") == "No organisation has the address “no-such-group”."


def test_suspended_organisation_may_not_post(db, saved):
    OrganisationFactory(slug="thistledown", name="Thistledown", suspended=True)
    saved.write_bytes(named("Town", event("a")))
    assert refused(saved, "thistledown") == "Thistledown may not post just now: it is suspended."
    assert Listing.objects.count() == 0


def test_unverified_organisation_waits(db, saved):
    marmalade = OrganisationFactory(slug="marmalade", unverified=True)
    saved.write_bytes(named("Town", event("a", "Fair")))
    with on(2026, 9, 7):
        assert command(saved, marmalade) == [
            "1 made, 0 changed, 0 unchanged, 0 cancelled, 1 held, 0 skipped.",
            "  made: Fair",
            "  held for a person to read: Fair (the organisation is not verified)",
        ]
    assert (listing("a").state, listing("a").published_at) == (State.SUBMITTED, None)


def test_much_that_is_missing_is_asked_about_first(group, saved):
    events = [event(f"e{number}", f"Talk {number}") for number in range(8)]
    with on(2026, 9, 7):
        saved.write_bytes(named("Town", *events))
        command(saved, group)
        before = everything()
        saved.write_bytes(named("Town", *events[:2], event("new", "New")))
        assert refused(saved, "heathfield") == (
            "spring.ics: This file lacks 6 of 8 listings that were read before. Nothing was changed. "
            "Add --allow-removals to go on."
        )
        assert everything() == before
        said = command(saved, group, "--allow-removals")
    assert said[0] == "1 made, 0 changed, 2 unchanged, 6 cancelled, 0 held, 0 skipped."
    assert Listing.objects.filter(state=State.CANCELLED).count() == 6


def test_calendar_without_a_name_is_known_by_its_file(group, tmp_path):
    nameless = named("Town", event("a")).replace(b"X-WR-CALNAME:Town\r\n", b"")
    with on(2026, 9, 7):
        (tmp_path / "one.ics").write_bytes(nameless)
        command(tmp_path / "one.ics", group)
        (tmp_path / "two.ics").write_bytes(nameless.replace(b"UID:a", b"UID:b"))
        said = command(tmp_path / "two.ics", group)
    assert said[0] == "1 made, 0 changed, 0 unchanged, 0 cancelled, 0 held, 0 skipped."
    assert (listing("a").source_calendar, listing("b").source_calendar) == ("one.ics", "two.ics")
    assert listing("a").state == State.PUBLISHED


def test_two_calendars_of_one_name_are_told_apart_by_option(group, saved):
    """Outlook calls every calendar “Calendar”."""
    with on(2026, 9, 7):
        saved.write_bytes(named("Calendar", event("a")))
        command(saved, group, "--calendar", "Clubs")
        saved.write_bytes(named("Calendar", event("b")))
        said = command(saved, group, "--calendar", "Events")
    assert said[0] == "1 made, 0 changed, 0 unchanged, 0 cancelled, 0 held, 0 skipped."
    assert (listing("a").state, listing("b").source_calendar) == (State.PUBLISHED, "Events")
