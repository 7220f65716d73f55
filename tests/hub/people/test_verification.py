"""The steward checks a school or group: the queue, the page, yes and no, and twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.access import NotAllowed
from hub.people.actions.verification import (
    AlreadyDecided,
    a_year_on,
    refuse_organisation,
    verify_organisation,
)
from hub.people.models import Organisation, Outcome, Person, Role, Verification
from hub.people.work import to_check
from tests.factories.people import OrganisationFactory, VerificationFactory, acting, today
from tests.hostile import VALUES
from tests.hub.people.members import administrator, errors, group, manager, member, notices, signed_in, told
from tests.pages import facts_of, read

pytestmark = pytest.mark.django_db

CHECK = "/groups/heathfield/check/"
WORK = "/worklist/verify-organisations/"


def waiting(days: int = 1, **given: object) -> Organisation:
    """A group that asked so many days ago and was never checked."""
    return group(**{"unverified": True, "asked_at": timezone.now() - timedelta(days=days), **given})


@pytest.fixture
def samir() -> Person:
    return administrator()


def test_queue_has_those_that_asked_oldest_first_and_then_those_that_run_out(samir):
    now = timezone.now()
    asked = [
        OrganisationFactory(name=name, unverified=True, asked_at=now - timedelta(days=days))
        for name, days in (("Third", 1), ("First", 9), ("Second", 4))
    ]
    for name, days in (("Fifth", 30), ("Fourth", 3), ("Not yet", 31)):
        OrganisationFactory(name=name, verified_until=today() + timedelta(days=days))
    OrganisationFactory(name="Ran out", lapsed=True)
    OrganisationFactory(name="Never asked", unverified=True)
    OrganisationFactory(name="Suspended", unverified=True, suspended=True, asked_at=now)
    refused = OrganisationFactory(name="Refused since", verified_until=today() + timedelta(days=5))
    VerificationFactory(organisation=refused, outcome=Outcome.REFUSED, reason="Why.", expires_on=None)
    found = [one.name for one in to_check(acting(samir))]
    assert found == ["First", "Second", "Third", "Ran out", "Fourth", "Fifth"]
    page = read(signed_in(samir).get(WORK))
    assert [one.text for one in page.all("h3")] == found
    assert len(asked) == 3


def test_queue_is_empty_for_everybody_else(samir):
    heath = waiting()
    people = [
        manager(heath),
        member(Organisation.objects.get(kind="steward"), "Wren Abbott", Role.ANALYST),
    ]
    assert [list(to_check(acting(person))) for person in people] == [[], []]
    assert list(to_check(acting(samir, second_factor=False))) == []
    assert [signed_in(person).get(CHECK).status_code for person in people] == [404, 404]
    once = signed_in(samir, second_factor=False).get(CHECK)
    assert (once.status_code, read(once).said("h1")) == (403, "One more step")
    assert Client().get(CHECK)["Location"].startswith("/account/sign-in/")


def test_steward_never_checks_itself(samir):
    own = Organisation.objects.get(kind="steward")
    Organisation.objects.filter(pk=own.pk).update(asked_at=timezone.now(), verified_until=None)
    assert list(to_check(acting(samir))) == []
    with pytest.raises(NotAllowed):
        verify_organisation(own.pk, "Everything.", by=acting(samir))
    assert signed_in(samir).get(f"/groups/{own.slug}/check/").status_code == 404


def test_item_says_what_is_known_with_links_to_the_registers(samir):
    heath = group(unverified=True, charity_number="1089464", website="https://heathfield.example/")
    first = manager(heath)
    signed_in(first).post("/groups/heathfield/ask/")
    OrganisationFactory(
        school=True, unverified=True, school_urn="103456", asked_at=timezone.now(), name="Grange Lane"
    )
    OrganisationFactory(
        unverified=True, charity_number="SC012345", asked_at=timezone.now() + timedelta(1), name="Scots"
    )
    page = read(signed_in(samir).get(WORK))
    items = {one.said("h3"): one for one in page.all("article.card")}
    facts = facts_of(items["Heathfield Families"].one("dl.facts"))
    assert facts["Kind"] == "Community group, Play and youth"
    assert facts["Why now"].startswith("Asked on ")
    assert facts["Why now"].endswith("by Amina Hollis")
    links = [one.attributes["href"] for one in items["Heathfield Families"].one("dl.facts").all("a")]
    assert links == [
        "https://register-of-charities.charitycommission.gov.uk/charity-details/?regid=1089464&subid=0",
        "https://heathfield.example/",
    ]
    (school,) = [one.attributes["href"] for one in items["Grange Lane"].one("dl.facts").all("a")]
    assert school == (
        "https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/103456"
    )
    assert items["Scots"].one("dl.facts").all("a") == []
    # Each item's fields have names of their own for the page, so that labels lead to the right one.
    ids = [one.attributes["id"] for one in page if one.attributes.get("id")]
    assert len(ids) == len(set(ids))


def test_verifying_from_the_queue_makes_it_public_for_a_year_and_tells_its_managers(samir):
    heath = waiting()
    manager(heath)
    member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    client, visitor = signed_in(samir), Client()
    assert visitor.get("/groups/heathfield/").status_code == 404
    response = client.post(
        CHECK,
        {
            "looked_at": ["constitution", "contact"],
            "checked": "its noticeboard.",
            "decision": "verify",
            "next": WORK,
        },
        follow=True,
    )
    assert response.redirect_chain == [(WORK, 302)]
    heath.refresh_from_db()
    until = a_year_on(today())
    assert (heath.asked_at, heath.verified_until) == (None, until)
    made = Verification.objects.get()
    words = "Its constitution or rules, that its public contact answers, its noticeboard."
    assert (made.outcome, made.checked, made.decided_by, made.expires_on) == ("verified", words, samir, until)
    assert told(response)[0].startswith("Heathfield Families is verified until ")
    assert notices("people.verified") == [("amina@people.test", "Heathfield Families is verified")]
    page = visitor.get("/groups/heathfield/")
    assert page.status_code == 200
    assert words in page.text
    assert read(client.get(WORK)).all("h3") == []


def test_refusing_says_why_to_the_managers_alone(samir):
    heath = waiting()
    manager(heath)
    response = signed_in(samir).post(
        CHECK, {"decision": "refuse", "reason": "Nobody answered. Ring us, then ask again."}, follow=True
    )
    assert told(response) == ["Heathfield Families is not verified. Its managers are told why."]
    heath.refresh_from_db()
    assert (heath.asked_at, heath.verified_until) == (None, None)
    made = Verification.objects.get()
    assert (made.outcome, made.reason) == ("refused", "Nobody answered. Ring us, then ask again.")
    assert notices("people.refused") == [("amina@people.test", "Heathfield Families could not be verified")]
    page = read(signed_in(samir).get(CHECK))
    assert "Nobody answered." in page.one("aside").text
    assert Client().get("/groups/heathfield/").status_code == 404


def test_refusing_a_renewal_lets_the_last_check_run_out_and_leaves_the_queue(samir):
    until = today() + timedelta(days=5)
    heath = group(verified_until=until)
    refuse_organisation(heath.pk, "", "Its charity was closed.", by=acting(samir))
    heath.refresh_from_db()
    assert heath.verified_until == until
    assert list(to_check(acting(samir))) == []
    Organisation.objects.filter(pk=heath.pk).update(asked_at=timezone.now())
    assert list(to_check(acting(samir))) == [heath]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"decision": "verify"}, "What else you checked – Say what you checked: the public reads it."),
        (
            {"decision": "refuse"},
            "If you refuse: why, and what they can do – Say why, so that they know what to do.",
        ),
        ({"decision": "perhaps"}, "Press one of the two buttons."),
        ({}, "Press one of the two buttons."),
        ({"decision": "verify", "looked_at": ["nothing"]}, "What you checked – Choose from the list."),
        (
            {"decision": "verify", "checked": "Rang Ann on 0121 496 0999."},
            "What else you checked – The public reads this. Take out: a telephone number.",
        ),
    ],
)
def test_half_a_decision_is_asked_for_again(samir, given, said):
    heath = waiting()
    response = signed_in(samir).post(CHECK, {**given, "next": WORK})
    assert response.status_code == 200
    assert said in errors(response)
    page = read(response)
    assert page.said("title").startswith("Error: ")
    assert page.one("textarea", name="checked").text == given.get("checked", "")
    assert page.one("input", name="next").attributes["value"] == WORK
    assert Verification.objects.count() == 0
    heath.refresh_from_db()
    assert heath.asked_at is not None


def test_too_many_words_are_said_to_be(samir):
    waiting()
    response = signed_in(samir).post(
        CHECK,
        {
            "decision": "verify",
            "looked_at": ["charity", "constitution", "runs", "contact", "speaks", "policy"],
            "checked": "x" * 200,
        },
    )
    assert errors(response) == [
        "What else you checked – Say it in fewer words: together it is too long to show."
    ]


def test_every_standard_check_together_fits(samir):
    for kind in ({}, {"school": True}):
        organisation = OrganisationFactory(unverified=True, asked_at=timezone.now(), **kind)
        client = signed_in(samir)
        path = f"/groups/{organisation.slug}/check/"
        every = [one.attributes["value"] for one in read(client.get(path)).all("input", name="looked_at")]
        assert len(every) >= 4
        assert client.post(path, {"decision": "verify", "looked_at": every}).status_code == 302


@pytest.mark.parametrize("second", ["verify", "refuse"])
def test_decided_twice_the_second_is_told_by_whom_and_loses_nothing(samir, second):
    heath = waiting()
    manager(heath)
    client = signed_in(samir)
    client.post(CHECK, {"decision": "verify", "looked_at": ["runs"]})
    response = client.post(
        CHECK,
        {"decision": second, "looked_at": ["contact"], "checked": "its hall", "reason": "Not so fast."},
    )
    assert response.status_code == 200
    page = read(response)
    alert = page.one("div.notice-error").text
    assert "This was decided already: verified, by Samir Quill on " in alert
    assert page.one("textarea", name="checked").text == "its hall"
    assert page.one("textarea", name="reason").text == "Not so fast."
    checked = [
        one.attributes["value"] for one in page.all("input", name="looked_at") if "checked" in one.attributes
    ]
    assert checked == ["contact"]
    assert Verification.objects.count() == 1
    assert notices("people.refused") == []
    assert len(notices("people.verified")) == 1


def test_what_nobody_asked_for_is_not_decided(samir):
    group()
    response = signed_in(samir).post(CHECK, {"decision": "verify", "looked_at": ["runs"]})
    assert "nobody asks for a check at present" in read(response).one("div.notice-error").text
    assert Verification.objects.count() == 0
    with pytest.raises(AlreadyDecided):
        verify_organisation(Organisation.objects.get(slug="heathfield").pk, "All.", by=acting(samir))


def test_check_holds_a_year_from_today_whatever_the_day(samir):
    heath = waiting()
    with time_machine.travel(timezone.now().replace(year=2028, month=2, day=29, hour=12)):
        verify_organisation(heath.pk, "Who runs it.", by=acting(samir))
    heath.refresh_from_db()
    assert heath.verified_until.isoformat() == "2029-02-28"


def test_what_changed_since_the_last_check_is_shown(samir):
    with time_machine.travel(timezone.now() - timedelta(days=340)):
        heath = group(unverified=True, asked_at=timezone.now())
        verify_organisation(heath.pk, "Who runs it.", by=acting(samir))
    heath = Organisation.objects.get(pk=heath.pk)
    heath.trades_for_profit = True
    heath.save()
    page = read(signed_in(samir).get(CHECK))
    words = page.one("main").text
    assert "Since the last check:" in words
    assert "Now run for profit." in words
    assert "Its page was last changed on " in words
    assert "Verified until" in page.one("ol.timeline").text
    assert "by Samir Quill" in page.one("aside").text


def test_refusal_without_reason_and_long_ones_are_refused_by_the_action(samir):
    heath = waiting()
    for reason in ("", " \n ", "x" * 501):
        with pytest.raises(ValidationError):
            refuse_organisation(heath.pk, "", reason, by=acting(samir))
    with pytest.raises(ValidationError):
        verify_organisation(heath.pk, " ", by=acting(samir))
    with pytest.raises(NotAllowed):
        verify_organisation(heath.pk, "All.", by=acting(manager(heath)))
    assert Verification.objects.count() == 0


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_whatever_is_sent_the_answer_is_clear(samir, value):
    waiting()
    client = signed_in(samir)
    client.raise_request_exception = True
    response = client.post(
        CHECK, {"decision": "refuse", "checked": value, "reason": value, "looked_at": value, "next": value}
    )
    assert response.status_code == 200
    read(response)
    response = client.post(CHECK, {"decision": "refuse", "reason": value, "next": value})
    assert response.status_code in (200, 302)
    assert response.headers.get("Location", CHECK).startswith("/")
    assert not response.headers.get("Location", CHECK).startswith("//")
    assert client.get(CHECK).status_code == 200


def test_queue_costs_as_many_queries_for_thirty_as_for_one(samir):
    client = signed_in(samir)

    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(WORK).status_code == 200
        return len(made)

    VerificationFactory(organisation=waiting(), decided_by=samir)
    cost()
    one = cost()
    for number in range(29):
        organisation = OrganisationFactory(asked_at=timezone.now(), name=f"Group {number}")
        VerificationFactory(organisation=organisation, decided_by=samir)
        VerificationFactory(organisation=organisation)
    assert len(read(client.get(WORK)).all("article")) == 30
    assert cost() == one
