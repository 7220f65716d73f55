"""Who signed the charter, as everyone sees it, and a certificate to show."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charter import rules
from charter.models import Charter, SignatoryKind
from charter.queries.areas import current_version
from charter.queries.signing import backing, counts_by_kind, public_signature, rows_of, signatories
from hub.access import access, scope
from hub.documents import pdf_response, render_pdf
from hub.notices.notice import absolute
from hub.people.http import Request
from hub.web.areas import AREAS
from hub.web.pagecache import shared
from hub.web.paging import page_of


@access(rules.view_signature)
@require_safe
@shared
def signatories_page(request: Request) -> HttpResponse:
    """Every organisation whose name stands under the charter; `?kind=` and `?area=` choose among them."""
    kind, area = request.GET.get("kind", ""), request.GET.get("area", "")
    if kind and kind not in SignatoryKind.values:
        raise Http404(_("Nobody signs as that. Choose one of the kinds on the page."))
    if area and area not in {str(number) for number in AREAS}:
        raise Http404(_("The charter has seven areas, and this is none of them."))
    found = signatories(request.actor, kind=kind, area=int(area) if area else None)
    page = page_of(request, found)
    version = current_version(request.actor)
    charter = scope(request.actor, rules.view_charter, Charter).order_by("pk").first()
    counts = counts_by_kind(request.actor)
    context = {
        "page": page,
        "rows": rows_of(page.rows, version),
        "counts": counts,
        "total": sum(number for _kind, _words, number in counts),
        "kind": kind,
        "area": area,
        "areas": [(str(number), name) for number, name in AREAS.items()],
        "version": version,
        "backing": backing(request.actor, charter) if charter else None,
    }
    return render(request, "charter/signing/signatories.html", context)


@access(rules.view_signature)
@require_safe
def certificate(request: Request, key: uuid.UUID) -> HttpResponse:
    """A certificate to print and put up, of a signature that everyone sees."""
    found = public_signature(request.actor, key=key)
    if found is None:
        raise Http404(_("There is no such signature under the charter, or it was taken back."))
    row = rows_of([found], current_version(request.actor))[0]
    title = _("%(name)s has signed the charter") % {"name": row.name}
    pledge_by = date_format(row.pledge_by, "j F Y") if row.pledge_by else ""
    data = {
        "title": title,
        "name": row.name,
        "charter": found.version.charter.title,
        "signed": _("signed version %(number)d on %(day)s")
        % {"number": row.version, "day": date_format(row.day, "j F Y")},
        "takes_on": _("It takes on"),
        "duties": row.duties,
        "pledge_heading": _("Its pledge, by %s") % pledge_by if row.pledge else "",
        "pledge": row.pledge,
        "where": absolute(row.version_url),
        "read": _("Read the charter at"),
    }
    return pdf_response(render_pdf("charter/signing/certificate.typ", data), f"charter-{row.name}")
