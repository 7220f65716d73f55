"""Events that a person reads first, and what becomes of them."""

import pytest

from hub.people.models import Organisation
from hub.places.models import Place
from listings.actions import publish_listing, send_back_listing
from listings.models import Criterion, State
from tests.factories.people import OrganisationFactory, make_administrator
from tests.listings.samples import (
    event,
    everything,
    file,
    listing,
    named,
    on,
    read_in,
)


def test_personal_details_are_held_and_nowhere_public(group, client):
    with on(2026, 9, 7):
        read_in(group, file("google.ics"))
        held = listing("8babysitting@google.com")
        assert held.state == State.SUBMITTED
        pages = [
            client.get("/").content,
            client.get("/?q=babysitting").content,
            client.get("/whats-on/calendar.ics").content,
            client.get("/groups/heathfield/").content,
        ]
        assert client.get(f"/whats-on/{held.slug}/").status_code == 404
        assert client.get(f"/whats-on/{held.slug}/calendar.ics").status_code == 404
    assert b"Tumble tots" in pages[0]
    for page in pages:
        assert b"0182" not in page
        assert b"quillfeather" not in page


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("DESCRIPTION:Write to jo@mail.example", "an e-mail address"),
        ("DESCRIPTION:Ring 07700 900 183", "a telephone number"),
        ("DESCRIPTION:At ours\\, B14 7QH", "a postcode"),
        ("LOCATION:Ask Jo on 07700 900183", "personal details in its place"),
        ("LOCATION:jo@mail.example", "personal details in its place"),
    ],
)
def test_what_looks_personal_holds_an_event(group, more, why):
    with on(2026, 9, 7):
        report = read_in(group, named("Town", event("a", "Fair", "20261126T100000", more)))
    assert report.held == [("Fair", why)]
    assert listing("a").state == State.SUBMITTED
    assert not Place.objects.filter(name__contains="900").exists()
    assert not Place.objects.filter(name__contains="@").exists()


def test_held_event_is_published_once_its_text_is_clean(group):
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a", "Fair", "20261126T100000", "DESCRIPTION:Ring 07700 900183")))
        report = read_in(group, named("Town", event("a", "Fair", "20261126T100000", "DESCRIPTION:Just come")))
    assert (report.changed, report.held, listing("a").state) == (["Fair"], [], State.PUBLISHED)


def test_published_event_that_gains_personal_details_is_no_longer_public(
    group, client, django_capture_on_commit_callbacks
):
    told = event("a", "Fair", "20261126T100000", "DESCRIPTION:Ring 07700 900183")
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a")))
        assert client.get("/whats-on/fair/").status_code == 200
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            report = read_in(group, named("Town", told))
        assert report.held == [("Fair", "a telephone number")]
        assert client.get("/whats-on/fair/").status_code == 404
    # Whatever the number of events, the kept pages are forgotten once.
    assert len(callbacks) == 1


@pytest.mark.parametrize("how", ["gone from the file", "cancelled in the file"])
def test_held_event_that_is_called_off_does_not_become_public(group, client, how):
    """Cancelled listings are public: what was never read by a person is not cancelled but taken back."""
    told = "DESCRIPTION:Ring 07700 900183"
    held = event("a", "Fair", "20261126T100000", told)
    later = [] if how == "gone from the file" else [f"{held}\nSTATUS:CANCELLED"]
    with on(2026, 9, 7):
        read_in(group, named("Town", held))
        assert read_in(group, named("Town", *later)).cancelled == ["Fair"]
        assert listing("a").state == State.RETURNED
        assert client.get("/whats-on/fair/").status_code == 404
        before = everything()
        assert read_in(group, named("Town", *later)).cancelled == []
        assert everything() == before
        assert read_in(group, named("Town", event("a"))).changed == ["Fair"]
    assert (listing("a").state, listing("a").reason) == (State.PUBLISHED, "")


def test_cancelled_with_a_telephone_number_keeps_the_words_that_may_be_public(group, client):
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a", "Fair", "20261126T100000", "DESCRIPTION:Stalls and cake.")))
        off = event(
            "a", "Fair", "20261126T100000", "DESCRIPTION:Off. Ring Jo on 07700 900183", "STATUS:CANCELLED"
        )
        assert read_in(group, named("Town", off)).cancelled == ["Fair"]
        page = client.get("/whats-on/fair/").content.decode()
    assert (listing("a").state, listing("a").description) == (State.CANCELLED, "Stalls and cake.")
    assert "Stalls and cake." in page
    assert "900183" not in page
    assert "Cancelled in the organiser’s calendar." in page


def test_waiting_listings_are_published_when_their_organisation_is_verified(db):
    group = OrganisationFactory(unverified=True)
    calendar = named(
        "Town", event("a"), event("b", "Talk", "20261126T100000", "DESCRIPTION:Ring 07700 900183")
    )
    with on(2026, 9, 7):
        read_in(group, calendar)
        assert read_in(group, calendar).unchanged == 2
        Organisation.objects.filter(pk=group.pk).update(verified_until="2027-09-01")
        report = read_in(group, calendar)
    assert (report.changed, report.unchanged, report.held) == (["Fair"], 1, [])
    assert (listing("a").state, listing("b").state) == (State.PUBLISHED, State.SUBMITTED)


def test_verification_that_ran_out_holds_what_changes(group):
    with on(2026, 9, 7):
        read_in(group, named("Town", event("a"), event("b")))
        Organisation.objects.filter(pk=group.pk).update(verified_until="2026-09-06")
        report = read_in(group, named("Town", event("a", "Great fair"), event("b")))
    assert report.held == [("Great fair", "the organisation is not verified")]
    assert (listing("a").state, listing("b").state) == (State.SUBMITTED, State.PUBLISHED)


def test_what_a_person_sent_back_waits_for_a_person_again(group):
    told = named("Town", event("a", "Fair", "20261126T100000", "DESCRIPTION:Ring 07700 900183"))
    changed = named("Town", event("a", "Fair", "20261126T100000", "DESCRIPTION:Buy our beds"))
    administrator = make_administrator()
    with on(2026, 9, 7):
        read_in(group, told)
        send_back_listing(
            listing("a").pk, criterion=Criterion.ADVERT, reason="No advertising.", by=administrator
        )
        assert read_in(group, told).unchanged == 1
        assert listing("a").state == State.RETURNED
        report = read_in(group, changed)
        assert report.held == [("Fair", "it was sent back before")]
        assert (listing("a").state, listing("a").reason) == (State.SUBMITTED, "No advertising.")
        assert read_in(group, changed).unchanged == 1
        publish_listing(listing("a").pk, by=administrator)
    assert (listing("a").state, listing("a").reason) == (State.PUBLISHED, "")
