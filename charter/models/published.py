"""What was taken out of answers, what the public reads, and who looked while it was sealed."""

from __future__ import annotations

import secrets
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from charter.models.consultation import CODE_ALPHABET, Consultation, Question
from charter.models.response import Answer, Channel, Rating, RespondentKind, Response, YesNo


def new_public_id() -> str:
    """A name for a published response that tells nothing, not even how many there are."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(8))


class RedactionReason(models.TextChoices):
    """Why words are taken out before the public reads them."""

    CONTACT = "contact", _("A way to reach somebody")
    RESPONDENT = "self", _("Shows who wrote it, who asked not to be named")
    THIRD_PARTY = "third", _("Names or describes somebody else")
    CHILD = "child", _("About a child who could be known")
    UNLAWFUL = "unlawful", _("May be untrue and harm somebody, or unlawful")
    ABUSE = "abuse", _("Insults somebody")


class Redaction(models.Model):
    """A stretch of a raw answer that the public does not read: characters from `start` up to `end`."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="redactions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.CharField(max_length=8, choices=RedactionReason)
    note = models.CharField(_("note"), max_length=300, blank=True)
    # Of the answer, when it was read. A changed answer is read again.
    answer_edition = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("redaction")
        ordering: ClassVar = ["answer", "start"]
        constraints: ClassVar = [
            models.CheckConstraint(name="redaction_is_not_empty", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="redaction_reason_known", condition=Q(reason__in=RedactionReason.values)
            ),
            models.UniqueConstraint("answer", "answer_edition", "start", "end", name="redaction_once"),
        ]

    def __str__(self) -> str:
        return f"redaction {self.pk}"


class LeftIn(models.Model):
    """A stretch that the checks found and a person let stand: characters from `start` up to `end`."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="left_in")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    # Of the answer, when it was read. A changed answer is read again.
    answer_edition = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("finding that was left in")
        ordering: ClassVar = ["answer", "start"]
        constraints: ClassVar = [
            models.CheckConstraint(name="left_in_is_not_empty", condition=Q(end__gt=F("start"))),
            models.UniqueConstraint("answer", "answer_edition", "start", "end", name="left_in_once"),
        ]

    def __str__(self) -> str:
        return f"left in {self.pk}"


class PublishedResponse(models.Model):
    """A response as the public may read it, under an id of its own."""

    response = models.OneToOneField(Response, models.CASCADE, related_name="public_response")
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="published_responses")
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id)
    # Who it is from, where they chose to be named; else empty.
    name = models.CharField(max_length=120, blank=True)
    organisation_name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=RespondentKind, blank=True)
    channel = models.CharField(max_length=7, choices=Channel)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Taken back by whoever gave it, or by us: its texts are gone, and its address says so.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("published response")
        ordering: ClassVar = ["-published_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["consultation", "-published_at", "-id"], name="published_by_time"),
            models.Index("consultation", "public_id", name="published_in_a_fair_order"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("published-response", args=[self.consultation.slug, self.public_id])


class PublishedAnswer(models.Model):
    """An answer as the public may read it: the raw text less what was redacted (rules.md D9)."""

    published = models.ForeignKey(PublishedResponse, models.CASCADE, related_name="answers")
    # What it was made from: to find it again, never to show.
    answer = models.OneToOneField(Answer, models.CASCADE, related_name="public_answer")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField(choices=Rating, null=True, blank=True)
    choice = models.CharField(max_length=6, choices=YesNo, blank=True)
    # What was taken out stands in it as "[…]".
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("published answer")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index("question", "published", name="published_answer_by_question"),
            GinIndex(SearchVector("text", config="english"), name="published_answer_by_words"),
        ]

    def __str__(self) -> str:
        return f"published answer {self.pk}"


class Look(models.TextChoices):
    """What was looked at."""

    RESPONSE = "response", _("A response")
    RESPONSES = "list", _("The list of responses")
    RESULTS = "results", _("The results")
    EXPORT = "export", _("An export")
    ORIGINAL = "original", _("An original")


class SealedLook(models.Model):
    """Somebody looked at raw answers or at results before they were public. Only added to."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="looks")
    response = models.ForeignKey(Response, models.SET_NULL, null=True, blank=True, related_name="looks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=8, choices=Look)
    # Whether the consultation was still open.
    while_open = models.BooleanField()
    looked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("look at what is sealed")
        ordering: ClassVar = ["-looked_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["consultation", "-looked_at"], name="look_by_time")]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="look_is_kept", fields=["consultation", "what", "while_open", "looked_at"]
            )
        ]

    def __str__(self) -> str:
        return f"look {self.pk}"
