"""Results as tables to take away: the same figures, hidden where the pages hide them (rules.md D10), and
published texts only (rules.md D9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from charter.models import Consultation, PublishedAnswer, Rating, Theme, YesNo
from charter.queries import results as counted
from charter.queries.results_shown import (
    CHANNEL,
    ENOUGH_READ,
    KIND,
    QuestionResult,
    Results,
    Row,
    districts_shown,
    groups_shown,
    share,
    weeks_shown,
)
from hub.documents.sheets import Cell, Sheet
from hub.web.areas import AREAS


def hidden() -> str:
    """What stands for a number that is not shown."""
    return _("hidden")


def limits(results: Results) -> list[str]:
    """How results came about, and what they cannot tell: the same sentences in every file."""
    base = results.base
    said = [
        _(
            "Whoever wanted to answered. Those who answer are not a sample of everyone, so these figures do "
            "not say how many people around here think something."
        ),
        _("Every question could be left out. Percentages are of those who answered the question, rounded."),
        _(
            "Each response counts once, by whatever way it came. Notes of a table at an event are one "
            "response, however many people sat there."
        ),
    ]
    if base.people != base.total:
        said.append(
            _("Counted by people, these %(total)d responses speak for %(people)d.")
            % {"total": base.total, "people": base.people}
        )
    return [
        *said,
        _(
            "To protect people, numbers under 5, none among them, are hidden wherever answers are split. "
            "Where a hidden number could be worked out from the others, another is hidden too."
        ),
        _(
            "Answers in words are read and sorted into themes by people. Where fewer than 30 were read, no "
            "theme is named: it would be too few to say."
        ),
        _("Quotes come only from responses whose authors let us publish them. All of them are counted."),
    ]


def read_so_far(result: QuestionResult) -> str:
    """How many answers in words were read, and whether that is enough."""
    numbers = {"read": result.coded.read, "words": result.coded.words}
    if result.enough:
        return _("%(words)d answered in words; %(read)d of these have been read and sorted.") % numbers
    return _("%(read)d of %(words)d answers in words read so far: too few to say.") % numbers


def too_few() -> str:
    """What stands for all results where almost nobody answered."""
    return _("Fewer than 5 responses were sent, so no figures are shown.")


def about_sheet(results: Results) -> Sheet:
    """What the file is, and how to read it."""
    title = results.consultation.title
    said = [too_few()] if results.too_few else limits(results)
    return Sheet(_("How to read it"), [_("Results"), title], [["", words] for words in said])


def who_sheet(results: Results) -> Sheet:
    """Who answered: by kind, channel, district and week."""
    return Sheet(_("Who answered"), [_("Split"), _("Group"), _("Responses")], _who_rows(results))


def _who_rows(results: Results) -> Iterator[Sequence[Cell]]:
    if results.too_few:
        yield [too_few(), "", None]
        return
    yield [_("Everyone"), _("Responses"), results.base.total]
    yield [_("Everyone"), _("People they speak for"), results.base.people]
    for by, words in ((KIND, _("Who answered")), (CHANNEL, _("How it came"))):
        for _key, name, count in groups_shown(by, results.base):
            yield [words, name, hidden() if count is None else count]
    parts = (
        (_("Postcode district"), districts_shown(counted.by_district(results.consultation))),
        (_("Week from"), weeks_shown(counted.by_week(results.consultation))),
    )
    for words, counts in parts:
        for label, number in counts.shown:
            yield [words, label, number]
        if counts.rest:
            yield [words, _("Others, too few each to show"), counts.rest]


def figures_sheet(results: Results, themes: QuerySet[Theme]) -> Sheet:
    """Every question's figures: for everyone, by kind, by channel, and its themes."""
    columns = [
        *(_("Section"), _("Question’s key"), _("Number"), _("Question"), _("Split"), _("Group"), _("Answer")),
        *(_("Count"), _("Per cent of those who answered"), _("Answered"), _("Responses")),
    ]
    return Sheet(_("Figures"), columns, _figure_rows(results, themes))


def _figure_rows(results: Results, themes: QuerySet[Theme]) -> Iterator[Sequence[Cell]]:
    names = dict(themes.values_list("pk", "name"))
    titles = {one.pk: section.title for section in results.sections for one in section.questions}
    for result in results.questions():
        one = result.asked
        head: list[Cell] = [titles[one.pk], one.key, one.label, one.text]
        yield from _lines(head, _("Everyone"), result, [result.everybody])
        yield from _lines(head, _("Who answered"), result, result.groups[KIND])
        yield from _lines(head, _("How it came"), result, result.groups[CHANNEL])
        if not result.coded.words:
            continue
        read = result.coded.read
        if not result.enough:
            yield [*head, _("Theme"), "", read_so_far(result), None, None, None, None]
            continue
        for key, count in result.coded.findings.most_common():
            if key in names:
                said = _("Answers that say it, of those read")
                yield [*head, _("Theme"), names[key], said, count, share(count, read), read, None]


def _lines(
    head: list[Cell], split: str, result: QuestionResult, rows: Iterable[Row]
) -> Iterator[Sequence[Cell]]:
    def shown(number: int | None) -> Cell:
        return hidden() if number is None else number

    for row in rows:
        for label, figure in zip(result.labels, row.figures, strict=True):
            yield [
                *(*head, split, row.label, label, shown(figure.count), figure.percent),
                *(shown(row.answered), shown(row.total)),
            ]


def themes_sheet(themes: QuerySet[Theme]) -> Sheet:
    """The codebook."""
    columns = [
        *(_("Theme"), _("Key"), _("What it means"), _("What belongs to it"), _("What does not")),
        *(_("Example"), _("Area"), _("Still used")),
    ]
    rows = (
        (
            *(theme.name, theme.key, theme.definition, theme.includes, theme.excludes, theme.example),
            *(AREAS.get(theme.area or 0, ""), theme.retired_at is None),
        )
        for theme in themes.order_by("name", "pk")
    )
    return Sheet(_("Themes"), columns, rows)


def answers_sheet(
    consultation: Consultation, published: QuerySet[PublishedAnswer], enough: Iterable[int]
) -> Sheet:
    """Published answers, as they were published, with themes for the questions of which enough was read.

    Neither kind nor channel stands beside them: who somebody is, is counted, and not shown with what they
    wrote.
    """
    columns = [
        *(_("Response"), _("Name"), _("Number"), _("Question’s key"), _("Question")),
        *(_("Answer"), _("In their words"), _("Themes")),
    ]
    words = {one.pk: one for section in counted.asked(consultation) for one in section.questions}
    rows = (
        published.filter(published__consultation=consultation)
        .annotate(
            found=StringAgg(
                "answer__themes__theme__name",
                "; ",
                filter=Q(question__in=list(enough)),
                order_by="answer__themes__theme__name",
            )
        )
        .order_by("published__public_id", "question", "pk")
        .values_list(
            "published__public_id", "published__name", "question", "rating", "choice", "text", "found"
        )
        .iterator(chunk_size=2000)
    )
    return Sheet(_("Published answers"), columns, _answer_rows(rows, words))


def _answer_rows(
    rows: Iterable[tuple[str, str, int, int | None, str, str, str | None]], words: dict[int, counted.Asked]
) -> Iterator[Sequence[Cell]]:
    for public_id, name, question, rating, choice, text, found in rows:
        one = words.get(question)
        if one is None:
            continue
        answer = Rating(rating).label if rating else YesNo(choice).label if choice else ""
        yield [public_id, name, one.label, one.key, one.text, answer, text, found or ""]


def enough_read(results: Results) -> list[int]:
    """The questions of which so many answers were read that themes may be named."""
    if results.too_few:
        return []
    coded = counted.coded(results.consultation, results.about)
    return [key for key, found in coded.items() if found.read >= ENOUGH_READ]
