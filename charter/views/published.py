"""What people said, as the public reads it (rules.md D9)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charter import rules
from charter.forms.published import FindForm
from charter.models import GRACE, Consultation, PublishedResponse
from charter.queries.published import cards_of, questions_of, responses_of, shelves_of, table_of, who_of
from hub.access import access, scope
from hub.documents import Sheet, csv_response, xlsx_response
from hub.people.actor import VISITOR
from hub.people.http import Request
from hub.privacy.scan import find_personal
from hub.web.pagecache import shared
from hub.web.paging import page_of, url_with

SIZE = 20


@access(rules.view_public_consultation)
@require_safe
@shared
def responses(request: Request, slug: str) -> HttpResponseBase:
    """The published responses of a consultation: searched, filtered, in an order that nobody chose."""
    consultation = _consultation(slug)
    if coarse := _without_postcode(request):
        return redirect(coarse)
    asked = questions_of(consultation)
    form = FindForm(request.GET, asked)
    chosen = form.chosen()
    page = page_of(request, responses_of(VISITOR, consultation, **chosen), SIZE)
    some = {"words": chosen["words"], "questions": chosen["questions"]}
    context = {
        "consultation": consultation,
        "form": form,
        "page": page,
        "cards": cards_of(page.rows, asked, **some),
        "filtered": any(chosen.values()),
        "sealed_until": _sealed_until(consultation),
        "query": request.GET.urlencode(),
    }
    return render(request, "charter/published/responses.html", context)


@access(rules.view_published_response, rules.know_taken_back)
@require_safe
@shared
def response(request: Request, slug: str, public_id: str) -> HttpResponse:
    """One published response, its answers by section; 410 where it was taken back."""
    consultation = _consultation(slug)
    rows = scope(VISITOR, rules.view_published_response, PublishedResponse).filter(consultation=consultation)
    found = rows.filter(public_id=public_id).first()
    if found is None:
        gone = scope(VISITOR, rules.know_taken_back, PublishedResponse).filter(consultation=consultation)
        if gone.filter(public_id=public_id).exists():
            context: dict[str, Any] = {"consultation": consultation}
            return render(request, "charter/published/gone.html", context, status=410)
        raise Http404(_("There is no published response with this number."))
    who, kind, channel = who_of(found)
    context = {
        "consultation": consultation,
        "response": found,
        "who": who,
        "kind": kind,
        "channel": channel,
        "shelves": shelves_of(VISITOR, found, questions_of(consultation)),
    }
    return render(request, "charter/published/response.html", context)


@access(rules.view_published_response)
@require_safe
def responses_csv(request: Request, slug: str) -> HttpResponseBase:
    """The published answers that fit the filters, a line each, as CSV."""
    return csv_response(*_sheet(request, slug))


@access(rules.view_published_response)
@require_safe
def responses_xlsx(request: Request, slug: str) -> HttpResponseBase:
    """The same as an XLSX file."""
    sheet, name = _sheet(request, slug)
    return xlsx_response([sheet], name)


def _consultation(slug: str) -> Consultation:
    """Raises Http404."""
    found = scope(VISITOR, rules.view_public_consultation, Consultation).filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such consultation."))
    return found


def _sheet(request: Request, slug: str) -> tuple[Sheet, str]:
    consultation = _consultation(slug)
    asked = questions_of(consultation)
    rows = responses_of(VISITOR, consultation, **FindForm(request.GET, asked).chosen())
    columns = [
        _("Response"),
        _("Name"),
        _("Who"),
        _("How it came"),
        _("Section"),
        _("Number"),
        _("Question"),
        _("How important"),
        _("Yes or no"),
        _("In words"),
    ]
    return Sheet(_("Published responses"), columns, table_of(rows, asked)), f"{consultation.slug}-responses"


def _sealed_until(consultation: Consultation) -> Any:
    """When published responses open to everyone, while that is still to come; else None."""
    opens = consultation.closes_at + GRACE if consultation.closes_at else None
    return opens if opens and opens > timezone.now() else None


def _without_postcode(request: Request) -> str:
    """The address with the second half of a postcode taken out of the words (rules.md D14); "" for none."""
    words = request.GET.get("q", "")
    found = [one for one in find_personal(words[:200]) if one.kind == "postcode"]
    if not found:
        return ""
    coarse = words[: found[0].start] + words[found[0].start : found[0].end].rstrip()[:-3].rstrip()
    return url_with(request, q=f"{coarse}{words[found[0].end : 200]}", page=None)
