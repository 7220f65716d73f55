"""Answering for an organisation: by one of its people, who leads its one response."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from charter import rules
from charter.actions.leading import lead_response
from charter.queries.answering import for_whom
from charter.views.answering import hand
from charter.views.answering.common import find
from hub.access import NotAllowed, access, scope
from hub.people.http import Request
from hub.people.models import Organisation


@access(rules.answer_for)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_for(request: Request, slug: str) -> HttpResponse:
    """For whom somebody answers: an organisation that they may speak for, or themselves."""
    answering = find(request, slug)
    if request.method == "POST":
        organisation = get_object_or_404(
            scope(request.actor, rules.answer_for, Organisation),
            slug=request.POST.get("organisation", "").replace("\0", ""),
        )
        try:
            response = lead_response(
                answering.consultation.pk,
                organisation.pk,
                answering.version,
                take_over="take_over" in request.POST,
                by=request.actor,
            )
        except NotAllowed:
            messages.error(
                request,
                _("A colleague leads that answer now, or the time for it is over. Look again below."),
            )
            return redirect("consultation-for", slug=slug)
        hand.take(request, response)
        messages.success(request, _("You answer for %s now.") % organisation.name)
        return redirect("consultation", slug=slug)
    context = {**answering.context, "for_whom": for_whom(request.actor, answering.consultation)}
    return render(request, "charter/answering/for.html", context)
