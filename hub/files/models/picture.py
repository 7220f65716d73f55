"""A picture, as the hub keeps it: re-encoded, described, in several widths."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Picture(models.Model):
    """One picture. A row says nothing of the file it came from: neither its name nor what was in it beside.

    While it is `pending`, the form it was chosen in is not finished: only who added it sees it. After that
    it never changes: another description makes another picture (`describe_again`).
    """

    # The public name of the picture and of its files: it can't be guessed, nor counted up.
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    alt = models.CharField(_("what can be seen in it"), max_length=200, blank=True)
    consent = models.BooleanField(_("everybody in it, or their parent, has agreed"), default=False)
    pending = models.BooleanField(_("its form is not finished"), default=False)
    # The organisation that shows a picture keeps it when the person who added it has gone.
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("added by"),
    )
    created = models.DateTimeField(_("added"), auto_now_add=True)
    # Pixels of the upload, the right way up.
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    # Pixels: the widths that are stored, smallest first, none wider than the upload.
    widths = ArrayField(models.PositiveIntegerField(), verbose_name=_("widths"))
    # Of all widths together.
    bytes = models.PositiveIntegerField(_("bytes"))
    # SHA-256 of what is stored, in hexadecimal: never of the upload, which would tell who has the original.
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints: ClassVar = [
            # rules.md S18
            models.CheckConstraint(
                name="picture_is_described_and_agreed_to",
                condition=Q(pending=True) | Q(alt__regex=r"\S", consent=True),
            ),
            models.CheckConstraint(
                name="picture_has_a_size", condition=Q(width__gte=1, height__gte=1, widths__len__gte=1)
            ),
            models.CheckConstraint(
                name="picture_digest_is_one", condition=Q(digest__regex=r"^[0-9a-f]{64}$", bytes__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.alt or str(self.key)

    def height_at(self, width: int) -> int:
        """The height in pixels at a stored width."""
        return max(1, round(self.height * width / self.width))
