"""What the pages of the review read from a form."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from hub.people.http import Request


def key_read(request: Request, name: str) -> int | None:
    """A key that a form sent; None for what is no key."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None


def edition_read(request: Request) -> int:
    """The edition that the page showed; 0, which none has, for what is no number."""
    given = request.POST.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def take(form: forms.Form, error: ValidationError) -> bool:
    """Put what an action found wrong beside the fields. False where it is not about any of them."""
    if not hasattr(error, "error_dict"):
        return False
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)
    return True
