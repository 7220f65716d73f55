"""An organisation's page changed by its managers: saved, looked at first, and kept for two at once."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django import Settings

from hub.access import NotAllowed
from hub.files.models import Picture
from hub.people.actions.organisation import edit_organisation
from hub.people.models import Organisation, Person, Role
from hub.people.profile import profile_of
from tests.factories.forms import fields_of
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.factories.places import make_place
from tests.pages import read
from tests.personas import Persona

pytestmark = pytest.mark.django_db

EDIT = "/groups/heathfield/edit/"


def browser(person: Person) -> Client:
    return Persona("someone", person, acting(person)).client()


@pytest.fixture
def group() -> Organisation:
    made: Organisation = OrganisationFactory(
        name="Heathfield Families",
        slug="heathfield",
        about="We meet.\n\nOften.",
        offers=["rooms", "adults"],
        charity_number="1234567",
        website="https://heathfield.example/",
    )
    return made


@pytest.fixture
def manager(group: Organisation) -> Person:
    return make_member(group, Role.MANAGER)


@pytest.fixture
def client(manager: Person) -> Client:
    return browser(manager)


def save(client: Client, **changes: Any) -> HttpResponse:
    """Open the form, change some of it, and press Save."""
    return client.post(EDIT, fields_of(client.get(EDIT), preview=None, **changes))


def errors(response: HttpResponse) -> list[str]:
    return [one.text for one in read(response).one("div.errors").all("li")]


def logo(colour: str = "teal", side: int = 120) -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (side, side), colour).save(drawn, "PNG")
    return SimpleUploadedFile("logo.png", drawn.getvalue(), "image/png")


def test_only_managers_change_the_page(group):
    others = [make_member(group, role) for role in (Role.CONTRIBUTOR, Role.DSL)]
    others.append(make_member(OrganisationFactory(), Role.MANAGER))
    for person in others:
        assert browser(person).get(EDIT).status_code == 404
        assert browser(person).post(EDIT, {"name": "Taken"}).status_code == 404
        with pytest.raises(NotAllowed):
            edit_organisation(group.pk, profile_of(group), logo=None, edition=1, by=acting(person))
    assert Client().get(EDIT)["Location"] == f"/account/sign-in/?next={EDIT}"
    group.refresh_from_db()
    assert (group.name, group.edition) == ("Heathfield Families", 1)


def test_suspended_organisation_is_changed_by_nobody(group, client):
    Organisation.objects.filter(pk=group.pk).update(suspended_at="2026-01-01T00:00Z", suspension_reason="No.")
    assert client.get(EDIT).status_code == 404


def test_saving_what_was_there_changes_nothing(group, client):
    response = save(client)
    assert (response.status_code, response["Location"]) == (302, "/groups/heathfield/")
    group.refresh_from_db()
    assert (group.edition, group.offers, group.about) == (1, ["rooms", "adults"], "We meet.\n\nOften.")


def test_change_is_saved_and_seen_by_everyone(group, client):
    assert Client().get("/groups/heathfield/").status_code == 200
    response = save(
        client, summary="For all.", about="We **sing**.", offers=["visits"], public_email="a@b.example"
    )
    assert response.status_code == 302
    group.refresh_from_db()
    assert (group.summary, group.offers, group.edition, group.asked_at) == ("For all.", ["visits"], 2, None)
    assert "Saved. Everyone sees it now." in client.get("/groups/heathfield/").text
    cache.clear()
    page = read(Client().get("/groups/heathfield/"))
    assert page.one("div.prose").one("strong").text == "sing"
    assert [tag.text for tag in page.one("section", **{"aria-labelledby": "offers"}).all("li")] == [
        "Visits and workshops in schools"
    ]


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({"name": "Heathfield Family Centre"}, True),
        ({"charity_number": "7654321"}, True),
        ({"charity_number": ""}, True),
        ({"summary": "Another sentence."}, False),
        ({"sort": "support"}, False),
    ],
)
def test_new_name_or_number_of_a_verified_organisation_is_checked_again(group, client, change, again):
    save(client, **change)
    group.refresh_from_db()
    assert (group.asked_at is not None, group.slug) == (again, "heathfield")
    assert group.is_verified(group.verified_until)
    text = client.get("/groups/heathfield/").text
    assert ("You changed the name or a number, so we look at it again." in text) is again
    assert ("Waiting to be checked again" in text) is again


def test_new_name_of_one_that_is_not_verified_waits_for_nobody_more():
    group = OrganisationFactory(slug="heathfield", unverified=True)
    client = browser(make_member(group, Role.MANAGER))
    save(client, name="Another name")
    group.refresh_from_db()
    assert (group.name, group.asked_at) == ("Another name", None)


def test_personal_details_are_refused_by_form_and_action(group, client, manager):
    response = save(client, about="Amina is on 0121 496 0199.")
    (error,) = errors(response)
    assert "“0121 496 0199” (a telephone number)" in error
    assert "public contact fields" in error
    assert "0121 496 0199" in read(response).one("textarea", name="about").text
    profile = profile_of(group)
    with pytest.raises(Exception, match="0121 496 0199"):
        edit_organisation(
            group.pk,
            type(profile)(**{**profile.columns(), "offers": (), "about": "Amina is on 0121 496 0199."}),
            logo=None,
            edition=1,
            by=acting(manager),
        )
    group.refresh_from_db()
    assert (group.about, group.edition) == ("We meet.\n\nOften.", 1)


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ("Our door is in Larkspur Rise.", True),
        ("Ask for juniper   COTTAGE!", True),
        ("Ask for **Juniper** Cottage", True),
        ("A larkspur is a flower, a cottage a house.", False),
    ],
)
def test_text_does_not_tell_a_withheld_address(about, told):
    place = make_place(
        withheld=True, building="Juniper Cottage", street="17 Larkspur Rise", postcode="B14 7QX"
    )
    group = OrganisationFactory(slug="heathfield", place=place)
    response = save(browser(make_member(group, Role.MANAGER)), about=about)
    assert (response.status_code == 200) is told
    if told:
        assert errors(response) == [
            "About – This tells where you meet, and you do not show your address. Take that out."
        ]


def test_page_is_looked_at_before_it_is_saved(group, client):
    sent = fields_of(client.get(EDIT), about="We **sing** <b>.", preview="1")
    page = read(client.post(EDIT, sent))
    shown = page.one("section", **{"aria-labelledby": "preview"})
    assert shown.said("p") == "This is how it will look. It is not saved yet."
    assert (shown.one("strong").text, "<b>" in shown.text) == ("sing", True)
    assert page.one("textarea", name="about").text == "We **sing** <b>."
    group.refresh_from_db()
    assert group.edition == 1


def changes(response: HttpResponse) -> dict[str, str]:
    """What the page says that somebody else changed."""
    told = read(response).one("section", **{"aria-labelledby": "changes"})
    terms = zip(told.all("dt"), told.all("dd"), strict=True)
    return {term.text: said.text for term, said in terms}


def test_second_of_two_is_shown_what_the_first_changed_and_loses_nothing(group, client):
    other = browser(make_member(group, Role.MANAGER))
    opened = fields_of(client.get(EDIT), preview=None)
    save(other, summary="Theirs.", about="Their about.", trades_for_profit="on")
    response = client.post(EDIT, {**opened, "about": "My about.", "website": "https://mine.example"})
    assert response.status_code == 200
    assert changes(response) == {
        "In one sentence": "Things to do together for families with small children. Theirs. "
        "Theirs stands in the form now.",
        "About": "We meet. Often. Their about. You changed this too: your words stand in the form. "
        "Saving puts them in place of theirs.",
        "It trades for profit": "no yes Theirs stands in the form now.",
    }
    group.refresh_from_db()
    assert (group.about, group.edition) == ("Their about.", 2)
    assert client.post(EDIT, fields_of(response, preview=None)).status_code == 302
    group.refresh_from_db()
    assert (group.summary, group.about, group.website) == ("Theirs.", "My about.", "https://mine.example")
    assert (group.trades_for_profit, group.edition) == (True, 3)


def test_two_who_change_the_same_to_the_same_need_not_be_asked(group, client):
    other = browser(make_member(group, Role.MANAGER))
    opened = fields_of(client.get(EDIT), preview=None)
    save(other, summary="Ours.")
    assert client.post(EDIT, {**opened, "summary": "Ours.", "sort": "support"}).status_code == 302
    group.refresh_from_db()
    assert (group.summary, group.sort, group.edition) == ("Ours.", "support", 3)


@pytest.mark.parametrize("opened", ["", "made-up", "x" * 9000, "é:1:2"])
@pytest.mark.parametrize("edition", ["", "0", "-1", "99", "１", "9" * 400])
def test_form_that_says_wrongly_when_it_was_opened_shows_what_is_there_now(group, client, opened, edition):
    sent = fields_of(client.get(EDIT), preview=None, summary="Mine.", opened=opened, edition=edition)
    response = client.post(EDIT, sent)
    assert response.status_code == 200
    assert [*changes(response)] == ["In one sentence"]
    assert read(response).one("input", name="summary").attributes["value"] == "Mine."
    assert client.post(EDIT, fields_of(response, preview=None)).status_code == 302
    group.refresh_from_db()
    assert group.summary == "Mine."


@pytest.fixture
def media(tmp_path: Any, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_logo_is_put_on_described_anew_and_taken_off(media, group, client):
    words = {"picture_alt": "Two teal hands", "picture_consent": "on"}
    response = save(client, picture=logo())
    assert [error.split(" – ")[0] for error in errors(response)] == [
        "What the logo shows",
        "We may use this logo, and it may be shown here",
    ]
    # The file need not be chosen again.
    assert client.post(EDIT, fields_of(response, preview=None, **words)).status_code == 302
    group.refresh_from_db()
    assert group.logo is not None
    cache.clear()
    shown = read(Client().get("/groups/heathfield/")).one("img.logo")
    assert shown.attributes["alt"] == "Two teal hands"
    assert Client().get(shown.attributes["src"]).status_code == 200
    save(client, picture_alt="Two hands that hold")
    group.refresh_from_db()
    assert (group.logo.alt, group.edition) == ("Two hands that hold", 3)
    save(client, remove_picture="on")
    group.refresh_from_db()
    assert group.logo is None
    assert read(client.get("/groups/heathfield/")).all("img") == []


def test_file_that_is_no_picture_is_no_logo(media, group, client):
    response = save(client, picture=SimpleUploadedFile("logo.png", b"<svg onload=x>", "image/png"))
    assert errors(response) == [
        "Logo – This is not a picture that the hub can read. Choose a JPEG, PNG or WebP file."
    ]
    assert Picture.objects.count() == 0


def test_logo_of_one_that_is_not_public_is_seen_by_its_own(media):
    group = OrganisationFactory(slug="heathfield", unverified=True)
    client = browser(make_member(group, Role.MANAGER))
    save(client, picture=logo(), picture_alt="A hand", picture_consent="on")
    shown = read(client.get("/groups/heathfield/")).one("img.logo").attributes["src"]
    stranger = browser(make_member(OrganisationFactory(), Role.MANAGER))
    assert [one.get(shown).status_code for one in (client, stranger, Client())] == [200, 404, 404]
