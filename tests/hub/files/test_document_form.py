"""The form for a document: nothing chosen or typed is lost, and pages can come one after the other."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client, override_settings
from django.utils import timezone

from hub.files.models import Document
from hub.people.models import Role
from tests.factories.files import make_upload, pdf_bytes, picture_bytes
from tests.factories.people import OrganisationFactory, make_member
from tests.hub.files.hostile import SVG
from tests.hub.files.try_urls import kept_documents
from tests.pages import read

pytestmark = pytest.mark.django_db
OVER = "What you chose is kept for one day, and that is over. Choose it again."


@pytest.fixture(autouse=True)
def _form_is_there():
    kept_documents.clear()
    with override_settings(ROOT_URLCONF="tests.hub.files.try_urls"):
        yield
    kept_documents.clear()


@pytest.fixture
def organisation():
    return OrganisationFactory(slug="beans")


@pytest.fixture
def client(organisation):
    client = Client()
    client.force_login(make_member(organisation, Role.MANAGER))
    return client


def send(client, **fields):
    return client.post("/letter/beans/", fields)


def errors(response) -> dict[str, str]:
    assert response.status_code == 200
    return {
        box.attributes["id"].removeprefix("id_").removesuffix("_error"): box.text
        for box in read(response).all(".invalid-feedback")
    }


def token(response) -> str:
    return read(response).one("input", name="kept_document").attributes.get("value", "")


def test_files_chosen_together_are_kept_as_one_document(client):
    files = [make_upload(picture_bytes()), make_upload(pdf_bytes("Dear hub"))]
    assert send(client, sender="Zebedee", document=files).status_code == 302
    document = Document.objects.get()
    assert kept_documents == [document]
    assert (document.pending, document.widths, document.text, document.files) == (
        False,
        [800, 1653],
        "Dear hub",
        2,
    )


def test_field_takes_several_files_and_says_of_what_kind(client):
    page = read(client.get("/letter/beans/"))
    field = page.one("input", name="document").attributes
    assert "multiple" in field
    assert "application/pdf" in field["accept"]
    assert page.all("input", name="remove_document") == []


def test_document_that_is_needed_is_asked_for(client):
    assert errors(send(client, sender="Zebedee")) == {
        "document": "Choose the file, or photograph its pages and choose those."
    }


def test_chosen_document_is_not_lost_when_something_else_is_wrong(client):
    response = send(client, sender="", document=make_upload(pdf_bytes("Dear hub")))
    assert set(errors(response)) == {"sender"}
    waiting = Document.objects.get()
    page = read(response)
    assert page.one("img").attributes["src"] == f"/documents/{waiting.key}-1.webp"
    assert page.one("img").attributes["alt"] == "Page 1 of 1 of the original"
    assert "What you chose. It is kept while you put the rest right." in page.text
    assert page.one("label", **{"for": "id_document"}).text == "More pages (optional)"
    assert client.get(f"/documents/{waiting.key}-1.webp").status_code == 200
    assert send(client, sender="Zebedee", kept_document=token(response)).status_code == 302
    assert kept_documents == [waiting]


def test_chosen_document_is_not_lost_when_the_action_refuses(client):
    response = send(client, sender="nobody", document=make_upload(pdf_bytes("Dear hub")))
    assert errors(response) == {"sender": "Say who."}
    assert Document.objects.get().pending
    assert send(client, sender="Zebedee", kept_document=token(response)).status_code == 302
    assert [document.text for document in kept_documents] == ["Dear hub"]


def test_pages_photographed_one_by_one_come_together(client):
    response = send(client, sender="", document=make_upload(pdf_bytes("One")))
    response = send(client, sender="", document=make_upload(pdf_bytes("Two")), kept_document=token(response))
    last = make_upload(pdf_bytes("Three"))
    assert send(client, sender="Zebedee", document=last, kept_document=token(response)).status_code == 302
    assert [document.text for document in kept_documents] == ["One\n\nTwo\n\nThree"]


def test_chosen_document_stays_when_the_next_file_is_none(client):
    first = send(client, sender="", document=make_upload(pdf_bytes("One")))
    response = send(client, sender="Zebedee", document=make_upload(SVG), kept_document=token(first))
    assert errors(response) == {
        "document": "This is a web page or a drawing, not a document. Print it as PDF, and choose that."
    }
    assert send(client, sender="Zebedee", kept_document=token(response)).status_code == 302
    assert [document.text for document in kept_documents] == ["One"]


def test_chosen_document_can_be_taken_off_and_another_chosen(client):
    first = token(send(client, sender="", document=make_upload(pdf_bytes("One"))))
    response = send(client, sender="", kept_document=first, remove_document="on")
    assert set(errors(response)) == {"sender", "document"}
    assert token(response) == ""
    second = make_upload(pdf_bytes("Two"))
    again = send(client, sender="Zebedee", document=second, kept_document=first, remove_document="on")
    assert again.status_code == 302
    assert [document.text for document in kept_documents] == ["Two"]


def test_document_that_is_there_stays_or_is_replaced(client):
    send(client, sender="Zebedee", document=make_upload(pdf_bytes("One")))
    page = read(client.get("/letter/beans/"))
    assert "The original that is kept now." in page.text
    assert page.one("label", **{"for": "id_document"}).text == "Another document in its place (optional)"
    assert send(client, sender="Zebedee").status_code == 302
    assert kept_documents[1] == kept_documents[0]
    assert send(client, sender="Zebedee", document=make_upload(pdf_bytes("Two"))).status_code == 302
    assert kept_documents[2].text == "Two"


@pytest.mark.parametrize("made_up", ["x", "a:b:c", "9" * 5000, "é:1:2"])
def test_forged_token_is_refused_in_words(client, made_up):
    assert errors(send(client, sender="Zebedee", kept_document=made_up)) == {"document": OVER}


def test_somebody_elses_token_is_of_no_use(client, organisation):
    other = Client()
    other.force_login(make_member(organisation, Role.MANAGER))
    theirs = token(send(other, sender="", document=make_upload(pdf_bytes("One"))))
    assert errors(send(client, sender="Zebedee", kept_document=theirs)) == {"document": OVER}
    assert kept_documents == []


def test_token_is_good_for_a_day(client):
    kept = token(send(client, sender="", document=make_upload(pdf_bytes("One"))))
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert errors(send(client, sender="Zebedee", kept_document=kept)) == {"document": OVER}


def test_fifty_megabytes_are_refused_in_a_sentence_and_the_rest_is_kept(client):
    response = send(client, sender="Zebedee", document=make_upload(pdf_bytes("a") + bytes(50 * 1024 * 1024)))
    assert errors(response) == {
        "document": "This file has more than 20 MB. Scan it again with a lower quality (grey, 150 dots an "
        "inch), or take photographs of its pages, and choose those."
    }
    assert read(response).one("input", name="sender").attributes["value"] == "Zebedee"
    assert Document.objects.count() == 0


def test_page_says_nothing_of_the_files_name(client):
    response = send(client, sender="", document=make_upload(pdf_bytes("One"), name="Xanthe Year 4.pdf"))
    assert "Xanthe" not in response.content.decode()
