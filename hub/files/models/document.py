"""A document, as the hub keeps it: its pages as pictures, and the words that could be read out of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_PAGES = 60


class Document(models.Model):
    """The original of a letter, a form or somebody's notes, kept whole: scans, photographs, a PDF, a text.

    Nothing of the files themselves is kept, nor their names: each page was made anew. While it is `pending`,
    the form it was chosen in is not finished, and only who added it sees it. It never changes: more pages
    make another document.
    """

    # The name of the document and of its files: it can't be guessed, nor counted up.
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    pending = models.BooleanField(_("its form is not finished"), default=False)
    # It is the record of what came in, and stays when the person who added it has gone.
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("added by"),
    )
    created = models.DateTimeField(_("added"), auto_now_add=True)
    # How many files it was made from.
    files = models.PositiveSmallIntegerField(_("files"))
    # Pixels of each page, as stored; none for a plain text.
    widths = ArrayField(models.PositiveIntegerField(), verbose_name=_("widths"), default=list, blank=True)
    heights = ArrayField(models.PositiveIntegerField(), verbose_name=_("heights"), default=list, blank=True)
    # What a PDF or a text file says; "" where its pages are pictures alone.
    text = models.TextField(_("words"), blank=True)
    # Of all pages together.
    bytes = models.PositiveIntegerField(_("bytes"))
    # SHA-256 of the stored pages and the words, in hexadecimal.
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="document_has_pages_or_words", condition=Q(widths__len__gte=1) | Q(text__regex=r"\S")
            ),
            models.CheckConstraint(
                name="document_pages_have_sizes",
                condition=Q(widths__len=F("heights__len"), widths__len__lte=MOST_PAGES),
            ),
            models.CheckConstraint(
                name="document_digest_is_one", condition=Q(digest__regex=r"^[0-9a-f]{64}$", files__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def pages(self) -> range:
        """The numbers of its pages, from 1."""
        return range(1, len(self.widths) + 1)
