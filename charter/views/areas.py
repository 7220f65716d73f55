"""The charter's front page, and a page for each area."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charter import rules
from charter.models import Charter
from charter.queries.areas import area_decisions, area_text, current_version, neighbours, standing
from hub.access import access, scope
from hub.evidence import evidence_for
from hub.people.http import Request
from hub.people.models import Organisation
from hub.web.areas import AREA_SLUGS, AREAS
from hub.web.pagecache import shared

AREA_OF_SLUG = {slug: number for number, slug in AREA_SLUGS.items()}


@access(rules.view_charter)
@require_safe
@shared
def charter(request: Request) -> HttpResponse:
    """Where the charter stands, what one can do now, and its seven areas."""
    found = scope(request.actor, rules.view_charter, Charter).order_by("pk").first()
    areas = [(number, AREA_SLUGS[number], name) for number, name in AREAS.items()]
    keepers = scope(request.actor, rules.manage_charter, Organisation)
    context = {
        "charter": found,
        "areas": areas,
        "standing": standing(request.actor),
        "keeps": request.actor.id is not None and keepers.exists(),
    }
    return render(request, "charter/areas/charter.html", context)


@access(rules.view_charter)
@require_safe
@shared
def area(request: Request, slug: str) -> HttpResponse:
    """What the charter says about one area, what is in the way, what helps, and what happens here."""
    number = AREA_OF_SLUG.get(slug)
    if number is None:
        raise Http404(_("The charter has seven areas, and this is none of them."))
    scope(request.actor, rules.view_charter, Charter)
    version = current_version(request.actor)
    context = {
        "number": number,
        "name": AREAS[number],
        "version": version,
        "text": area_text(version, number),
        "evidence": evidence_for(number),
        "decisions": area_decisions(request.actor, number),
        "others": neighbours(number),
    }
    return render(request, "charter/areas/area.html", context)
