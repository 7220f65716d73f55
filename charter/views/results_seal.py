"""Who gets past the seal on results. Each look before they are public is kept on record."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.looks import record_look
from charter.models import Consultation, Look
from hub.access import scope
from hub.people.http import Request


def unsealed(request: Request, slug: str, what: Look) -> Consultation | None:
    """The consultation, if the actor sees its results now; None where they are still sealed for the actor.

    Raises Http404 where there is no such consultation for everyone to see.
    """
    found = scope(request.actor, rules.view_results, Consultation).filter(slug=slug).first()
    if found is None:
        known(request, slug)
        return None
    if early(found):
        record_look(found, what, request.actor)
    return found


def known(request: Request, slug: str) -> Consultation:
    """The consultation as everyone sees it. Raises Http404."""
    found = scope(request.actor, rules.view_public_consultation, Consultation).filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such consultation."))
    return found


def early(consultation: Consultation) -> bool:
    """Whether its results are not public yet."""
    return consultation.results_published_at is None


def private_if_early(consultation: Consultation, response: HttpResponse) -> HttpResponse:
    """The answer, kept by nothing on its way while the results are sealed."""
    if early(consultation):
        add_never_cache_headers(response)
    return response


def sealed_page(request: Request, slug: str) -> HttpResponse:
    """Says when the results come, and why nobody sees them before."""
    return render(request, "charter/results/sealed.html", {"consultation": known(request, slug)})
