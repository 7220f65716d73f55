"""When schools are shut and when banks are: what a series may leave out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class HolidayKind(models.TextChoices):
    """Whose holiday it is."""

    SCHOOL = "school", _("School holidays")
    BANK = "bank", _("Bank holidays")


class Holiday(models.Model):
    """A holiday from its first day to its last, as its source gives it."""

    kind = models.CharField(_("kind"), max_length=6, choices=HolidayKind)
    name = models.CharField(_("name"), max_length=60)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    source = models.CharField(_("where the dates come from"), max_length=200)

    class Meta:
        verbose_name = _("holiday")
        ordering: ClassVar = ["first", "kind", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("kind", "first", name="holiday_once"),
            models.CheckConstraint(
                name="holiday_ends_after_start",
                condition=Q(last__gte=F("first")),
                violation_error_message=_("It ends before it starts."),
            ),
            models.CheckConstraint(name="holiday_kind_known", condition=Q(kind__in=HolidayKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first:%Y-%m-%d}"
