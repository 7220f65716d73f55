"""What the pages of the analysis have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.looks import record_look
from charter.models import Consultation, Look, Response, Theme
from hub.access import scope
from hub.people.http import Request

# A number that fits into a key of the database.
LONGEST_KEY = 18


def consultation_called(request: Request, slug: str) -> Consultation:
    """The consultation whose answers are sorted. Raises Http404, in words."""
    found = scope(request.actor, rules.analyse, Consultation).filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such consultation, or it has not closed yet."))
    return found


def theme_called(request: Request, consultation: Consultation, key: str) -> Theme:
    """Raises Http404, in words."""
    found = scope(request.actor, rules.edit_theme, Theme).filter(consultation=consultation, key=key).first()
    if found is None:
        raise Http404(_("There is no such theme in this consultation’s codebook."))
    return found


def page(
    request: Request, template: str, consultation: Consultation, tab: str, status: int = 200, **more: Any
) -> HttpResponse:
    """A page of the analysis; `tab` is the name of the address that it belongs under."""
    tabs = [
        (words, address, name == tab)
        for name, words in (
            ("themes", _("Codebook")),
            ("reading", _("Reading")),
            ("agreement", _("Agreement")),
            ("settle", _("Settling")),
            ("results", _("Results")),
        )
        if (address := address_of(name, consultation.slug))
    ]
    crumbs = [
        (words, address)
        for words, address in (
            (_("Looking after the charter"), address_of("manage-charter")),
            (consultation.title, address_of("manage-consultation", consultation.slug)),
        )
        if address
    ]
    context = {"consultation": consultation, "tabs": tabs, "crumbs": crumbs, **more}
    return render(request, f"charter/analysis/{template}.html", context, status=status)


def address_of(name: str, *args: Any) -> str:
    """Where a page of another room is; "" while there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def look(request: Request, consultation: Consultation, what: Look, response: Response | None = None) -> None:
    """Keep on record that raw answers were opened. Once results are published nothing is sealed."""
    if consultation.results_published_at is None:
        record_look(consultation, what, request.actor, response)


def number_in(request: Request, name: str) -> int:
    """A number that a form carries; 0, which nothing has, for what is none."""
    return as_number(request.POST.get(name, ""))


def as_number(given: str) -> int:
    """0 for what is no number, or too long a one."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_KEY else 0


def take(form: forms.Form, error: ValidationError) -> None:
    """Put what an action found wrong beside the fields that it is about, or above them all."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)
