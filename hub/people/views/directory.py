"""Groups and schools: the directory, and a page for each."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hub.access import access, flags, scope
from hub.calendar.words import say_date
from hub.people import rules
from hub.people.actor import VISITOR
from hub.people.filters import PARAMETERS, DirectoryFilter, without
from hub.people.http import Request
from hub.people.models import Kind, Offer, Organisation, Outcome
from hub.people.panels import panels_for
from hub.people.standing import standing_of
from hub.places.distance import say_miles
from hub.places.models import AccessFeature, Address
from hub.places.near import posted, tidied
from hub.web.pagecache import shared
from hub.web.paging import Page, page_of

# What the page of an organisation offers to those who may.
OFFERED = (
    rules.edit_organisation,
    rules.ask_verification,
    rules.view_people,
    rules.check_organisation,
)
# The filters that lie in the fold.
FOLDED = {"sort", "offers", "within"}


@access(rules.view_organisation)
@require_safe
@shared
def groups(request: Request) -> HttpResponse:
    """Every school and group, narrowed by the filters in the address: by name, or nearest first."""
    tidy = tidied(request.GET, PARAMETERS)
    if tidy.urlencode() != request.GET.urlencode():
        return redirect(_address(tidy))
    visible = scope(request.actor, rules.view_organisation, Organisation).exclude(kind=Kind.STEWARD)
    found = DirectoryFilter(request.GET, queryset=visible.select_related("place__district"))
    rows = found.ordered()
    page = page_of(request, rows)
    filtered = not found.base_filters.keys().isdisjoint(request.GET)
    return render(
        request,
        "people/groups.html",
        {
            "page": page,
            "cards": [_card(one) for one in page.rows],
            "form": found.form,
            "open": bool(FOLDED & found.form.errors.keys()),
            "near": found.district,
            "filtered": filtered,
            "count_words": _say_count(_how_many(rows, page)) if filtered else "",
            "chips": _chips(request.GET, found),
            "empty_actions": [(_("Show every group and school"), reverse("groups"))],
        },
    )


@access.public
@csrf_exempt
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Takes the search form and answers with the page's address.

    A form that is posted keeps a typed postcode out of every address and log; here it becomes its district
    (rules.md D14). Nothing is changed, so there is no forgery to fear.
    """
    return redirect(_address(posted(request.POST, PARAMETERS)))


@access(rules.view_organisation)
@require_safe
@shared
def organisation(request: Request, slug: str) -> HttpResponse:
    """Facts about one organisation, and what the parts of the hub know of it.

    With ?as=visitor those who look after it see it as everyone does.
    """
    found = get_object_or_404(
        scope(request.actor, rules.view_organisation, Organisation).select_related("place__district", "logo"),
        slug=slug,
    )
    previewed = request.actor.id is not None and request.GET.get("as") == "visitor"
    actor = VISITOR if previewed else request.actor
    may = flags([found.pk], actor, *OFFERED)[found.pk]
    address = scope(actor, rules.view_address, Address).filter(place=found.place_id).first()
    checked = found.verifications.filter(outcome=Outcome.VERIFIED).first()
    looks_after = may["edit_organisation"] or may["check_organisation"]
    today = timezone.localdate()
    return render(
        request,
        "people/organisation.html",
        {
            "organisation": found,
            "address": address,
            "checked": checked,
            "verified": found.is_verified(today),
            "checked_on": say_date(checked.decided_on) if checked else "",
            "offers": [Offer(value).label for value in found.offers],
            "features": [AccessFeature(value).label for value in found.place.access] if found.place else [],
            "may": may,
            "previewed": previewed,
            "standing": standing_of(found, today) if looks_after else None,
            "panels": [
                render_to_string(panel.template, {**panel.context, "organisation": found}, request)
                for panel in panels_for(actor, found)
            ],
        },
    )


def _address(query: QueryDict) -> str:
    encoded = query.urlencode()
    return f"{reverse('groups')}?{encoded}" if encoded else reverse("groups")


def _card(one: Organisation) -> dict[str, Any]:
    """A school or group in the list. Of a withheld place nothing is told but its area (rules.md S20)."""
    miles = getattr(one, "miles", None)
    untold = miles is None or one.place is None or one.place.withheld
    return {
        "organisation": one,
        "distance": "" if untold else say_miles(miles or 0.0),
        "offers": [Offer(value).label for value in one.offers[:3]],
    }


def _how_many(rows: QuerySet[Organisation], page: Page[Organisation]) -> int:
    """How many match: without a query where the first page holds them all."""
    return rows.count() if page.next_url or page.previous_url else len(page.rows)


def _say_count(count: int) -> str:
    """ "7 schools and groups match." """
    return ngettext("%d school or group matches.", "%d schools and groups match.", count) % count


def _chips(query: QueryDict, found: DirectoryFilter) -> list[dict[str, str]]:
    """The filters that are on: one tap takes each off. Without its postcode a distance means nothing."""
    gone = {"near": ("near", "within")}
    return [
        {"label": words, "url": _address(without(query, *gone.get(name, (name,))))}
        for name, words in found.asked()
    ]


@access.public
@require_safe
@shared
def verified(request: Request) -> HttpResponse:
    """What "verified" means, and what it does not."""
    return render(request, "people/verified.html")
