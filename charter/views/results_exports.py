"""Results to take away: CSV, a workbook, and a report to print. Sealed as long as the pages are."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from charter import rules
from charter.models import Consultation, Look, PublishedAnswer, Theme
from charter.queries.results_files import (
    about_sheet,
    answers_sheet,
    enough_read,
    figures_sheet,
    themes_sheet,
    who_sheet,
)
from charter.queries.results_shown import Results
from charter.views.results_report import report_data
from charter.views.results_seal import unsealed
from hub.access import access, scope
from hub.documents import csv_response, pdf_response, render_pdf, xlsx_response
from hub.people.http import Request


def _themes(request: Request, consultation: Consultation) -> QuerySet[Theme]:
    return scope(request.actor, rules.view_theme, Theme).filter(consultation=consultation)


def _published(request: Request) -> QuerySet[PublishedAnswer]:
    return scope(request.actor, rules.view_published_answer, PublishedAnswer)


def _file(request: Request, slug: str, make: Callable[[Consultation], HttpResponseBase]) -> HttpResponseBase:
    """The file, or the page that says why there is none yet."""
    consultation = unsealed(request, slug, Look.EXPORT)
    return redirect("results", slug) if consultation is None else make(consultation)


@access(rules.view_results)
@require_safe
def results_csv(request: Request, slug: str) -> HttpResponseBase:
    """The figures of every question."""
    return _file(
        request,
        slug,
        lambda one: csv_response(figures_sheet(Results(one), _themes(request, one)), f"{slug}-results.csv"),
    )


@access(rules.view_results)
@require_safe
def answers_csv(request: Request, slug: str) -> HttpResponseBase:
    """Published answers with their themes."""
    return _file(
        request,
        slug,
        lambda one: csv_response(
            answers_sheet(one, _published(request), enough_read(Results(one))), f"{slug}-answers.csv"
        ),
    )


@access(rules.view_results)
@require_safe
def themes_csv(request: Request, slug: str) -> HttpResponseBase:
    """The codebook."""
    return _file(
        request, slug, lambda one: csv_response(themes_sheet(_themes(request, one)), f"{slug}-themes.csv")
    )


@access(rules.view_results)
@require_safe
def results_xlsx(request: Request, slug: str) -> HttpResponseBase:
    """Everything in one workbook."""

    def make(one: Consultation) -> HttpResponseBase:
        results, themes = Results(one), _themes(request, one)
        sheets = [
            about_sheet(results),
            who_sheet(results),
            figures_sheet(results, themes),
            answers_sheet(one, _published(request), enough_read(results)),
            themes_sheet(themes),
        ]
        return xlsx_response(sheets, f"{slug}-results.xlsx")

    return _file(request, slug, make)


@access(rules.view_results)
@require_safe
def report_pdf(request: Request, slug: str) -> HttpResponseBase:
    """A report for a meeting: tagged, with the same tables and the same sentences."""

    def make(one: Consultation) -> HttpResponse:
        data = report_data(Results(one), _themes(request, one), _published(request))
        return pdf_response(render_pdf("charter/results/report.typ", data), f"{slug}-report.pdf")

    return _file(request, slug, make)
