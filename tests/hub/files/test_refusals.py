"""What the database refuses to keep as a picture or a document, past every form and action."""

import uuid

import pytest

from hub.files.models import Document, Picture
from tests.refusals import constraints_of, refused_by, triggers_of

pytestmark = pytest.mark.django_db

GOOD = {
    "alt": "Beans in a bed",
    "consent": True,
    "width": 800,
    "height": 600,
    "widths": [320],
    "bytes": 9,
    "digest": "0" * 64,
}
KEY = uuid.UUID("00000000-0000-4000-8000-000000000001")


def make(**wrong):
    return Picture.objects.create(**{**GOOD, **wrong})


REFUSED = [
    ("picture_is_described_and_agreed_to", {"alt": ""}),
    ("picture_is_described_and_agreed_to", {"alt": " \n"}),
    ("picture_is_described_and_agreed_to", {"consent": False}),
    ("picture_has_a_size", {"width": 0}),
    ("picture_has_a_size", {"height": 0}),
    ("picture_has_a_size", {"widths": []}),
    ("picture_digest_is_one", {"digest": "0" * 63}),
    ("picture_digest_is_one", {"digest": "G" * 64}),
    ("picture_digest_is_one", {"bytes": 0}),
    ("files_picture_key_key", {"key": KEY}),
]


@pytest.mark.parametrize(("constraint", "wrong"), REFUSED)
def test_database_refuses(constraint, wrong):
    make(key=KEY)
    assert refused_by(lambda: make(**wrong)) == constraint


GOOD_DOCUMENT = {"files": 1, "widths": [9], "heights": [9], "text": "", "bytes": 9, "digest": "0" * 64}


def make_document(**wrong):
    return Document.objects.create(**{**GOOD_DOCUMENT, **wrong})


REFUSED_DOCUMENTS = [
    ("document_has_pages_or_words", {"widths": [], "heights": []}),
    ("document_has_pages_or_words", {"widths": [], "heights": [], "text": " \n"}),
    ("document_pages_have_sizes", {"heights": [9, 9]}),
    ("document_pages_have_sizes", {"heights": []}),
    ("document_pages_have_sizes", {"widths": [9] * 61, "heights": [9] * 61}),
    ("document_digest_is_one", {"digest": "0" * 63}),
    ("document_digest_is_one", {"files": 0}),
    ("files_document_key_key", {"key": KEY}),
]


@pytest.mark.parametrize(("constraint", "wrong"), REFUSED_DOCUMENTS)
def test_database_refuses_document(constraint, wrong):
    make_document(key=KEY)
    assert refused_by(lambda: make_document(**wrong)) == constraint


def test_database_takes_a_text_without_pages():
    assert make_document(widths=[], heights=[], text="Dear hub", bytes=0).pk


def test_database_takes_what_is_pending_without_a_description():
    assert make(alt="", consent=False, pending=True).pk


def test_every_refusal_of_the_database_is_tried():
    assert {constraint for constraint, _ in REFUSED + REFUSED_DOCUMENTS} == set(constraints_of("files"))
    assert triggers_of("files") == set()
