"""The ready-made form: nothing chosen or written is lost, and no picture goes without its description."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.forms import ModelForm
from django.test import Client, override_settings
from django.utils import timezone

from hub.access import NotAllowed
from hub.files.forms import PictureFormMixin
from hub.files.models import Picture
from hub.people.actor import VISITOR
from hub.people.models import Organisation, Role
from tests.factories.files import make_picture, make_upload, picture_bytes, quarters
from tests.factories.people import OrganisationFactory, acting, make_member
from tests.hub.files.hostile import SVG
from tests.pages import Element, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("logos_are_shown")]
WORDS = {"summary": "We grow beans", "picture_alt": "Beans in a bed", "picture_consent": "on"}


@pytest.fixture(autouse=True)
def _form_is_there():
    with override_settings(ROOT_URLCONF="tests.hub.files.try_urls"):
        yield


@pytest.fixture
def organisation():
    return OrganisationFactory(slug="beans", summary="")


@pytest.fixture
def person(organisation):
    return make_member(organisation, Role.MANAGER)


@pytest.fixture
def client(person):
    client = Client()
    client.force_login(person)
    return client


def send(client, **fields):
    return client.post("/try/beans/", {name: value for name, value in fields.items() if value is not None})


def errors(response) -> dict[str, str]:
    """What stands beside each field of the form that came back."""
    page = read(response)
    assert response.status_code == 200
    return {
        box.attributes["id"].removeprefix("id_").removesuffix("_error"): box.text
        for box in page.all(".invalid-feedback")
    }


def labels(page: Element) -> dict[str, str]:
    return {label.attributes["for"]: label.text for label in page.all("label")}


def token(response) -> str:
    return read(response).one("input", name="kept_picture").attributes.get("value", "")


def shown(organisation) -> Picture | None:
    organisation.refresh_from_db()
    return organisation.logo


def test_form_without_a_picture_is_fine(client, organisation):
    assert send(client, summary="We grow beans").status_code == 302
    assert (shown(organisation), organisation.summary) == (None, "We grow beans")


def test_picture_is_kept_with_what_was_said_of_it(client, organisation, person):
    assert send(client, **WORDS, picture=make_upload()).status_code == 302
    picture = shown(organisation)
    assert (picture.alt, picture.consent, picture.pending) == ("Beans in a bed", True, False)
    assert picture.uploaded_by_id == person.pk


def test_picture_needs_description_and_consent(client, organisation):
    response = send(client, summary="We grow beans", picture=make_upload())
    assert errors(response) == {
        "picture_alt": "Say what can be seen in the picture, for people who can’t see it.",
        "picture_consent": "Tick this when everybody has agreed. Without that, the picture can’t be shown.",
    }
    assert shown(organisation) is None


def test_what_is_no_picture_is_said_beside_its_field_and_nothing_else_is_asked_for(client):
    response = send(client, summary="We grow beans", picture=make_upload(SVG, "logo.png", "image/png"))
    assert errors(response) == {
        "picture": "This is not a picture that the hub can read. Choose a JPEG, PNG or WebP file."
    }
    assert read(response).one("input", name="summary").attributes["value"] == "We grow beans"
    assert Picture.objects.count() == 0


def test_chosen_picture_is_not_lost_when_something_else_is_wrong(client, organisation):
    response = send(client, summary="", picture=make_upload(), picture_alt="Beans in a bed")
    assert set(errors(response)) == {"summary", "picture_consent"}
    waiting = Picture.objects.get()
    page = read(response)
    assert labels(page) == {
        "id_summary": "In one sentence",
        "id_picture": "Another picture (optional)",
        "id_picture_alt": "What can be seen in it",
        "id_picture_consent": "Everybody in it, or their parent, has agreed that it is shown here",
        "id_remove_picture": "Take the picture off",
    }
    assert page.one("img").attributes["src"] == f"/pictures/{waiting.key}-640.webp"
    assert page.one("figcaption").text == "The picture you chose. It is kept while you put the rest right."
    assert client.get(f"/pictures/{waiting.key}-640.webp").status_code == 200
    assert Client().get(f"/pictures/{waiting.key}-640.webp").status_code == 404
    assert send(client, **WORDS, kept_picture=token(response)).status_code == 302
    assert shown(organisation) == waiting
    assert organisation.logo.alt == "Beans in a bed"


def test_chosen_picture_survives_any_number_of_mistakes(client, organisation):
    response = send(client, summary="", picture=make_upload())
    for _ in range(3):
        response = send(client, summary="", kept_picture=token(response))
        assert set(errors(response)) == {"summary", "picture_alt", "picture_consent"}
    assert send(client, **WORDS, kept_picture=token(response)).status_code == 302
    assert shown(organisation) == Picture.objects.get()


def test_chosen_picture_is_not_lost_when_the_action_refuses(client, organisation):
    response = send(client, **{**WORDS, "summary": "nothing"}, picture=make_upload())
    assert errors(response) == {"summary": "Say more than nothing."}
    waiting = Picture.objects.get()
    assert (waiting.pending, shown(organisation)) == (True, None)
    assert send(client, **WORDS, kept_picture=token(response)).status_code == 302
    assert shown(organisation) == waiting


def test_chosen_picture_stays_when_the_next_choice_is_no_picture(client, organisation):
    first = token(send(client, summary="", picture=make_upload()))
    response = send(client, **WORDS, picture=make_upload(SVG), kept_picture=first)
    assert set(errors(response)) == {"picture"}
    assert send(client, **WORDS, kept_picture=token(response)).status_code == 302
    assert shown(organisation) == Picture.objects.get()


def test_second_choice_counts(client, organisation):
    first = token(send(client, summary="", picture=make_upload()))
    second = make_upload(picture_bytes(image=quarters(500, 500)))
    assert send(client, **WORDS, picture=second, kept_picture=first).status_code == 302
    assert shown(organisation).width == 500


def test_chosen_picture_can_be_taken_off_again(client, organisation):
    response = send(client, summary="", picture=make_upload())
    assert read(response).one("input", name="remove_picture").attributes["type"] == "checkbox"
    last = send(client, summary="We grow beans", kept_picture=token(response), remove_picture="on")
    assert last.status_code == 302
    assert shown(organisation) is None


@pytest.mark.parametrize("made_up", ["x", "a:b:c", "9" * 5000, "é:1:2"])
def test_forged_token_is_refused_in_words(client, made_up):
    response = send(client, **WORDS, kept_picture=made_up)
    assert errors(response) == {
        "picture": "The picture you chose is kept for one day, and that is over. Choose it again."
    }


def test_somebody_elses_token_is_of_no_use(client, organisation):
    other = Client()
    other.force_login(make_member(organisation, Role.MANAGER))
    theirs = token(send(other, summary="", picture=make_upload()))
    assert theirs
    assert set(errors(send(client, **WORDS, kept_picture=theirs))) == {"picture"}
    assert shown(organisation) is None


def test_token_is_good_for_a_day(client, organisation):
    response = send(client, summary="", picture=make_upload())
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        late = send(client, **WORDS, kept_picture=token(response))
        assert errors(late) == {
            "picture": "The picture you chose is kept for one day, and that is over. Choose it again."
        }
        assert token(late) == ""
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        assert send(client, **WORDS, kept_picture=token(response)).status_code == 302


@pytest.fixture
def pictured(organisation, person):
    organisation.logo = make_picture(by=acting(person), alt="Beans in a bed")
    organisation.save()
    return organisation.logo


def test_form_shows_the_picture_that_is_there(client, pictured):
    page = read(client.get("/try/beans/"))
    assert page.one("img").attributes["src"] == f"/pictures/{pictured.key}-640.webp"
    assert page.one("figcaption").text == "The picture that is shown now."
    assert page.one("input", name="picture_alt").attributes["value"] == "Beans in a bed"
    assert "checked" in page.one("input", name="picture_consent").attributes
    assert page.one("input", name="remove_picture").attributes["type"] == "checkbox"
    assert labels(page)["id_picture"] == "Another picture (optional)"
    assert labels(page)["id_picture_alt"] == "What can be seen in it"


def test_form_has_nothing_to_take_off_where_nothing_is(client, organisation):
    page = read(client.get("/try/beans/"))
    assert page.all("input", name="remove_picture") == []
    assert labels(page)["id_picture_alt"] == "What can be seen in it (optional)"


def test_picture_that_is_left_alone_stays(client, organisation, pictured):
    assert send(client, **WORDS).status_code == 302
    assert shown(organisation) == pictured
    assert Picture.objects.count() == 1


def test_other_words_for_the_same_picture_make_a_copy(client, organisation, pictured):
    assert send(client, **{**WORDS, "picture_alt": "Runner beans"}).status_code == 302
    assert shown(organisation) != pictured
    assert (organisation.logo.alt, organisation.logo.digest) == ("Runner beans", pictured.digest)
    pictured.refresh_from_db()
    assert pictured.alt == "Beans in a bed"


def test_words_and_consent_of_a_picture_that_stays_are_not_taken_away(client, organisation, pictured):
    response = send(client, summary="We grow beans")
    assert set(errors(response)) == {"picture_alt", "picture_consent"}


def test_picture_is_taken_off(client, organisation, pictured):
    assert send(client, summary="We grow beans", remove_picture="on").status_code == 302
    assert shown(organisation) is None


def test_another_picture_replaces_the_one_that_is_there_whatever_is_ticked(client, organisation, pictured):
    bad = send(client, **{**WORDS, "summary": ""}, picture=make_upload(), remove_picture="on")
    assert "checked" not in read(bad).one("input", name="remove_picture").attributes
    assert send(client, **WORDS, kept_picture=token(bad)).status_code == 302
    assert shown(organisation) not in (None, pictured)


def test_upload_too_large_is_refused_with_its_true_size_and_the_rest_is_kept(client):
    content = picture_bytes() + bytes(11 * 1024 * 1024)
    response = send(client, **WORDS, picture=make_upload(content))
    assert errors(response) == {
        "picture": "This file has more than 10 MB. Make the picture smaller, or take it again "
        "with a lower quality, and choose that."
    }
    assert read(response).one("input", name="summary").attributes["value"] == "We grow beans"


def test_page_says_nothing_of_the_files_name(client):
    response = send(client, summary="", picture=make_upload(name="Zebedee.jpg"))
    assert "Zebedee" not in response.content.decode()
    assert not re.search(r'type="file"[^>]*value=', response.content.decode())


class ProfileForm(PictureFormMixin, ModelForm):
    """Over a row, with a field for files that is called as a column of the row's could be."""

    class Meta:
        model = Organisation
        fields = ("summary",)


def test_form_over_a_row_works_alike(organisation, person, pictured):
    by = acting(person)
    given = {"instance": organisation, "by": by, "picture": pictured, "initial": {"picture": pictured}}
    blank = ProfileForm(**given)
    assert (blank["picture"].value(), blank["picture_alt"].value()) == (None, "Beans in a bed")
    sent = ProfileForm(WORDS, {"picture": make_upload()}, **given)
    assert sent.is_valid()
    sent.save()
    organisation.refresh_from_db()
    assert organisation.summary == "We grow beans"
    assert sent.kept() not in (None, pictured)


def test_visitor_cannot_leave_a_picture_behind(organisation):
    form = ProfileForm(WORDS, {"picture": make_upload()}, instance=organisation, by=VISITOR)
    with pytest.raises(NotAllowed):
        form.is_valid()
    assert Picture.objects.count() == 0


def test_description_that_tells_a_telephone_number_is_refused_and_the_picture_kept(client, organisation):
    words = {**WORDS, "picture_alt": "Beans. Ring 0121 496 0371"}
    response = send(client, picture=make_upload(picture_bytes()), **words)
    assert errors(response) == {"picture_alt": "Everyone can read this. Leave out a telephone number."}
    organisation.refresh_from_db()
    assert organisation.logo is None
    token = read(response).one("input", name="kept_picture").attributes["value"]
    assert send(client, kept_picture=token, **WORDS).status_code == 302
    organisation.refresh_from_db()
    assert organisation.logo.alt == "Beans in a bed"
