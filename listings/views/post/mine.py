"""An organiser's own list: everything that their organisations posted, by how it stands."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.access import access, flags, scope
from hub.people.http import Request
from hub.people.models import Organisation
from hub.web.paging import page_of, url_with
from listings import rules
from listings.models import Listing
from listings.queries_posting import TABS, Tab, containing, proposal_of, tab_counts, with_all
from listings.words import say_pattern

LONGEST_QUERY = 100


@access(rules.manage, rules.add_listing)
@require_safe
def mine(request: Request) -> HttpResponse:
    """Tabs with counts, search, and for each listing what waits to be done."""
    organisations = list(scope(request.actor, rules.add_listing, Organisation).order_by("name", "pk"))
    listings = scope(request.actor, rules.manage, Listing)
    chosen = request.GET.get("organisation", "")
    if any(one.slug == chosen for one in organisations):
        listings = listings.filter(organisation__slug=chosen)
    query = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_QUERY]
    listings = containing(listings, query)
    counts = tab_counts(listings)
    tab = _tab(request.GET.get("tab", ""), counts)
    page = page_of(request, with_all(listings.filter(tab.condition)).order_by("-updated", "pk"))
    may = flags([row.pk for row in page.rows], request.actor, rules.submit, rules.edit)
    return render(
        request,
        "listings/post/mine.html",
        {
            "organisations": organisations,
            "keeps_holidays": scope(request.actor, rules.keep_holidays, Organisation).exists(),
            "chosen": chosen,
            "query": query,
            "tab": tab,
            "tabs": [
                (one, counts[one.key], url_with(request, tab=one.key, page=None), one.key == tab.key)
                for one in TABS
            ],
            "page": page,
            "rows": [(row, _when(row), proposal_of(row) is not None, may[row.pk]) for row in page.rows],
            "empty": _("Nothing with these words.") if query else _("Nothing here at present."),
        },
    )


def _tab(asked: str, counts: dict[str, int]) -> Tab:
    """The tab that was asked for, else the first that has something; else the first."""
    known = {tab.key: tab for tab in TABS}
    if asked in known:
        return known[asked]
    return next((tab for tab in TABS if counts[tab.key]), TABS[0])


def _when(listing: Listing) -> str:
    schedule = getattr(listing, "schedule", None)
    return say_pattern(schedule.pattern()) if schedule else ""
