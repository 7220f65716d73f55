"""What the printed report is made from: words and tables, in the order of the text."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from charter.models import PublishedAnswer, QuestionKind, Theme
from charter.queries import results as counted
from charter.queries.results_files import hidden, limits, read_so_far, too_few
from charter.queries.results_shown import (
    CHANNEL,
    KIND,
    Figure,
    QuestionResult,
    Results,
    Row,
    districts_shown,
    groups_shown,
    share,
    weeks_shown,
)
from charter.views.results_charts import area_name
from hub.documents.pdf import words_for

# As in a list of three: the full, the striped and the open part of a bar.
DRAWN = 3
LONGEST_QUOTE = 600


def report_data(
    results: Results, themes: QuerySet[Theme], published: QuerySet[PublishedAnswer]
) -> dict[str, Any]:
    """Data for templates/charter/results/report.typ."""
    consultation = results.consultation
    moments = (consultation.opens_at, consultation.closes_at)
    opened, closed = (words_for(timezone.localdate(one)) if one else "" for one in moments)
    data: dict[str, Any] = {
        "title": _("Results: %(title)s") % {"title": consultation.title},
        "summary": consultation.summary,
        "when": _("Open from %(opened)s to %(closed)s") % {"opened": opened, "closed": closed},
        "sealed": ""
        if consultation.results_published_at
        else _("Sealed: these results are not public yet. Do not pass them on."),
        "words": _words(),
    }
    if results.too_few:
        return {**data, "limits": [too_few()], "figures": [], "who": [], "ratings": [], "sections": []}
    found = {one.asked.pk: one for one in results.questions()}
    enough = [one.asked for one in found.values() if one.enough]
    names = {theme.pk: theme for theme in themes}
    quotes = counted.quotes(published, enough)
    rated = [found[one.pk] for one in results.ratings]
    return {
        **data,
        "limits": limits(results),
        "figures": _figures(results),
        "who": _who(results),
        "ratings": [_rating(one) for one in rated],
        "rating_headings": [_("Area"), *(rated[0].labels if rated else ()), _("Answered")],
        "sections": [
            {
                "title": section.title,
                "area": section.area if section.area and section.area < 8 else 0,
                "questions": [_question(found[one.pk], names, quotes) for one in section.questions],
            }
            for section in results.sections
        ],
    }


def _words() -> dict[str, str]:
    """The headings of the report."""
    return {
        "limits": _("How this came about, and what it cannot tell"),
        "who": _("Who answered, and how"),
        "ratings": _("How important each area is"),
        "order": _("In the order of the text."),
        "said": _("What people said"),
        "quotes": _("Words that were published"),
        "hidden": _("“hidden”: fewer than 5, or a number from which such a one could be worked out."),
    }


def _figures(results: Results) -> list[str]:
    base = results.base
    said = [_("%(count)d responses were sent.") % {"count": base.total}]
    if base.people != base.total:
        said.append(_("They speak for %(people)d people.") % {"people": base.people})
    return said


def _who(results: Results) -> list[dict[str, Any]]:
    total = results.base.total
    made = [
        {
            "headings": [words, _("Responses")],
            "rows": [
                [name, _figure(Figure(count, share(count, total)))]
                for _key, name, count in groups_shown(by, results.base)
            ],
        }
        for by, words in ((KIND, _("Who answered")), (CHANNEL, _("How it came")))
    ]
    districts = districts_shown(counted.by_district(results.consultation))
    weeks = weeks_shown(counted.by_week(results.consultation))
    parts = (
        (_("Postcode district"), districts.rest, [(str(name), count) for name, count in districts.shown]),
        (_("Week from"), weeks.rest, [(_week(str(day)), count) for day, count in weeks.shown]),
    )
    for words, rest, shown in parts:
        rows = [[name, str(count)] for name, count in shown]
        more = [[_("Others, too few each to show"), str(rest)]] if rest else []
        made.append({"headings": [words, _("Responses")], "rows": rows + more})
    return made


def _week(day: str) -> str:
    found = parse_date(day)
    return words_for(found) if found else day


def _figure(figure: Figure) -> str:
    if figure.count is None:
        return hidden()
    return f"{figure.count} ({figure.percent}%)" if figure.percent is not None else str(figure.count)


def _number(count: int | None) -> str:
    return hidden() if count is None else str(count)


def _rating(result: QuestionResult) -> dict[str, Any]:
    row = result.everybody
    return {
        "name": area_name(result),
        "area": result.asked.area if result.asked.area and result.asked.area < 8 else 0,
        "parts": [figure.count or 0 for figure in row.figures[:DRAWN]],
        "row": [area_name(result), *map(_figure, row.figures), _number(row.answered)],
    }


def _question(
    result: QuestionResult, names: dict[int, Theme], quotes: dict[tuple[int, int], list[dict[str, str]]]
) -> dict[str, Any]:
    one, row = result.asked, result.everybody
    answered = _("%(answered)d of %(total)d responses answer this question; %(none)d do not.") % {
        "answered": row.answered,
        "total": row.total,
        "none": row.figures[-1].count,
    }
    chosen = one.kind in (QuestionKind.RATING, QuestionKind.YES_NO)
    themes = [(names[key], count) for key, count in result.coded.findings.most_common() if key in names]
    return {
        "heading": f"{one.label} {one.text}".strip(),
        "answered": answered,
        "split": {
            "headings": [_("Who answered"), *result.labels, _("Responses")],
            "rows": [_split(group) for group in (*result.groups[KIND], row)],
            "hides": result.hides(KIND),
        }
        if chosen
        else None,
        "read": read_so_far(result) if result.coded.words else "",
        "theme_headings": [_("Theme"), _("Of %(read)d answers read") % {"read": result.coded.read}],
        "themes": [
            [theme.name, _figure(Figure(count, share(count, result.coded.read)))] for theme, count in themes
        ]
        if result.enough
        else [],
        "quotes": [
            {"theme": theme.name, "text": _cut(quote["text"]), "by": quote["name"], "id": quote["public_id"]}
            for theme, _count in themes
            for quote in quotes.get((one.pk, theme.pk), [])[:1]
        ],
    }


def _split(row: Row) -> list[str]:
    return [str(row.label), *map(_figure, row.figures), _number(row.total)]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()} …"
