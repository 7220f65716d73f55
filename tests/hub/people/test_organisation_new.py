"""Bringing in a group or school: the form, who may be here already, and what comes of it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from hub.access import NotAllowed
from hub.people.actions.organisation import MOST_WAITING, register_organisation
from hub.people.actor import VISITOR
from hub.people.meeting import Meeting
from hub.people.models import Membership, Organisation, Person, Role
from hub.people.profile import Profile
from hub.places.models import Address
from tests.factories.people import OrganisationFactory, PersonFactory, acting, make_administrator, make_member
from tests.pages import facts_of, read
from tests.personas import Persona

pytestmark = pytest.mark.django_db

GROUP, SCHOOL = "/organisations/new/?kind=group", "/organisations/new/?kind=school"
FILLED = {
    "name": "Silver Street Singers",
    "sort": "arts",
    "summary": "Songs for all who like to sing.",
    "about": "We **sing**.\r\n\r\n- on Mondays",
    "offers": ["after-school", "adults"],
    "building": "Silver Street Hall",
    "street": "3 Silver Street",
    "town": "Birmingham",
    "postcode": "b147qa",
    "website": "singers.example",
    "public_email": "hello@singers.example",
    "public_phone": "0121 496 0123",
    "charity_number": "1234567",
    "trades_for_profit": "on",
}


def browser(person: Person) -> Client:
    return Persona("someone", person, acting(person)).client()


@pytest.fixture
def person() -> Person:
    made: Person = PersonFactory()
    return made


@pytest.fixture
def client(person: Person) -> Client:
    return browser(person)


def errors(response: HttpResponse) -> list[str]:
    return [one.text for one in read(response).one("div.errors").all("li")]


def test_visitor_signs_in_first_and_comes_back():
    response = Client().get(GROUP)
    assert response.status_code == 302
    assert response["Location"] == "/account/sign-in/?next=/organisations/new/%3Fkind%3Dgroup"


def test_without_a_kind_the_page_asks_which(client):
    for path in ("/organisations/new/", "/organisations/new/?kind=steward"):
        main = read(client.get(path)).one("main")
        links = [link.attributes["href"] for link in main.all("a")]
        assert links == ["?kind=group", "?kind=school", "/"]
    assert Organisation.objects.count() == 0


def test_group_is_brought_in_and_waits(client, person):
    response = client.post(GROUP, FILLED)
    made = Organisation.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/groups/silver-street-singers/")
    assert {name: getattr(made, name) for name in ("name", "kind", "sort", "summary", "about", "offers")} == {
        "name": "Silver Street Singers",
        "kind": "group",
        "sort": "arts",
        "summary": "Songs for all who like to sing.",
        "about": "We **sing**.\n\n- on Mondays",
        "offers": ["adults", "after-school"],
    }
    assert (made.website, made.public_email) == ("https://singers.example", "hello@singers.example")
    assert (made.public_phone, made.charity_number) == ("0121 496 0123", "1234567")
    assert (made.trades_for_profit, made.verified_until, made.edition) == (True, None, 1)
    assert made.asked_at is not None
    assert made.place is not None
    assert (made.place.name, made.place.district_id, made.place.withheld) == (
        "Silver Street Hall",
        "B14",
        False,
    )
    assert Address.objects.get(place=made.place).postcode == "B14 7QA"
    roles = Membership.objects.filter(organisation=made, person=person).values_list("role", flat=True)
    assert sorted(roles) == [Role.CONTRIBUTOR, Role.MANAGER]


def test_page_after_it_says_what_happens_next(client):
    main = read(client.post(GROUP, FILLED, follow=True)).one("main")
    assert (
        main.one("div.notice-ok").text == "Silver Street Singers is here now. We have been asked to check it."
    )
    standing = main.one("section.notice-warn")
    assert standing.said("h2") == "Not verified yet: waiting to be checked"
    assert len(standing.one("ol").all("li")) == 3
    links = {link.text: link.attributes["href"] for link in main.all("a.btn")}
    assert links["Change this page"] == "/groups/silver-street-singers/edit/"
    assert links["Change where you meet"] == "/groups/silver-street-singers/place/"
    assert Client().get("/groups/silver-street-singers/").status_code == 404


def test_school_has_schools_sorts_and_its_number(client):
    page = read(client.get(SCHOOL))
    sorts = [one.attributes["value"] for one in page.one("select", name="sort").all("option")]
    assert sorts == ["", "nursery", "primary", "secondary", "special", "all-through"]
    assert page.all("input", name="school_urn")
    assert not read(client.get(GROUP)).all("input", name="school_urn")
    client.post(
        SCHOOL, {"name": "Grange Lane", "sort": "primary", "postcode": "B14", "school_urn": " 103 000 "}
    )
    made = Organisation.objects.get()
    assert (made.kind, made.school_urn, made.sort) == ("school", "103000", "primary")
    assert made.place is not None
    assert (made.place.label, Address.objects.get().postcode) == ("Kings Heath (B14)", "")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Say what it is called."),
        ("name", "x" * 121, "Use at most 120 letters. You have 121."),
        ("sort", "", "Choose what sort it is."),
        ("sort", "primary", "Choose from the list."),
        ("sort", "steward", "Choose from the list."),
        ("summary", "x" * 201, "Use at most 200 letters. You have 201."),
        ("about", "x" * 4001, "Use at most 4000 letters. You have 4001."),
        ("offers", "gold", "Choose from the list."),
        ("postcode", "", "Give the postcode, or its first half, such as B14."),
        (
            "postcode",
            "nowhere",
            "This is not a postcode. Type it like B14 7RA, or its first half alone: B14.",
        ),
        (
            "postcode",
            "ZE1 0AA",
            "We do not know the part of the country with the postcode ZE1. Look whether it is",
        ),
        ("website", "not a page", "This is not a web address. Type it like www.example.org."),
        ("website", "ftp://a.example", "This is not a web address. Type it like www.example.org."),
        ("website", "javascript:alert(1)", "This is not a web address. Type it like www.example.org."),
        ("public_email", "amina", "Write an e-mail address, like name@example.org."),
        ("public_phone", "ring us", "This is not a telephone number. Type it like 0121 496 0123."),
        ("charity_number", "12345", "This is not a charity number."),
        ("charity_number", "SC1234567", "This is not a charity number."),
        ("charity_number", "１２３４５６７", "This is not a charity number."),
        (
            "about",
            "Ring 0121 496 0199",
            "This text is public, and we found “0121 496 0199” (a telephone number) in it.",
        ),
        ("about", "Ring 0121 **496** 0199", "we found “0121 496 0199” (a telephone number)"),
        (
            "about",
            "Write [here](mailto:amina@home.example)",
            "we found “amina@home.example” (an e-mail address)",
        ),
        ("about", "We meet at B14 7RA.", "“B14 7RA” (a postcode)"),
        ("summary", "Amina, born 3 May 2015", "“born 3 May 2015” (a date of birth)"),
        ("name", "Ring 0121 496 0199", "“0121 496 0199” (a telephone number)"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field_and_nothing_is_lost(client, field, value, words):
    response = client.post(GROUP, {**FILLED, field: value})
    page = read(response)
    assert response.status_code == 200
    assert page.said("title").startswith("Error: ")
    (error,) = errors(response)
    assert words in error
    assert page.one("div", id=f"div_id_{field}").said(".invalid-feedback") in error
    assert page.one("textarea", name="about").text == " ".join(({**FILLED, field: value})["about"].split())
    assert page.one("input", name="street").attributes["value"] == "3 Silver Street"
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize("number", ["123456", "1234567", "1234567-1", "sc 012345", "NIC100123"])
def test_charity_numbers_of_every_register_are_taken(client, number):
    client.post(GROUP, {**FILLED, "charity_number": number})
    assert Organisation.objects.get().charity_number == number.upper().replace(" ", "")


@pytest.mark.parametrize("number", ["12345", "1234567", "10300a", "１０３０００"])
def test_school_number_has_six_digits(client, number):
    response = client.post(SCHOOL, {**FILLED, "sort": "primary", "school_urn": number})
    assert errors(response) == [
        "School number (URN) – This is not a school number. A URN has six digits, such as 103000."
    ]


def test_own_public_contact_may_stand_in_the_text(client):
    about = "Ring 0121-496 0123 or write to Hello@Singers.example."
    assert client.post(GROUP, {**FILLED, "about": about}).status_code == 302


def test_text_may_not_tell_an_address_that_is_withheld(client):
    sent = {**FILLED, "withheld": "on", "about": "Come to Silver  STREET, the red door."}
    assert errors(client.post(GROUP, sent)) == [
        "About – This tells where you meet, and you do not show your address. Take that out."
    ]
    assert Organisation.objects.count() == 0
    assert client.post(GROUP, {**sent, "about": "Come and sing."}).status_code == 302
    place = Organisation.objects.get().place
    assert place is not None
    assert (place.name, place.withheld, place.latitude) == ("", True, None)


def likely(response: HttpResponse) -> list[str]:
    return [one.said("a") for one in read(response).one("section", id="likely").all("li")]


def test_likely_the_same_is_shown_first_and_can_be_gone_past(client):
    OrganisationFactory(name="Silver Street Singers’ Choir", public_email="choir@a.example", slug="choir")
    OrganisationFactory(name="Wheels for All")
    response = client.post(GROUP, FILLED)
    assert likely(response) == ["Silver Street Singers’ Choir"]
    box = read(response).one("section", id="likely")
    assert box.one("a", href="/groups/choir/")
    assert box.one("a", href="mailto:choir@a.example")
    assert Organisation.objects.count() == 2
    seen = [one.attributes["value"] for one in box.all("input", name="seen")]
    assert client.post(GROUP, {**FILLED, "seen": seen}).status_code == 302
    assert Organisation.objects.filter(name="Silver Street Singers").exists()


def test_likely_the_same_by_a_number_under_another_name(client):
    OrganisationFactory(name="Tuneful Ltd", charity_number="1234567")
    OrganisationFactory(name="Elsewhere", school=True, school_urn="103000")
    assert likely(client.post(GROUP, FILLED)) == ["Tuneful Ltd"]
    sent = {
        **FILLED,
        "sort": "primary",
        "name": "Zinnia School",
        "charity_number": "",
        "school_urn": "103000",
    }
    assert likely(client.post(SCHOOL, sent)) == ["Elsewhere"]


def test_organisations_that_the_public_does_not_see_are_not_told(client):
    OrganisationFactory(name="Silver Street Singers", unverified=True, charity_number="1234567")
    OrganisationFactory(name="Silver Street Singers", suspended=True)
    OrganisationFactory(steward=True, name="Silver Street Singers")
    assert client.post(GROUP, FILLED).status_code == 302


def test_made_up_numbers_in_the_way_past_do_no_harm(client):
    OrganisationFactory(name="Silver Street Singers")
    for seen in (["x"], ["0", "-1"], [str(2**70)], [""]):
        assert likely(client.post(GROUP, {**FILLED, "seen": seen})) == ["Silver Street Singers"]


def test_same_thing_sent_twice_is_there_once(client, person):
    client.post(GROUP, FILLED)
    response = client.post(GROUP, {**FILLED, "name": "silver street singers"}, follow=True)
    assert Organisation.objects.count() == 1
    notices = [one.text for one in read(response).all("div.notice-ok")]
    assert "Silver Street Singers was brought in by you already. Here it is." in notices
    # Somebody else's of that name is another.
    browser(PersonFactory()).post(GROUP, FILLED)
    assert sorted(Organisation.objects.values_list("slug", flat=True))[0] == "silver-street-singers"
    assert Organisation.objects.count() == 2


def test_at_most_so_many_of_one_person_wait(client, person):
    assert MOST_WAITING == 3
    for name in ("Zinnia club", "Lark club", "Oak club"):
        assert client.post(GROUP, {**FILLED, "name": name}).status_code == 302
    response = client.post(GROUP, {**FILLED, "name": "Heron walkers"})
    (words,) = errors(response)
    assert words.startswith("3 that you brought in are waiting to be checked already. Bring in the next one")
    Organisation.objects.filter(name="Oak club").update(asked_at=None)
    assert client.post(GROUP, {**FILLED, "name": "Heron walkers"}).status_code == 302


@pytest.mark.parametrize(
    ("name", "slug"), [("Find", "find-"), ("New!", "new-"), ("verified", "verified-"), ("سلام", "group")]
)
def test_name_that_is_an_address_already_gets_one_of_its_own(client, name, slug):
    client.post(GROUP, {**FILLED, "name": name})
    made = Organisation.objects.get()
    assert made.slug.startswith(slug)
    assert client.get(f"/groups/{made.slug}/edit/").status_code == 200


def test_action_asks_for_an_account_and_a_kind(person):
    profile, meeting = Profile(name="Zinnia", sort="play"), Meeting(district="B14")
    with pytest.raises(NotAllowed):
        register_organisation(profile, kind="group", meeting=meeting, by=VISITOR)
    with pytest.raises(Exception, match="Choose a school or a group"):
        register_organisation(profile, kind="steward", meeting=meeting, by=acting(person))
    with pytest.raises(Exception, match="This sort does not belong to that kind"):
        register_organisation(profile, kind="school", meeting=meeting, by=acting(person))
    with pytest.raises(Exception, match="We do not know this part of the country"):
        register_organisation(profile, kind="group", meeting=Meeting(district="ZE1"), by=acting(person))
    assert Organisation.objects.count() == 0
    person.is_active = False
    person.save()
    with pytest.raises(NotAllowed):
        register_organisation(profile, kind="group", meeting=meeting, by=acting(person))


def test_steward_finds_what_waits(client):
    client.post(GROUP, FILLED)
    administrator = Person.objects.get(pk=make_administrator().id)
    cache.clear()
    response = browser(administrator).get("/groups/silver-street-singers/")
    assert facts_of(read(response).one("aside").one("dl"))["Charity number"] == "1234567"


def test_member_of_another_brings_in_a_second(client, person):
    made = make_member(OrganisationFactory(name="Elsewhere"), Role.MANAGER)
    assert browser(made).post(GROUP, FILLED).status_code == 302
