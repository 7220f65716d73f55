"""Who does what for an organisation: the page, and changing it one at a time."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.access import NotAllowed, who_can
from hub.people import rules
from hub.people.actions.roles import (
    LastManager,
    change_roles,
    hand_over,
    remove_member,
)
from hub.people.models import Organisation, Person, Role
from tests.factories.people import OrganisationFactory, PersonFactory, acting, make_member
from tests.hub.people.members import (
    administrator,
    errors,
    group,
    manager,
    member,
    notices,
    roles_of,
    rows,
    signed_in,
    told,
)
from tests.pages import read

pytestmark = pytest.mark.django_db

PEOPLE = "/groups/heathfield/people/"
BOTH = ("Looks after the organisation’s page and people", "Posts what is on")


def test_page_says_who_does_what():
    heath = group()
    first = manager(heath, "Amina Hollis", Role.CONTRIBUTOR)
    member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    manager(OrganisationFactory(), "Somebody Else")
    page = read(signed_in(first).get(PEOPLE))
    found = [cells[:3] for cells in rows(page.one("table"))]
    assert found == [
        ["Amina Hollis", "amina@people.test", " · ".join(BOTH)],
        ["Bethan Okwuosa", "bethan@people.test", "Posts what is on"],
    ]
    assert "Somebody Else" not in page.text


def test_page_is_for_managers_and_for_the_steward_while_there_is_something_to_check():
    heath = group()
    contributor = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR, Role.DSL)
    elsewhere = manager(OrganisationFactory(), "Gwen Marlowe")
    manager(heath)
    answers = [signed_in(one).get(PEOPLE).status_code for one in (contributor, elsewhere, PersonFactory())]
    assert answers == [404, 404, 404]
    assert Client().get(PEOPLE)["Location"] == f"/account/sign-in/?next={PEOPLE}"
    steward = signed_in(administrator())
    # Whose roles are nobody's business while nothing is to be decided (rules.md D11).
    assert steward.get(PEOPLE).status_code == 404
    Organisation.objects.filter(pk=heath.pk).update(asked_at=timezone.now())
    page = read(steward.get(PEOPLE))
    assert "amina@people.test" in page.text
    # Seeing is not changing.
    assert page.all("a", href=f"{PEOPLE}invite/") == []
    assert "Change roles" not in page.text


def test_without_a_second_step_a_manager_is_told_what_to_do_and_sees_nobody():
    heath = group()
    first = manager(heath)
    member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    other = Person.objects.get(name="Bethan Okwuosa")
    client = signed_in(first, second_factor=False)
    for path in (PEOPLE, f"{PEOPLE}invite/", f"{PEOPLE}{other.pk}/", f"{PEOPLE}{other.pk}/remove/"):
        response = client.get(path)
        page = read(response)
        assert (response.status_code, page.said("h1")) == (403, "One more step")
        link = page.one("main").all("a", href=f"/account/second-step/?next={path.replace('/', '%2F')}")
        assert [one.text for one in link] == ["Do the second step now"]
        assert "Bethan" not in page.text
    client.post(f"{PEOPLE}{other.pk}/", {"roles": ["manager"]})
    client.post(f"{PEOPLE}{other.pk}/remove/")
    assert roles_of(other, heath) == {"contributor"}


def test_rules_about_people_ask_for_the_second_step_in_actions_and_of_everybody_at_once():
    heath = group()
    first = manager(heath)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    once = acting(first, second_factor=False)
    for act in (
        lambda: change_roles(heath.pk, other.pk, ["manager"], by=once),
        lambda: remove_member(heath.pk, other.pk, by=once),
        lambda: hand_over(heath.pk, other.pk, by=once),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert list(who_can(rules.change_roles, heath)) == [first]
    steward = administrator()
    assert list(who_can(rules.view_people, heath)) == [first]
    Organisation.objects.filter(pk=heath.pk).update(asked_at=timezone.now())
    assert set(who_can(rules.view_people, heath)) == {first, steward}


def test_roles_are_changed_and_the_person_is_told():
    heath = group()
    first, second = manager(heath), manager(heath, "Farida Sandhar")
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    client = signed_in(first)
    form = read(client.get(f"{PEOPLE}{other.pk}/"))
    assert [one.attributes["value"] for one in form.all("input", name="roles")] == [
        *("manager", "contributor", "lettings", "dsl")
    ]
    assert [
        one.attributes["value"] for one in form.all("input", name="roles") if "checked" in one.attributes
    ] == ["contributor"]
    response = client.post(f"{PEOPLE}{other.pk}/", {"roles": ["contributor", "dsl"]}, follow=True)
    assert told(response) == ["Saved: what Bethan Okwuosa does."]
    assert roles_of(other, heath) == {"contributor", "dsl"}
    subject = "What you do for Heathfield Families has changed"
    assert notices("people.role-changed") == [
        ("bethan@people.test", subject),
        # A role that decides is told to the other managers, not to whoever gave it.
        (second.email, "Somebody at Heathfield Families has a new role"),
    ]


def test_role_that_is_not_guarded_is_told_to_the_person_alone_and_nothing_new_to_nobody():
    heath = group()
    first = manager(heath)
    manager(heath, "Farida Sandhar")
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    change_roles(heath.pk, other.pk, ["contributor"], by=acting(first))
    assert notices("people.role-changed") == []
    change_roles(heath.pk, other.pk, ["manager"], by=acting(first))
    assert [address for address, _subject in notices("people.role-changed")] == ["bethan@people.test"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([], "Choose at least one."),
        (["head"], "Choose from the list."),
        (["administrator"], "Choose from the list."),
        (["manager", "emperor"], "Choose from the list."),
        (["\0"], "Choose from the list."),
    ],
)
def test_roles_that_make_no_sense_are_asked_for_again(sent, said):
    heath = group()
    first = manager(heath)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    response = signed_in(first).post(f"{PEOPLE}{other.pk}/", {"roles": sent})
    assert response.status_code == 200
    assert errors(response) == [f"What they do – {said}"]
    assert read(response).said("title").startswith("Error: ")
    assert roles_of(other, heath) == {"contributor"}
    with pytest.raises(ValidationError):
        change_roles(heath.pk, other.pk, sent, by=acting(first))


def test_stranger_is_not_made_a_member_by_a_forged_address():
    heath = group()
    first, stranger = manager(heath), PersonFactory()
    assert signed_in(first).post(f"{PEOPLE}{stranger.pk}/", {"roles": ["dsl"]}).status_code == 404
    with pytest.raises(ValidationError, match="does not belong"):
        change_roles(heath.pk, stranger.pk, ["dsl"], by=acting(first))
    assert roles_of(stranger, heath) == set()
    assert signed_in(first).get(f"{PEOPLE}{10**18}/").status_code == 404


def test_member_of_another_organisation_is_out_of_reach():
    heath, other = group(), OrganisationFactory(slug="singers")
    first, theirs = manager(heath), member(other, "Gwen Marlowe", Role.CONTRIBUTOR)
    client = signed_in(first)
    for path in (f"/groups/singers/people/{theirs.pk}/", f"{PEOPLE}{theirs.pk}/remove/"):
        assert client.post(path, {"roles": ["manager"]}).status_code == 404
    assert roles_of(theirs, other) == {"contributor"}


def test_removing_asks_first_and_then_tells_the_person():
    heath = group()
    first = manager(heath)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR, Role.LETTINGS)
    client = signed_in(first)
    asked = read(client.get(f"{PEOPLE}{other.pk}/remove/"))
    assert asked.said("h1") == "Remove Bethan Okwuosa?"
    assert roles_of(other, heath) == {"contributor", "lettings"}
    response = client.post(f"{PEOPLE}{other.pk}/remove/", follow=True)
    assert told(response) == ["Bethan Okwuosa no longer belongs to Heathfield Families."]
    assert roles_of(other, heath) == set()
    assert notices("people.role-changed") == [
        ("bethan@people.test", "What you do for Heathfield Families has changed")
    ]
    # A double click: they are gone.
    assert client.post(f"{PEOPLE}{other.pk}/remove/").status_code == 404


def test_removing_oneself_is_leaving():
    heath = group()
    first = manager(heath)
    response = signed_in(first).post(f"{PEOPLE}{first.pk}/remove/")
    assert (response.status_code, response["Location"]) == (302, "/groups/heathfield/leave/")
    assert roles_of(first, heath) == {"manager"}


def test_leaving_gives_every_role_up_and_tells_the_managers():
    heath = group()
    first = manager(heath)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR, Role.DSL)
    client = signed_in(other, second_factor=False)
    page = read(client.get("/groups/heathfield/leave/"))
    assert [one.text for one in page.one("main").all("li")][-2:] == [
        "Posts what is on",
        "Designated safeguarding lead",
    ]
    response = client.post("/groups/heathfield/leave/", follow=True)
    assert told(response) == ["You no longer belong to Heathfield Families."]
    assert roles_of(other, heath) == set()
    assert notices("people.left") == [(first.email, "Somebody left Heathfield Families")]
    assert client.get("/groups/heathfield/leave/").status_code == 404


def test_one_can_leave_a_suspended_organisation():
    heath = group(suspended=True)
    manager(heath)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    assert signed_in(other).post("/groups/heathfield/leave/").status_code == 302
    assert roles_of(other, heath) == set()


def test_last_manager_is_led_to_handing_over_and_keeps_the_role():
    heath = group()
    first = manager(heath)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    # Somebody who can't sign in looks after nothing.
    closed = manager(heath, "Gwen Marlowe")
    closed.is_active = False
    closed.save()
    client = signed_in(first)
    for response in (client.get("/groups/heathfield/leave/"), client.post("/groups/heathfield/leave/")):
        page = read(response)
        assert "Nobody else looks after Heathfield Families yet." in page.one("main").text
        assert [one.text for one in page.all("a", href="/groups/heathfield/hand-over/")] == [
            "Hand it over to somebody"
        ]
        assert page.one("main").all("form") == []
    response = client.post(f"{PEOPLE}{first.pk}/", {"roles": ["contributor"]})
    assert "Nobody else looks after Heathfield Families yet." in errors(response)[0]
    assert read(response).one("main").all("a", href="/groups/heathfield/hand-over/") != []
    assert roles_of(first, heath) == {"manager"}
    assert roles_of(other, heath) == {"contributor"}
    with pytest.raises(LastManager):
        remove_member(heath.pk, first.pk, by=acting(first))


def test_handing_over_makes_the_other_the_manager_and_steps_down_in_one():
    heath = group()
    first = manager(heath, "Amina Hollis", Role.CONTRIBUTOR)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    client = signed_in(first)
    page = read(client.get("/groups/heathfield/hand-over/"))
    assert [one.attributes["value"] for one in page.all("input", name="person")] == [str(other.pk)]
    response = client.post("/groups/heathfield/hand-over/", {"person": other.pk}, follow=True)
    assert told(response) == ["You handed Heathfield Families over."]
    assert roles_of(first, heath) == {"contributor"}
    assert roles_of(other, heath) == {"contributor", "manager"}
    assert [address for address, _ in notices("people.role-changed")] == ["bethan@people.test"]
    assert client.get(PEOPLE).status_code == 404


@pytest.mark.parametrize("person", ["", "0", "-1", "x", "999999", "1e9", "\0", str(2**70)])
def test_handing_over_to_nobody_is_asked_again(person):
    heath = group()
    first = manager(heath)
    member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    response = signed_in(first).post("/groups/heathfield/hand-over/", {"person": person})
    assert response.status_code == 200
    assert errors(response)[0].startswith("Who looks after it from now on – Choose")
    assert roles_of(first, heath) == {"manager"}


def test_handing_over_to_oneself_or_a_closed_account_is_refused():
    heath = group()
    first = manager(heath)
    closed = make_member(heath, Role.CONTRIBUTOR, is_active=False)
    for person, words in ((first, "Choose somebody else."), (closed, "account is closed")):
        with pytest.raises(ValidationError, match=words):
            hand_over(heath.pk, person.pk, by=acting(first))
    page = read(signed_in(first).get("/groups/heathfield/hand-over/"))
    assert page.said("main") == "" or "There is nobody to hand it over to yet" in page.text
    assert page.one("main").all("a", href=f"{PEOPLE}invite/") != []


def test_manager_of_a_suspended_organisation_changes_nobody():
    heath = group(suspended=True)
    first = manager(heath)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    assert signed_in(first).get(PEOPLE).status_code == 404
    with pytest.raises(NotAllowed):
        change_roles(heath.pk, other.pk, ["manager"], by=acting(first))


def test_handing_out_roles_asks_who_one_is_after_a_while():
    heath = group()
    first = manager(heath)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    client = signed_in(first)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    for path in (f"{PEOPLE}{other.pk}/", f"{PEOPLE}invite/", "/groups/heathfield/hand-over/"):
        response = client.post(path, {"roles": ["manager"], "person": other.pk, "email": "new@people.test"})
        assert response.status_code == 302
        assert response["Location"].startswith("/account/again/")
    assert roles_of(other, heath) == {"contributor"}
    # Looking asks for nothing.
    assert client.get(PEOPLE).status_code == 200


def test_history_says_who_gave_and_took_which_role():
    heath = group()
    first = manager(heath)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)
    client = signed_in(first)
    client.post(f"{PEOPLE}{other.pk}/", {"roles": ["dsl"]})
    page = read(client.get(PEOPLE))
    said = [one.text for one in page.one("ol.timeline").all("li")]
    assert [text.partition("m ")[2] or text for text in said][:2] == [
        "Amina Hollis took the role “Posts what is on” from Bethan Okwuosa.",
        "Amina Hollis gave Bethan Okwuosa the role “Designated safeguarding lead”.",
    ]
    assert "Bethan Okwuosa has the role “Posts what is on”." in said[2]
    signed_in(other).post("/groups/heathfield/leave/")
    other.delete()
    said = [one.text for one in read(client.get(PEOPLE)).one("ol.timeline").all("li")]
    assert "Somebody whose account is gone gave up the role “Designated safeguarding lead”." in said[0]
    assert "Bethan" not in "".join(said)


def test_page_costs_as_many_queries_for_thirty_as_for_one():
    heath = group()
    first = manager(heath)
    client = signed_in(first)

    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(PEOPLE).status_code == 200
        return len(made)

    cost()
    one = cost()
    for number in range(30):
        make_member(heath, Role.CONTRIBUTOR, Role.DSL, name=f"Person {number}")
    assert len(rows(read(client.get(PEOPLE)).one("table"))) == 31
    assert cost() == one


def test_organisation_page_leads_members_to_what_they_may():
    heath = group()
    first = manager(heath)
    other = member(heath, "Bethan Okwuosa", Role.CONTRIBUTOR)

    def links(person: Person | None, *, second_factor: bool = True) -> list[str]:
        client = signed_in(person, second_factor=second_factor) if person else Client()
        page = read(client.get("/groups/heathfield/"))
        found = [one.attributes["href"] for one in page.one("main").all("a")]
        mine = ("people/", "leave/", "check/")
        return [href.removeprefix("/groups/heathfield/") for href in found if href.endswith(mine)]

    assert links(None) == []
    assert links(PersonFactory()) == []
    assert links(other) == ["leave/"]
    assert links(first) == links(first, second_factor=False) == ["people/", "leave/"]
    assert links(administrator()) == ["check/"]
