"""Values of fields in words."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

LONGEST = 500


def say_value(row: Model, field: Field, value: Any) -> str:  # type: ignore[type-arg]
    """A field's value as people read it: "Yes", "3 May 2026, 2:10 p.m.", a choice's own words."""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, dict):
        value = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    if isinstance(value, list | tuple):
        value = ", ".join(str(one) for one in value) or "–"
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
