"""What anyone says is wrong with a listing, and what comes of it, through the front door."""

import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from hub.access import NotAllowed
from hub.notices.models import Message
from hub.people.actor import VISITOR
from hub.people.models import Membership, Role
from listings.actions import answer_report, hide_listing, report_listing
from listings.actions.moderation import LookAgain
from listings.actions.reports import Step
from listings.models import Criterion, Finding, Listing, Moderation, Report, State
from tests.factories.listings import make_listing
from tests.factories.moderation import ANSWER, WRONG, make_answer, make_report
from tests.factories.people import PersonFactory, acting
from tests.hostile import VALUES
from tests.listings.moderators import BOTH, World, client_of, letters, told
from tests.pages import facts_of, read

pytestmark = pytest.mark.django_db
REPORTER = "reporter@reader.test"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def listing(world: World) -> Listing:
    return make_listing(world.group, title="Story time")


def path_of(listing: Listing) -> str:
    return f"/whats-on/{listing.slug}/report/"


def send(listing: Listing, client: Client | None = None, **said: object):
    client = client or client_of(None)
    (key,) = read(client.get(path_of(listing))).one("form").all("input", name="key")
    sent = {"criterion": "untrue", "text": WRONG, "key": key.attributes["value"], **said}
    return client.post(path_of(listing), sent)


def test_public_page_leads_to_the_report_and_sets_no_cookie(listing):
    client = client_of(None)
    page = read(client.get(listing.get_absolute_url()))
    (link,) = [one for one in page.all("a") if one.text == "Something wrong with this?"]
    assert link.attributes["href"] == path_of(listing)
    assert not client.cookies
    assert client.get(link.attributes["href"]).status_code == 200


def test_form_sends_who_fears_for_a_child_elsewhere_before_anything_is_typed(listing):
    page = read(client_of(None).get(path_of(listing)))
    (warning,) = page.all(".notice-error")
    assert warning.said("h2") == "Is a child in danger?"
    assert [one.attributes["href"] for one in warning.all("a")] == ["tel:999", "/about/safety/"]
    assert page.text.index("Is a child in danger?") < page.text.index("What is wrong?")


def test_visitor_reports_and_gets_a_link_to_follow_it(listing):
    response = send(listing)
    report = Report.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/reports/{report.key}/")
    assert (report.criterion, report.text, report.email, report.person) == ("untrue", WRONG, "", None)
    assert (report.finding, report.listing) == (Finding.OPEN, listing)
    followed = client_of(None).get(response["Location"])
    page = read(followed)
    assert page.one(".notice-ok").said("h2") == "Thank you. We have it."
    assert "keep the address of this page" in page.one(".notice-ok").text
    assert facts_of(page.one("aside"))["What is wrong"] == "It is wrong, out of date, or somebody else’s"
    assert told("listings.report-received") == []


def test_page_of_a_report_is_neither_kept_nor_passed_on_nor_found(listing):
    response = client_of(None).get(f"/reports/{make_report(listing).key}/")
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="referrer" content="same-origin">' in response.text


def test_reporter_who_gives_an_address_gets_the_link_and_nothing_of_what_was_said(listing):
    send(listing, email=REPORTER)
    report = Report.objects.get()
    message = Message.objects.get(kind="listings.report-received")
    assert (message.address, message.secret) == (REPORTER, True)
    assert f"/reports/{report.key}/" in message.text
    assert WRONG not in message.text
    assert listing.title not in message.text + message.subject


def test_who_is_signed_in_is_told_at_their_account(listing):
    person = PersonFactory(email="parent@reader.test")
    client = client_of(person)
    assert read(client.get(path_of(listing))).all("input", name="email") == []
    response = send(listing, client, email="other@reader.test")
    report = Report.objects.get()
    assert (report.person, report.email) == (person, "")
    assert told("listings.report-received") == ["parent@reader.test"]
    assert client.get(response["Location"]).status_code == 200
    # Made with an account, it is that person's alone.
    assert client_of(None).get(response["Location"]).status_code == 404
    assert client_of(PersonFactory()).get(response["Location"]).status_code == 404


def test_form_sent_twice_makes_one_report(listing):
    client = client_of(None)
    (key,) = read(client.get(path_of(listing))).all("input", name="key")
    sent = {"criterion": "untrue", "text": WRONG, "email": REPORTER, "key": key.attributes["value"]}
    addresses = {client.post(path_of(listing), sent)["Location"] for _time in range(2)}
    assert addresses == {f"/reports/{key.attributes['value']}/"}
    assert told("listings.report-received") == [REPORTER]
    # Gone back to, and changed: that is another report.
    other = client.post(path_of(listing), {**sent, "text": "And it was cold."})["Location"]
    assert other not in addresses
    assert Report.objects.count() == 2


def test_key_of_somebody_elses_report_opens_nothing(listing):
    theirs = make_report(listing, email=REPORTER)
    response = send(listing, key=str(theirs.key))
    assert response["Location"] != f"/reports/{theirs.key}/"
    assert Report.objects.count() == 2


@pytest.mark.parametrize("criterion", ["unclear", "unsafe", "untrue", "unlawful"])
def test_some_reports_need_words_and_keep_the_rest_of_what_was_typed(listing, criterion):
    response = send(listing, criterion=criterion, text=" ", email=REPORTER)
    page = read(response)
    assert page.said("title").startswith("Error:")
    assert "Tell us what it is, in a sentence or two." in page.one(".errors").text
    (email,) = page.all("input", name="email")
    assert email.attributes["value"] == REPORTER
    with pytest.raises(ValidationError):
        report_listing(listing.pk, criterion=criterion, by=VISITOR)
    assert not Report.objects.exists()


@pytest.mark.parametrize("criterion", ["advert", "personal", "not-local"])
def test_other_reports_need_none(listing, criterion):
    assert send(listing, criterion=criterion, text="").status_code == 302


@pytest.mark.parametrize(
    "state", [state for state in State if state not in ("published", "cancelled", "past")]
)
def test_what_is_not_public_is_not_reported(world, state):
    hidden = make_listing(world.group, state)
    assert client_of(None).get(path_of(hidden)).status_code == 404
    with pytest.raises(NotAllowed):
        report_listing(hidden.pk, criterion=Criterion.ADVERT, by=VISITOR)


def test_members_change_their_own_listing_and_do_not_report_it(world, listing):
    response = client_of(world.organiser).get(path_of(listing))
    assert response.status_code == 403
    assert "but for what their own organisation posted" in response.text


def test_form_from_another_site_reports_nothing(listing):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert client.post(path_of(listing), {"criterion": "advert"}).status_code == 403
    assert not Report.objects.exists()


def test_too_many_reports_from_one_place_have_to_wait_and_lose_nothing(listing):
    client = client_of(None)
    for _time in range(10):
        assert send(listing, client, key=str(uuid.uuid4())).status_code == 302
    response = send(listing, client, text="The eleventh.")
    assert response.status_code == 429
    assert "The eleventh." in response.text
    assert Report.objects.count() == 10


def test_forms_that_come_back_with_errors_are_not_counted(listing):
    client = client_of(None)
    for _time in range(12):
        assert send(listing, client, text="").status_code == 200
    assert send(listing, client).status_code == 302


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_hostile_values_break_nothing(listing, value):
    for name in ("criterion", "text", "email", "key"):
        response = send(listing, **{name: value})
        assert response.status_code in (200, 302, 400, 429), name
        if response.status_code == 302:
            assert re.fullmatch(r"/reports/[0-9a-f-]{36}/", response["Location"])
            assert read(client_of(None).get(response["Location"])).said("h1") == "Your report"
        else:
            assert read(response).said("h1")


# What the steward makes of it


@pytest.mark.parametrize(
    ("step", "finding", "state", "organisers_hear"),
    [
        (Step.HIDE, Finding.UPHELD, State.HIDDEN, "listings.hidden"),
        (Step.SEND_BACK, Finding.UPHELD, State.RETURNED, "listings.returned"),
        (Step.ASK, Finding.UPHELD, State.PUBLISHED, "listings.report-answered"),
        (Step.PUT_RIGHT, Finding.PARTLY, State.PUBLISHED, "listings.report-answered"),
        (Step.STAYS, Finding.DISMISSED, State.PUBLISHED, "listings.report-answered"),
    ],
)
def test_answer_does_what_it_says_and_both_sides_hear(world, listing, step, finding, state, organisers_hear):
    report = make_report(listing, email=REPORTER)
    client = client_of(world.moderator)
    (item,) = read(client.get("/worklist/")).all("article")
    assert WRONG in item.text
    assert REPORTER not in item.text
    sent = {"step": step, "criterion": "untrue", "answer": ANSWER, "edition": listing.edition}
    response = client.post(f"/moderation/reports/{report.pk}/", {**sent, "next": "/worklist/"})
    assert (response.status_code, response["Location"]) == (302, "/worklist/")
    report.refresh_from_db()
    assert (report.finding, report.answer, report.answered_by) == (finding, ANSWER, world.moderator)
    assert Listing.objects.get(pk=listing.pk).state == state
    heard = {address for kind, address in letters(organisers_hear) if address != REPORTER}
    assert sorted(heard) == BOTH
    assert ("listings.report-answered", REPORTER) in letters()
    to_reporter = Message.objects.get(kind="listings.report-answered", address=REPORTER)
    assert f"/reports/{report.key}/" in to_reporter.text
    page = read(client_of(None).get(f"/reports/{report.key}/"))
    assert ANSWER in page.text
    assert str(finding.label) in page.text


def test_organisers_never_learn_who_reported_or_in_which_words(world, listing):
    secret = "Zebedee Quillfeather saw it on 3 May"
    person = PersonFactory(name="Zebedee Quillfeather", email="zebedee@reader.test")
    reports = [
        make_report(listing, text=secret, email=REPORTER),
        make_report(listing, text=secret, by=acting(person)),
    ]
    make_answer(reports[0], Step.STAYS, by=world.decides)
    make_answer(reports[1], Step.HIDE, by=world.decides)
    to_group = Message.objects.filter(address__in=BOTH)
    pages = [
        client_of(reader).get(path).text
        for reader in (world.organiser, world.manager, world.keyholder, None, PersonFactory())
        for path in (
            "/",
            "/worklist/",
            "/account/",
            listing.get_absolute_url(),
            world.group.get_absolute_url(),
            f"{listing.get_absolute_url()}appeal/",
            "/whats-on/calendar.ics",
        )
    ]
    told_to_group = [message.text + message.html + message.subject for message in to_group]
    assert len(told_to_group) == 6
    assert len(pages) == 35
    keys = [str(report.key) for report in reports]
    for words in ("Zebedee", "zebedee@reader.test", REPORTER, "3 May", *keys):
        assert [text for text in [*told_to_group, *pages] if words in text] == []


def test_report_page_does_not_name_what_is_hidden(world, listing):
    report = make_report(listing)
    assert "Story time" in client_of(None).get(f"/reports/{report.key}/").text
    make_answer(report, Step.HIDE, by=world.decides)
    page = client_of(None).get(f"/reports/{report.key}/").text
    assert "Story time" not in page
    assert listing.slug not in page


def test_report_answered_twice_is_answered_once_and_says_by_whom(world, listing):
    report = make_report(listing)
    make_answer(report, Step.HIDE, by=world.decides_too)
    with pytest.raises(NotAllowed):
        make_answer(report, Step.STAYS, by=world.decides)
    sent = {"step": "stays", "criterion": "untrue", "answer": "Fine.", "edition": listing.edition}
    response = client_of(world.moderator).post(f"/moderation/reports/{report.pk}/", sent)
    assert response.status_code == 200
    assert re.search(r"Wren Abbott answered this already, on .+: You were right\.", read(response).text)
    assert Listing.objects.get(pk=listing.pk).state == State.HIDDEN


def test_answer_about_a_listing_that_changed_since_is_not_given(world, listing):
    report = make_report(listing)
    read_before = listing.edition
    Listing.objects.filter(pk=listing.pk).update(edition=9)
    with pytest.raises(LookAgain):
        make_answer(report, Step.HIDE, edition=read_before, by=world.decides)
    sent = {"step": "hide", "criterion": "untrue", "answer": ANSWER, "edition": read_before}
    page = read(client_of(world.moderator).post(f"/moderation/reports/{report.pk}/", sent))
    assert "It was changed while you were reading it." in page.one(".notice-error").text
    assert page.one("textarea").text == ANSWER
    (again,) = page.all("input", name="edition")
    assert again.attributes["value"] == "9"
    assert Report.objects.get().finding == Finding.OPEN
    assert not Moderation.objects.filter(decision="hidden").exists()


def test_step_that_is_not_possible_any_more_is_said_beside_its_field(world, listing):
    report = make_report(listing)
    hide_listing(listing.pk, criterion=Criterion.UNTRUE, reason="Gone.", by=world.decides_too)
    sent = {"step": "send-back", "criterion": "untrue", "answer": ANSWER, "edition": listing.edition}
    page = read(client_of(world.moderator).post(f"/moderation/reports/{report.pk}/", sent))
    assert "can’t be done with it. Look again." in page.one(".errors").text
    assert Report.objects.get().finding == Finding.OPEN
    assert (
        client_of(world.moderator)
        .post(f"/moderation/reports/{report.pk}/", {**sent, "step": "put-right"})
        .status_code
        == 302
    )


def test_nobody_answers_their_own_report_or_about_their_own_organisation(world, listing):
    own = make_report(listing, by=world.decides)
    with pytest.raises(NotAllowed):
        make_answer(own, by=world.decides)
    page = read(client_of(world.moderator).get(f"/moderation/reports/{own.pk}/"))
    assert "Somebody else answers this one: it is your own." in page.text
    Membership.objects.create(person=world.second, organisation=world.group, role=Role.CONTRIBUTOR)
    with pytest.raises(NotAllowed):
        make_answer(make_report(listing), by=world.decides_too)
    assert client_of(world.second).get(f"/moderation/reports/{own.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["organiser", "manager", "keyholder"])
def test_nobody_at_the_group_opens_a_report(world, listing, who):
    report = make_report(listing)
    assert client_of(getattr(world, who)).get(f"/moderation/reports/{report.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ({"step": "", "criterion": "untrue", "answer": ANSWER}, {"step"}),
        ({"step": "stays", "criterion": "", "answer": ANSWER}, {"criterion"}),
        ({"step": "stays", "criterion": "untrue", "answer": " "}, {"answer"}),
        ({"step": "hide", "criterion": "untrue", "answer": "x" * 501}, {"answer"}),
    ],
)
def test_answer_without_its_words_changes_nothing(world, listing, said, about):
    report = make_report(listing, email=REPORTER)
    with pytest.raises(ValidationError) as refused:
        answer_report(report.pk, **said, by=world.decides)
    assert set(refused.value.error_dict) == about
    response = client_of(world.moderator).post(f"/moderation/reports/{report.pk}/", said)
    assert read(response).said("title").startswith("Error:")
    assert Report.objects.get().finding == Finding.OPEN
    assert told("listings.report-answered") == []


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_hostile_values_answer_nothing_and_break_nothing(world, listing, value):
    report = make_report(listing)
    client = client_of(world.moderator)
    whole = {"step": "hide", "criterion": "untrue", "answer": ANSWER, "edition": "0"}
    for name in ("step", "criterion", "edition"):
        response = client.post(f"/moderation/reports/{report.pk}/", {**whole, name: value})
        assert response.status_code in (200, 400)
        assert read(response).said("h1")
    assert Report.objects.get().finding == Finding.OPEN
    assert client.get(f"/moderation/reports/{2**63}/").status_code == 404
