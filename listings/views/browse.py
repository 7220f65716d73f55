"""What's on: the hub's front page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hub.access import access, scope
from hub.people.http import Request
from hub.places.models import AccessFeature
from hub.web.pagecache import shared
from hub.web.paging import page_of, url_with
from listings import rules
from listings.filters import AGES, COST, MILES, WHEN, WhatsOnFilter, tidied
from listings.models import Kind, Occurrence
from listings.queries import count_up_to, days, row_values

# Beyond this the page says "more than": counting further would cost more than it tells.
COUNTED = 300
QUICK_WHEN = ("saturday", "week")
QUICK_ACCESS = (AccessFeature.STEP_FREE, AccessFeature.QUIET)
# The filters that lie in the fold.
FOLDED = {"when", "after", "before", "cost", "within", "access", "kind"}
CHOICES: dict[str, Any] = {
    "ages": AGES,
    "whens": WHEN,
    "costs": COST,
    "miles": MILES,
    "features": AccessFeature.choices,
    "kinds": Kind.choices,
}


@access(rules.view_public_occurrence)
@require_safe
@shared
def whats_on(request: Request) -> HttpResponse:
    """What is coming, by day, narrowed by the filters in the address."""
    tidy = tidied(request.GET)
    if tidy.urlencode() != request.GET.urlencode():
        return HttpResponseRedirect(address_of(request.path, tidy))
    now = timezone.now()
    found = WhatsOnFilter(request.GET, scope(request.actor, rules.view_public_occurrence, Occurrence), now)
    occurrences = found.qs
    page = page_of(request, row_values(occurrences, found.district))
    filtered = bool(request.GET.keys() - {"page"})
    count = count_up_to(occurrences, COUNTED) if filtered else None
    return render(
        request,
        "listings/whats_on.html",
        {
            "page": page,
            "days": days(page.rows, found.today),
            "form": found.form,
            "given": given(request.GET),
            "count": count,
            "count_words": say_count(count),
            "chips": chips(request),
            "filtered": filtered,
            "open_filters": bool(request.GET.keys() & FOLDED) and not found.form.is_valid(),
            "feed_url": address_of(reverse("whats-on-calendar"), without(request.GET, "page")),
            "empty_actions": [(_("Clear all filters"), reverse("whats-on"))],
            **CHOICES,
        },
    )


@access.public
@csrf_exempt
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Takes the search form and answers with the page's address.

    A form that is posted keeps a typed postcode out of every address and log; here it becomes its
    district (rules.md D14). Nothing is changed, so there is no forgery to fear.
    """
    return redirect(address_of(reverse("whats-on"), tidied(request.POST)))


def given(query: QueryDict) -> dict[str, Any]:
    """What was asked, as the form shows it again: also what made no sense."""
    told: dict[str, Any] = {name: query.get(name, "") for name in WhatsOnFilter.base_filters}
    return {**told, "access": query.getlist("access"), "kind": query.getlist("kind")}


def say_count(count: int | None) -> str:
    """"7 things match", "More than 300 things match"."""
    if count is None:
        return ""
    if count > COUNTED:
        return _("More than %d things match.") % COUNTED
    return ngettext("%d thing matches.", "%d things match.", count) % count


def address_of(path: str, query: QueryDict) -> str:
    """A path with its parameters."""
    encoded = query.urlencode()
    return f"{path}?{encoded}" if encoded else path


def without(query: QueryDict, *names: str) -> QueryDict:
    """The parameters without some of them."""
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept


def chips(request: HttpRequest) -> list[dict[str, Any]]:
    """The filters that one tap turns on or off: label, address after the tap, whether on now."""
    words = dict(WHEN)
    made = [_choice(request, "when", value, words[value]) for value in QUICK_WHEN]
    made.append(_choice(request, "cost", "free", dict(COST)["free"]))
    made += [_toggle(request, "access", value, AccessFeature(value).label) for value in QUICK_ACCESS]
    made.append(_choice(request, "kind", "club", _("Clubs")))
    return made


def _choice(request: HttpRequest, name: str, value: str, label: Any) -> dict[str, Any]:
    on = request.GET.getlist(name) == [value]
    return {"label": label, "on": on, "url": url_with(request, page=None, **{name: None if on else value})}


def _toggle(request: HttpRequest, name: str, value: str, label: Any) -> dict[str, Any]:
    values = request.GET.getlist(name)
    on = value in values
    query = without(request.GET, "page")
    query.setlist(name, [one for one in values if one != value] if on else [*values, value])
    if not query.getlist(name):
        query.pop(name)
    return {"label": label, "on": on, "url": address_of(request.path, query)}
