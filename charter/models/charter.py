"""The charter: its text in versions, what each kind of signatory takes on, decisions, and who signed."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from charter.models.analysis import Theme
from charter.models.consultation import LONGEST_NARRATIVE, Consultation
from hub.people.models import Organisation


class Charter(models.Model):
    """A charter, whose text comes in versions."""

    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("address on the hub"), max_length=80, unique=True)
    summary = models.CharField(_("in one sentence"), max_length=300)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("charter")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.title


class Stage(models.TextChoices):
    """How far a version has come."""

    DRAFT = "draft", _("In preparation")
    CONSULTED = "consulted", _("Put to the public")
    ADOPTED = "adopted", _("Adopted")


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), model_name="CharterVersionEvent", fields=["stage"]
)
class CharterVersion(models.Model):
    """One state of the text. Once it left preparation it is never changed."""

    charter = models.ForeignKey(Charter, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    stage = models.CharField(max_length=9, choices=Stage, default=Stage.DRAFT)
    introduction = models.TextField(_("introduction"), max_length=LONGEST_NARRATIVE, blank=True)
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    # The consultation that asked about it.
    consultation = models.ForeignKey(
        Consultation, models.SET_NULL, null=True, blank=True, related_name="charter_versions"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("version of the charter")
        ordering: ClassVar = ["charter", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint("charter", "number", name="charter_version_number_once"),
            models.UniqueConstraint(
                "charter", condition=Q(stage=Stage.DRAFT), name="charter_version_one_draft"
            ),
            models.CheckConstraint(
                name="charter_version_published_unless_draft",
                condition=Q(stage=Stage.DRAFT, published_at=None)
                | ~Q(stage=Stage.DRAFT) & Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="charter_version_adopted_on_a_day",
                condition=Q(stage=Stage.ADOPTED, adopted_on__isnull=False)
                | ~Q(stage=Stage.ADOPTED) & Q(adopted_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charter_id} version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("charter-version", args=[self.number])


_PUBLISHED_STAYS = """
    IF EXISTS (
        SELECT FROM charter_charterversion
        WHERE id = COALESCE(NEW.version_id, OLD.version_id) AND stage <> 'draft'
    ) THEN
        RAISE EXCEPTION 'a published version is not changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def _published_stays(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_PUBLISHED_STAYS,
    )


class CharterSection(models.Model):
    """What a version says about one area."""

    version = models.ForeignKey(CharterVersion, models.CASCADE, related_name="sections")
    key = models.SlugField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField()
    area = models.PositiveSmallIntegerField(_("area"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    says = models.TextField(_("what it says"), max_length=LONGEST_NARRATIVE, blank=True)
    barriers = models.TextField(_("what is in the way"), max_length=8000, blank=True)
    helps = models.TextField(_("what helps"), max_length=8000, blank=True)

    class Meta:
        verbose_name = _("section of the charter")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("version", "key", name="charter_section_key_once"),
            models.CheckConstraint(
                name="charter_section_area_is_one", condition=Q(area=None) | Q(area__gte=1, area__lte=8)
            ),
        ]
        triggers: ClassVar = [_published_stays("charter_section_published_stays")]

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """One promise or principle. Its key is the same in every version."""

    version = models.ForeignKey(CharterVersion, models.CASCADE, related_name="clauses")
    section = models.ForeignKey(CharterSection, models.CASCADE, related_name="clauses")
    key = models.SlugField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("text"), max_length=4000)

    class Meta:
        verbose_name = _("clause")
        ordering: ClassVar = ["section__position", "position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint("version", "key", name="clause_key_once")]
        triggers: ClassVar = [_published_stays("clause_published_stays")]

    def __str__(self) -> str:
        return f"{self.key} in {self.version_id}"


class SignatoryKind(models.TextChoices):
    """As what somebody signs."""

    SCHOOL = "school", _("Schools")
    COMMUNITY = "community", _("Community groups")
    COUNCIL = "council", _("Councils")
    GOVERNMENT = "government", _("Government")
    OTHER = "other", _("Others")


class Responsibility(models.Model):
    """What one kind of signatory takes on under a clause."""

    version = models.ForeignKey(CharterVersion, models.CASCADE, related_name="responsibilities")
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="responsibilities")
    key = models.SlugField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("whose it is"), max_length=10, choices=SignatoryKind)
    text = models.TextField(_("text"), max_length=1000)

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering: ClassVar = ["clause__section__position", "clause__position", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("version", "key", name="responsibility_key_once"),
            models.CheckConstraint(
                name="responsibility_kind_known", condition=Q(kind__in=SignatoryKind.values)
            ),
        ]
        triggers: ClassVar = [_published_stays("responsibility_published_stays")]

    def __str__(self) -> str:
        return f"{self.key} in {self.version_id}"


class Outcome(models.TextChoices):
    """What was decided about what people said."""

    ACCEPTED = "accepted", _("Yes")
    PARTLY = "partly", _("In part")
    NOT = "not", _("No")
    ELSEWHERE = "elsewhere", _("Taken up elsewhere")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    model_name="DecisionEvent",
    fields=["outcome", "published_at"],
)
class Decision(models.Model):
    """Theme → decision → reason → the change to the text."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="decisions")
    theme = models.OneToOneField(Theme, models.CASCADE, related_name="decided")
    # "You said", in a sentence or two.
    said = models.TextField(_("what people said"), max_length=1000)
    outcome = models.CharField(_("what was decided"), max_length=9, choices=Outcome)
    reason = models.TextField(_("why"), max_length=4000)
    # "We did": what it changed, or that it changed nothing.
    change = models.TextField(_("what it changed"), max_length=4000, blank=True)
    clauses = models.ManyToManyField(Clause, related_name="decisions", blank=True)
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("decision")
        ordering: ClassVar = ["theme__area", "theme__name", "pk"]
        indexes: ClassVar = [models.Index("consultation", "published_at", name="decision_by_publication")]
        constraints: ClassVar = [
            models.CheckConstraint(name="decision_outcome_known", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(
                name="decision_gives_a_reason", condition=Q(reason__regex=r"\S", said__regex=r"\S")
            ),
            models.CheckConstraint(
                name="decision_accepted_says_what_changed",
                condition=~Q(outcome__in=[Outcome.ACCEPTED, Outcome.PARTLY]) | Q(change__regex=r"\S"),
                violation_error_message=_("Say what it changed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.theme_id}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    model_name="SignatureEvent",
    fields=["version", "withdrawn_at"],
)
class Signature(models.Model):
    """An organisation's name under one version of the charter."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    charter = models.ForeignKey(Charter, models.CASCADE, related_name="signatures")
    version = models.ForeignKey(CharterVersion, models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="signatures")
    kind = models.CharField(_("signs as"), max_length=10, choices=SignatoryKind)
    responsibilities = models.ManyToManyField(Responsibility, related_name="signatures")
    # By what right: "Headteacher; agreed by governors on 3 March".
    authority = models.CharField(_("on whose authority"), max_length=200)
    pledge = models.CharField(_("pledge"), max_length=500, blank=True)
    pledge_by = models.DateField(_("by when"), null=True, blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("signature")
        ordering: ClassVar = ["-signed_at", "-pk"]
        indexes: ClassVar = [
            models.Index("charter", "kind", condition=Q(withdrawn_at=None), name="signature_by_kind")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "version", "organisation", condition=Q(withdrawn_at=None), name="signature_once_a_version"
            ),
            models.CheckConstraint(name="signature_kind_known", condition=Q(kind__in=SignatoryKind.values)),
            models.CheckConstraint(name="signature_has_authority", condition=Q(authority__regex=r"\S")),
            models.CheckConstraint(
                name="signature_pledge_has_a_day",
                condition=Q(pledge="", pledge_by=None) | ~Q(pledge="") & Q(pledge_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"signature {self.pk}"


class Supporter(models.Model):
    """A private person who stands behind the charter. Counted; named only if they say so."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    charter = models.ForeignKey(Charter, models.CASCADE, related_name="supporters")
    version = models.ForeignKey(CharterVersion, models.PROTECT, related_name="supporters")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=100, blank=True)
    show_name = models.BooleanField(_("show my name"), default=False)
    secret_hash = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    # From the mailbox of the address, or because it is an account's. Until then it counts for nothing.
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("supporter")
        ordering: ClassVar = ["-confirmed_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["charter", "-confirmed_at"],
                condition=Q(confirmed_at__isnull=False),
                name="supporter_confirmed",
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("charter", "email", name="supporter_once"),
            models.CheckConstraint(
                name="supporter_shown_has_a_name", condition=Q(show_name=False) | Q(name__regex=r"\S")
            ),
        ]

    def __str__(self) -> str:
        return f"supporter {self.pk}"
