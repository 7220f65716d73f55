"""What an organisation's page says of where it stands with the steward, and asking for a check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from hub.access import NotAllowed
from hub.calendar.london import LONDON
from hub.people.actions.organisation import ask_verification
from hub.people.models import Organisation, Outcome, Person, Role
from tests.factories.people import (
    OrganisationFactory,
    VerificationFactory,
    acting,
    make_administrator,
    make_member,
)
from tests.pages import Element, read
from tests.personas import Persona

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)
PAGE, ASK = "/groups/heathfield/", "/groups/heathfield/ask/"


@pytest.fixture(autouse=True)
def _wednesday_morning() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 25, 9, 0, tzinfo=LONDON), tick=False):
        yield


def browser(person: Person) -> Client:
    return Persona("someone", person, acting(person)).client()


def make(**given: Any) -> Organisation:
    made: Organisation = OrganisationFactory(name="Heathfield Families", slug="heathfield", **given)
    return made


def refuse(group: Organisation) -> None:
    VerificationFactory(
        organisation=group,
        outcome=Outcome.REFUSED,
        reason="Nobody answers the telephone.",
        decided_on=TODAY - timedelta(days=2),
        expires_on=None,
    )


def standing(person: Person | None) -> Element | None:
    """The notice on the page about where it stands, or None."""
    cache.clear()
    page = read((browser(person) if person else Client()).get(PAGE))
    found = [one for one in page.one("main").all(".notice") if one.all("h2")]
    return found[0] if found else None


def buttons(notice: Element | None) -> list[str]:
    return [one.text for one in notice.all("button")] if notice else []


def test_waiting_since_is_told_with_what_happens_next():
    group = make(unverified=True, asked_at=timezone.now() - timedelta(days=3))
    manager, contributor = make_member(group, Role.MANAGER), make_member(group, Role.CONTRIBUTOR)
    notice = standing(manager)
    assert notice is not None
    assert notice.said("h2") == "Not verified yet: waiting to be checked"
    assert "has been asked since Sunday 22 November to check" in notice.text
    assert buttons(notice) == []
    plain = standing(contributor)
    assert plain is not None
    assert plain.said("h2") == "Not verified yet"


def test_refused_with_its_reason_can_be_asked_again():
    group = make(unverified=True)
    refuse(group)
    manager, contributor = make_member(group, Role.MANAGER), make_member(group, Role.CONTRIBUTOR)
    notice = standing(manager)
    assert notice is not None
    assert notice.said("h2") == "Not verified yet: something is missing"
    assert "answered on Monday 23 November: Nobody answers the telephone." in notice.text
    assert buttons(notice) == ["Ask again"]
    other = standing(contributor)
    assert other is not None
    assert "telephone" not in other.text
    assert buttons(other) == []
    browser(manager).post(ASK)
    group.refresh_from_db()
    assert group.asked_at == timezone.now()
    again = standing(manager)
    assert again is not None
    assert again.said("h2") == "Not verified yet: waiting to be checked"


def test_one_that_nobody_asked_for_can_be_asked_for():
    group = make(unverified=True)
    assert buttons(standing(make_member(group, Role.MANAGER))) == ["Ask to be checked"]


@pytest.mark.parametrize(
    ("days", "heading"),
    [
        (61, None),
        (60, "The check runs out soon"),
        (0, "The check runs out soon"),
        (-1, "The check has run out"),
    ],
)
def test_check_that_runs_out_is_told_two_months_before(days, heading):
    group = make(verified_until=TODAY + timedelta(days=days))
    manager = make_member(group, Role.MANAGER)
    notice = standing(manager)
    assert (notice.said("h2") if notice else None) == heading
    assert buttons(notice) == (["Ask for the next check"] if heading else [])
    assert standing(None) is None
    response = browser(manager).post(ASK)
    assert response.status_code == 302
    group.refresh_from_db()
    assert (group.asked_at is not None) is (heading is not None)


def test_verified_one_that_was_refused_since_still_stands():
    group = make()
    refuse(group)
    notice = standing(make_member(group, Role.MANAGER))
    assert notice is not None
    assert notice.said("h2") == "The last check found something missing"
    # It has a year still, so nothing to ask for.
    assert buttons(notice) == []
    assert standing(None) is None


def test_asking_twice_is_answered_kindly():
    group = make(unverified=True)
    client = browser(make_member(group, Role.MANAGER))
    first, second = client.post(ASK, follow=True), client.post(ASK, follow=True)
    assert "We have been asked to check it. You will hear by e-mail." in first.text
    assert "A check is asked for already, or the last one still holds for a while." in second.text
    group.refresh_from_db()
    assert group.asked_at is not None


def test_only_managers_ask_and_never_for_the_steward():
    group = make(unverified=True)
    for person in (make_member(group, Role.CONTRIBUTOR), make_member(OrganisationFactory(), Role.MANAGER)):
        assert browser(person).post(ASK).status_code == 404
        with pytest.raises(NotAllowed):
            ask_verification(group.pk, by=acting(person))
    assert browser(make_member(group, Role.MANAGER)).get(ASK).status_code == 405
    steward = OrganisationFactory(steward=True, unverified=True)
    with pytest.raises(NotAllowed):
        ask_verification(steward.pk, by=acting(make_member(steward, Role.MANAGER)))
    suspended = OrganisationFactory(unverified=True, suspended=True)
    with pytest.raises(NotAllowed):
        ask_verification(suspended.pk, by=acting(make_member(suspended, Role.MANAGER)))


def test_steward_reads_why_one_is_suspended_and_the_public_nothing():
    make(suspended=True)
    notice = standing(Person.objects.get(pk=make_administrator().id))
    assert notice is not None
    assert (notice.said("h2"), "The reason: It is not a group at all." in notice.text) == ("Suspended", True)
    assert Client().get(PAGE).status_code == 404


def test_buttons_are_for_those_who_may():
    group = make()

    def offered(person: Person) -> list[str]:
        main = read(browser(person).get(PAGE)).one("main")
        return [one.attributes["href"] for one in main.all("a.btn") if "heathfield" in one.attributes["href"]]

    manager, contributor = make_member(group, Role.MANAGER), make_member(group, Role.CONTRIBUTOR)
    assert offered(manager)[:2] == ["/groups/heathfield/edit/", "/groups/heathfield/place/"]
    assert not {"/groups/heathfield/edit/", "/groups/heathfield/place/"} & set(offered(contributor))


def test_preview_shows_what_visitors_see_of_one_that_they_do_not_see_yet():
    group = make(unverified=True, about="Our words.")
    manager = browser(make_member(group, Role.MANAGER))
    page = read(manager.get(f"{PAGE}?as=visitor")).one("main")
    assert page.one(".notice").said("p") == "This is how visitors see the page. Back to your own view"
    assert (
        page.one("div.prose").text,
        page.all("form"),
        page.all("a.btn", href="/groups/heathfield/edit/"),
    ) == (
        "Our words.",
        [],
        [],
    )
    assert Client().get(f"{PAGE}?as=visitor").status_code == 404
