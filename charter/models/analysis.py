"""What people said, sorted: a codebook of themes, and what each reader found in each answer."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from charter.models.consultation import Consultation
from charter.models.response import Answer


class Theme(models.Model):
    """One thing that people say, defined so that two readers mean the same by it."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="themes")
    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    definition = models.TextField(_("what it means"), max_length=1000)
    includes = models.TextField(_("what belongs to it"), max_length=1000, blank=True)
    excludes = models.TextField(_("what does not"), max_length=1000, blank=True)
    example = models.TextField(_("example"), max_length=1000, blank=True)
    area = models.PositiveSmallIntegerField(_("area"), null=True, blank=True)
    # Merged away, split up or no longer used. Its history says which.
    retired_at = models.DateTimeField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("theme")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("consultation", "key", name="theme_key_once"),
            models.UniqueConstraint(
                "consultation",
                Lower("name"),
                condition=Q(retired_at=None),
                name="theme_name_once_while_used",
                violation_error_message=_("There is a theme of that name already."),
            ),
            models.CheckConstraint(
                name="theme_area_is_one", condition=Q(area=None) | Q(area__gte=1, area__lte=8)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Change(models.TextChoices):
    """What was done to a theme."""

    MADE = "made", _("Made")
    WORDED = "worded", _("Worded anew")
    MERGED = "merged", _("Merged into another")
    SPLIT = "split", _("Split")
    RETIRED = "retired", _("No longer used")
    RESTORED = "restored", _("Used again")


class ThemeChange(models.Model):
    """One step in a theme's history. A split has a row for each theme that it became. Only added to."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="changes")
    change = models.CharField(max_length=8, choices=Change)
    into = models.ForeignKey(Theme, models.CASCADE, null=True, blank=True, related_name="came_from")
    # What it was called and meant before.
    before = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("why"), max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("change of a theme")
        ordering: ClassVar = ["-made_at", "-pk"]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="theme_change_is_kept", fields=["theme", "change", "into", "before"])
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.theme_id}"


class Place(models.IntegerChoices):
    """Whose reading of an answer it is."""

    FIRST = 1, _("First reader")
    SECOND = 2, _("Second reader")
    SETTLED = 3, _("Settled between them")


class Reading(models.Model):
    """One person's reading of one answer. Two read apart: neither sees the other's before both are done."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="readings")
    place = models.PositiveSmallIntegerField(choices=Place)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Of the answer, when it was read.
    answer_edition = models.PositiveIntegerField(default=1)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("reading")
        ordering: ClassVar = ["answer", "place"]
        indexes: ClassVar = [models.Index("reader", "finished_at", name="reading_by_reader")]
        constraints: ClassVar = [
            models.UniqueConstraint("answer", "place", name="reading_once_a_place"),
            models.UniqueConstraint(
                "answer", "reader", condition=~Q(place=Place.SETTLED), name="reading_by_two_people"
            ),
            models.CheckConstraint(name="reading_place_known", condition=Q(place__in=Place.values)),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"


class Passage(models.Model):
    """A stretch of an answer that says a theme, to one reader: characters from `start` up to `end`."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="passages")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("passage")
        ordering: ClassVar = ["reading", "start", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="passage_is_not_empty", condition=Q(end__gt=F("start"))),
            models.UniqueConstraint("reading", "theme", "start", "end", name="passage_once"),
        ]

    def __str__(self) -> str:
        return f"passage {self.pk}"


class AnswerTheme(models.Model):
    """Which themes an answer counts for: as settled, else as the only reader or two who agree found."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="themes")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="answers")

    class Meta:
        verbose_name = _("theme of an answer")
        constraints: ClassVar = [models.UniqueConstraint("theme", "answer", name="answer_theme_once")]

    def __str__(self) -> str:
        return f"{self.theme_id} in {self.answer_id}"
