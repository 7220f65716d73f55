"""Schools, community groups, and the steward."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hub.files.models import Picture
from hub.places.models import Place


class Kind(models.TextChoices):
    """What an organisation is to the hub."""

    SCHOOL = "school", _("School")
    GROUP = "group", _("Community group")
    STEWARD = "steward", _("Steward of this hub")


class Sort(models.TextChoices):
    """What sort of school or group."""

    NURSERY = "nursery", _("Nursery school")
    PRIMARY = "primary", _("Primary school")
    SECONDARY = "secondary", _("Secondary school")
    SPECIAL = "special", _("Special school")
    ALL_THROUGH = "all-through", _("All-through school")
    EARLY_YEARS = "early-years", _("Playgroup or early years")
    PLAY = "play", _("Play and youth")
    SPORT = "sport", _("Sport and movement")
    ARTS = "arts", _("Music, drama and art")
    NATURE = "nature", _("Gardens and nature")
    SUPPORT = "support", _("Family support")
    SEND = "send", _("Special needs and disability")
    FAITH = "faith", _("Faith community")
    LEARNING = "learning", _("Adult and family learning")
    LIBRARY = "library", _("Library or museum")
    RESIDENTS = "residents", _("Residents and neighbours")
    STEWARD = "steward", _("Steward of this hub")


class Offer(models.TextChoices):
    """What an organisation has for others, as the directory finds it."""

    UNDER_FIVES = "under-fives", _("Things to do with under-fives")
    AFTER_SCHOOL = "after-school", _("Clubs after school")
    HOLIDAYS = "holidays", _("Activities in the holidays")
    SEND = "send", _("Activities for disabled children and young people")
    FAMILY = "family", _("Help and advice for families")
    ADULTS = "adults", _("Courses for adults and families")
    VISITS = "visits", _("Visits and workshops in schools")
    TRAINING = "training", _("Training for staff and volunteers")
    ROOMS = "rooms", _("Rooms or outdoor space")
    VOLUNTEERING = "volunteering", _("Places for volunteers")


SCHOOL_SORTS = (Sort.NURSERY, Sort.PRIMARY, Sort.SECONDARY, Sort.SPECIAL, Sort.ALL_THROUGH)
GROUP_SORTS = tuple(sort for sort in Sort if sort not in SCHOOL_SORTS and sort is not Sort.STEWARD)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    model_name="OrganisationEvent",
    fields=["kind", "trades_for_profit", "asked_at", "verified_until", "suspended_at", "trusted_since"],
)
class Organisation(models.Model):
    """A school, a group, or the steward. Its members act for it by their roles."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address on the hub"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    sort = models.CharField(_("sort"), max_length=12, choices=Sort)
    trades_for_profit = models.BooleanField(_("trades for profit"), default=False)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    about = models.TextField(_("about"), max_length=4000, blank=True)
    website = models.URLField(_("website"), blank=True)
    public_email = models.EmailField(_("public e-mail address"), blank=True)
    public_phone = models.CharField(_("public telephone number"), max_length=30, blank=True)
    charity_number = models.CharField(_("charity number"), max_length=12, blank=True)
    school_urn = models.CharField(_("school number (URN)"), max_length=6, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="organisations")
    offers = ArrayField(
        models.CharField(max_length=14, choices=Offer),
        verbose_name=_("what you offer"),
        default=list,
        blank=True,
    )
    logo = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")
    # Since when it waits for the steward to check it; empty once that is decided.
    asked_at = models.DateTimeField(_("asked to be verified at"), null=True, blank=True)
    verified_until = models.DateField(_("verified until"), null=True, blank=True)
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True)
    suspension_reason = models.CharField(_("why it was suspended"), max_length=500, blank=True)
    # Since when what it posts needs nobody to read it first.
    trusted_since = models.DateTimeField(_("trusted since"), null=True, blank=True)
    # Raised with each change of the profile: two people who edit at once are told.
    edition = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [
            models.Index(Lower("name"), "id", name="organisation_by_name"),
            models.Index("asked_at", condition=Q(asked_at__isnull=False), name="organisation_waiting"),
            models.Index("verified_until", name="organisation_by_check"),
            GinIndex("offers", name="organisation_by_offer"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="organisation_sort_fits_kind",
                condition=Q(kind=Kind.SCHOOL, sort__in=SCHOOL_SORTS)
                | Q(kind=Kind.GROUP, sort__in=GROUP_SORTS)
                | Q(kind=Kind.STEWARD, sort=Sort.STEWARD),
                violation_error_message=_("This sort does not belong to that kind of organisation."),
            ),
            models.CheckConstraint(
                name="organisation_urn_is_a_schools",
                condition=Q(school_urn="") | Q(kind=Kind.SCHOOL),
                violation_error_message=_("Only a school has a school number."),
            ),
            models.CheckConstraint(
                name="organisation_urn_is_six_digits",
                condition=Q(school_urn="") | Q(school_urn__regex=r"^[0-9]{6}$"),
                violation_error_message=_("A school number has six digits."),
            ),
            models.CheckConstraint(
                name="organisation_offers_are_known",
                condition=Q(offers__contained_by=Offer.values),
                violation_error_message=_("Choose from the list."),
            ),
            models.CheckConstraint(
                name="organisation_suspended_with_reason",
                condition=Q(suspended_at=None, suspension_reason="")
                | Q(suspended_at__isnull=False) & ~Q(suspension_reason=""),
            ),
            models.UniqueConstraint("kind", condition=Q(kind=Kind.STEWARD), name="organisation_one_steward"),
        ]
        triggers: ClassVar = [
            # Roles depend on it: what a school's headteacher may, nobody at a group may.
            pgtrigger.ReadOnly(name="kind_is_kept", fields=["kind"])
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])

    def is_verified(self, on: date) -> bool:
        """Whether the steward's last check still holds on that day."""
        return self.verified_until is not None and self.verified_until >= on
