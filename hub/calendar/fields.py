"""Wall-clock time as a column type."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WallClockField(models.DateTimeField):  # type: ignore[type-arg]
    """What a clock on the wall shows: a naive datetime, stored as `timestamp` without a zone.

    A weekly 10:00 stays 10:00 when the clocks change, because no instant is ever stored for it.
    """

    def db_type(self, connection: Any) -> str:
        return "timestamp"

    def to_python(self, value: Any) -> datetime | None:
        """Raises ValidationError for an instant: its zone would be lost without a word."""
        if isinstance(value, datetime):
            if timezone.is_aware(value):
                raise ValidationError(_("Give a wall-clock time without a zone."))
            return value
        parsed = super().to_python(value)
        return timezone.make_naive(parsed) if parsed is not None and timezone.is_aware(parsed) else parsed

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)
