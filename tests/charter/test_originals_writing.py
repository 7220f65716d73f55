"""Splitting an original into answers: what is kept, and what is refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from charter.actions import originals as actions
from charter.actions.writing_out import Written, put, write_out
from charter.models import (
    LONGEST_ANSWER,
    Answer,
    Excerpt,
    Original,
)
from charter.passages import sentences
from tests.factories.charter_originals import LETTER, Desk, details


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


def refused(errors: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    error = errors.value
    return sorted(error.message_dict) if hasattr(error, "error_dict") else [error.messages[0]]


def test_each_kind_of_question_keeps_what_it_can_hold(desk):
    response = desk.enter()
    given = {
        "rate-premises": Written(rating="1", text="much", choice="yes"),
        "premises-right": Written(choice="no", text=" Too short. ", may_contact=True, rating="2"),
        "premises-example": Written(text="A choir.", may_contact=True),
        "premises-barriers": Written(text="  "),
        "no-such-question": Written(text="x"),
    }
    write_out(response.pk, given, edition=response.edition, by=desk.writes)
    rows = Answer.objects.order_by("question__key").values_list(
        "question__key", "rating", "choice", "text", "may_contact"
    )
    assert list(rows) == [
        ("premises-example", None, "", "A choir.", True),
        ("premises-right", None, "no", "Too short.", False),
        ("rate-premises", 1, "", "", False),
    ]


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("rate-premises", Written(rating="4")),
        ("premises-right", Written(choice="maybe")),
        ("premises-barriers", Written(text="x" * (LONGEST_ANSWER + 1))),
    ],
)
def test_what_is_no_answer_is_refused_and_the_others_are_not_kept_either(desk, key, written):
    response = desk.enter()
    given = {key: written, "training-priority": Written(choice="yes")}
    with pytest.raises(ValidationError) as errors:
        write_out(response.pk, given, edition=response.edition, by=desk.writes)
    assert refused(errors) == [key]
    assert Answer.objects.count() == 0


def test_emptied_answer_goes_and_the_others_stay_as_they_are(desk):
    response = desk.written(
        {"premises-barriers": Written(text="Keys."), "rate-training": Written(rating="2")}
    )
    response = write_out(
        response.pk, {"premises-barriers": Written()}, edition=response.edition, by=desk.writes
    )
    assert list(Answer.objects.values_list("question__key", "edition")) == [("rate-training", 1)]


def stretch(words: str) -> tuple[int, int]:
    """Where these words stand in LETTER, counted in characters as Python and Postgres count them."""
    return LETTER.index(words), LETTER.index(words) + len(words)


def test_sentences_are_whole_beside_emoji_and_combining_characters():
    found = [LETTER[span.start : span.end] for line in sentences(LETTER) for span in line]
    assert found == [
        "Dear all 🙂,",
        "The gate is locked at four.",
        "Mrs. Plumtree has the key, and she goes home at three.",
        "My cafe\u0301 would lend its tables!",
        "👩‍👧‍👦 We would come on Saturdays.",
        "Yours, a neighbour",
    ]


def test_stretches_are_copied_letter_by_letter_in_the_order_of_the_text(desk):
    response = desk.enter()
    later, earlier = (
        stretch("👩‍👧‍👦 We would come on Saturdays."),
        stretch("My cafe\u0301 would lend its tables!"),
    )
    response = put(
        response.pk, "premises-barriers", [later, earlier], edition=response.edition, by=desk.writes
    )
    answer = Answer.objects.get()
    assert answer.text == "My cafe\u0301 would lend its tables! 👩‍👧‍👦 We would come on Saturdays."
    rows = Excerpt.objects.order_by("start").values_list("start", "end", "question__key")
    assert list(rows) == [(*earlier, "premises-barriers"), (*later, "premises-barriers")]
    put(
        response.pk,
        "premises-barriers",
        [stretch("Yours, a neighbour")],
        edition=response.edition,
        by=desk.writes,
    )
    assert Answer.objects.get().text == f"{answer.text}\n\nYours, a neighbour"


def test_excerpts_go_with_the_answer_and_hold_the_text_while_they_are_there(desk):
    response = desk.enter()
    response = put(response.pk, "premises-barriers", [(0, 8)], edition=response.edition, by=desk.writes)
    with pytest.raises(ValidationError) as errors:
        actions.change_details(
            response.pk, details(text="Another letter."), edition=response.edition, by=desk.writes
        )
    assert refused(errors) == ["text"]
    response = write_out(
        response.pk, {"premises-barriers": Written()}, edition=response.edition, by=desk.writes
    )
    assert Excerpt.objects.count() == 0
    actions.change_details(
        response.pk, details(text="Another letter."), edition=response.edition, by=desk.writes
    )
    assert Original.objects.get().text == "Another letter."


@pytest.mark.parametrize(
    ("key", "stretches", "field"),
    [
        ("", [(0, 4)], "question"),
        ("rate-premises", [(0, 4)], "question"),
        ("no-such-question", [(0, 4)], "question"),
        ("premises-barriers", [], "stretch"),
        ("premises-barriers", [(4, 4)], "stretch"),
        ("premises-barriers", [(0, len(LETTER) + 1)], "stretch"),
    ],
)
def test_stretch_that_is_none_is_refused(desk, key, stretches, field):
    response = desk.enter()
    with pytest.raises(ValidationError) as errors:
        put(response.pk, key, stretches, edition=response.edition, by=desk.writes)
    assert refused(errors) == [field]
    assert Answer.objects.count() == Excerpt.objects.count() == 0


def test_answer_that_would_be_too_long_is_refused_whole(desk):
    response = desk.enter(text="word " * 3000 + "end.")
    response = write_out(
        response.pk,
        {"premises-barriers": Written(text="x" * 10_000)},
        edition=response.edition,
        by=desk.writes,
    )
    with pytest.raises(ValidationError) as errors:
        put(response.pk, "premises-barriers", [(0, 14_000)], edition=response.edition, by=desk.writes)
    assert refused(errors) == ["stretch"]
    assert len(Answer.objects.get().text) == 10_000
