"""Documents kept, finished, looked at and swept away."""

import gc
import os
import uuid
from datetime import timedelta
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from PIL import Image

from hub.access import NotAllowed, RuleError, scope
from hub.files import rules
from hub.files.actions import documents as actions
from hub.files.actions import finish_document, keep_document, set_aside_document
from hub.files.documents import check_documents
from hub.files.models import Document
from hub.files.store import DOCUMENTS
from hub.files.tasks import sweep_documents, uses
from hub.people.actor import VISITOR
from tests.concurrency import Someone
from tests.factories.files import make_document, make_upload, pdf_bytes, picture_bytes
from tests.factories.people import PersonFactory, acting

TEXT = b"Dear hub, we would like the hall."


def clean(content: bytes = TEXT):
    return check_documents([make_upload(content)])


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def addresses(document: Document) -> list[str]:
    return [f"/documents/{document.key}-1.webp", f"/documents/{document.key}.pdf"]


@pytest.fixture
def person(db):
    return PersonFactory()


def test_document_is_kept_whole_and_says_nothing_of_its_files(person):
    document = make_document(by=acting(person))
    document.refresh_from_db()
    assert (document.pending, document.files, document.text) == (False, 1, "Dear hub\n\nYours, Zebedee")
    assert (document.widths, document.heights) == ([1653, 1653], [2339, 2339])
    assert document.uploaded_by_id == person.pk
    assert list(document.pages) == [1, 2]
    for number in document.pages:
        with Image.open(BytesIO(DOCUMENTS.read(document.key, number))) as page:
            assert (page.format, page.size) == ("WEBP", (1653, 2339))


@pytest.mark.django_db
def test_visitor_and_closed_account_add_no_document():
    for actor in (VISITOR, acting(PersonFactory(is_active=False))):
        with pytest.raises(NotAllowed):
            keep_document(clean(), by=actor)
        with pytest.raises(NotAllowed):
            set_aside_document(clean(), by=actor)
    assert Document.objects.count() == 0


def test_document_set_aside_is_finished_by_who_added_it_and_nobody_else(person):
    waiting = set_aside_document(clean(), by=acting(person))
    assert waiting.pending
    other = acting(PersonFactory())
    with pytest.raises(NotAllowed):
        finish_document(waiting.pk, by=other)
    with pytest.raises(NotAllowed):
        set_aside_document(clean(), by=other, after=waiting.pk)
    assert not finish_document(waiting.pk, by=acting(person)).pending
    assert finish_document(waiting.pk, by=acting(person)) == waiting


def test_pages_are_added_after_those_that_were_set_aside(person):
    first = set_aside_document(clean(picture_bytes()), by=acting(person))
    both = set_aside_document(clean(pdf_bytes("P.S.")), by=acting(person), after=first.pk)
    assert both.key != first.key
    assert (both.widths, both.text, both.files, both.pending) == ([800, 1653], "P.S.", 2, True)
    assert DOCUMENTS.read(both.key, 1) == DOCUMENTS.read(first.key, 1)
    assert both.bytes == sum(len(DOCUMENTS.read(both.key, number)) for number in both.pages)


def test_finished_document_is_not_copied_into_one_of_their_own(person):
    """Who added it may not see it any more."""
    kept = keep_document(clean(picture_bytes()), by=acting(person))
    with pytest.raises(ValidationError) as refused:
        set_aside_document(clean(), by=acting(person), after=kept.pk)
    assert refused.value.code == "finished"
    assert Document.objects.get() == kept


def test_pages_beyond_sixty_are_not_added(person):
    first = set_aside_document(clean(pdf_bytes(*["a"] * 60, size=(50, 50))), by=acting(person))
    with pytest.raises(ValidationError) as refused:
        set_aside_document(clean(picture_bytes()), by=acting(person), after=first.pk)
    assert refused.value.code == "too_many_pages"
    assert Document.objects.get() == first


def test_nobody_adds_more_than_so_many_documents_a_day(person, monkeypatch):
    monkeypatch.setattr(actions, "MOST_A_DAY", 2)
    keep_document(clean(), by=acting(person))
    old = keep_document(clean(), by=acting(person))
    with pytest.raises(ValidationError) as refused:
        keep_document(clean(), by=acting(person))
    assert refused.value.messages == ["You have added 2 documents since yesterday. Add more tomorrow."]
    Document.objects.filter(pk=old.pk).update(created=timezone.now() - timedelta(days=1))
    assert keep_document(clean(), by=acting(person)).pk


def test_storage_that_takes_nothing_is_told_in_words_and_leaves_nothing(fresh_database, settings, tmp_path):
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "documents").write_text("")
    settings.MEDIA_ROOT = str(folder)
    with pytest.raises(ValidationError) as refused:
        keep_document(clean(picture_bytes()), by=acting(PersonFactory()))
    assert refused.value.code == "not_stored"
    assert Document.objects.count() == 0


def test_files_go_when_the_transaction_is_rolled_back(fresh_database, stored):
    by = acting(PersonFactory())
    with transaction.atomic():
        document = make_document(by=by)
        folder = stored.parent / "documents" / str(document.key)
        assert (folder / "2.webp").exists()
        transaction.set_rollback(True)
    del document
    gc.collect()
    assert not folder.exists()


def test_document_is_seen_by_nobody_until_a_part_says_who(person):
    document = make_document(by=acting(person))
    for client in (Client(), browser(person), browser(PersonFactory())):
        assert [client.get(path).status_code for path in addresses(document)] in ([302, 302], [404, 404])


def test_document_is_seen_by_whom_its_part_names_and_nobody_else(person, documents_are_shown):
    document = make_document(by=acting(PersonFactory()))
    documents_are_shown.append(person.pk)
    reader, other = browser(person), browser(PersonFactory())
    for path in [*addresses(document), f"/documents/{document.key}.txt"]:
        answer = reader.get(path)
        assert answer.status_code == 200
        assert other.get(path).status_code == 404
        assert Client().get(path).status_code in (302, 404)
        assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Content-Disposition"].startswith("attachment; ")


def test_unfinished_document_is_seen_by_who_chose_it_alone(person, documents_are_shown):
    reader = PersonFactory()
    documents_are_shown.append(reader.pk)
    waiting = set_aside_document(clean(picture_bytes()), by=acting(person))
    assert browser(person).get(addresses(waiting)[0]).status_code == 200
    assert browser(reader).get(addresses(waiting)[0]).status_code == 404


def test_viewers_without_a_condition_are_refused(person):
    def careless(actor):
        return Q()

    rules.register_document_viewers(careless)
    try:
        with pytest.raises(RuleError, match="EVERYONE or NOBODY"):
            scope(acting(person), rules.view_document, Document)
    finally:
        rules._document_viewers.remove(careless)


@pytest.fixture
def reader(person, documents_are_shown):
    documents_are_shown.append(person.pk)
    return browser(person)


def test_pdf_to_save_has_each_page_as_it_is_kept(reader):
    document = make_document(content=pdf_bytes("Dear hub", "Yours"))
    answer = reader.get(f"/documents/{document.key}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="document.pdf"'
    made = pdfium.PdfDocument(answer.getvalue())
    assert [made[number].get_size() for number in range(len(made))] == [(595, 842), (595, 842)]
    assert made.get_metadata_dict()["Title"] == "A document kept on the hub"
    # The words are dots now: nothing of the file that came in is in it.
    assert made[0].get_textpage().get_text_bounded() == ""
    darkest, _ = made[0].render(scale=1).to_pil().convert("L").crop((60, 60, 300, 120)).getextrema()
    assert darkest < 90
    made.close()


def test_lying_page_stays_lying(reader):
    document = make_document(content=picture_bytes())
    made = pdfium.PdfDocument(reader.get(f"/documents/{document.key}.pdf").getvalue())
    width, height = made[0].get_size()
    assert (width, round(width / height, 2)) == (842, 1.33)
    made.close()


def test_words_are_saved_as_plain_text(reader):
    document = make_document(content="Dear <b>hub</b> ż".encode("utf-16"))
    answer = reader.get(f"/documents/{document.key}.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == "Dear <b>hub</b> ż"


def test_what_a_document_does_not_have_is_not_there(reader):
    photograph, letter = make_document(content=picture_bytes()), make_document(content=TEXT)
    for path in (
        f"/documents/{photograph.key}.txt",
        f"/documents/{photograph.key}-2.webp",
        f"/documents/{photograph.key}-0.webp",
        f"/documents/{letter.key}.pdf",
        f"/documents/{letter.key}-1.webp",
        f"/documents/{uuid.uuid4()}.pdf",
    ):
        assert reader.get(path).status_code == 404, path


def test_document_whose_files_are_gone_is_not_found(reader):
    document = make_document(content=picture_bytes())
    DOCUMENTS.remove(document.key)
    assert [reader.get(path).status_code for path in addresses(document)] == [404, 404]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_documents_are_only_looked_at(reader, method):
    document = make_document(content=picture_bytes())
    assert getattr(reader, method)(addresses(document)[0]).status_code == 405


def test_page_costs_one_query_beside_who_asks(reader, django_assert_max_num_queries):
    document = make_document(content=picture_bytes())
    with django_assert_max_num_queries(4):
        reader.get(addresses(document)[0])


def aged(document: Document, **ago: int) -> Document:
    Document.objects.filter(pk=document.pk).update(created=timezone.now() - timedelta(**ago))
    return document


def test_document_that_nothing_refers_to_goes_after_two_days_with_its_files(fresh_database, stored):
    folder = stored.parent / "documents"
    by = acting(PersonFactory())
    old, new = (aged(make_document(by=by), hours=hours) for hours in (49, 47))
    orphan = folder / str(uuid.uuid4())
    orphan.mkdir()
    (orphan / "1.webp").write_bytes(b"x")
    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    os.utime(orphan / "1.webp", (yesterday, yesterday))
    assert sweep_documents() == {"documents": 1, "folders": 1, "failed": 0}
    assert list(Document.objects.all()) == [new]
    assert not (folder / str(old.key)).exists()
    assert (folder / str(new.key) / "2.webp").exists()
    assert not orphan.exists()
    assert sweep_documents() == {"documents": 0, "folders": 0, "failed": 0}


def test_document_that_comes_into_use_while_it_is_swept_stays(fresh_database):
    by = acting(PersonFactory())
    document = aged(set_aside_document(clean(), by=by), days=3)
    with transaction.atomic():
        finish_document(document.pk, by=by)
        assert Someone(sweep_documents).done()["documents"] == 0


def test_uses_are_those_of_documents():
    assert not {key.name for key in uses(Document)} & {"logo", "picture"}


def test_person_who_goes_leaves_the_document_behind(db):
    person = PersonFactory()
    document = make_document(by=acting(person), content=TEXT)
    person.delete()
    document.refresh_from_db()
    assert (document.uploaded_by, document.text) == (None, TEXT.decode())
