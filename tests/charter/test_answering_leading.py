"""Answering for an organisation, and answering for oneself while signed in."""

import pytest
from django.db import IntegrityError, connection

from charter.actions.leading import lead_response
from charter.models import Response
from hub.access import NotAllowed
from hub.people.models import Membership, Role
from tests.charter.answering import at, only_response, save, words
from tests.concurrency import Someone
from tests.factories.charter import latest_version, make_consultation, make_link, make_response
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.personas import Persona


@pytest.fixture
def asked(db):
    return make_consultation()


@pytest.fixture
def group(db):
    return OrganisationFactory(name="Heathfield Families", slug="heathfield")


def browser_of(person):
    return Persona(person.email, person, acting(person)).client()


def begin(client, asked, **more):
    return client.post(at(asked, "for/"), {"organisation": "heathfield", **more})


def test_choice_is_offered_to_members_who_may_and_to_nobody_else(client, asked, group):
    member = browser_of(make_member(group, Role.CONTRIBUTOR))
    assert "For an organisation?" in words(member.get(at(asked)))
    safeguarding = browser_of(make_member(group, Role.DSL))
    for other in (client, safeguarding):
        assert "For an organisation?" not in words(other.get(at(asked)))
    assert begin(safeguarding, asked).status_code == 404
    assert "/account/sign-in/" in begin(client, asked).headers["Location"]
    assert not Response.objects.exists()


def test_member_begins_and_comes_back_by_signing_in(asked, group):
    person = make_member(group, Role.CONTRIBUTOR)
    client = browser_of(person)
    assert begin(client, asked).headers["Location"] == at(asked)
    save(client, asked, premises_barriers__text="Keys")
    response = only_response()
    assert (response.lead, response.organisation, response.organisation_name) == (
        person,
        group,
        "Heathfield Families",
    )
    again = browser_of(person)
    assert "You lead its answer." in words(again.get(at(asked, "for/")))
    begin(again, asked)
    assert "The answer of Heathfield Families so far" in words(again.get(at(asked)))
    assert Response.objects.count() == 1


def test_colleague_takes_it_over_only_when_they_say_so(asked, group):
    first, second = make_member(group, Role.CONTRIBUTOR), make_member(group, Role.MANAGER)
    one, two = browser_of(first), browser_of(second)
    begin(one, asked)
    begin(two, asked)
    assert only_response().lead == first
    assert "A colleague leads its answer." in words(two.get(at(asked, "for/")))
    begin(two, asked, take_over="1")
    assert only_response().lead == second
    assert "Heathfield Families so far" not in words(one.get(at(asked)))
    save(two, asked, premises_barriers__text="Keys")
    assert only_response().organisation == group


def test_lead_who_left_the_organisation_sees_nothing(asked, group):
    make_member(group, Role.MANAGER)
    person = make_member(group, Role.CONTRIBUTOR)
    client = browser_of(person)
    begin(client, asked)
    Membership.objects.filter(person=person).delete()
    assert "Heathfield Families so far" not in words(client.get(at(asked)))


def test_private_link_opens_no_organisations_response(asked, group, client):
    begin(browser_of(make_member(group, Role.CONTRIBUTOR)), asked)
    secret = make_link(only_response())
    assert client.post(f"/charter/consultation/resume/{secret}/").status_code == 404


def test_suspended_group_and_the_steward_answer_for_nobody(asked):
    for fields in ({"suspended": True}, {"steward": True}):
        organisation = OrganisationFactory(**fields)
        person = make_member(organisation, Role.CONTRIBUTOR)
        with pytest.raises(NotAllowed):
            lead_response(asked.pk, organisation.pk, latest_version(asked), by=acting(person))


def test_database_keeps_one_response_an_organisation(asked, group):
    make_response(asked, organisation=group)
    make_response(asked, organisation=group, state="withdrawn")
    make_response(asked, organisation=group, channel="letter")
    with pytest.raises(IntegrityError, match="response_once_online_for_an_organisation"):
        make_response(asked, organisation=group)


def test_two_colleagues_who_begin_at_once_make_one(fresh_database):
    asked, group = make_consultation(), OrganisationFactory()
    version = latest_version(asked)
    people = [acting(make_member(group, Role.CONTRIBUTOR)) for _each in range(2)]
    both = [Someone(lambda by=by: lead_response(asked.pk, group.pk, version, by=by)) for by in people]
    told = [one.done() for one in both]
    assert sorted(type(one).__name__ for one in told) == ["NotAllowed", "Response"]
    assert Response.objects.count() == 1


def test_own_answers_are_tied_to_no_account_not_even_in_the_history(asked, group):
    person = make_member(group, Role.CONTRIBUTOR)
    client = browser_of(person)
    save(client, asked, premises_barriers__text="Keys")
    client.post(at(asked, "publish/"), {"publish": "unnamed"})
    client.post(at(asked, "check/"), {"email": "me@answers.test", "wants_news": "on"})
    response = only_response()
    assert (response.lead, response.organisation) == (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.metadata->>'user' FROM charter_responseevent e"
            " JOIN pghistory_context c ON c.id = e.pgh_context_id"
            " UNION ALL SELECT c.metadata->>'user' FROM charter_contactevent e"
            " JOIN pghistory_context c ON c.id = e.pgh_context_id"
        )
        users = [row[0] for row in cursor.fetchall()]
    assert len(users) >= 3
    assert set(users) == {None}
