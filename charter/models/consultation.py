"""A consultation as data: versions, sections, and questions that keep their identity across versions."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Whoever had begun when a consultation closed may save for so long after. What is saved by then counts.
GRACE = timedelta(hours=1)
LONGEST_NARRATIVE = 30_000
# Letters and digits that nobody mistakes for one another on paper.
CODE_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
CODE_LENGTH = 6


def new_code() -> str:
    """A short code that ties a printed questionnaire to its version."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LENGTH))


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    RATING = "rating", _("How important: 1 very, 2 quite, 3 not")
    OPEN = "open", _("In words")
    YES_NO = "yes-no", _("Yes, no or not sure, and why")
    EXAMPLE = "example", _("An example")


class DoubleReading(models.IntegerChoices):
    """How many answers a second person reads apart from the first: one in so many."""

    NONE = 0, _("None: one person reads each answer")
    ALL = 1, _("All")
    HALF = 2, _("One in two")
    FIFTH = 5, _("One in five")
    TENTH = 10, _("One in ten")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    model_name="ConsultationEvent",
    fields=["published_at", "opens_at", "closes_at", "settled_at", "results_published_at"],
)
class Consultation(models.Model):
    """Questions put to the public between two moments. Whether it is open is read from the clock."""

    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("address on the hub"), max_length=80, unique=True)
    summary = models.CharField(_("in one sentence"), max_length=300)
    introduction = models.TextField(_("introduction"), max_length=LONGEST_NARRATIVE, blank=True)
    how_to_answer = models.TextField(_("other ways to answer"), max_length=4000, blank=True)
    # Empty while it is prepared: only the steward sees it.
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    # When what was begun in time was counted and what is stored apart was cut loose, after closing.
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)
    # Until then the results are sealed.
    results_published_at = models.DateTimeField(_("results published"), null=True, blank=True)
    double_reading = models.PositiveSmallIntegerField(
        _("answers that two people read"), choices=DoubleReading, default=DoubleReading.FIFTH
    )
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("consultation")
        ordering: ClassVar = ["-opens_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["-closes_at"], name="consultation_by_closing")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="consultation_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("It has to close after it opens."),
            ),
            models.CheckConstraint(
                name="consultation_published_has_dates",
                condition=Q(published_at=None) | Q(opens_at__isnull=False, closes_at__isnull=False),
            ),
            models.CheckConstraint(
                name="consultation_results_after_closing",
                condition=Q(results_published_at=None) | Q(results_published_at__gte=F("closes_at")),
            ),
            models.CheckConstraint(
                name="consultation_double_reading_known",
                condition=Q(double_reading__in=DoubleReading.values),
            ),
            models.CheckConstraint(
                name="consultation_settled_after_closing",
                condition=Q(settled_at=None) | Q(settled_at__gte=F("closes_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultation", args=[self.slug])

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether somebody may begin an answer."""
        now = now or timezone.now()
        return bool(self.published_at and self.opens_at and self.closes_at) and (
            self.opens_at <= now < self.closes_at  # type: ignore[operator]
        )

    def is_closed(self, now: datetime | None = None) -> bool:
        """Whether the closing time has passed, the hour for those who had begun left aside."""
        return bool(self.published_at and self.closes_at) and (now or timezone.now()) >= self.closes_at  # type: ignore[operator]

    def last_moment(self) -> datetime | None:
        """Until when whoever had begun in time may still save and send."""
        return self.closes_at + GRACE if self.closes_at else None


class Version(models.Model):
    """One state of a consultation's text. Published, it is never changed: what is edited is the next one."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    # Printed on paper, so that a form handed in months later is read against the right questions.
    code = models.CharField(_("code on paper"), max_length=CODE_LENGTH, unique=True, default=new_code)
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of a consultation")
        ordering: ClassVar = ["consultation", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint("consultation", "number", name="version_number_once"),
            models.UniqueConstraint("consultation", condition=Q(published_at=None), name="version_one_draft"),
            models.CheckConstraint(
                name="version_code_is_one", condition=Q(code__regex=rf"^[{CODE_ALPHABET}]{{{CODE_LENGTH}}}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} version {self.number}"


_PUBLISHED_STAYS = """
    IF EXISTS (
        SELECT FROM charter_version
        WHERE id = COALESCE(NEW.version_id, OLD.version_id) AND published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a published version is not changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class Section(models.Model):
    """What a version says about one area, and then asks about it."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="sections")
    key = models.SlugField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField()
    # 1–7 as hub.web.areas; 8 is risk and generosity; empty for the ratings.
    area = models.PositiveSmallIntegerField(_("area"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    narrative = models.TextField(_("what it says"), max_length=LONGEST_NARRATIVE, blank=True)
    barriers = models.TextField(_("what is in the way"), max_length=8000, blank=True)
    helps = models.TextField(_("what would help"), max_length=8000, blank=True)

    class Meta:
        verbose_name = _("section")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("version", "key", name="section_key_once"),
            models.CheckConstraint(
                name="section_area_is_one", condition=Q(area=None) | Q(area__gte=1, area__lte=8)
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="section_published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_PUBLISHED_STAYS,
            )
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """What answers belong to: the same question in every version, however its words change."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="questions")
    key = models.SlugField(_("key"), max_length=40)
    kind = models.CharField(_("how it is answered"), max_length=8, choices=QuestionKind)

    class Meta:
        verbose_name = _("question")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("consultation", "key", name="question_key_once"),
            models.CheckConstraint(name="question_kind_known", condition=Q(kind__in=QuestionKind.values)),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="question_kind_kept_once_answered",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("kind"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Condition("OLD.kind IS DISTINCT FROM NEW.kind"),
                func="""
                    IF EXISTS (SELECT FROM charter_answer WHERE question_id = OLD.id) THEN
                        RAISE EXCEPTION 'a question that was answered keeps its kind'
                            USING ERRCODE = 'check_violation',
                                CONSTRAINT = 'question_kind_kept_once_answered';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.key


class Wording(models.Model):
    """How a version asks a question, and where."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="wordings")
    section = models.ForeignKey(Section, models.CASCADE, related_name="wordings")
    question = models.ForeignKey(Question, models.CASCADE, related_name="wordings")
    position = models.PositiveSmallIntegerField()
    # As printed before it: "1a". Nothing depends on it.
    label = models.CharField(_("number before it"), max_length=8, blank=True)
    text = models.CharField(_("question"), max_length=1000)
    hint = models.CharField(_("hint"), max_length=500, blank=True)
    # Of a rating: the area that is rated, whatever section it stands in.
    area = models.PositiveSmallIntegerField(_("area"), null=True, blank=True)

    class Meta:
        verbose_name = _("wording of a question")
        ordering: ClassVar = ["section__position", "position", "pk"]
        indexes: ClassVar = [models.Index("section", "position", name="wording_by_section")]
        constraints: ClassVar = [
            models.UniqueConstraint("version", "question", name="wording_once_a_version"),
            models.CheckConstraint(
                name="wording_area_is_one", condition=Q(area=None) | Q(area__gte=1, area__lte=8)
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="wording_published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_PUBLISHED_STAYS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text[:40]}"
