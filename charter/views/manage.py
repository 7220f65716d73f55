"""The steward's front page of the charter part, and where one consultation stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from charter import rules
from charter.models import Consultation
from charter.queries.consultation import (
    CLOSED,
    COMING,
    LAST_HOUR,
    OPEN,
    PREPARED,
    RESULTS,
    SETTLED,
    Counts,
    Stand,
    counts_of,
    draft_and_published,
    size_of,
    stand_of,
)
from charter.views.managing import address_of, say_moment, the_consultation, the_steward
from charter.words import closing_rule
from hub.access import access, can, flags, scope
from hub.people.http import Request
from hub.web.paging import page_of

PER_PAGE = 30


@dataclass(frozen=True)
class Row:
    """A consultation as the front page shows it."""

    consultation: Consultation
    stand: Stand
    when: str
    counts: Counts


def when_of(consultation: Consultation, stand: Stand) -> str:
    """When it opens, closes or closed, in words."""
    opens, closes = say_moment(consultation.opens_at), say_moment(consultation.closes_at)
    if stand in (PREPARED, COMING):
        return _("Opens %(opens)s, closes %(closes)s") % {"opens": opens, "closes": closes} if opens else ""
    return (_("Closes %s") if stand is OPEN else _("Closed %s")) % closes


@access(rules.manage_charter)
@never_cache
@require_safe
def manage_charter(request: Request) -> HttpResponse:
    """Every consultation with how it stands, in words and figures, and the ways to the charter's pages."""
    keeper = the_steward(request, rules.manage_charter)
    page = page_of(
        request,
        scope(request.actor, rules.manage_consultation, Consultation).order_by("-created_at", "-pk"),
        PER_PAGE,
    )
    counts = counts_of(page.rows)
    rows = []
    for one in page.rows:
        stand = stand_of(one)
        rows.append(Row(one, stand, when_of(one, stand), counts[one.pk]))
    context = {
        "rows": rows,
        "page": page,
        "may_add": can(request.actor, rules.add_consultation, keeper),
        "text_url": address_of("manage-text") if can(request.actor, rules.begin_charter, keeper) else None,
        "signatories_url": address_of("signatories"),
        "charter_url": address_of("charter"),
        "decisions_url": address_of("decisions"),
    }
    return render(request, "charter/consultation/manage.html", context)


@dataclass(frozen=True)
class Step:
    """A stage of a consultation's life. `state`: "done", "now" or "" for one that is to come."""

    words: str
    state: str
    said: str


def steps_of(consultation: Consultation, stand: Stand, counts: Counts) -> list[Step]:
    """Prepared, open, closed, counted, results, decisions: what has been, what is, what is to come."""
    reached = {
        PREPARED: 0,
        COMING: 1,
        OPEN: 1,
        LAST_HOUR: 2,
        CLOSED: 3,
        SETTLED: 4,
        RESULTS: 5,
    }[stand]
    opens, closes = say_moment(consultation.opens_at), say_moment(consultation.closes_at)
    last = say_moment(consultation.last_moment())
    told = (
        (
            _("Prepared"),
            _("Launched %s") % say_moment(consultation.published_at)
            if reached
            else _("Seen by the steward alone."),
        ),
        (
            _("Open"),
            (_("Opens %s") if stand in (PREPARED, COMING) else _("Opened %s")) % opens if opens else "",
        ),
        (_("Closed"), (_("Closes %s") if reached < 2 else _("Closed %s")) % closes if closes else ""),
        (
            _("Counted"),
            _("Done %s") % say_moment(consultation.settled_at)
            if consultation.settled_at
            else _("By itself, soon after %s.") % last
            if last
            else "",
        ),
        (
            _("Results"),
            _("Published %s") % say_moment(consultation.results_published_at)
            if consultation.results_published_at
            else _("Sealed until you publish them."),
        ),
        (
            _("Decisions"),
            _("%d published") % counts.outcomes if counts.outcomes else _("None published yet."),
        ),
    )
    return [
        Step(words, "done" if at < reached else "now" if at == reached else "", said)
        for at, (words, said) in enumerate(told)
    ]


@dataclass(frozen=True)
class Way:
    """A page that leads on: its name, its words, its address, and what is done there."""

    name: str
    words: str
    url: str
    about: str


def ways_of(consultation: Consultation, stand: Stand, may: dict[str, bool]) -> list[Way]:
    """The pages of the other rooms that are of use now, to whoever may open them."""
    if stand is PREPARED:
        return []
    closed = stand not in (COMING, OPEN)
    told = (
        (True, "consultation", _("See it as everyone does"), _("The page on which people answer.")),
        (
            True,
            "questionnaire",
            _("The questionnaire on paper"),
            _("A PDF to print, with a code that ties it to its version."),
        ),
        (
            may["enter_response"],
            "enter-original",
            _("Enter what came another way"),
            _("Letters, e-mails, forms and notes from events."),
        ),
        (
            may["list_responses"],
            "originals",
            _("What came another way"),
            _("What is being written out, what waits for a check, and what was checked."),
        ),
        (
            may["list_responses"],
            "review-responses",
            _("Responses"),
            _("What came, by every way. Each look is kept on record."),
        ),
        (may["list_looks"], "sealed-looks", _("Who looked"), _("At what, while it was sealed.")),
        (closed, "themes", _("Themes"), _("The codebook: what people talk about.")),
        (closed, "reading", _("Reading"), _("Read the answers and sort them by theme.")),
        (closed, "agreement", _("Agreement"), _("How often two readers agree.")),
        (closed, "settle", _("Settling"), _("Where two readers differ, side by side.")),
        (closed, "results", _("Results"), _("What people said, in figures.")),
        (may["publish_results"], "manage-results", _("Publish the results"), _("Or take them back.")),
        (may["decide"], "manage-decisions", _("Decisions"), _("What you decide about each theme, and why.")),
    )
    return [
        Way(name, words, reverse(name, args=[consultation.slug]), about)
        for shown, name, words, about in told
        if shown
    ]


# What comes next, once it has closed.
NEXT = {SETTLED: ("reading", "manage-results"), RESULTS: ("manage-decisions",)}


def _may(request: Request, consultation: Consultation) -> dict[str, bool]:
    asked = (
        *(rules.enter_response, rules.list_responses, rules.list_looks, rules.publish_results),
        rules.decide,
    )
    return flags([consultation.pk], request.actor, *asked)[consultation.pk]


@access(rules.manage_consultation)
@never_cache
@require_safe
def manage_consultation(request: Request, slug: str) -> HttpResponse:
    """Where one consultation stands, what can be done next, and every page about it."""
    consultation = the_consultation(request, slug, rules.manage_consultation)
    stand = stand_of(consultation)
    counts = counts_of([consultation])[consultation.pk]
    draft, published = draft_and_published(consultation)
    shown = draft or published
    ways = ways_of(consultation, stand, _may(request, consultation))
    context: dict[str, Any] = {
        "consultation": consultation,
        "stand": stand,
        "counts": counts,
        "steps": steps_of(consultation, stand, counts),
        "ways": ways,
        "next": [way for way in ways if way.name in NEXT.get(stand, ())],
        "draft": draft,
        "published": published,
        "size": size_of(shown) if shown else {"sections": 0, "questions": 0},
        "opens": say_moment(consultation.opens_at),
        "closes": say_moment(consultation.closes_at),
        "rule": closing_rule(),
        "may": flags(
            [consultation.pk],
            request.actor,
            rules.edit_consultation,
            rules.write_questions,
            rules.launch_consultation,
            rules.change_closing,
            rules.delete_consultation,
        )[consultation.pk],
    }
    return render(request, "charter/consultation/overview.html", context)
