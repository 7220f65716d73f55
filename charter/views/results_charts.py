"""Charts as plain figures for the SVG in templates/charter/results/parts/chart.html.

Lengths along the line are percentages and heights are pixels, so that a chart is as wide as its place and its
words keep their size. Each value has a pattern of its own: nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from charter.models import Rating
from charter.queries.results_shown import QuestionResult, Row, Words, share
from hub.web.areas import AREAS

# Pixels: from one bar to the next, down to the words over it, to the bar, to the figures under it.
STEP, LABEL, BAR, FIGURES = 76, 16, 24, 62
THICK = 22
FILLS = ("full", "striped", "open", "dotted")
# Under a bar there is room for a word each, on a telephone too.
SHORT: dict[Words, Words] = {
    Rating.VERY.label: _lazy("Very"),
    Rating.QUITE.label: _lazy("Quite"),
    Rating.NOT.label: _lazy("Not"),
}


@dataclass(frozen=True)
class Segment:
    """A stretch of a bar: where it begins and how long it is, as SVG takes them, and how it is filled."""

    x: str
    width: str
    fill: str


@dataclass(frozen=True)
class Bar:
    """One bar: the words over it and under it, its area's number (0: none), and where it stands."""

    label: str
    figures: str
    area: int
    segments: tuple[Segment, ...]
    place: int

    @property
    def label_y(self) -> int:
        """Where the words over it stand."""
        return self.place * STEP + LABEL

    @property
    def bar_y(self) -> int:
        """Where it begins."""
        return self.place * STEP + BAR

    @property
    def figures_y(self) -> int:
        """Where its figures stand."""
        return self.place * STEP + FIGURES


@dataclass(frozen=True)
class Chart:
    """A chart of bars. `key` makes its ids; `legend` pairs a filling with what it stands for."""

    key: str
    title: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...] = field(default=())

    @property
    def area(self) -> int:
        """The area that all bars are about; 0 where they are about several."""
        areas = {bar.area for bar in self.bars}
        return areas.pop() if len(areas) == 1 else 0

    @property
    def height(self) -> int:
        """In pixels."""
        return len(self.bars) * STEP

    @property
    def description(self) -> str:
        """Everything that it shows, in words."""
        return " ".join(f"{bar.label}: {bar.figures}." for bar in self.bars)


def ratings_chart(results: Sequence[QuestionResult], rows: Sequence[Row]) -> Chart | None:
    """How important each area is, a bar for each, from `rows`. None where something is hidden."""
    if not results or not all(row.whole and row.answered for row in rows):
        return None
    bars = tuple(
        _stacked(place, area_name(result), result.asked.area, result.labels, row)
        for place, (result, row) in enumerate(zip(results, rows, strict=True))
    )
    return Chart("ratings", _("How important each area is"), bars, _legend(results))


def answers_chart(result: QuestionResult, row: Row) -> Chart | None:
    """How one question was answered, as one bar. None where something of it is hidden, or nobody answered."""
    if len(result.labels) < 3 or not row.whole or not row.answered:
        return None
    words = _("%(who)s: %(count)d who answered") % {"who": row.label, "count": row.answered}
    bar = _stacked(0, words, result.asked.area, result.labels, row)
    return Chart(f"answers-{result.asked.key}", _("How it was answered"), (bar,), _legend([result]))


def themes_chart(result: QuestionResult, themes: Iterable[tuple[str, int]]) -> Chart | None:
    """How many answers say each theme, a bar for each, as a share of the answers that were read."""
    read = result.coded.read
    bars = tuple(
        Bar(
            name,
            _("%(count)d of %(read)d, %(percent)d%%")
            % {"count": count, "read": read, "percent": share(count, read)},
            _colour(result.asked.area),
            (Segment("0%", _percent(count, read), "full"),),
            place,
        )
        for place, (name, count) in enumerate(themes)
    )
    return Chart(f"themes-{result.asked.key}", _("What people said"), bars) if bars else None


def area_name(result: QuestionResult) -> str:
    """What a rating is about: its area's name, else the question itself."""
    number = result.asked.area
    return str(AREAS[number]) if number in AREAS else result.asked.text


def _colour(area: int | None) -> int:
    return area if area in AREAS else 0


def _legend(results: Sequence[QuestionResult]) -> tuple[tuple[str, str], ...]:
    longest = max((result.labels[:-1] for result in results), key=len)
    return tuple((fill, str(words)) for fill, words in zip(FILLS, longest, strict=False))


def _stacked(place: int, label: str, area: int | None, labels: Sequence[Words], row: Row) -> Bar:
    segments, said, before = [], [], 0
    for fill, words, figure in zip(FILLS, labels[:-1], row.figures, strict=False):
        count = figure.count or 0
        if count:
            segments.append(Segment(_percent(before, row.answered), _percent(count, row.answered), fill))
        said.append(f"{SHORT.get(words, words)} {figure.percent}%")
        before += count
    return Bar(label, " · ".join(said), _colour(area), tuple(segments), place)


def _percent(count: int, of: int | None) -> str:
    """As an SVG attribute takes it, whatever the language writes before decimals."""
    return f"{100 * count / (of or 1):.2f}%"
