"""Results as pages and exports show them: with words, percentages, and small counts hidden (rules.md D10).

Everything that leaves the hub as a figure by kind or channel comes from here, so that a page, a filter and an
export hide the same cells of the same table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charter.models import Channel, Consultation, QuestionKind, Rating, RespondentKind, YesNo
from charter.queries import results as counted
from charter.queries.results import WORDS, Asked, AskedSection, Base, Coded, Group, Values
from charter.queries.results_small import LEAST, hide, hide_totals

Words = str | Promise
# Under so many answers read, nothing is called a finding.
ENOUGH_READ = 30
NONE = "none"
KIND, CHANNEL = "kind", "channel"
GROUPS: dict[str, dict[str, Words]] = {
    KIND: {**dict(RespondentKind.choices), "": _("Did not say")},
    CHANNEL: dict(Channel.choices),
}
# What a word in an address stands for, where a kind was not said.
UNSAID = "unsaid"
PICK: dict[str, Callable[[Group], str]] = {CHANNEL: lambda group: group[0], KIND: lambda group: group[1]}


@dataclass(frozen=True)
class Figure:
    """A count, and its share of those who answered in whole per cent. None: not shown."""

    count: int | None
    percent: int | None = None


@dataclass(frozen=True)
class Row:
    """Everybody (key ""), or one group: a figure for each value, how many answered and how many there are."""

    key: str
    label: Words
    figures: tuple[Figure, ...]
    answered: int | None
    total: int | None

    @property
    def whole(self) -> bool:
        """Whether nothing of it is hidden."""
        return self.total is not None and all(figure.count is not None for figure in self.figures)


@dataclass(frozen=True)
class Counts:
    """A list of counts with a known sum: what is shown, and all that is hidden, together."""

    shown: tuple[tuple[Words, int], ...]
    rest: int


@dataclass
class QuestionResult:
    """One question's figures. The last value is always that nothing was answered."""

    asked: Asked
    labels: tuple[Words, ...]
    everybody: Row
    groups: dict[str, tuple[Row, ...]]
    coded: Coded = field(default_factory=Coded)

    @property
    def enough(self) -> bool:
        """Whether so many answers were read that themes may be called findings."""
        return self.coded.read >= ENOUGH_READ

    def hides(self, by: str) -> bool:
        """Whether anything is hidden in its table by "kind" or "channel"."""
        return not all(row.whole for row in self.groups[by])

    def row(self, by: str, key: str) -> Row:
        """One group's row. Raises KeyError."""
        return {row.key: row for row in self.groups[by]}[key]


def labels_of(kind: str) -> dict[str, Words]:
    """What an answer to a question of this kind can be, in order, the last being none."""
    none: dict[str, Words] = {NONE: _("Did not answer")}
    if kind == QuestionKind.RATING:
        return {**{str(value): words for value, words in Rating.choices}, WORDS: _("In words only"), **none}
    if kind == QuestionKind.YES_NO:
        return {**dict(YesNo.choices), WORDS: _("In words only"), **none}
    return {WORDS: _("Answered"), **none}


def question_result(asked: Asked, values: Values, base: Base, coded: Coded | None = None) -> QuestionResult:
    """The figures of one question, small counts hidden."""
    labels = labels_of(asked.kind)
    if len(labels) > 2 and not any(value == WORDS for _group, value in values):
        labels.pop(WORDS)
    groups = {by: _rows(by, labels, values, base) for by in GROUPS}
    counts = [sum(count for (_group, value), count in values.items() if value == key) for key in labels]
    counts[-1] = base.total - sum(counts[:-1])
    everybody = _row("", _("Everyone"), counts, [False] * len(counts), hidden_total=False)
    return QuestionResult(asked, tuple(labels.values()), everybody, groups, coded or Coded())


def _rows(by: str, labels: Mapping[str, Words], values: Values, base: Base) -> tuple[Row, ...]:
    pick, names = PICK[by], GROUPS[by]
    cells: Counter[tuple[str, str]] = Counter()
    for (group, value), count in values.items():
        cells[pick(group), value] += count
    totals: Counter[str] = Counter()
    for group, count in base.groups.items():
        totals[pick(group)] += count
    table = []
    for key in names:
        given = [cells[key, value] for value in labels if value != NONE]
        table.append([*given, totals[key] - sum(given)])
    hidden = hide(table)
    return tuple(
        _row(key, names[key], counts, out, hidden_total=gone)
        for key, counts, out, gone in zip(names, table, hidden.cells, hidden.totals, strict=True)
    )


def _row(key: str, label: Words, counts: list[int], hidden: Iterable[bool], *, hidden_total: bool) -> Row:
    shown = [None if out else count for count, out in zip(counts, hidden, strict=True)]
    total = None if hidden_total else sum(counts)
    none = shown[-1]
    # A percentage of a number that is not shown would reveal it.
    answered = None if total is None or none is None else total - none
    figures = [Figure(count, share(count, answered)) for count in shown[:-1]]
    return Row(key, label, (*figures, Figure(none)), answered, total)


def share(count: int | None, of: int | None) -> int | None:
    """A whole percentage, half rounded up; None where either is not shown, or there is nothing to share."""
    return None if count is None or not of else (200 * count + of) // (2 * of)


def groups_shown(by: str, base: Base) -> tuple[tuple[str, Words, int | None], ...]:
    """How many responses each group sent: its key, its name, its count, None where that is hidden."""
    totals: Counter[str] = Counter()
    for group, count in base.groups.items():
        totals[PICK[by](group)] += count
    hidden = hide_totals([totals[key] for key in GROUPS[by]])
    return tuple(
        (key, name, None if out else totals[key])
        for (key, name), out in zip(GROUPS[by].items(), hidden, strict=True)
    )


def districts_shown(counts: Mapping[str, int]) -> Counts:
    """Responses by district, in the order of the districts, and the rest together."""
    order = sorted(counts, key=lambda code: (code == "", len(code.rstrip("0123456789")), len(code), code))
    return _counts([(code or _("Did not say"), counts[code]) for code in order])


def weeks_shown(counts: Mapping[date, int]) -> Counts:
    """Responses by the Monday of their week, in order of time, and the rest together."""
    return _counts([(week.isoformat(), counts[week]) for week in sorted(counts)])


def _counts(given: list[tuple[Words, int]]) -> Counts:
    hidden = hide_totals([count for _label, count in given])
    kept = tuple(one for one, out in zip(given, hidden, strict=True) if not out)
    return Counts(kept, sum(count for _label, count in given) - sum(count for _label, count in kept))


class Results:
    """What one page or export shows of a consultation. Each part is asked of the database once, when used."""

    def __init__(self, consultation: Consultation, only: Callable[[AskedSection], bool] | None = None):
        self.consultation = consultation
        self._only = only

    @cached_property
    def base(self) -> Base:
        """Who answered at all."""
        return counted.base(self.consultation)

    @property
    def too_few(self) -> bool:
        """Whether so few answered that nothing is shown, not even for everybody together (D10)."""
        return self.base.total < LEAST

    @cached_property
    def sections(self) -> list[AskedSection]:
        """Every section, whichever of them this page is about."""
        return counted.asked(self.consultation)

    @cached_property
    def about(self) -> list[Asked]:
        """The questions that this page is about."""
        chosen = (one for one in self.sections if self._only is None or self._only(one))
        return [question for section in chosen for question in section.questions]

    def questions(self, about: Iterable[Asked] | None = None, *, words: bool = True) -> list[QuestionResult]:
        """Figures of these questions, else of all on the page. With `words`, also what readers found."""
        about = self.about if about is None else list(about)
        if self.too_few:
            return []
        found = counted.values(self.consultation, about)
        coded = counted.coded(self.consultation, about) if words else {}
        return [
            question_result(one, found.get(one.pk, Counter()), self.base, coded.get(one.pk)) for one in about
        ]

    @property
    def ratings(self) -> list[Asked]:
        """The questions that ask how important an area is, in the order of the text."""
        return [one for one in self.about if one.kind == QuestionKind.RATING]


def by_importance(results: Iterable[QuestionResult]) -> list[QuestionResult]:
    """By the share of “very important”, then of “quite”; ties in the order of the text."""

    def weight(result: QuestionResult) -> tuple[float, float]:
        very, quite = (figure.count or 0 for figure in result.everybody.figures[:2])
        answered = result.everybody.answered or 1
        return -very / answered, -quite / answered

    return sorted(results, key=weight)
