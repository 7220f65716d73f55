"""Another look at a decision: who may ask, who looks again, and what comes of it (rules.md D15)."""

import pytest
from django.core.exceptions import ValidationError

from hub.access import NotAllowed, can, scope
from hub.notices.models import Message
from hub.people.actor import VISITOR
from hub.people.models import Membership, Role
from listings import rules
from listings.actions import (
    appeal_answer,
    appeal_decision,
    cancel_listing,
    decide_appeal,
    hide_listing,
    send_back_listing,
    submit_listing,
)
from listings.actions.reports import Step
from listings.models import Appeal, Criterion, Finding, Listing, Moderation, Report, State
from tests.factories.listings import make_listing
from tests.factories.moderation import AGAIN, make_answer, make_appeal, make_organisers_appeal, make_report
from tests.factories.people import PersonFactory, acting, make_member
from tests.hostile import VALUES
from tests.listings.moderators import BOTH, World, client_of, told
from tests.pages import read

pytestmark = pytest.mark.django_db
WHY = {"criterion": Criterion.ADVERT, "reason": "Say what happens."}
REPORTER = "reporter@reader.test"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def listing(world: World) -> Listing:
    return make_listing(world.group, title="Story time", administrator=world.decides)


@pytest.fixture
def answered(world: World, listing: Listing) -> Report:
    """A report that the first moderator found wrong."""
    return make_answer(make_report(listing, email=REPORTER), Step.STAYS, by=world.decides)


def path_of(report: Report) -> str:
    return f"/reports/{report.key}/"


# The reporter


def test_reporter_asks_once_from_the_reports_own_page(world, answered):
    visitor = client_of(None)
    response = visitor.post(path_of(answered), {"text": AGAIN})
    assert (response.status_code, response["Location"]) == (302, path_of(answered))
    appeal = Appeal.objects.get()
    assert (appeal.side, appeal.text, appeal.report, appeal.person) == ("reporter", AGAIN, answered, None)
    assert appeal.first_decided_by == world.moderator
    assert told("listings.appeal-received") == [REPORTER]
    page = read(visitor.get(path_of(answered)))
    assert "You asked us to look again" in page.text
    assert page.all("textarea") == []
    # The same button once more, from a page that was open already.
    assert visitor.post(path_of(answered), {"text": AGAIN})["Location"] == path_of(answered)
    assert Appeal.objects.count() == 1


def test_reporter_can_not_ask_before_there_is_an_answer(listing):
    report = make_report(listing)
    assert read(client_of(None).get(path_of(report))).all("textarea") == []
    with pytest.raises(NotAllowed):
        appeal_answer(report.pk, text=AGAIN, by=VISITOR)


@pytest.mark.parametrize("text", ["", " \n", "x" * 2001])
def test_appeal_says_why_in_not_too_many_words(answered, text):
    page = read(client_of(None).post(path_of(answered), {"text": text}))
    assert page.said("title").startswith("Error:")
    with pytest.raises(ValidationError) as refused:
        appeal_answer(answered.pk, text=text, by=VISITOR)
    assert set(refused.value.error_dict) == {"text"}
    assert not Appeal.objects.exists()


def test_report_made_with_an_account_is_appealed_by_that_person_alone(world, listing):
    person = PersonFactory()
    report = make_answer(make_report(listing, by=acting(person)), by=world.decides)
    for by in (VISITOR, acting(PersonFactory()), world.posts):
        with pytest.raises(NotAllowed):
            make_appeal(report, by=by)
    assert make_appeal(report, by=acting(person)).person == person


@pytest.mark.parametrize(
    ("step", "state"),
    [(Step.HIDE, State.HIDDEN), (Step.SEND_BACK, State.RETURNED), (Step.ASK, State.PUBLISHED)],
)
def test_reporter_who_was_right_after_all_gets_what_they_asked_for(world, listing, answered, step, state):
    appeal = make_appeal(answered)
    client = client_of(world.second)
    (item,) = read(client.get("/worklist/appeals/")).all("article")
    assert AGAIN in item.text
    sent = {"outcome": step, "criterion": "untrue", "answer": "You are right.", "edition": listing.edition}
    response = client.post(f"/moderation/appeals/{appeal.pk}/", {**sent, "next": "/worklist/appeals/"})
    assert (response.status_code, response["Location"]) == (302, "/worklist/appeals/")
    appeal.refresh_from_db()
    assert (appeal.finding, appeal.answer, appeal.answered_by) == (
        Finding.UPHELD,
        "You are right.",
        world.second,
    )
    assert Listing.objects.get(pk=listing.pk).state == state
    assert REPORTER in told("listings.appeal-answered")
    assert "You are right." in client_of(None).get(path_of(answered)).text


def test_reporter_who_was_not_right_hears_so_and_the_organisers_too(world, listing, answered):
    decide_appeal(make_appeal(answered).pk, upheld=False, answer="It stays.", by=world.decides_too)
    assert Listing.objects.get(pk=listing.pk).state == State.PUBLISHED
    assert told("listings.appeal-answered") == [*BOTH, REPORTER]
    for message in Message.objects.filter(kind="listings.appeal-answered", address__in=BOTH):
        assert "/reports/" not in message.text
        assert REPORTER not in message.text
    with pytest.raises(NotAllowed):
        make_appeal(answered)


# The organisers


@pytest.mark.parametrize("act", [hide_listing, send_back_listing])
def test_organisers_ask_once_for_each_decision(world, listing, act):
    act(listing.pk, **WHY, by=world.decides)
    client = client_of(world.organiser)
    own = listing.get_absolute_url()
    (link,) = [one for one in read(client.get(own)).all("a") if "Ask for another look" in one.text]
    path = link.attributes["href"]
    assert "Say what happens." in client.get(path).text
    response = client.post(path, {"text": "It is no advertisement."})
    assert (response.status_code, response["Location"]) == (302, own)
    appeal = Appeal.objects.get()
    assert (appeal.side, appeal.report, appeal.person) == ("organiser", None, world.organiser)
    assert appeal.first_decided_by == world.moderator
    assert told("listings.appeal-received") == BOTH
    page = read(client.get(own))
    assert "Somebody will look again, and tell you what came of it." in page.text
    assert [one for one in page.all("a") if "Ask for another look" in one.text] == []
    # Pressed again, from either side: nothing more, and no error.
    for person in (world.organiser, world.manager):
        assert client_of(person).post(path, {"text": "Again."})["Location"] == own
    assert Appeal.objects.count() == 1


def test_new_decision_can_be_appealed_against_anew(world, listing):
    send_back_listing(listing.pk, **WHY, by=world.decides)
    first = make_organisers_appeal(listing, by=world.posts)
    decide_appeal(first.pk, upheld=False, answer="It stays.", by=world.decides_too)
    assert not can(world.posts, rules.appeal_decision, listing)
    submit_listing(listing.pk, by=world.posts)
    send_back_listing(listing.pk, **WHY, by=world.decides)
    assert make_organisers_appeal(listing, by=world.posts).finding == Finding.OPEN


@pytest.mark.parametrize("state", [State.PUBLISHED, State.CANCELLED])
def test_organisers_who_were_right_have_it_back_as_it_was(world, listing, state):
    if state == State.CANCELLED:
        cancel_listing(listing.pk, reason="The boiler.", by=world.posts)
    hide_listing(listing.pk, **WHY, by=world.decides)
    appeal = make_organisers_appeal(listing, by=world.posts)
    client = client_of(world.second)
    sent = {"outcome": "upheld", "answer": "You are right.", "edition": listing.edition}
    response = client.post(f"/moderation/appeals/{appeal.pk}/", sent)
    assert response["Location"] == f"/moderation/listings/{listing.slug}/"
    now = Listing.objects.get(pk=listing.pk)
    assert (now.state, now.reason) == (state, "The boiler." if state == State.CANCELLED else "")
    assert can(VISITOR, rules.view, listing)
    assert told("listings.appeal-answered") == BOTH
    assert Moderation.objects.filter(listing=listing)[0].decision == "restored"


def test_what_was_sent_back_before_it_was_public_waits_again(world):
    listing = make_listing(world.group, State.SUBMITTED)
    send_back_listing(listing.pk, **WHY, by=world.decides)
    appeal = make_organisers_appeal(listing, by=world.posts)
    decide_appeal(appeal.pk, upheld=True, answer="You are right.", by=world.decides_too)
    assert Listing.objects.get(pk=listing.pk).state == State.SUBMITTED


def test_appeal_about_what_was_handed_in_again_is_answered_and_changes_no_state(world, listing):
    send_back_listing(listing.pk, **WHY, by=world.decides)
    appeal = make_organisers_appeal(listing, by=world.posts)
    submit_listing(listing.pk, by=world.posts)
    decide_appeal(appeal.pk, upheld=True, answer="You are right.", by=world.decides_too)
    assert Listing.objects.get(pk=listing.pk).state == State.SUBMITTED
    assert Appeal.objects.get().finding == Finding.UPHELD


def test_text_that_may_not_be_public_as_it_is_does_not_come_back_by_an_appeal(world, listing):
    send_back_listing(listing.pk, **WHY, by=world.decides)
    Listing.objects.filter(pk=listing.pk).update(without_parents=True)
    appeal = make_organisers_appeal(listing, by=world.posts)
    with pytest.raises(ValidationError, match="safeguarding"):
        decide_appeal(appeal.pk, upheld=True, answer="You are right.", by=world.decides_too)
    sent = {"outcome": "upheld", "answer": "You are right.", "edition": listing.edition}
    page = read(client_of(world.second).post(f"/moderation/appeals/{appeal.pk}/", sent))
    assert "Say who your safeguarding lead is." in page.one(".notice-error").text
    assert Appeal.objects.get().finding == Finding.OPEN


@pytest.mark.parametrize("state", [state for state in State if state not in (State.RETURNED, State.HIDDEN)])
def test_what_was_not_decided_against_is_not_appealed(world, state):
    listing = make_listing(world.group, state)
    with pytest.raises(NotAllowed):
        appeal_decision(listing.pk, text="Why not?", by=world.posts)
    response = client_of(world.organiser).get(f"/whats-on/{listing.slug}/appeal/")
    assert (response.status_code, response["Location"]) == (302, listing.get_absolute_url())


def test_only_those_who_post_for_the_group_appeal_for_it(world, listing):
    hide_listing(listing.pk, **WHY, by=world.decides)
    path = f"/whats-on/{listing.slug}/appeal/"
    for person in (world.keyholder, world.moderator, PersonFactory()):
        assert client_of(person).get(path).status_code == 404
        with pytest.raises(NotAllowed):
            appeal_decision(listing.pk, text="Why?", by=acting(person))
    assert client_of(None).get(path)["Location"].startswith("/account/sign-in/")


# Who looks again


def test_whoever_decided_first_does_not_look_again_where_there_is_somebody_else(world, answered):
    appeal = make_appeal(answered)
    with pytest.raises(NotAllowed):
        decide_appeal(appeal.pk, upheld=False, answer="It stays.", by=world.decides)
    page = read(client_of(world.moderator).get(f"/moderation/appeals/{appeal.pk}/"))
    assert "so somebody else looks again" in page.text
    assert page.all("textarea") == []
    waiting = [scope(by, rules.decide_appeal, Appeal).count() for by in (world.decides, world.decides_too)]
    assert waiting == [0, 1]


@pytest.mark.parametrize("why", ["closed account", "member of the group", "no administrator any more"])
def test_whoever_decided_first_looks_again_where_nobody_else_can(world, answered, why):
    appeal = make_appeal(answered)
    if why == "closed account":
        world.second.is_active = False
        world.second.save()
    elif why == "member of the group":
        Membership.objects.create(person=world.second, organisation=world.group, role=Role.LETTINGS)
    else:
        Membership.objects.filter(person=world.second).update(role=Role.ANALYST)
    assert decide_appeal(appeal.pk, upheld=False, answer="It stays.", by=world.decides).answered_by_id == (
        world.moderator.pk
    )


def test_nobody_looks_again_at_their_own_appeal(world, listing):
    own = make_answer(make_report(listing, by=world.decides_too), by=world.decides)
    appeal = make_appeal(own, by=world.decides_too)
    with pytest.raises(NotAllowed):
        decide_appeal(appeal.pk, upheld=True, answer="Yes.", by=world.decides_too)
    third = acting(make_member(world.steward, Role.ADMINISTRATOR))
    assert decide_appeal(appeal.pk, upheld=False, answer="No.", by=third).answered_by_id == third.id


def test_appeal_decided_twice_is_decided_once_and_says_by_whom(world, answered):
    appeal = make_appeal(answered)
    third = make_member(world.steward, Role.ADMINISTRATOR, name="Ada Third")
    decide_appeal(appeal.pk, upheld=False, answer="It stays.", by=acting(third))
    sent = {"outcome": "hide", "criterion": "untrue", "answer": "Hide it."}
    response = client_of(world.second).post(f"/moderation/appeals/{appeal.pk}/", sent)
    assert response.status_code == 200
    assert "Ada Third answered this already" in read(response).one(".notice-error").text
    assert Appeal.objects.get().answer == "It stays."


def test_nobody_at_the_group_opens_an_appeal(world, answered):
    appeal = make_appeal(answered)
    for person in (world.organiser, world.manager, world.keyholder):
        assert client_of(person).get(f"/moderation/appeals/{appeal.pk}/").status_code == 404


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_hostile_values_break_nothing(world, listing, answered, value):
    appeal = make_appeal(answered)
    client = client_of(world.second)
    whole = {"outcome": "hide", "criterion": "untrue", "answer": "Hide it.", "edition": "0"}
    for name in ("outcome", "criterion", "edition"):
        response = client.post(f"/moderation/appeals/{appeal.pk}/", {**whole, name: value})
        assert response.status_code in (200, 400)
        assert read(response).said("h1")
    assert Appeal.objects.get().finding == Finding.OPEN
    hide_listing(listing.pk, **WHY, by=world.decides)
    response = client_of(world.organiser).post(f"/whats-on/{listing.slug}/appeal/", {"text": value})
    assert response.status_code in (200, 302, 400)
