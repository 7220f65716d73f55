"""The true address of a place, apart from it: read only through the rule that says who may (rules.md S20)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.places.models.place import Place


class Address(models.Model):
    """Where exactly a place is. A group may meet in somebody's home, so every line may be personal."""

    place = models.OneToOneField(Place, models.CASCADE, related_name="address", verbose_name=_("place"))
    building = models.CharField(_("building"), max_length=120, blank=True)
    street = models.CharField(_("street"), max_length=120, blank=True)
    town = models.CharField(_("town"), max_length=60, blank=True)
    # As hub.places.postcodes.normalise gives it.
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="address_postcode_is_whole",
                condition=Q(postcode="")
                | Q(postcode__regex=r"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}$"),
            ),
        ]

    def __str__(self) -> str:
        # Never the address itself: this text reaches logs and error pages.
        return f"address {self.pk}"
