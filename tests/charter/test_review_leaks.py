"""rules.md D9, proved: secrets stand in what people gave, every address is opened, and nobody reads one."""

import ast
import io
import logging
import zipfile

import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client

from charter.actions.publication import publish_response, take_down_response
from charter.actions.redacting import take_out_words
from charter.models import (
    Consultation,
    Contact,
    EqualityRecord,
    Original,
    Progress,
    Publish,
    PublishedResponse,
)
from hub.notices.models import Message
from hub.web.logs import JsonFormatter
from tests.factories.charter import make_consultation, make_response
from tests.factories.people import acting
from tests.source import modules
from tests.town import Town, open_town
from tests.urls import every_url, paths_of

SEEN = "Marjoram is what everyone may read"
READERS = ("visitor", "parent", "organiser")


@pytest.fixture(scope="module")
def town(django_db_blocker):
    with open_town(django_db_blocker) as town:
        yield town


def plant(town: Town) -> tuple[set[str], list[Consultation]]:
    """Secrets in every raw place, in consultations whose results are public, sealed and still open."""
    person = town.persona("admin").person
    assert person is not None
    by, secrets, found = acting(person), set(), []
    for state in ("results", "closed", "open"):
        consultation = make_consultation(state, slug=f"leaky-{state}")
        found.append(consultation)

        def secret(where: str, state: str = state) -> str:
            word = f"Zyzzyva{where}{state}"
            secrets.add(word)
            return word

        shown = make_response(
            consultation,
            answers={"premises-barriers": f"{SEEN} {secret('taken')}.", "rate-premises": 1},
            public_name=secret("unnamed"),
        )
        take_out_words(shown.pk, f"Zyzzyvataken{state}", reason="third", note=secret("note"), by=by)
        email = f"zyzzyva.{state}@giver.test"
        secrets.add(email)
        Contact.objects.create(response=shown, name=secret("contact"), email=email)
        EqualityRecord.objects.create(
            consultation=consultation, response=shown, language=f"zyzeq{state}"[:12]
        )
        secrets.add(f"zyzeq{state}"[:12])
        publish_response(shown.pk, by=by)
        rows = {
            "waiting": {},
            "not": {"publish": Publish.NOT, "public_name": secret("notname")},
            "begun": {"state": Progress.BEGUN},
            "withdrawn": {"state": Progress.WITHDRAWN},
            "letter": {"channel": "letter", "organisation_name": secret("organisation")},
        }
        for where, fields in rows.items():
            make_response(consultation, answers={"premises-barriers": secret(where)}, **fields)
        Original.objects.filter(response__consultation=consultation).update(
            text=secret("original"), note=secret("originalnote")
        )
        gone = make_response(
            consultation, answers={"premises-barriers": secret("gone")}, email="gone@giver.test"
        )
        publish_response(gone.pk, by=by)
        take_down_response(gone.pk, reason="Somebody asked us to.", by=by)
    return secrets, found


def said(response) -> str:
    """All words of an answer, of those in a PDF, a workbook or an archive too."""
    content = response.getvalue() if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    text = "\n".join(f"{name}: {value}" for name, value in response.items())
    if kind.startswith("application/pdf"):
        document = pypdfium2.PdfDocument(content)
        return text + "\n".join(page.get_textpage().get_text_range() for page in document)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return text + "\n".join(
                archive.read(name).decode(errors="replace") for name in archive.namelist()
            )
    return text + content.decode(errors="replace")


def addresses(town: Town, found: list[Consultation]) -> set[str]:
    """Every address of the charter part there is now: each sample, and each with a leaky consultation."""
    paths = set()
    for url in every_url():
        if not url.route.startswith("charter/"):
            continue
        samples = paths_of(url, town).values()
        paths |= set(samples)
        for consultation in found:
            if url.route.count("<") == 1:
                paths.add("/" + url.route.replace("<slug:slug>", consultation.slug))
    paths |= {row.get_absolute_url() for row in PublishedResponse.objects.select_related("consultation")}
    return {path for path in paths if "<" not in path}


def test_nobody_reads_anything_but_what_was_published(town, caplog):
    caplog.set_level(logging.DEBUG)
    cache.clear()
    secrets, found = plant(town)
    paths = addresses(town, found)
    assert len(secrets) >= 40
    assert len(paths) >= 60
    leaked, read, kept = [], dict.fromkeys(READERS, 0), {}
    for name in READERS:
        client = town.persona(name).client()
        for path in sorted(paths):
            text = said(client.get(path))
            leaked += [f"{name} read {one} at {path}" for one in secrets if one in text]
            read[name] += SEEN in text
            # At once: pages are kept for a minute only.
            kept |= {key: repr(cache.get(key)) for key in _keys() if key not in kept}
    assert leaked == []
    # Without this, a hub that shows nothing would leak nothing: lists, pages and files of two consultations.
    assert min(read.values()) >= 8, read
    logged = "\n".join(JsonFormatter().format(record) for record in caplog.records)
    letters = "\n".join(
        part for row in Message.objects.values_list("subject", "text", "html") for part in row
    )
    for place in (logged, letters, *kept.values()):
        assert [one for one in secrets if one in place] == []
    assert "Somebody asked us to." in letters
    assert any(SEEN in page for page in kept.values())


def _keys() -> list[str]:
    """The kept pages, by the key under which the hub asks for them."""
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    prefix = cache.make_key("page:*")
    found = client.scan_iter(match=prefix, count=1000)
    return [key.decode()[len(prefix) - len("page:*") :] for key in found]


def test_open_consultation_shows_nothing_of_what_was_published(town):
    consultation = Consultation.objects.get(slug="leaky-open")
    for page in ("responses/", "responses.csv", "responses.xlsx"):
        assert SEEN not in said(Client().get(f"/charter/consultation/{consultation.slug}/{page}"))


PUBLIC = [
    module
    for module in modules("views", "queries", "forms", "feeds")
    if module.name.startswith("charter/") and module.path.stem.startswith("published")
]
RAW = {
    *("Answer", "Response", "Contact", "AboutYou", "EqualityRecord", "Original", "Excerpt", "Redaction"),
    *("LeftIn", "ResumeLink", "Passage", "Reading"),
}


def test_there_is_public_source_to_check():
    assert len(PUBLIC) >= 3


@pytest.mark.parametrize("module", PUBLIC, ids=lambda module: module.name)
def test_public_source_knows_no_raw_table(module):
    """Neither by import, nor from a published row back to what it was made from."""
    names = {node.name for node in ast.walk(module.tree) if isinstance(node, ast.alias)}
    assert names & RAW == set()
    assert not any(name.startswith("charter.models.") for name in names)
    reached = {node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
    assert reached & {"answer", "answer_id", "public_answer", "contact", "about_you"} == set()
