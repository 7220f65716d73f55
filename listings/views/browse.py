"""What's on: the hub's front page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hub.access import access, scope
from hub.people.http import Request
from hub.places.models import AccessFeature
from hub.places.near import MILES
from hub.web.hot import draw
from hub.web.pagecache import shared
from hub.web.paging import Page, page_of, url_with
from listings import rules
from listings.draw import draw_days
from listings.filters import AGES, COST, WHEN, WhatsOnFilter, posted, tidied
from listings.models import Kind, Occurrence
from listings.queries import coming, count_up_to, days, row_values

# Beyond this the page says "more than": counting further would cost more than it tells.
COUNTED = 300
# Stands for the list in the frame of the front page; nobody can type it.
LIST_HERE = SafeString("\0list\0")
QUICK_WHEN = ("saturday", "week")
QUICK_ACCESS = (AccessFeature.STEP_FREE, AccessFeature.QUIET)
# The filters that lie in the fold.
FOLDED = {"when", "after", "before", "cost", "within", "access", "kind"}


@access(rules.view_public_occurrence)
@require_safe
@shared
def whats_on(request: Request) -> HttpResponse:
    """What is coming, by day, narrowed by the filters in the address."""
    tidy = tidied(request.GET)
    if tidy.urlencode() != request.GET.urlencode():
        return HttpResponseRedirect(address_of(request.path, tidy))
    now = timezone.now()
    occurrences = scope(request.actor, rules.view_public_occurrence, Occurrence)
    found = WhatsOnFilter(request.GET, occurrences, now) if request.GET.keys() - {"page"} else None
    occurrences = found.qs if found else coming(occurrences, now)
    page = page_of(request, row_values(occurrences, found.district if found else None))
    today = timezone.localdate(now)
    if found is None and request.actor.id is None and page.rows:
        return HttpResponse(front_frame(request, page).replace(LIST_HERE, draw_days(days(page.rows, today))))
    return render(
        request,
        "listings/whats_on.html",
        {
            "page": page,
            "list": draw_days(days(page.rows, today, found.first_day if found else today)),
            "search": search_form(request.GET, found.form) if found else empty_search_form(get_language()),
            "form": found.form if found else None,
            "count_words": say_count(how_many(occurrences, page)) if found else "",
            "chips": chips(request),
            "taken_for": found.taken_for if found else {},
            "filtered": found is not None,
            "feed_url": address_of(reverse("whats-on-calendar"), without(request.GET, "page")),
            "empty_actions": [(_("Clear all filters"), reverse("whats-on"))],
        },
    )


def front_frame(request: Request, page: Page[Any]) -> str:
    """What stands around the list where nothing was asked: the same for every visitor, so drawn once.

    It is remembered by all that it shows. There are no more pages than `hub.web.paging` has.
    """
    shown = (get_language(), settings.HUB_NAME, settings.HUB_AREA, settings.DEMO)
    key = (*shown, page.number, page.previous_url, page.next_url)
    if key not in _frames:
        context = {
            "page": page,
            "list": LIST_HERE,
            "search": empty_search_form(get_language()),
            "chips": chips(request),
            "feed_url": reverse("whats-on-calendar"),
        }
        _frames[key] = render_to_string("listings/whats_on.html", context, request)
    return _frames[key]


_frames: dict[tuple[Any, ...], str] = {}


def search_form(query: QueryDict, form: Form | None) -> SafeString:
    """The form, showing what was asked: also what made no sense, with what to do about it."""
    errors = form.errors if form else {}
    return draw(
        "listings/parts/search.jinja",
        given=given(query),
        errors={name: " ".join(map(str, words)) for name, words in errors.items()},
        open=bool(errors.keys() & FOLDED),
        filtered=form is not None,
        find_url=reverse("whats-on-find"),
        home_url=reverse("whats-on"),
        **choices(get_language()),
    )


@cache
def empty_search_form(language: str) -> SafeString:
    """The form as it stands before anything was asked: the same for all."""
    return search_form(QueryDict(), None)


@cache
def choices(language: str) -> dict[str, list[tuple[str, str]]]:
    """What the form offers, in words of one language."""
    offered: dict[str, Sequence[tuple[Any, Any]]] = {
        "ages": AGES,
        "whens": WHEN,
        "costs": COST,
        "miles": MILES,
        "features": AccessFeature.choices,
        "kinds": Kind.choices,
    }
    return {name: [(value, str(words)) for value, words in pairs] for name, pairs in offered.items()}


@access.public
@csrf_exempt
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Takes the search form and answers with the page's address.

    A form that is posted keeps a typed postcode out of every address and log; here it becomes its
    district (rules.md D14). Nothing is changed, so there is no forgery to fear.
    """
    return redirect(address_of(reverse("whats-on"), posted(request.POST)))


def given(query: QueryDict) -> dict[str, Any]:
    """What was asked, as the form shows it again: also what made no sense."""
    told: dict[str, Any] = {name: query.get(name, "") for name in WhatsOnFilter.base_filters}
    return {**told, "access": query.getlist("access"), "kind": query.getlist("kind")}


def how_many(occurrences: QuerySet[Occurrence], page: Page[Any]) -> int:
    """How many match: without a query where the first page holds them all."""
    if page.number == 1 and not page.next_url:
        return len(page.rows)
    return count_up_to(occurrences, COUNTED)


def say_count(count: int) -> str:
    """ "7 things match.", "More than 300 things match." """
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
    made = []
    if "organiser" in request.GET:
        url = url_with(request, page=None, organiser=None)
        made.append({"label": _("One organiser only"), "on": True, "url": url})
    made += [_choice(request, "when", value, words[value]) for value in QUICK_WHEN]
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
