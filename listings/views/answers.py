"""The steward answers what was reported, and looks again at what was appealed against."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hub.access import NotAllowed, access, can, scope
from hub.people.http import Request
from listings import rules
from listings.actions import answer_report, decide_appeal
from listings.forms.moderation import AnswerForm, AppealAnswerForm, ReporterAppealAnswerForm
from listings.models import Appeal, Report, Side
from listings.views.deciding import back, edition_read, say_when, take


def _report(request: Request, pk: int) -> Report:
    found = (
        scope(request.actor, rules.view_report, Report)
        .select_related("listing__organisation", "answered_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such report."))
    return found


def _appeal(request: Request, pk: int) -> Appeal:
    found = (
        scope(request.actor, rules.view_appeal, Appeal)
        .select_related("listing__organisation", "report", "answered_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such appeal."))
    return found


def _answered(row: Report | Appeal) -> str:
    """Who answered it; "" where it waits still."""
    if row.answered_at is None:
        return ""
    return _("%(who)s answered this already, %(when)s: %(what)s.") % {
        "who": str(row.answered_by) if row.answered_by else _("Somebody"),
        "when": say_when(row.answered_at),
        "what": row.get_finding_display(),
    }


@access(rules.view_report)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    """One report, and its answer."""
    report = _report(request, pk)
    form: forms.Form = AnswerForm(initial={"criterion": report.criterion})
    problem = ""
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                answer_report(report.pk, **form.cleaned_data, edition=edition_read(request), by=request.actor)
            except NotAllowed as error:
                report = _report(request, pk)
                problem = _answered(report) or str(error)
            except ValidationError as error:
                report = _report(request, pk)
                problem = "" if take(form, error) else " ".join(error.messages)
            else:
                messages.success(request, _("It is answered. Both sides are told."))
                return redirect(back(request) or reverse("moderate-listing", args=[report.listing.slug]))
    context = {
        "report": report,
        "listing": report.listing,
        "form": form,
        "problem": problem,
        "may_answer": can(request.actor, rules.answer_report, report),
        "next": back(request),
    }
    return render(request, "listings/moderation/report.html", context)


@access(rules.view_appeal)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: Request, pk: int) -> HttpResponse:
    """One appeal, and its answer."""
    found = _appeal(request, pk)
    kind = ReporterAppealAnswerForm if found.side == Side.REPORTER else AppealAnswerForm
    form = kind(initial={"criterion": found.report.criterion if found.report else ""})
    problem = ""
    if request.method == "POST":
        form = kind(request.POST)
        if form.is_valid():
            try:
                _decide(request, found, form)
            except NotAllowed as error:
                found = _appeal(request, pk)
                problem = _answered(found) or str(error)
            except ValidationError as error:
                found = _appeal(request, pk)
                problem = "" if take(form, error) else " ".join(error.messages)
            else:
                messages.success(request, _("It is answered, and they are told."))
                return redirect(back(request) or reverse("moderate-listing", args=[found.listing.slug]))
    context = {
        "appeal": found,
        "listing": found.listing,
        "form": form,
        "problem": problem,
        "may_answer": can(request.actor, rules.decide_appeal, found),
        "next": back(request),
    }
    return render(request, "listings/moderation/appeal.html", context)


def _decide(request: Request, found: Appeal, form: forms.Form) -> None:
    said = form.cleaned_data
    decide_appeal(
        found.pk,
        upheld=said["outcome"] != AppealAnswerForm.STAYS,
        answer=said["answer"],
        step=said["outcome"],
        criterion=said.get("criterion", ""),
        edition=edition_read(request),
        by=request.actor,
    )
