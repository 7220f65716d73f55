"""What the charter's pages with forms have in common."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from hub.people.http import Request


def take(form: forms.Form, error: ValidationError) -> None:
    """Put what an action found wrong beside the fields, and at the top what is about none of them."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)


def edition_sent(request: Request) -> int:
    """The edition that the page showed; 0, which none has, for what is no number."""
    given = request.POST.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def unlisted(page: HttpResponse) -> HttpResponse:
    """In no search engine; and its address, which can be a key, in no other request. With "no-referrer" a
    browser would not even tell where the form comes from, and the hub would refuse it as forged."""
    page["Referrer-Policy"] = "strict-origin"
    page["X-Robots-Tag"] = "noindex, nofollow"
    return page
