"""Long texts are measured here: Django asks their forms alone."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Model, TextField
from django.utils.translation import gettext as _


def check_row(row: Model, *, exclude: tuple[str, ...] = ()) -> None:
    """Everything that a row's fields and constraints ask, and that no text is too long.

    Raises ValidationError by field.
    """
    long = {
        field.name: [
            _("This is too long: %(length)s characters, where there is room for %(most)s.")
            % {"length": f"{len(getattr(row, field.name)):,}", "most": f"{field.max_length:,}"}
        ]
        for field in row._meta.fields
        if isinstance(field, TextField)
        and field.max_length
        and len(getattr(row, field.name)) > field.max_length
    }
    if long:
        raise ValidationError(long)
    row.full_clean(exclude=exclude)
