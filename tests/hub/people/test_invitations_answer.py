"""What whoever was invited sees and does: as a visitor, signed in, as somebody else, too late."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.access import NotAllowed, who_can
from hub.notices.models import Message
from hub.people import rules
from hub.people.actions.invitations import accept_invitation, invite, revoke_invitation
from hub.people.models import Invitation, Membership, Organisation, Person, Role
from hub.web.logs import JsonFormatter
from tests.factories.people import OrganisationFactory, PersonFactory, acting
from tests.hostile import VALUES
from tests.hub.people.members import group, manager, member, notices, roles_of, signed_in, told
from tests.hub.people.test_invitations import NEW, secret_in
from tests.pages import read

pytestmark = pytest.mark.django_db

LIST = "/invitations/"


def invited(
    *roles: str, email: str = NEW, organisation: Organisation | None = None
) -> tuple[Invitation, str]:
    """An open invitation to Heathfield Families by Amina Hollis, and the path of its link."""
    heath = organisation or group()
    by = Person.objects.filter(name="Amina Hollis").first() or manager(heath)
    invitation = invite(heath.pk, email, roles or ["contributor"], by=acting(by))
    message = Message.objects.filter(kind="people.invitation").order_by("created").last()
    assert message is not None
    return invitation, f"/invitations/{secret_in(message)}/"


def somebody(email: str = NEW, *, verified: bool = True) -> Person:
    """Somebody with an account and an address."""
    person: Person = PersonFactory(email=email, name="Bethan Okwuosa")
    EmailAddress.objects.create(user=person, email=email, verified=verified, primary=True)
    return person


def open_link(client: Client, path: str) -> HttpResponse:
    """Follow the link in the letter to the page with the buttons."""
    first = client.get(path)
    assert (first.status_code, first["Location"]) == (302, LIST)
    return client.get(LIST)


def test_visitor_reads_who_invites_to_what_until_when():
    invitation, path = invited("contributor", "dsl")
    page = read(open_link(Client(), path))
    assert page.said("h1") == "You are invited to Heathfield Families"
    words = page.one("main").text
    assert "Amina Hollis asks you to take part in Heathfield Families." in words
    assert [one.text for one in page.one("main").one("ul").all("li")] == [
        "Posts what is on",
        "Designated safeguarding lead",
    ]
    assert "You can say yes until" in words
    # Strangers are not told the address.
    assert "The invitation is for n…@people.test." in words
    assert NEW not in words
    assert page.one("main").one("a.btn").attributes["href"] == "/account/sign-in/?next=/invitations/"
    assert Invitation.objects.get() == invitation


def test_link_keeps_its_secret_to_itself(caplog: pytest.LogCaptureFixture):
    _invitation, path = invited()
    secret = path.split("/")[2]
    client = Client()
    with caplog.at_level(logging.DEBUG):
        response = client.get(path)
        page = open_link(client, path)
    for answer in (response, client.get(f"{path[:-2]}x/")):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
    assert secret not in page.text
    assert "no-store" in page["Cache-Control"]
    written = [JsonFormatter().format(record) for record in caplog.records]
    assert any('"invitations/<str:secret>/"' in line for line in written)
    assert [line for line in written if secret in line] == []
    kept = [json.dumps(one.get_decoded()) for one in Session.objects.all()]
    assert kept != []
    assert [one for one in kept if secret in one] == []


def test_new_account_made_from_the_link_has_a_verified_address_and_accepts():
    invitation, path = invited("contributor", "dsl")
    client = Client()
    open_link(client, path)
    response = client.post("/invitations/join/")
    assert (response.status_code, response["Location"]) == (302, "/account/join/?next=%2Finvitations%2F")
    form = read(client.get(response["Location"]))
    assert form.one("input", name="email").attributes["value"] == NEW
    joined = client.post(
        response["Location"],
        {
            "email": NEW,
            "name": "Bethan Okwuosa",
            "password1": "three-blue-kettles",
            "adult": "on",
            "next": LIST,
        },
    )
    assert joined.status_code == 302
    person = Person.objects.get(email=NEW)
    assert EmailAddress.objects.get(user=person).verified
    # No code is sent: the link has shown whose address it is.
    assert not Message.objects.filter(address=NEW).exclude(kind="people.invitation").exists()
    page = read(client.get(LIST))
    accept = page.one("form", action=f"/invitations/{invitation.pk}/accept/")
    assert accept.one("button").text == "Accept the invitation to Heathfield Families"
    response = client.post(f"/invitations/{invitation.pk}/accept/", follow=True)
    assert "Welcome to Heathfield Families." in told(response)
    assert response.redirect_chain[-1][0] == "/groups/heathfield/"
    assert roles_of(person, invitation.organisation) == {"contributor", "dsl"}
    assert [address for address, _ in notices("people.role-changed")] == ["amina@people.test"]


def test_joining_without_an_open_invitation_verifies_nothing():
    client = Client()
    assert client.post("/invitations/join/")["Location"] == LIST
    invitation, path = invited()
    open_link(client, path)
    revoke_invitation(invitation.pk, by=acting(Person.objects.get(name="Amina Hollis")))
    assert client.post("/invitations/join/")["Location"] == LIST
    assert "account_verified_email" not in client.session


@pytest.mark.parametrize("email", [NEW, NEW.upper(), "New.Person@People.test"])
def test_signed_in_with_the_address_whatever_its_case_one_accepts(email):
    invitation, path = invited()
    person = somebody(email)
    client = signed_in(person)
    page = read(open_link(client, path))
    assert page.said("h1") == "Invitations for you"
    assert page.all("div.notice-warn") == []
    response = client.post(f"/invitations/{invitation.pk}/accept/", follow=True)
    assert told(response) == ["Welcome to Heathfield Families."]
    assert roles_of(person, invitation.organisation) == {"contributor"}
    invitation.refresh_from_db()
    assert (invitation.accepted_by, invitation.revoked_at) == (person, None)


def test_accepting_twice_makes_one_membership_and_says_so():
    invitation, path = invited()
    person = somebody()
    client = signed_in(person)
    client.post(f"/invitations/{invitation.pk}/accept/", follow=True)
    response = client.post(f"/invitations/{invitation.pk}/accept/", follow=True)
    assert told(response) == ["You accepted this already."]
    assert Membership.objects.filter(person=person).count() == 1
    closed = client.get(path)
    assert closed.status_code == 410
    assert read(closed).said(".lead") == "You accepted this invitation to Heathfield Families already."


def test_role_that_one_has_already_stays_one():
    heath = group()
    invitation, _path = invited("contributor", "dsl", organisation=heath)
    person = somebody()
    Membership.objects.create(person=person, organisation=heath, role=Role.CONTRIBUTOR)
    accept_invitation(invitation.pk, by=acting(person))
    assert Membership.objects.filter(person=person).count() == 2


def test_saying_no_ends_it():
    invitation, path = invited()
    person = somebody()
    client = signed_in(person)
    response = client.post(f"/invitations/{invitation.pk}/decline/", {"next": "/worklist/"}, follow=True)
    assert response.redirect_chain[0][0] == "/worklist/"
    assert told(response) == ["You said no to the invitation."]
    assert roles_of(person, invitation.organisation) == set()
    assert client.get(path).status_code == 410
    assert told(client.post(f"/invitations/{invitation.pk}/accept/", follow=True)) == [
        "That invitation is not open to you, or not any more."
    ]


@pytest.mark.parametrize(
    "following", ["//evil.example/", "https://evil.example/", "/\\evil.example", "x", "/\n"]
)
def test_saying_no_leads_never_elsewhere(following):
    invitation, _path = invited()
    response = signed_in(somebody()).post(f"/invitations/{invitation.pk}/decline/", {"next": following})
    assert response["Location"] == "/account/"


def test_somebody_else_is_told_who_they_are_and_not_whom_it_is_for():
    invitation, path = invited()
    other = somebody("gwen@people.test")
    client = signed_in(other)
    page = read(open_link(client, path))
    words = page.one("div.notice-warn").text
    assert "It was sent to n…@people.test. You are signed in as Bethan Okwuosa" in words
    assert NEW not in page.text
    assert page.one("main").all("form", action=f"/invitations/{invitation.pk}/accept/") == []
    assert page.one("div.notice-warn").all("a", href="/account/email/") != []
    assert told(client.post(f"/invitations/{invitation.pk}/accept/", follow=True)) == [
        "That invitation is not open to you, or not any more."
    ]
    assert roles_of(other, invitation.organisation) == set()


def test_address_that_is_not_shown_to_be_theirs_does_not_count():
    invitation, _path = invited()
    person = somebody(verified=False)
    with pytest.raises(NotAllowed):
        accept_invitation(invitation.pk, by=acting(person))
    EmailAddress.objects.update(verified=True)
    assert list(who_can(rules.accept_invitation, invitation)) == [person]
    accept_invitation(invitation.pk, by=acting(person, second_factor=False))
    assert list(who_can(rules.accept_invitation, invitation)) == []


def test_links_that_lead_nowhere_say_why():
    invitation, path = invited()
    client = Client()
    heath = invitation.organisation
    by = acting(Person.objects.get(name="Amina Hollis"))
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        late = client.get(path)
    assert late.status_code == 410
    assert read(late).said(".lead") == (
        "This invitation to Heathfield Families has run out. Ask whoever sent it for a new one."
    )
    Organisation.objects.filter(pk=heath.pk).update(suspended_at=timezone.now(), suspension_reason="Why.")
    assert "can take nobody in at present" in read(client.get(path)).said(".lead")
    with pytest.raises(NotAllowed):
        accept_invitation(invitation.pk, by=acting(somebody()))
    Organisation.objects.filter(pk=heath.pk).update(suspended_at=None, suspension_reason="")
    revoke_invitation(invitation.pk, by=by)
    gone = client.get(path)
    assert (gone.status_code, read(gone).said("h1")) == (410, "This invitation does not work")


def test_used_link_tells_others_only_that_it_was_used():
    invitation, path = invited()
    accept_invitation(invitation.pk, by=acting(somebody()))
    response = Client().get(path)
    assert response.status_code == 410
    words = read(response).one("main").text
    assert "was used already. It works once." in words
    assert "Bethan" not in words


def test_invitation_that_closes_between_the_link_and_the_page_is_said():
    invitation, path = invited()
    client = Client()
    open_link(client, path)
    revoke_invitation(invitation.pk, by=acting(Person.objects.get(name="Amina Hollis")))
    assert client.get(LIST).status_code == 410
    # Once: then the page is what it is for anybody.
    assert client.get(LIST)["Location"] == "/account/sign-in/?next=%2Finvitations%2F"


@pytest.mark.parametrize("secret", ["made-up", "x" * 43, "A" * 44, "0", "x" * 4000])
def test_forged_link_is_a_clear_page(secret):
    invited()
    for client in (Client(), signed_in(somebody())):
        response = client.get(f"/invitations/{secret}/")
        page = read(response)
        assert (response.status_code, page.said("h1")) == (404, "This invitation does not work")
        assert page.said(".lead") == "There is no invitation at this address. Is the link whole?"


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_whatever_stands_in_the_link_the_answer_is_clear(value):
    for path in ("/invitations/{}/", "/invitations/{}/accept/", "/groups/{}/people/", "/groups/{}/check/"):
        response = Client().post(path.format(quote(value, safe="")))
        assert response.status_code in (302, 404, 405)
        response = Client().get(path.format(quote(value, safe="")))
        assert response.status_code in (302, 404, 405)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_whatever_is_sent_the_answer_is_clear(value):
    heath = group()
    invitation, _path = invited(organisation=heath)
    client = signed_in(Person.objects.get(name="Amina Hollis"))
    client.raise_request_exception = True
    response = client.post(
        "/groups/heathfield/people/invite/", {"email": value, "roles": [value, "contributor"]}
    )
    assert response.status_code == 200
    assert Invitation.objects.count() == 1
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    for path in (f"people/{other.pk}/", "hand-over/"):
        response = client.post(f"/groups/heathfield/{path}", {"roles": value, "person": value})
        assert response.status_code == 200
    response = client.post(f"/invitations/{invitation.pk}/decline/", {"next": value})
    assert response.status_code == 302
    assert roles_of(other, heath) == {"contributor"}


def test_list_shows_every_invitation_for_one_and_costs_the_same():
    person = somebody()
    client = signed_in(person)

    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(LIST).status_code == 200
        return len(made)

    assert "Nobody is waiting for your answer" in client.get(LIST).text
    invited()
    cost()
    one = cost()
    amina = Person.objects.get(name="Amina Hollis")
    for number in range(29):
        other = OrganisationFactory(name=f"Group {number:02}", slug=f"group-{number}")
        Membership.objects.create(person=amina, organisation=other, role=Role.MANAGER)
        invited(organisation=other)
    assert len(read(client.get(LIST)).all("article")) == 30
    assert cost() == one


def test_worklist_shows_invitations_and_takes_the_answer():
    invitation, _path = invited()
    person = somebody()
    client = signed_in(person)
    page = read(client.get("/worklist/"))
    assert page.said("h3") == "Heathfield Families"
    form = page.one("form", action=f"/invitations/{invitation.pk}/decline/")
    assert form.one("input", name="next").attributes["value"] == "/worklist/"
    client.post(f"/invitations/{invitation.pk}/accept/")
    assert roles_of(person, invitation.organisation) == {"contributor"}
    assert read(client.get("/worklist/")).all("h3") == []
