"""Inviting somebody: the form, the letter, sending again, taking back."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.access import NotAllowed
from hub.notices.models import Message
from hub.people.actions.invitations import (
    MOST_A_DAY,
    MOST_OPEN,
    MOST_TO_ONE_A_DAY,
    invite,
    revoke_invitation,
    send_invitation_again,
)
from hub.people.models import Invitation, Organisation, Role
from tests.factories.people import OrganisationFactory, acting
from tests.hub.people.members import (
    administrator,
    errors,
    group,
    manager,
    member,
    notices,
    rows,
    signed_in,
    told,
)
from tests.pages import read

pytestmark = pytest.mark.django_db

PEOPLE = "/groups/heathfield/people/"
INVITE = f"{PEOPLE}invite/"
NEW = "new.person@people.test"


def secret_in(message: Message) -> str:
    """The secret of the link in a letter."""
    found = re.search(r"/invitations/([\w-]+)/", message.text)
    assert found is not None, message.text
    return found[1]


def test_invitation_is_sent_to_the_address_with_a_secret_link():
    heath = group()
    client = signed_in(manager(heath))
    response = client.post(INVITE, {"email": f"  {NEW} ", "roles": ["contributor", "dsl"]}, follow=True)
    assert told(response) == [f"The invitation to {NEW} is on its way."]
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.roles) == (NEW, ["contributor", "dsl"])
    assert abs(invitation.expires_at - timezone.now() - timedelta(days=14)) < timedelta(minutes=1)
    message = Message.objects.get(kind="people.invitation")
    assert (message.address, message.recipient, message.secret) == (NEW, None, True)
    assert message.subject == "You are invited to Heathfield Families"
    secret = secret_in(message)
    assert len(secret) == 43
    # The database keeps the hash alone.
    assert invitation.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    for said in ("Amina Hollis", "“Posts what is on” and “Designated safeguarding lead”"):
        assert said in message.text
    page = read(client.get(PEOPLE))
    cells = rows(page.all("table")[1])
    assert [cell[:2] for cell in cells] == [[NEW, "Posts what is on · Designated safeguarding lead"]]
    assert cells[0][2].startswith("Can be accepted until ")
    assert secret not in page.text


@pytest.mark.parametrize(
    ("email", "roles", "said"),
    [
        ("", ["contributor"], "Their e-mail address – Type the address of the person you want to invite."),
        ("nobody", ["contributor"], "Their e-mail address – Write an e-mail address, like name@example.org."),
        (NEW, [], "What they do – Choose at least one."),
        (NEW, ["head"], "What they do – Choose from the list."),
        (NEW, ["administrator"], "What they do – Choose from the list."),
    ],
)
def test_form_that_makes_no_sense_comes_back_as_it_was(email, roles, said):
    heath = group()
    response = signed_in(manager(heath)).post(INVITE, {"email": email, "roles": roles})
    assert response.status_code == 200
    assert errors(response) == [said]
    assert read(response).one("input", name="email").attributes.get("value", "") == email
    assert Invitation.objects.count() == Message.objects.count() == 0


def test_somebody_who_belongs_already_is_not_invited():
    heath = group()
    client = signed_in(manager(heath))
    member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    response = client.post(INVITE, {"email": "BETHAN@people.test", "roles": ["dsl"]})
    (said,) = errors(response)
    assert said.endswith("belongs to Heathfield Families already: change what they do there.")
    assert Invitation.objects.count() == 0


def test_address_is_invited_once_at_a_time_whatever_its_case():
    heath = group()
    by = acting(manager(heath))
    invite(heath.pk, NEW, ["contributor"], by=by)
    with pytest.raises(ValidationError, match="invited already"):
        invite(heath.pk, NEW.upper(), ["dsl"], by=by)
    # Somewhere else it may be.
    other = OrganisationFactory(slug="singers")
    invite(other.pk, NEW, ["contributor"], by=acting(manager(other, "Gwen Marlowe")))
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        invite(heath.pk, NEW, ["dsl"], by=by)
    assert Invitation.objects.filter(organisation=heath, revoked_at=None).count() == 1


def test_open_invitations_have_a_limit():
    heath = group()
    by = acting(manager(heath))
    for number in range(MOST_OPEN):
        invite(heath.pk, f"p{number}@people.test", ["contributor"], by=by)
    with pytest.raises(ValidationError, match="20 invitations are open"):
        invite(heath.pk, NEW, ["contributor"], by=by)
    revoke_invitation(Invitation.objects.first().pk, by=by)
    invite(heath.pk, NEW, ["contributor"], by=by)
    response = signed_in(manager(heath, "Farida Sandhar")).post(
        INVITE, {"email": "one.more@people.test", "roles": ["contributor"]}
    )
    assert errors(response) == ["20 invitations are open. Wait until some are accepted, or take some back."]


def test_nobody_is_written_to_over_and_over_in_one_day():
    heath = group()
    by = acting(manager(heath))
    invitation = invite(heath.pk, NEW, ["contributor"], by=by)
    for _ in range(MOST_TO_ONE_A_DAY - 1):
        invitation = send_invitation_again(invitation.pk, by=by)
    with pytest.raises(ValidationError, match="Try again tomorrow"):
        send_invitation_again(invitation.pk, by=by)
    response = signed_in(manager(heath, "Farida Sandhar")).post(
        f"{PEOPLE}invitations/{invitation.pk}/again/", follow=True
    )
    assert told(response) == ["That was too often for one day. Try again tomorrow."]
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        send_invitation_again(invitation.pk, by=by)
    assert Message.objects.count() == MOST_TO_ONE_A_DAY + 1


def test_taking_back_and_inviting_anew_does_not_get_round_the_days_limit():
    heath = group()
    by = acting(manager(heath))
    for number in range(MOST_A_DAY):
        revoke_invitation(invite(heath.pk, f"p{number}@people.test", ["dsl"], by=by).pk, by=by)
    with pytest.raises(ValidationError, match="Try again tomorrow"):
        invite(heath.pk, NEW, ["contributor"], by=by)


def test_sending_again_makes_a_new_link_and_the_old_one_dead(client):
    heath = group()
    browser = signed_in(manager(heath))
    browser.post(INVITE, {"email": NEW, "roles": ["contributor"]}, follow=True)
    old = Invitation.objects.get()
    response = browser.post(f"{PEOPLE}invitations/{old.pk}/again/", follow=True)
    assert told(response) == ["A new link is on its way. The old one no longer works."]
    letters = Message.objects.filter(kind="people.invitation").order_by("created")
    first, second = map(secret_in, letters)
    assert first != second
    assert client.get(f"/invitations/{first}/").status_code == 410
    assert client.get(f"/invitations/{second}/").status_code == 302
    # A double click.
    response = browser.post(f"{PEOPLE}invitations/{old.pk}/again/", follow=True)
    assert told(response) == ["That invitation is not open any more. Nothing was sent."]
    assert letters.count() == 2


def test_taking_back_makes_the_link_dead(client):
    heath = group()
    browser = signed_in(manager(heath))
    browser.post(INVITE, {"email": NEW, "roles": ["contributor"]}, follow=True)
    path = f"{PEOPLE}invitations/{Invitation.objects.get().pk}/take-back/"
    response = browser.post(path, follow=True)
    assert told(response) == ["The invitation is taken back. Its link no longer works."]
    assert "Invited, and not here yet" not in response.text
    assert client.get(f"/invitations/{secret_in(Message.objects.get())}/").status_code == 410
    assert told(browser.post(path, follow=True)) == ["That invitation was not open any more."]


def test_invitations_of_another_organisation_are_out_of_reach():
    heath, other = group(), OrganisationFactory(slug="singers")
    theirs = invite(other.pk, NEW, ["contributor"], by=acting(manager(other, "Gwen Marlowe")))
    client = signed_in(manager(heath))
    for act in ("again", "take-back"):
        for slug in ("heathfield", "singers"):
            assert client.post(f"/groups/{slug}/people/invitations/{theirs.pk}/{act}/").status_code == 404
    with pytest.raises(NotAllowed):
        revoke_invitation(theirs.pk, by=acting(manager(heath, "Farida Sandhar")))
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


def test_steward_invites_the_first_manager_and_nobody_else():
    heath, school = group(), OrganisationFactory(school=True, slug="grange-lane")
    manager(heath)
    samir = administrator()
    client = signed_in(samir)
    assert client.get(INVITE).status_code == 404
    path = "/groups/grange-lane/people/invite/"
    assert [one.attributes["value"] for one in read(client.get(path)).all("input", name="roles")] == [
        "manager"
    ]
    assert errors(client.post(path, {"email": NEW, "roles": ["head"]})) == [
        "What they do – Choose from the list."
    ]
    with pytest.raises(ValidationError, match="first manager"):
        invite(school.pk, NEW, ["manager", "head"], by=acting(samir))
    assert client.post(path, {"email": NEW, "roles": ["manager"]}).status_code == 302
    assert Invitation.objects.get().organisation == school
    assert client.post(f"/groups/grange-lane/people/invitations/{Invitation.objects.get().pk}/take-back/")
    assert Invitation.objects.get().revoked_at is not None


def test_contributor_and_a_manager_without_second_step_invite_nobody():
    heath = group()
    first = manager(heath)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    for by in (acting(other), acting(first, second_factor=False)):
        with pytest.raises(NotAllowed):
            invite(heath.pk, NEW, ["contributor"], by=by)
    assert signed_in(other).get(INVITE).status_code == 404
    Organisation.objects.filter(pk=heath.pk).update(
        suspended_at=timezone.now(), suspension_reason="It is not a group at all."
    )
    with pytest.raises(NotAllowed):
        invite(heath.pk, NEW, ["contributor"], by=acting(first))
    assert notices("people.invitation") == []


def test_page_costs_as_many_queries_for_many_invitations_as_for_one():
    heath = group()
    first = manager(heath)
    client = signed_in(first)

    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(PEOPLE).status_code == 200
        return len(made)

    invite(heath.pk, "p@people.test", ["contributor"], by=acting(first))
    cost()
    one = cost()
    for number in range(MOST_OPEN - 1):
        invite(heath.pk, f"p{number}@people.test", ["contributor"], by=acting(first))
    assert cost() == one
