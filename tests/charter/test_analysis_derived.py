"""What counts for an answer is always what its readings say, whatever was done and in whatever order."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.actions.readings import (
    begin_again,
    finish_reading,
    mark_passages,
    next_answer,
    put_back,
    reopen_reading,
    unmark_passage,
)
from charter.actions.settling import Choice, settle_answer
from charter.actions.theme_moves import merge_themes, sort_passages, split_theme
from charter.actions.themes import ThemeWords, restore_theme, retire_theme
from charter.models import Answer, AnswerTheme, Change, Passage, Place, Reading, Theme, ThemeChange
from charter.passages import Span
from hub.access import NotAllowed
from tests.factories.charter_analysis import Room, make_answers

pytestmark = pytest.mark.django_db


def recomputed() -> set[tuple[int, int]]:
    """(answer, theme), worked out one by one and by the words of the rule alone."""
    found = set()
    for answer in Answer.objects.all():
        themes = {
            reading.place: set(reading.passages.values_list("theme", flat=True))
            for reading in answer.readings.exclude(finished_at=None)
        }
        if 3 in themes:
            says = themes[3]
        elif 1 in themes and 2 in themes:
            says = themes[1] & themes[2] if themes[1] == themes[2] else set()
        else:
            says = themes.get(1, set()) | themes.get(2, set())
        found |= {(answer.pk, theme) for theme in says}
    return found


def pick(rows, number):
    """One of the rows, or None."""
    rows = list(rows)
    return rows[number % len(rows)] if rows else None


class World:
    """Three who do whatever they like; what they may not is refused, and that is all."""

    def __init__(self) -> None:
        self.room = Room()
        self.answers = make_answers(self.room.consultation, 2)
        self.actors = [self.room.first, self.room.second, self.room.other]

    def do(self, what, who, number, other):
        """One act by one of the three, about the rows that two numbers choose."""
        by = self.actors[who]
        reading = pick(Reading.objects.order_by("pk"), number)
        theme = pick(Theme.objects.order_by("pk"), other)
        if what == "next":
            next_answer(self.answers[0].question_id, second=bool(number % 2), by=by)
        elif what == "share":
            self.room.consultation.double_reading = number % 3
            self.room.consultation.save()
        elif what == "settle":
            answer = self.answers[number % 2]
            edition = getattr(answer.readings.filter(place=Place.SETTLED).first(), "edition", 0)
            settle_answer(answer.pk, pick(Choice, other), edition=edition, by=by)
        elif what == "change":
            answer = self.answers[number % 2]
            answer.edition += 1
            answer.save()
        elif what in ("retire", "restore", "merge", "split"):
            self.about_theme(what, theme, number, by)
        elif what == "sort":
            source = pick(Theme.objects.filter(changes__change=Change.SPLIT).distinct(), number)
            if source is not None:
                into = pick(ThemeChange.objects.filter(theme=source, change=Change.SPLIT), other)
                marks = Passage.objects.filter(theme=source)
                sort_passages(source.pk, {one.pk: into.into_id for one in marks}, by=by)
        elif reading is not None:
            self.about_reading(what, reading, theme, number, by)

    def about_theme(self, what, theme, number, by):
        if what == "retire":
            retire_theme(theme.pk, by=by)
        elif what == "restore":
            restore_theme(theme.pk, by=by)
        elif what == "merge":
            merge_themes(
                theme.pk, pick(Theme.objects.order_by("pk"), number).pk, edition=theme.edition, by=by
            )
        else:
            parts = [ThemeWords(f"Part {Theme.objects.count()} {side}", "Means.") for side in "ab"]
            split_theme(theme.pk, parts, edition=theme.edition, by=by)

    def about_reading(self, what, reading, theme, number, by):
        edition = reading.answer.edition
        if what == "mark":
            spans = [Span(number % 20, number % 20 + 5)]
            mark_passages(reading.pk, spans, [theme.pk], answer_edition=edition, by=by)
        elif what == "unmark":
            mark = pick(reading.passages.all(), number)
            unmark_passage(reading.pk, mark.pk if mark else 0, by=by)
        elif what in ("finish", "none"):
            finish_reading(reading.pk, none_fits=what == "none", answer_edition=edition, by=by)
        else:
            {"reopen": reopen_reading, "again": begin_again, "back": put_back}[what](reading.pk, by=by)


# What readers do most, most often.
ACTS = (
    *("next", "mark", "finish") * 4,
    *("settle", "reopen", "unmark", "merge", "split", "sort") * 2,
    *("none", "again", "back", "retire", "restore", "share", "change"),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 50), st.integers(0, 50)),
    min_size=5,
    max_size=40,
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_what_counts_is_what_the_readings_say_after_any_acts(steps):
    with transaction.atomic():
        world = World()
        for step in steps:
            try:
                with transaction.atomic():
                    world.do(*step)
            except (NotAllowed, ValidationError):
                continue
            assert set(AnswerTheme.objects.values_list("answer", "theme")) == recomputed(), step
        assert (
            not Reading.objects.filter(place=Place.SETTLED)
            .exclude(answer__readings__place=Place.SECOND)
            .exists()
        )
        transaction.set_rollback(True)
