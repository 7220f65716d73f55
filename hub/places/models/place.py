"""A place where things happen, as everyone may see it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hub.places.models.access import AccessFeature
from hub.places.models.bounds import inside
from hub.places.models.district import District


class Place(models.Model):
    """A building, a park, a room.

    A withheld place (rules.md S20) keeps nothing here but its district: its true name and address are
    only in its Address, so no page, feed or search over places can tell them.
    """

    name = models.CharField(_("name"), max_length=120, blank=True)
    district = models.ForeignKey(District, models.PROTECT, related_name="places", verbose_name=_("district"))
    withheld = models.BooleanField(_("the address is given only to those it is shared with"), default=False)
    # Degrees of WGS 84. Both null means: the district's point.
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    access = ArrayField(
        models.CharField(max_length=20, choices=AccessFeature.choices),
        verbose_name=_("access"),
        default=list,
        blank=True,
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="place_withheld_tells_nothing",
                condition=Q(withheld=False) | Q(name="", latitude__isnull=True, longitude__isnull=True),
            ),
            models.CheckConstraint(
                name="place_point_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="place_lies_in_the_uk", condition=Q(latitude__isnull=True) | inside()
            ),
            models.CheckConstraint(
                name="place_access_is_known", condition=Q(access__contained_by=AccessFeature.values)
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What a page calls this place: its name, or where it is withheld a sentence with only the area."""
        if self.withheld:
            return gettext("Around %(district)s. The organiser tells you the address.") % {
                "district": self.district
            }
        return self.name or str(self.district)
