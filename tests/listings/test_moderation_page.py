"""The moderator's page and the worklist, through the front door."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.people.models import Membership, Organisation, Role
from listings.actions import (
    hide_listing,
    publish_listing,
    send_back_listing,
    submit_listing,
    withdraw_submission,
)
from listings.models import Criterion, Listing, Moderation, Proposal, State
from tests.factories.listings import make_listing, one_date
from tests.factories.moderation import make_report, propose
from tests.factories.people import OrganisationFactory, make_member
from tests.factories.places import PlaceFactory
from tests.hostile import VALUES
from tests.listings.moderators import World, client_of
from tests.pages import Element, facts_of, read

pytestmark = pytest.mark.django_db
WHY = {"criterion": Criterion.ADVERT, "reason": "Say what happens."}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world.moderator)


@pytest.fixture
def waiting(world: World) -> Listing:
    return make_listing(
        world.group,
        State.SUBMITTED,
        title="Nearly-new sale",
        summary="Toys and clothes for under-fives.",
        description="Ring Jo on 0121 496 0371 for a table.\n\nBring a bag.",
    )


def page_of(listing: Listing) -> str:
    return f"/moderation/listings/{listing.slug}/"


def decide(client: Client, listing: Listing, decision: str, **more: object):
    sent = {"decision": decision, "edition": listing.edition, **more}
    return client.post(page_of(listing), sent)


def text_of(client: Client, listing: Listing) -> Element:
    response = client.get(page_of(listing))
    assert response.status_code == 200
    return read(response)


def test_page_shows_the_text_with_what_was_found_marked_and_said(client, waiting):
    page = text_of(client, waiting)
    assert page.said("h1") == "Nearly-new sale"
    assert [mark.text for mark in page.all("mark")] == ["0121 496 0371 (a telephone number)"]
    (warning,) = page.all(".notice-warn")
    assert "What happens: “0121 496 0371” – a telephone number." in warning.text
    assert warning.one("a").attributes["href"] == "/whats-on/criteria/#personal"
    facts = facts_of(page.all("dl")[0])
    assert facts["In one sentence"] == "Toys and clothes for under-fives."
    assert facts["Cost"] == "Free"
    assert facts["Ages"] == "0 to 5 years"


def test_page_says_how_the_organisation_stands(client, world, waiting):
    make_report(make_listing(world.group))
    card = next(card for card in text_of(client, waiting).all(".card") if card.said("h2") == "Who posted it")
    assert "New: its listings wait to be read" in card.text
    assert facts_of(card) == {
        "Listings that we published for it": "1",
        "Sent back or hidden": "0",
        "Reports that wait": "1",
        "Reports that were right": "0",
    }


def test_page_shows_what_may_be_the_same(client, world, waiting):
    hall = PlaceFactory()
    Listing.objects.filter(pk=waiting.pk).update(place=hall)
    make_listing(world.group, title="A nearly new sale of toys")
    make_listing(world.group, title="Story time")
    make_listing(world.group, State.DRAFT, title="Nearly new draft")
    make_listing(OrganisationFactory(name="Singers"), title="Choir in the hall", place=hall)
    make_listing(OrganisationFactory(), title="Later in the hall", place=hall, pattern=one_date(hour=15))
    page = text_of(client, waiting)
    cards = {card.said("h2"): card.text for card in page.one("aside").all(".card")}
    assert "A nearly new sale of toys" in cards["Much the same title"]
    assert "Story time" not in cards["Much the same title"]
    assert "draft" not in cards["Much the same title"]
    assert "Choir in the hall" in cards["At the same place and time"]
    assert "Later in the hall" not in cards["At the same place and time"]


def test_page_tells_the_history_with_what_was_changed_after_a_decision(client, world, waiting):
    send_back_listing(waiting.pk, **WHY, by=world.decides_too)
    Listing.objects.filter(pk=waiting.pk).update(description="Bring a bag.", edition=2)
    submit_listing(waiting.pk, by=world.posts)
    page = text_of(client, waiting)
    steps = [step.text for step in page.one("ol.timeline").all("li")]
    assert len(steps) == 4
    assert "Sent back by Wren Abbott" in " ".join(steps)
    assert "“Say what happens.”" in " ".join(steps)
    fold = page.one("ol.timeline").one("details")
    assert [gone.text for gone in fold.all("del")] == ["gone: Ring Jo on 0121 496 0371 for a table."]
    assert page.all("ol.timeline")[0].all("ins") == []


def test_publishing_from_the_page_says_so_and_shows_it_to_everyone(client, waiting):
    response = decide(client, waiting, "publish")
    assert (response.status_code, response["Location"]) == (302, page_of(waiting))
    page = text_of(client, waiting)
    assert "It is published. The organiser has been told." in page.text
    assert Client().get(waiting.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("decision", "state"),
    [("send-back", State.RETURNED), ("hide", State.HIDDEN), ("publish", State.PUBLISHED)],
)
def test_decision_in_the_worklist_leads_back_to_it(client, waiting, decision, state):
    work = client.get("/worklist/")
    item = next(item for item in read(work).all("article") if item.said("h3") == "Nearly-new sale")
    decisions = [button.attributes["value"] for button in item.all("button")]
    assert decisions == ["publish", "send-back", "hide"]
    form = next(one for one in item.all("form") if one.all("button", value=decision))
    sent = {field.attributes["name"]: field.attributes.get("value", "") for field in form.all("input")}
    sent |= {"decision": decision, **({} if decision == "publish" else WHY)}
    response = client.post(form.attributes["action"], sent)
    assert (response.status_code, response["Location"]) == (302, "/worklist/")
    assert Listing.objects.get(pk=waiting.pk).state == state
    after = read(client.get("/worklist/"))
    assert "Nearly-new sale" not in [item.said("h3") for item in after.all("article")]
    assert "The organiser has been told" in after.text


def test_decision_without_its_words_comes_back_with_what_was_typed(client, waiting):
    response = decide(client, waiting, "send-back", criterion="", reason="Ring us first.")
    assert response.status_code == 200
    page = read(response)
    assert page.said("title").startswith("Error:")
    assert page.one("textarea").text == "Ring us first."
    assert page.one(".errors").text.startswith("Please put this right")
    (opened,) = [fold for fold in page.all("details") if "open" in fold.attributes]
    assert "Send it back or hide it" in opened.said("summary")
    assert Listing.objects.get(pk=waiting.pk).state == State.SUBMITTED


def test_decision_about_an_older_text_is_not_made_and_keeps_what_was_typed(client, world, waiting):
    read_before = waiting.edition
    Listing.objects.filter(pk=waiting.pk).update(edition=7, summary="Now on Sunday.")
    response = client.post(page_of(waiting), {"decision": "send-back", "edition": read_before, **WHY})
    page = read(response)
    assert "It was changed while you were reading it." in page.one(".notice-error").text
    assert "Now on Sunday." in page.text
    assert page.one("textarea").text == "Say what happens."
    (again,) = {one.attributes["value"] for one in page.all("input", name="edition")}
    assert again == "7"
    assert Listing.objects.get(pk=waiting.pk).state == State.SUBMITTED


@pytest.mark.parametrize("edition", ["", "x", "-1", "1" * 30, "٣"])
def test_edition_that_is_no_number_decides_nothing(client, waiting, edition):
    response = client.post(page_of(waiting), {"decision": "publish", "edition": edition})
    assert response.status_code == 200
    assert Listing.objects.get(pk=waiting.pk).state == State.SUBMITTED


def test_second_moderator_is_told_who_decided_and_keeps_what_was_typed(client, world, waiting):
    publish_listing(waiting.pk, by=world.decides_too)
    response = decide(client, waiting, "publish")
    assert response.status_code == 200
    assert re.search(
        r"Wren Abbott decided this already, on .+ at .+: Published\. What you wrote is still here\.",
        read(response).one(".notice-error").text,
    )
    Listing.objects.filter(pk=waiting.pk).update(state=State.HIDDEN, reason="Hidden.")
    response = decide(client, waiting, "hide", **WHY)
    assert "decided this already" in read(response).one(".notice-error").text
    assert Moderation.objects.count() == 1


def test_what_its_organisers_took_back_is_not_there_any_more(client, world, waiting):
    withdraw_submission(waiting.pk, by=world.posts)
    for response in (client.get(page_of(waiting)), decide(client, waiting, "publish")):
        assert response.status_code == 404
        assert "its organisers have taken it back" in response.text


def test_change_is_shown_old_beside_new_and_published_in_the_worklist(client, world):
    listing = make_listing(world.group, title="Story time", summary="Stories and songs.")
    changed = propose(listing, by=world.posts, summary="Stories, songs and toast.", age_to=7)
    (item,) = read(client.get("/worklist/")).all("article")
    assert item.said("dd") == "gone: Stories new: Stories, songs and gone: songs. new: toast."
    assert item.all("dd")[1].text == "0 to gone: 5 new: 7 years"
    page = text_of(client, changed)
    assert page.all("h2")[0].text == "What it would say with the change"
    response = decide(client, changed, "publish-change", next="/worklist/")
    assert response["Location"] == "/worklist/"
    assert Listing.objects.get(pk=listing.pk).summary == "Stories, songs and toast."


def test_change_is_sent_back_from_its_page(client, world):
    listing = make_listing(world.group, summary="Stories and songs.")
    changed = propose(listing, by=world.posts, summary="Stories, songs and toast.")
    response = decide(client, changed, "return-change", criterion="", reason="")
    (opened,) = [fold for fold in read(response).all("details") if "open" in fold.attributes]
    assert opened.said("summary") == "Send the change back"
    assert decide(client, changed, "return-change", **WHY).status_code == 302
    assert not Proposal.objects.exists()
    assert "A change: Sent back by Samir Quill" in text_of(client, listing).one("ol.timeline").text


def test_hidden_listing_can_be_brought_back(client, world):
    listing = make_listing(world.group)
    hide_listing(listing.pk, **WHY, by=world.decides)
    page = text_of(client, listing)
    assert "Take the decision back: let it be as it was" in [one.text for one in page.all("button")]
    decide(client, listing, "restore")
    assert Listing.objects.get(pk=listing.pk).state == State.PUBLISHED


def test_listing_of_a_group_that_is_not_verified_can_be_sent_back_and_not_published(client, world, waiting):
    Organisation.objects.filter(pk=world.group.pk).update(verified_until=None)
    page = text_of(client, waiting)
    assert "It can be published once its organisation is verified" in page.text
    values = [one.attributes.get("value") for one in page.all("button", name="decision")]
    assert values == ["send-back", "hide"]
    response = decide(client, waiting, "publish")
    assert response.status_code == 200
    assert Listing.objects.get(pk=waiting.pk).state == State.SUBMITTED


def test_only_impartial_administrators_with_a_second_factor_open_it(world, waiting):
    path = page_of(waiting)
    visitor = client_of(None).get(path)
    assert (visitor.status_code, visitor["Location"]) == (302, f"/account/sign-in/?next={path}")
    stranger = make_member(OrganisationFactory(), Role.MANAGER)
    analyst = make_member(world.steward, Role.ANALYST)
    for person in (world.organiser, world.manager, stranger, analyst):
        assert client_of(person).get(path).status_code == 404
    assert client_of(world.moderator, second_factor=False).get(path).status_code == 404
    Membership.objects.create(person=world.moderator, organisation=world.group, role=Role.CONTRIBUTOR)
    assert client_of(world.moderator).get(path).status_code == 404
    assert client_of(world.second).get(path).status_code == 200


def test_worklist_marks_what_is_late(client, world, waiting):
    text = read(client.get("/worklist/listings/")).text
    assert "To be answered by" in text
    Listing.objects.filter(pk=waiting.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    assert "Late: we meant to answer by" in read(client.get("/worklist/listings/")).text


def test_worklist_says_what_a_decision_needs_and_folds_the_rest(client, world, waiting):
    (item,) = read(client.get("/worklist/listings/")).all("article")
    shown, more = item.all("dl")
    assert [name.text for name in shown.all("dt")] == ["When", "Ages", "Cost"]
    assert "Toys and clothes for under-fives." in [text.text for text in item.all("p")]
    assert "What happens" in [name.text for name in more.all("dt")]
    assert more.text in [fold.one("dl").text for fold in item.all("details") if fold.all("dl")]


def test_worklist_shows_the_oldest_first(client, world):
    for title, days in (("C", 1), ("A", 3), ("B", 2)):
        listing = make_listing(world.group, State.SUBMITTED, title=title)
        since = timezone.now() - timedelta(days=days)
        Listing.objects.filter(pk=listing.pk).update(submitted_at=since)
    items = read(client.get("/worklist/listings/")).all("article")
    assert [item.said("h3") for item in items] == ["A", "B", "C"]


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as made:
        assert client.get(path).status_code == 200
    return len(made)


def test_queues_take_as_many_queries_for_thirty_as_for_one(client, world):
    for key, make in {
        "listings": lambda: make_listing(world.group, State.SUBMITTED, place=PlaceFactory()),
        "changes": lambda: propose(
            make_listing(world.group, place=PlaceFactory()), by=world.posts, summary="New words."
        ),
        "reports": lambda: make_report(make_listing(world.group)),
    }.items():
        make()
        one = queries(client, f"/worklist/{key}/")
        for _time in range(29):
            make()
        assert (key, len(read(client.get(f"/worklist/{key}/")).all("article"))) == (key, 30)
        assert (key, queries(client, f"/worklist/{key}/")) == (key, one)


def test_page_takes_as_many_queries_with_a_long_history(client, world, waiting):
    send_back_listing(waiting.pk, **WHY, by=world.decides)
    # Something waits, so that the header asks the same both times.
    make_report(make_listing(world.group, title="Nearly-new sale"))
    few = queries(client, page_of(waiting))
    for _time in range(6):
        submit_listing(waiting.pk, by=world.posts)
        send_back_listing(waiting.pk, **WHY, by=world.decides)
    for _time in range(10):
        make_report(make_listing(world.group, title="Nearly-new sale"))
    assert queries(client, page_of(waiting)) == few


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_hostile_values_decide_nothing_and_break_nothing(client, waiting, value):
    for sent in (
        {"decision": value, "edition": waiting.edition},
        {"decision": "publish", "edition": value},
        {"decision": "send-back", "edition": waiting.edition, "criterion": value, "reason": "Why"},
        {"decision": "hide", "edition": "0", "criterion": "advert", "reason": value, "next": value},
    ):
        response = client.post(page_of(waiting), sent)
        assert response.status_code in (200, 400), sent
        assert read(response).said("h1")
    assert Listing.objects.get(pk=waiting.pk).state == State.SUBMITTED


@pytest.mark.parametrize(
    "value", ["//evil.example/", "https://evil.example/worklist/", "/account/", "javascript:x"]
)
def test_decision_leads_to_no_other_page_than_the_worklist(client, waiting, value):
    assert decide(client, waiting, "publish", next=value)["Location"] == page_of(waiting)
