"""The charter's text, as everyone reads it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from charter import rules
from charter.charter_file import write_charter
from charter.models import Charter, CharterVersion, SignatoryKind
from charter.queries.areas import current_version
from charter.queries.text import chapters, differences, public_versions
from charter.queries.writing import file_of
from hub.access import access, scope
from hub.documents import pdf_response, render_pdf
from hub.people.http import Request
from hub.web.formatting import unformatted
from hub.web.pagecache import shared


@access(rules.view_public_charter_version)
@require_safe
@shared
def charter_text(request: Request) -> HttpResponse:
    """The version that counts now."""
    version = current_version(request.actor)
    if version is None:
        return render(request, "charter/text/none.html")
    return _page(request, version)


@access(rules.view_public_charter_version)
@require_safe
@shared
def charter_version(request: Request, number: int) -> HttpResponse:
    """One version that was put to the public."""
    return _page(request, _version(request, number))


def _version(request: Request, number: int) -> CharterVersion:
    charter = scope(request.actor, rules.view_charter, Charter).order_by("pk").first()
    found = scope(request.actor, rules.view_public_charter_version, CharterVersion).filter(charter=charter)
    version = found.filter(number=number).select_related("charter", "consultation").first()
    if version is None:
        raise Http404(_("There is no public version %d of the charter.") % number)
    return version


def _page(request: Request, version: CharterVersion) -> HttpResponse:
    kind = request.GET.get("for", "")
    if kind and kind not in SignatoryKind.values:
        raise Http404(_("Nobody signs as that. Choose one of the kinds on the page."))
    every = public_versions(request.actor, version.charter_id)
    context: dict[str, Any] = {
        "version": version,
        "current": current_version(request.actor),
        "chapters": chapters(request.actor, version, kind=kind),
        "kind": kind,
        "kinds": SignatoryKind.choices,
        "kind_words": dict(SignatoryKind.choices).get(kind, ""),
        "every": every,
        "has_before": any(one.number < version.number for one in every),
    }
    return render(request, "charter/text/version.html", context)


@access(rules.view_public_charter_version)
@require_safe
@shared
def charter_changes(request: Request, number: int) -> HttpResponse:
    """What a version says differently from the public one before it."""
    version = _version(request, number)
    every = public_versions(request.actor, version.charter_id)
    before = next((one for one in every if one.number < number), None)
    if before is None:
        raise Http404(_("This is the first version, so nothing changed yet."))
    found = differences(before, version)
    context = {"version": version, "before": before, "found": found, "none": all(one.same for one in found)}
    return render(request, "charter/text/changes.html", context)


@access(rules.view_public_charter_version)
@require_safe
def charter_pdf(request: Request, number: int) -> HttpResponse:
    """A version as a PDF to keep and print; `?large=yes` in large print."""
    version = _version(request, number)
    standing = (
        _("Version %(number)d, adopted on %(day)s")
        % {"number": number, "day": date_format(version.adopted_on, "j F Y")}
        if version.adopted_on
        else _("Version %d, a draft that was put to the public") % number
    )
    sections = [
        {
            "title": one.title,
            "area": one.area or 0,
            "says": unformatted(one.source),
            "lines": [
                {
                    "text": unformatted(line.source),
                    "duties": [f"{duty.whose}: {duty.text}" for duty in line.duties],
                }
                for line in one.lines
            ],
        }
        for one in chapters(request.actor, version)
    ]
    data = {
        "title": version.charter.title,
        "standing": standing,
        "day": date_format(timezone.localdate(), "j F Y"),
        "introduction": unformatted(version.introduction),
        "asks": _("What it asks"),
        "sections": sections,
        "large": "large" in request.GET,
    }
    return pdf_response(render_pdf("charter/text/charter.typ", data), f"charter-version-{number}")


@access(rules.view_charter_version)
@never_cache
@require_safe
def charter_file(request: Request, number: int) -> HttpResponse:
    """A version as a file, in the format that is read in: for another hub, or to write the next one in."""
    version = get_object_or_404(
        scope(request.actor, rules.view_charter_version, CharterVersion).select_related("charter"),
        number=number,
    )
    response = HttpResponse(write_charter(file_of(version)), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.charter.slug}-{number}.txt"'
    return response
