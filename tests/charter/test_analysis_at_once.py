"""Two at the same moment, over real connections: each gets a clear answer, and nothing is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from charter.actions.readings import (
    ThemeGone,
    finish_reading,
    mark_passages,
    next_answer,
    reopen_reading,
)
from charter.actions.settling import Choice, settle_answer
from charter.actions.theme_moves import merge_themes
from charter.models import Answer, Passage, Place, Reading, Theme
from charter.passages import Span
from hub.access import NotAllowed
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.charter_analysis import Room, client_of, counts, make_answers, make_reading


@pytest.fixture
def room(fresh_database: str) -> Room:
    return Room()


def test_two_who_ask_at_once_get_two_answers_without_waiting(room):
    first, second = make_answers(room.consultation, 2)
    with transaction.atomic():
        mine = next_answer(first.question_id, second=False, by=room.first)
        # The other does not wait for this transaction, though it is not committed.
        theirs = Someone(lambda: next_answer(first.question_id, second=False, by=room.second)).done()
        third = Someone(lambda: next_answer(first.question_id, second=False, by=room.other)).done()
    assert (mine.answer, theirs.answer, third) == (first, second, None)


def test_many_who_ask_at_once_each_get_one_of_their_own(room):
    answers = make_answers(room.consultation, 12)
    question = answers[0].question_id
    actors = [room.first, room.second, room.other]
    for _round in range(4):
        everyone = [
            Someone(lambda actor=actor: next_answer(question, second=False, by=actor)) for actor in actors
        ]
        taken = [one.done() for one in everyone]
        assert len({reading.answer_id for reading in taken}) == 3
        for reading, actor in zip(taken, actors, strict=True):
            finish_reading(reading.pk, none_fits=True, answer_edition=1, by=actor)
    assert sorted(Reading.objects.values_list("answer", flat=True)) == sorted(one.pk for one in answers)


def test_answer_that_was_taken_between_look_and_lock_is_not_taken_twice(room):
    """The row that is seen first is locked by somebody who then takes it and commits."""
    (only,) = make_answers(room.consultation, 1)
    outcome = [
        Someone(lambda actor=actor: next_answer(only.question_id, second=False, by=actor))
        for actor in (room.first, room.second, room.other)
    ]
    taken = [one.done() for one in outcome]
    assert sorted(type(one).__name__ for one in taken) == ["NoneType", "NoneType", "Reading"]
    assert Reading.objects.count() == 1


def test_theme_merged_while_somebody_marks_with_it_is_said_and_nothing_is_lost(room):
    answer = room.answer()
    reading = make_reading(answer, Place.FIRST, room.analyst, room.gate, finished=False)
    client = client_of(room.analyst)
    client.get(room.url(f"reading/{reading.pk}/"))
    sent = {"text_edition": "1", "s": "1", "t": room.gate.pk, "do": "mark"}
    with transaction.atomic():
        merge_themes(room.gate.pk, room.cost.pk, edition=1, by=room.second)
        waiting = Someone(lambda: client.post(room.url(f"reading/{reading.pk}/"), sent))
        wait_until_waiting(1)
    page = waiting.done()
    assert page.status_code == 200
    assert "“Locked gates” has just become part of “Too dear”." in page.text
    assert 'name="s" value="1" checked' in page.text
    # What was marked before went along; what was not is not lost, but asked about.
    assert [one.theme for one in Passage.objects.all()] == [room.cost]


def test_mark_made_while_somebody_merges_goes_along(room):
    answer = room.answer()
    reading = make_reading(answer, Place.FIRST, room.analyst, finished=False)
    with transaction.atomic():
        mark_passages(reading.pk, [Span(0, 5)], [room.gate.pk], answer_edition=1, by=room.first)
        waiting = Someone(lambda: merge_themes(room.gate.pk, room.cost.pk, edition=1, by=room.second))
        wait_until_waiting(1)
    assert waiting.done() == room.cost
    assert [one.theme for one in Passage.objects.all()] == [room.cost]
    with pytest.raises(ThemeGone):
        mark_passages(reading.pk, [Span(0, 5)], [room.gate.pk], answer_edition=1, by=room.first)


def test_two_who_merge_two_themes_into_each_other_do_not_wait_for_ever(room):
    make_reading(room.answer(), Place.FIRST, room.analyst, room.gate, room.cost)
    acts = [
        lambda: merge_themes(room.gate.pk, room.cost.pk, edition=1, by=room.first),
        lambda: merge_themes(room.cost.pk, room.gate.pk, edition=1, by=room.second),
    ]
    with transaction.atomic():
        Theme.objects.select_for_update(no_key=True).get(pk=room.gate.pk)
        both = [Someone(act) for act in acts]
        wait_until_waiting(2)
    outcomes = [one.done() for one in both]
    assert sorted(type(one).__name__ for one in outcomes) == ["Theme", "ValidationError"]
    assert Theme.objects.filter(retired_at=None).count() == 1
    assert Passage.objects.count() == 1


def test_two_who_settle_at_once_the_second_is_told(room):
    answer = room.differing()
    with transaction.atomic():
        settle_answer(answer.pk, Choice.FIRST, edition=0, by=room.first)
        waiting = Someone(lambda: settle_answer(answer.pk, Choice.SECOND, edition=0, by=room.other))
        wait_until_waiting(1)
    outcome = waiting.done()
    assert isinstance(outcome, ValidationError)
    assert outcome.messages == ["Ada Larkspur settled it meanwhile. Look at what was chosen."]
    assert counts(answer) == {"Locked gates"}


def test_theme_merged_while_somebody_settles_leaves_nothing_behind(room):
    answer = room.differing()
    with transaction.atomic():
        settle_answer(answer.pk, Choice.BOTH, edition=0, by=room.other)
        waiting = Someone(lambda: merge_themes(room.gate.pk, room.cost.pk, edition=1, by=room.second))
        wait_until_waiting(1)
    assert waiting.done() == room.cost
    assert not Passage.objects.filter(theme=room.gate).exists()
    assert counts(answer) == {"Too dear"}


@pytest.mark.parametrize("same", [True, False])
def test_two_who_finish_at_once_are_compared_with_each_other(room, same):
    """Whoever comes second sees what the first has just committed."""
    answer = room.answer()
    readings = [
        make_reading(answer, Place.FIRST, room.analyst, room.gate, finished=False),
        make_reading(answer, Place.SECOND, room.admin, room.gate if same else room.cost, finished=False),
    ]
    with transaction.atomic():
        Answer.objects.select_for_update(no_key=True).get(pk=answer.pk)
        both = [
            Someone(lambda one=one, actor=actor: finish_reading(one.pk, answer_edition=1, by=actor))
            for one, actor in zip(readings, (room.first, room.second), strict=True)
        ]
        wait_until_waiting(2)
    assert all(isinstance(one.done(), Reading) for one in both)
    assert counts(answer) == ({"Locked gates"} if same else set())


def test_reader_who_goes_back_as_the_other_finishes_is_either_in_time_or_told(room):
    answer = room.answer()
    first = make_reading(answer, Place.FIRST, room.analyst, room.gate)
    second = make_reading(answer, Place.SECOND, room.admin, room.cost, finished=False)
    with transaction.atomic():
        finish_reading(second.pk, answer_edition=1, by=room.second)
        waiting = Someone(lambda: reopen_reading(first.pk, by=room.first))
        wait_until_waiting(1)
    outcome = waiting.done()
    assert isinstance(outcome, Reading | NotAllowed)
    first.refresh_from_db()
    assert counts(answer) == (set() if first.finished_at else {"Too dear"})
