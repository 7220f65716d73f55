"""A version in preparation, or the published one, as those who answer will see it. Nothing is saved here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from charter import rules
from charter.lines import items_of
from charter.models import Consultation, Rating, Version, YesNo
from charter.prose import drawn, drawn_line
from charter.queries.consultation import Part, outline
from charter.views.managing import newest_version, say_moment, the_consultation
from charter.words import closing_rule, section_areas
from hub.access import access
from hub.people.http import Request


def _shown(request: Request, slug: str) -> tuple[Consultation, Version, list[Part], dict[str, str]]:
    """The version that is shown, and where its parts are, by key. Raises Http404 where there is none."""
    consultation = the_consultation(request, slug, rules.manage_consultation)
    version = newest_version(consultation)
    if version is None:
        raise Http404(_("There is no version to show."))
    parts = outline(version)
    addresses = {"introduction": reverse("preview-consultation", args=[slug])}
    for part in parts:
        here = reverse("preview-section", args=[slug, part.section.key])
        addresses[part.section.key] = here
        addresses |= {one.question.key: f"{here}#{one.question.key}" for one in part.wordings}
    return consultation, version, parts, addresses


@access(rules.manage_consultation)
@never_cache
@require_safe
def preview_consultation(request: Request, slug: str) -> HttpResponse:
    """The contents page."""
    consultation, version, parts, addresses = _shown(request, slug)
    context = {
        "consultation": consultation,
        "version": version,
        "introduction": drawn(consultation.introduction, addresses),
        "how_to_answer": drawn(consultation.how_to_answer, addresses),
        "parts": [(part, addresses[part.section.key]) for part in parts],
        "opens": say_moment(consultation.opens_at),
        "closes": say_moment(consultation.closes_at),
        "rule": closing_rule(),
    }
    return render(request, "charter/consultation/preview.html", context)


@access(rules.manage_consultation)
@never_cache
@require_safe
def preview_section(request: Request, slug: str, key: str) -> HttpResponse:
    """The page of one section."""
    consultation, version, parts, addresses = _shown(request, slug)
    keys = [part.section.key for part in parts]
    if key not in keys:
        raise Http404(_("There is no such section in this version."))
    at = keys.index(key)
    section = parts[at].section
    names = section_areas()
    context: dict[str, Any] = {
        "consultation": consultation,
        "version": version,
        "section": section,
        "number": at + 1,
        "count": len(parts),
        "narrative": drawn(section.narrative, addresses),
        "barriers": [drawn_line(one, addresses) for one in items_of(section.barriers)],
        "helps": [drawn_line(one, addresses) for one in items_of(section.helps)],
        "questions": [
            (one, drawn_line(one.hint, addresses), names.get(one.area or 0, "")) for one in parts[at].wordings
        ],
        "ratings": Rating.choices,
        "choices": YesNo.choices,
        "previous": addresses[keys[at - 1]] if at else "",
        "next": addresses[keys[at + 1]] if at + 1 < len(keys) else "",
    }
    return render(request, "charter/consultation/preview-section.html", context)
