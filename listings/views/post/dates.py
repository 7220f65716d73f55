"""The dates of a listing: checked while it is a draft, changed one by one when it is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.access import access, scope
from hub.calendar.recurrence import Pattern
from hub.people.http import Request
from hub.web.paging import page_of
from listings import rules
from listings.actions.content import content_of
from listings.actions.edit import ChangedMeanwhile, change_listing
from listings.forms.one_date import AddDateForm
from listings.models import Listing, Occurrence, State
from listings.queries import ordered
from listings.series.plan import plan_of
from listings.series.repeat import made_walls
from listings.series.seen import has_seen, say_seen
from listings.views.post.common import edition_in, own_listing, pages_of
from listings.views.post.stamps import write_stamp
from listings.views.post.steps import steps_of
from listings.words import date_lines


@access(rules.edit)
@require_http_methods(["GET", "HEAD", "POST"])
def post_dates(request: Request, slug: str) -> HttpResponse:
    """Every date that a draft makes, to be looked through; of what is published, those to come."""
    listing = own_listing(request, slug, rules.edit)
    if listing.state == State.PUBLISHED:
        return _coming(request, listing)
    pattern = content_of(listing).pattern
    if pattern is None:
        messages.warning(request, _("Say first when it is."))
        return redirect("post-step", slug, "when")
    form = AddDateForm(request.POST if "add" in request.POST else None)
    if request.method == "POST":
        pattern = ticked(pattern, request.POST.getlist("on")) if "ticks" in request.POST else pattern
        answer = _posted(request, listing, pattern, form)
        if answer is not None:
            return answer
    seen = has_seen(listing, actor=request.actor)
    context = {
        "listing": listing,
        "plan": plan_of(pattern),
        "form": form,
        "edition": listing.edition,
        "steps": steps_of(listing, "dates", seen=seen),
        "pages": pages_of(listing),
    }
    return render(request, "listings/post/dates.html", context)


def _posted(request: Request, listing: Listing, pattern: Pattern, form: AddDateForm) -> HttpResponse | None:
    """Saves the ticks, adds a date; None where the page is to be shown again, with an error."""
    changed = _added(pattern, form) if "add" in request.POST else pattern
    if changed is None:
        return None
    try:
        clear = _save(request, listing, changed)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("post-dates", listing.slug)
    if not clear or "add" in request.POST:
        return redirect("post-dates", listing.slug)
    say_seen(own_listing(request, listing.slug, rules.edit), by=request.actor)
    return redirect("post-step", listing.slug, "who")


def _save(request: Request, listing: Listing, pattern: Pattern) -> bool:
    """Save the dates. Where somebody else changed them meanwhile that is said, and nothing saved: False."""
    content = replace(content_of(listing), pattern=pattern)
    edition = edition_in(request.POST, listing.edition)
    try:
        change_listing(listing.pk, content, edition=edition, by=request.actor)
    except ChangedMeanwhile:
        messages.warning(request, _("Somebody changed this meanwhile. Here are the dates as they are now."))
        return False
    return True


def _added(pattern: Pattern, form: AddDateForm) -> Pattern | None:
    if not form.is_valid():
        return None
    clock: time = form.cleaned_data["starts"] or pattern.starts.time()
    wall = datetime.combine(form.cleaned_data["day"], time() if pattern.all_day else clock)
    if wall in pattern.exdates:
        return replace(pattern, exdates=tuple(one for one in pattern.exdates if one != wall))
    if wall in made_walls(pattern):
        form.add_error("day", _("It is on then already."))
        return None
    if wall < pattern.starts:
        form.add_error("day", _("That is before the first date. Change the first day instead."))
        return None
    return replace(pattern, rdates=tuple(sorted({*pattern.rdates, wall})))


def ticked(pattern: Pattern, on: list[str]) -> Pattern:
    """The pattern with only those of its dates that are ticked, by their keys; what is over stays."""
    keys = set(on)
    shown = {one.key: one for month in plan_of(pattern).months for one in month.dates}
    walls = {wall: f"{wall:%Y-%m-%dT%H:%M}" for wall in made_walls(pattern)}
    choice = {wall for wall, key in walls.items() if key in shown and not shown[key].past}
    off = {wall for wall in choice if walls[wall] not in keys}
    return replace(
        pattern,
        exdates=tuple(sorted((set(pattern.exdates) - choice) | (off - set(pattern.rdates)))),
        rdates=tuple(wall for wall in pattern.rdates if wall not in off),
    )


def _coming(request: Request, listing: Listing) -> HttpResponse:
    """The dates to come of what is published, each with its own page."""
    rows = ordered(
        scope(request.actor, rules.view_occurrence, Occurrence).filter(
            listing=listing, over__gt=timezone.now()
        )
    )
    page = page_of(request, rows)
    lines = date_lines(page.rows, timezone.localdate())
    context: dict[str, Any] = {
        "listing": listing,
        "page": page,
        "lines": [
            (line, reverse("post-date", args=[listing.slug, write_stamp(row.original)]))
            for line, row in zip(lines, page.rows, strict=True)
        ],
        "pages": pages_of(listing),
    }
    return render(request, "listings/post/coming.html", context)
