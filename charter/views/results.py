"""Results of a consultation: an overview, and a page for each section and each question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charter import rules
from charter.models import Consultation, Look, PublishedAnswer, QuestionKind, Theme
from charter.queries import results as counted
from charter.queries.results import Asked, AskedSection
from charter.queries.results_shown import (
    CHANNEL,
    GROUPS,
    KIND,
    QuestionResult,
    Results,
    Row,
    by_importance,
    districts_shown,
    groups_shown,
    share,
    weeks_shown,
)
from charter.views.results_charts import Chart, answers_chart, area_name, ratings_chart, themes_chart
from charter.views.results_filter import Filter, chosen, links
from charter.views.results_seal import early, private_if_early, sealed_page, unsealed
from hub.access import access, can, scope
from hub.calendar.words import say_date
from hub.people.http import Request
from hub.web.pagecache import shared


@dataclass
class Shown:
    """One question as its page draws it. `row` is everybody's, or the chosen group's."""

    result: QuestionResult
    row: Row
    chart: Chart | None
    split: tuple[Row, ...] = ()
    hides: bool = False
    findings: tuple[dict[str, Any], ...] = ()
    themes_chart: Chart | None = None

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Each value's name with its figure."""
        return list(zip(self.result.labels, self.row.figures, strict=True))

    @property
    def columns(self) -> int:
        """How many columns of figures its table has: the values, and the total."""
        return len(self.result.labels) + 1

    @property
    def missing(self) -> int | None:
        """How many did not answer, as far as it is shown."""
        return self.row.figures[-1].count

    @property
    def name(self) -> str:
        """What a rating is about."""
        return area_name(self.result)


@access(rules.view_results)
@require_safe
@shared
def overview(request: Request, slug: str) -> HttpResponse:
    """Who answered, how to read it, how important each area is, and the way to each section."""
    consultation = unsealed(request, slug, Look.RESULTS)
    if consultation is None:
        return sealed_page(request, slug)
    asks = chosen(request.GET)
    # Groups are on the pages of the sections.
    tidy = Filter(importance=asks.importance)
    if tidy.query != _query(request):
        return HttpResponseRedirect(request.path + tidy.query)
    results = Results(consultation)
    context = {**_frame(request, consultation, results, tidy), "sections": results.sections}
    if not results.too_few:
        context |= _who(results) | _ratings(results, tidy)
    return private_if_early(consultation, render(request, "charter/results/overview.html", context))


@access(rules.view_results)
@require_safe
@shared
def section(request: Request, slug: str, key: str) -> HttpResponse:
    """The questions of one section, or one question: figures, themes and what people said."""
    consultation = unsealed(request, slug, Look.RESULTS)
    if consultation is None:
        return redirect("results", slug)
    asks = chosen(request.GET)
    results = Results(consultation)
    part, questions = _part(results.sections, key)
    if not any(one.kind == QuestionKind.RATING for one in questions):
        asks = Filter(asks.by, asks.only)
    if asks.query != _query(request):
        return HttpResponseRedirect(request.path + asks.query)
    context = {
        **_frame(request, consultation, results, asks),
        "section": part,
        "one_question": part.key != key,
        "neutral_url": request.path + replace(asks, importance=False).query,
        "sorted_url": request.path + replace(asks, importance=True).query,
        "links": links(asks, request.path),
        "around": _around(results.sections, part),
    }
    if not results.too_few:
        context |= _questions(request, results, questions, asks)
    return private_if_early(consultation, render(request, "charter/results/section.html", context))


def _query(request: Request) -> str:
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _frame(request: Request, consultation: Consultation, results: Results, asks: Filter) -> dict[str, Any]:
    """What every page of results says."""
    signed_in = request.actor.id is not None
    return {
        "consultation": consultation,
        "early": early(consultation),
        "may_publish": signed_in and can(request.actor, rules.publish_results, consultation),
        "base": results.base,
        "too_few": results.too_few,
        "asks": asks,
    }


def _who(results: Results) -> dict[str, Any]:
    """Who answered: by kind, channel, district and week."""
    weeks = weeks_shown(counted.by_week(results.consultation))
    total = results.base.total
    return {
        "who": {
            by: [(name, count, share(count, total)) for _key, name, count in groups_shown(by, results.base)]
            for by in (KIND, CHANNEL)
        },
        "districts": districts_shown(counted.by_district(results.consultation)),
        "weeks": [(say_date(parse_date(str(week)) or _never()), count) for week, count in weeks.shown],
        "weeks_rest": weeks.rest,
    }


def _never() -> Any:
    raise AssertionError("a week is a day")


def _ratings(results: Results, asks: Filter) -> dict[str, Any]:
    """How important each area is, for everybody."""
    rated = results.questions(results.ratings, words=False)
    rated = by_importance(rated) if asks.importance else rated
    shown = [Shown(one, one.everybody, None) for one in rated]
    return {"ratings": shown, "ratings_chart": ratings_chart(rated, [one.everybody for one in rated])}


def _part(sections: list[AskedSection], key: str) -> tuple[AskedSection, list[Asked]]:
    """A section with its questions, or with the one question, of that key. Raises Http404."""
    for one in sections:
        if one.key == key:
            return one, one.questions
    for one in sections:
        for question in one.questions:
            if question.key == key:
                return one, [question]
    raise Http404(_("There is no such section or question."))


def _around(sections: list[AskedSection], part: AskedSection) -> dict[str, AskedSection | None]:
    place = sections.index(part)
    return {
        "before": sections[place - 1] if place else None,
        "after": sections[place + 1] if place + 1 < len(sections) else None,
    }


def _questions(request: Request, results: Results, questions: list[Asked], asks: Filter) -> dict[str, Any]:
    """Everything that the page shows of its questions, split or narrowed as the address asks."""
    found = results.questions(questions)
    rated = [one for one in found if one.asked.kind == QuestionKind.RATING]
    rated = by_importance(rated) if asks.importance else rated
    others = [one for one in found if one.asked.kind != QuestionKind.RATING]
    ratings = [_shown(one, asks) for one in rated]
    shown = [_shown(one, asks) for one in others]
    _add_themes(request, results.consultation, shown)
    by, key = asks.only or ("", "")
    return {
        "ratings": ratings,
        "ratings_chart": ratings_chart(rated, [one.row for one in ratings]),
        "shown": shown,
        "group": {key: count for key, _name, count in groups_shown(by, results.base)}[key] if by else None,
        "split_name": {KIND: _("Who answered"), CHANNEL: _("How it came")}.get(asks.by, ""),
    }


def _shown(result: QuestionResult, asks: Filter) -> Shown:
    row = result.row(*asks.only) if asks.only else result.everybody
    split = result.groups[asks.by] if asks.by in GROUPS else ()
    hides = result.hides(asks.by) if split else not row.whole
    return Shown(result, row, answers_chart(result, row), split, hides)


def _add_themes(request: Request, consultation: Consultation, shown: list[Shown]) -> None:
    """What readers found in each question of which enough was read, with words that were published."""
    enough = [one for one in shown if one.result.enough]
    if not enough:
        return
    themes = {
        theme.pk: theme
        for theme in scope(request.actor, rules.view_theme, Theme).filter(consultation=consultation)
    }
    published = scope(request.actor, rules.view_published_answer, PublishedAnswer)
    quotes = counted.quotes(published, [one.result.asked for one in enough])
    for one in enough:
        coded = one.result.coded
        found = sorted(
            ((count, themes[key]) for key, count in coded.findings.items() if key in themes),
            key=lambda pair: (-pair[0], pair[1].name),
        )
        one.findings = tuple(
            {
                "theme": theme,
                "count": count,
                "percent": share(count, coded.read),
                "quotes": quotes.get((one.result.asked.pk, theme.pk), []),
            }
            for count, theme in found
        )
        one.themes_chart = themes_chart(one.result, [(theme.name, count) for count, theme in found])
