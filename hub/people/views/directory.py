"""Groups and schools: the directory, and a page for each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.access import access, scope
from hub.calendar.words import say_date
from hub.people import rules
from hub.people.filters import DirectoryFilter
from hub.people.http import Request
from hub.people.models import Kind, Organisation, Outcome
from hub.people.panels import panels_for
from hub.places.models import Address
from hub.places.postcodes import coarsen
from hub.web.pagecache import shared
from hub.web.paging import page_of


@access(rules.view_organisation)
@require_safe
@shared
def groups(request: Request) -> HttpResponse:
    """Every school and group, by name."""
    tidy = request.GET.copy()
    for name, values in request.GET.lists():
        tidy.setlist(name, [coarsen(value) for value in values])
    if tidy != request.GET:
        # A postcode typed here helps nobody, and stays in no address (rules.md D14).
        return redirect(f"{request.path}?{tidy.urlencode()}")
    visible = scope(request.actor, rules.view_organisation, Organisation).exclude(kind=Kind.STEWARD)
    found = DirectoryFilter(request.GET, queryset=visible.select_related("place__district"))
    page = page_of(request, found.qs.order_by("name", "pk"))
    return render(
        request,
        "people/groups.html",
        {
            "page": page,
            "form": found.form,
            "filtered": not found.base_filters.keys().isdisjoint(request.GET),
            "empty_actions": [(_("Show every group and school"), reverse("groups"))],
        },
    )


@access(rules.view_organisation)
@require_safe
@shared
def organisation(request: Request, slug: str) -> HttpResponse:
    """Facts about one organisation, and what the parts of the hub know of it."""
    found = get_object_or_404(
        scope(request.actor, rules.view_organisation, Organisation).select_related("place__district"),
        slug=slug,
    )
    address = scope(request.actor, rules.view_address, Address).filter(place=found.place_id).first()
    checked = found.verifications.filter(outcome=Outcome.VERIFIED).first()
    return render(
        request,
        "people/organisation.html",
        {
            "organisation": found,
            "address": address,
            "checked": checked,
            "verified": found.is_verified(timezone.localdate()),
            "checked_on": say_date(checked.decided_on) if checked else "",
            "panels": [
                render_to_string(panel.template, {**panel.context, "organisation": found}, request)
                for panel in panels_for(request.actor, found)
            ],
        },
    )


@access.public
@require_safe
@shared
def verified(request: Request) -> HttpResponse:
    """What "verified" means, and what it does not."""
    return render(request, "people/verified.html")
