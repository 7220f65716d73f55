"""What makes and finishes documents."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import Asking, hold
from hub.files import rules
from hub.files.apart import MOST_TEXT
from hub.files.documents import CleanDocument
from hub.files.models import Document
from hub.files.models.document import MOST_PAGES
from hub.files.reading import Page
from hub.files.store import DOCUMENTS

log = logging.getLogger(__name__)
# Documents that one person adds in 24 hours: a box of forms after an event, not a flood.
MOST_A_DAY = 300


@transaction.atomic
def keep_document(clean: CleanDocument, *, by: Asking) -> Document:
    """Keep a checked document.

    Raises NotAllowed for whoever has no account, and ValidationError for too many in a day, and where it
    can't be stored.
    """
    hold(by, rules.add_document, by.id)
    return _make(by, clean, pending=False)


@transaction.atomic
def set_aside_document(clean: CleanDocument, *, by: Asking, after: int | None = None) -> Document:
    """Keep a checked document whose form is not finished: pending, and seen by nobody else.

    `after` is the primary key of one that the same form had set aside before: its pages come first. Raises
    NotAllowed, and ValidationError as `keep_document`, and for more pages than a document may have.
    """
    hold(by, rules.add_document, by.id)
    if after is not None:
        clean = _joined(hold(by, rules.finish_document, after), clean)
    return _make(by, clean, pending=True)


@transaction.atomic
def finish_document(pk: int, *, by: Asking) -> Document:
    """The document that was set aside is kept. One that is finished stays as it is. Raises NotAllowed."""
    document = hold(by, rules.finish_document, pk)
    if document.pending:
        document.pending = False
        document.save(update_fields=["pending"])
    return document


def _joined(before: Document, clean: CleanDocument) -> CleanDocument:
    if not before.pending:
        # Finished meanwhile, and no longer theirs alone to see.
        raise ValidationError(
            _("The pages you chose before are kept already. Choose only what is new."), code="finished"
        )
    if len(before.pages) + len(clean.pages) > MOST_PAGES:
        raise ValidationError(
            _("With these there would be more than %(most)s pages. Keep them as another document."),
            code="too_many_pages",
            params={"most": MOST_PAGES},
        )
    try:
        pages = [
            Page(width, height, DOCUMENTS.read(before.key, number))
            for number, width, height in zip(before.pages, before.widths, before.heights, strict=True)
        ]
    except FileNotFoundError as error:
        raise _not_stored() from error
    text = "\n\n".join(one for one in (before.text, clean.text) if one)[:MOST_TEXT]
    return CleanDocument([*pages, *clean.pages], text, before.files + clean.files)


def _make(by: Asking, clean: CleanDocument, *, pending: bool) -> Document:
    # The caller holds whoever adds it, so that two at once are counted one after the other.
    yesterday = timezone.now() - timedelta(days=1)
    if Document.objects.filter(uploaded_by=by.id, created__gte=yesterday).count() >= MOST_A_DAY:
        raise ValidationError(
            _("You have added %(most)s documents since yesterday. Add more tomorrow."),
            code="too_many",
            params={"most": MOST_A_DAY},
        )
    document = Document.objects.create(
        key=uuid.uuid4(),
        uploaded_by_id=by.id,
        pending=pending,
        files=clean.files,
        widths=[page.width for page in clean.pages],
        heights=[page.height for page in clean.pages],
        text=clean.text,
        bytes=clean.bytes,
        digest=clean.digest,
    )
    try:
        DOCUMENTS.write(
            document.key, {number: page.content for number, page in enumerate(clean.pages, start=1)}
        )
    except Exception as error:
        # Each kind of storage has errors of its own.
        log.exception("a document could not be stored", extra={"document": document.pk})
        raise _not_stored() from error
    return document


def _not_stored() -> ValidationError:
    return ValidationError(
        _("The document could not be stored just now. Nothing else is lost: choose it again in a minute."),
        code="not_stored",
    )
