"""Changing what is published: all of it, one date, from one date on; and what the public sees meanwhile."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from hub.people.models import Organisation
from listings.actions import Content, cancel_date, move_date, publish_proposal
from listings.actions.content import content_of, differences
from listings.models import DateChange, Listing, Occurrence, Proposal, State
from tests.factories.listings import make_listing, weekly
from tests.factories.people import acting, make_administrator, make_member
from tests.listings.posting import errors_in, fill, organiser_of
from tests.pages import facts_of, read


@pytest.fixture(autouse=True)
def _in_november(db):
    with time_machine.travel(datetime(2026, 11, 20, 9), tick=True):
        yield


@pytest.fixture
def client(group) -> Client:
    return organiser_of(group)


@pytest.fixture
def trusted(group) -> Organisation:
    Organisation.objects.filter(pk=group.pk).update(trusted_since=timezone.now())
    return Organisation.objects.get(pk=group.pk)


@pytest.fixture
def club(group) -> Listing:
    """Six Fridays from 27 November, 10am to 12 noon."""
    return make_listing(group, title="Story time", pattern=weekly(6), place=group.place)


def starts(listing: Listing) -> list[str]:
    rows = Occurrence.objects.filter(listing=listing, cancelled=False).order_by("starts")
    return [f"{timezone.localtime(row.starts):%d %b %H:%M}" for row in rows]


def fresh(listing: Listing) -> Listing:
    return Listing.objects.select_related("schedule", "place", "organisation").get(pk=listing.pk)


def test_change_by_a_new_group_waits_and_the_public_sees_the_old_text(client, group, club):
    path = f"/post/{club.slug}/change/"
    asked = fill(client, path, title="Story hour", starts="11am", ends="1pm")
    assert asked.headers["Location"] == f"{path}confirm/"
    page = read(client.get(f"{path}confirm/"))
    assert "Until then the public sees the old text." in page.text
    said = facts_of(page.one("dl.facts"))
    assert said["Title"] == "Story time hour"
    assert page.one("dl.facts").said("del") == "time"
    assert "It makes 6 dates." in page.text
    assert fresh(club).title == "Story time"
    saved = client.post(f"{path}confirm/")
    assert saved.headers["Location"] == f"/post/{club.slug}/"
    assert (fresh(club).title, starts(club)[0]) == ("Story time", "27 Nov 10:00")
    assert "Story hour" not in Client().get(club.get_absolute_url()).text
    own = read(client.get(f"/post/{club.slug}/"))
    assert "A change of yours is waiting to be read" in own.text
    assert "The public still sees the old text." in read(client.get("/post/mine/?tab=waiting")).text
    publish_proposal(club.pk, by=make_administrator())
    assert (fresh(club).title, starts(club)[0]) == ("Story hour", "27 Nov 11:00")


def test_change_by_a_trusted_group_is_public_at_once(client, trusted, club):
    path = f"/post/{club.slug}/change/"
    before = fresh(club).sequence
    fill(client, path, title="Story hour")
    assert "Everyone, at once" in read(client.get(f"{path}confirm/")).text
    client.post(f"{path}confirm/")
    assert (fresh(club).title, fresh(club).sequence) == ("Story hour", before + 1)
    assert not Proposal.objects.exists()
    # Nothing is left to go on with.
    assert client.get(f"{path}confirm/").headers["Location"] == path


def test_personal_details_wait_also_for_a_trusted_group(client, trusted, club):
    path = f"/post/{club.slug}/change/"
    fill(client, path, description="Ring Ada on 07700 900123.")
    client.post(f"{path}confirm/")
    assert Proposal.objects.get().found == ["phone"]
    assert fresh(club).description == ""


def test_change_that_waits_is_changed_again_and_taken_back(client, group, club):
    path = f"/post/{club.slug}/change/"
    fill(client, path, title="Story hour")
    client.post(f"{path}confirm/")
    fill(client, path, summary="Bring a cushion.")
    client.post(f"{path}confirm/")
    kept = Proposal.objects.get().content
    assert (kept["title"], kept["summary"]) == ("Story hour", "Bring a cushion.")
    client.post(f"/post/{club.slug}/undo/")
    assert not Proposal.objects.exists()


def test_cancelled_date_stays_cancelled_when_the_hour_changes(client, trusted, club):
    by = acting(make_member(trusted, "contributor"))
    fourth = datetime(2026, 12, 4, 10, tzinfo=UTC)
    cancel_date(club.pk, fourth, note="Hall is shut.", by=by)
    move_date(
        club.pk, datetime(2026, 12, 11, 10, tzinfo=UTC), starts=datetime(2026, 12, 12, 15, tzinfo=UTC), by=by
    )
    path = f"/post/{club.slug}/change/"
    fill(client, path, starts="2pm", ends="4pm")
    client.post(f"{path}confirm/")
    change = DateChange.objects.get(cancelled=True)
    assert (change.original, change.note, change.by_hand) == (fourth.replace(hour=14), "Hall is shut.", True)
    assert starts(club) == ["27 Nov 14:00", "12 Dec 15:00", "18 Dec 14:00", "25 Dec 14:00", "01 Jan 14:00"]


def test_what_is_over_stays_as_it_was(client, trusted, club):
    with time_machine.travel(datetime(2026, 12, 5, 9), tick=True):
        later = organiser_of(trusted)
        path = f"/post/{club.slug}/change/"
        answer = fill(later, path, starts="2pm", ends="4pm")
        assert answer.status_code == 302, errors_in(answer)
        later.post(f"{path}confirm/")
    assert starts(club)[:4] == ["27 Nov 10:00", "04 Dec 10:00", "11 Dec 14:00", "18 Dec 14:00"]


def test_later_dates_go_on_in_a_listing_of_their_own(client, trusted, club):
    cancel_date(
        club.pk,
        datetime(2026, 12, 18, 10, tzinfo=UTC),
        note="Carols.",
        by=acting(make_member(trusted, "manager")),
    )
    chosen = read(client.get(f"/post/{club.slug}/dates/"))
    link = next(a.attributes["href"] for a in chosen.all("a") if a.text.startswith("Friday 11 December"))
    later = f"{link.replace('/date/', '/from/')}"
    assert f'href="{later}"' in client.get(link).text
    asked = fill(client, later, starts="2pm", ends="3pm")
    assert asked.headers["Location"] == f"{later}confirm/", errors_in(asked)
    page = read(client.get(f"{later}confirm/"))
    assert "It makes 4 dates." in page.text
    saved = client.post(f"{later}confirm/")
    made = Listing.objects.exclude(pk=club.pk).get()
    assert saved.headers["Location"] == f"/post/{made.slug}/"
    assert (made.state, made.continues_id) == (State.PUBLISHED, club.pk)
    assert starts(club) == ["27 Nov 10:00", "04 Dec 10:00"]
    assert starts(made) == ["11 Dec 14:00", "25 Dec 14:00", "01 Jan 14:00"]
    assert DateChange.objects.get().note == "Carols."
    assert f'href="{made.get_absolute_url()}"' in Client().get(club.get_absolute_url()).text
    assert f'href="{club.get_absolute_url()}"' in Client().get(made.get_absolute_url()).text


def test_no_date_is_missing_while_the_new_series_waits(client, group, club):
    later = f"/post/{club.slug}/from/20261211T100000Z/"
    fill(client, later, starts="2pm", ends="3pm")
    client.post(f"{later}confirm/")
    made = Listing.objects.exclude(pk=club.pk).get()
    assert made.state == State.SUBMITTED
    assert len(starts(club)) == 6
    from listings.actions import publish_listing

    publish_listing(made.pk, by=make_administrator())
    assert starts(club) == ["27 Nov 10:00", "04 Dec 10:00"]


@pytest.mark.parametrize("stamp", ["20261211T100000Z", "20261127T100000Z", "nonsense", "99999999T999999Z"])
def test_split_at_no_date_or_the_first_is_refused(client, trusted, club, stamp):
    later = f"/post/{club.slug}/from/{stamp}/"
    answer = client.get(later)
    if stamp == "20261127T100000Z":
        fill(client, later, starts="2pm", ends="3pm")
        said = client.post(f"{later}confirm/")
        assert "This is its first date. Change all dates instead." in said.text
    else:
        assert answer.status_code == (200 if stamp == "20261211T100000Z" else 404)
    assert Listing.objects.exclude(pk=club.pk).filter(state=State.PUBLISHED).count() == 0


def test_one_date_is_moved_cancelled_and_put_back_after_a_question(client, group, club):
    path = f"/post/{club.slug}/date/20261204T100000Z/"
    move = {
        "do": "move",
        "move-day": "Sat 5 Dec",
        "move-starts": "3pm",
        "move-ends": "",
        "move-note": "Snow.",
    }
    asked = client.post(path, move)
    assert "Friday 4 December, 10am to 12 noon moves to Saturday 5 December, 3pm to 5pm." in read(asked).text
    assert not DateChange.objects.exists()
    client.post(path, {**move, "confirmed": "1"})
    change = DateChange.objects.get()
    assert (change.starts, change.note, change.by_hand) == (
        datetime(2026, 12, 5, 15, tzinfo=UTC),
        "Snow.",
        True,
    )
    client.post(path, {"do": "cancel", "cancel-note": "Flu.", "confirmed": "1"})
    assert DateChange.objects.get().cancelled
    assert "Cancelled: Flu." in read(Client().get(club.get_absolute_url())).text
    client.post(path, {"do": "put_back", "confirmed": "1"})
    assert not DateChange.objects.exists()


def test_date_moved_to_the_past_or_to_nonsense_comes_back(client, group, club):
    path = f"/post/{club.slug}/date/20261204T100000Z/"
    for day, starts_at in (("1/11/2026", "3pm"), ("5 Fbe", "3pm"), ("Sat 5 Dec", "3"), ("", "")):
        answer = client.post(
            path, {"do": "move", "move-day": day, "move-starts": starts_at, "move-note": "", "confirmed": "1"}
        )
        assert (answer.status_code, read(answer).one("title").text[:6]) == (200, "Error:")
    assert client.get(f"/post/{club.slug}/date/20261203T100000Z/").status_code == 404
    assert client.post(path, {"do": "sing"}).status_code == 200
    assert not DateChange.objects.exists()


def test_cancelling_all_of_it_asks_why_and_says_so_to_everyone(client, group, club):
    path = f"/post/{club.slug}/cancel/"
    assert errors_in(client.post(path, {"reason": " "})) == {"reason": "Fill this in."}
    client.post(path, {"reason": "The boiler is broken."})
    assert fresh(club).state == State.CANCELLED
    assert "The boiler is broken." in Client().get(club.get_absolute_url()).text


def test_copy_says_all_but_the_dates_and_once_is_enough(client, group, club):
    key = "6f1c8fd0-6f0f-4a52-9d5b-2f4f6f0e7c11"
    for _click in range(2):
        answer = client.post(f"/post/{club.slug}/copy/", {"posting_key": key})
    copy = Listing.objects.exclude(pk=club.pk).get()
    assert answer.headers["Location"] == f"/post/{copy.slug}/when/"
    assert (copy.title, copy.state, copy.place) == (club.title, State.DRAFT, club.place)
    assert content_of(copy).pattern is None
    assert "It does not say yet when it is." in client.get(f"/post/{copy.slug}/preview/").text


def test_draft_is_thrown_away_after_a_question_and_nothing_public_is(client, group, club):
    draft = make_listing(group, State.DRAFT)
    assert client.get(f"/post/{draft.slug}/delete/").status_code == 200
    assert client.post(f"/post/{draft.slug}/delete/").headers["Location"] == "/post/mine/"
    assert client.post(f"/post/{club.slug}/delete/").status_code == 404
    assert list(Listing.objects.all()) == [club]


def test_differences_are_said_in_words(group):
    before = Content(title="Story time", pattern=weekly(6), price_pence=250, cost="paid")
    after = Content(title="Story hour", pattern=weekly(8), cost="free", age_from=2)
    assert [(one.field, one.before, one.after) for one in differences(before, after)] == [
        ("title", "Story time", "Story hour"),
        (
            "pattern",
            "6 Fridays from 27 November, 10am to 12 noon",
            "8 Fridays from 27 November, 10am to 12 noon",
        ),
        ("ages", "", "From 2 years"),
        ("cost", "£2.50", "Free"),
    ]
    assert date.today() == date(2026, 11, 20)
