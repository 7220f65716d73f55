"""A postcode district: the part of a postcode before the space, a few thousand homes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.places.models.bounds import inside


class District(models.Model):
    """The finest that the hub tells of where someone looks from, or of a withheld place (D14, S20)."""

    code = models.CharField(_("postcode district"), max_length=4, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    # Degrees of WGS 84: the middle of the district's postcodes.
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))

    class Meta:
        verbose_name = _("postcode district")
        verbose_name_plural = _("postcode districts")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="district_code_is_a_district", condition=Q(code__regex=r"^[A-Z]{1,2}[0-9][A-Z0-9]?$")
            ),
            models.CheckConstraint(name="district_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="district_lies_in_the_uk", condition=inside()),
        ]

    def __str__(self) -> str:
        """ "Kings Heath (B14)"; the code alone where the hub knows no name."""
        return self.code if self.name == self.code else f"{self.name} ({self.code})"
