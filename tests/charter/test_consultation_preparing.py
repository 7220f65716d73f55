"""A consultation is prepared: made, worded, put in order, loaded from a file, written as one."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from charter.actions.consultation import (
    Details,
    change_details,
    create_consultation,
    delete_consultation,
    said_of,
)
from charter.actions.loading import DraftInTheWay, load_consultation
from charter.actions.meanwhile import ChangedMeanwhile, LookAgain, mark_of
from charter.actions.questions import (
    QuestionWords,
    add_question,
    change_question,
    move_question,
    remove_question,
    restore_question,
    said_of_question,
)
from charter.actions.sections import (
    SectionWords,
    add_section,
    change_section,
    move_section,
    remove_section,
    said_of_section,
)
from charter.actions.versions import discard_version, publish_version, start_version
from charter.consultation_file import ConsultationFileError, read_consultation, write_consultation
from charter.models import Answer, Consultation, Question, Version
from charter.queries.consultation import left_out_of, text_of
from charter.queries.version_changes import changes_between
from hub.access import NotAllowed
from hub.people.actor import VISITOR
from tests.factories.charter import latest_version, make_consultation, make_response
from tests.factories.charter_consultation import TEXT, Stewards, draft
from tests.factories.people import acting

pytestmark = pytest.mark.django_db
DETAILS = Details("What should we share?", "Tell us what you think.")


@pytest.fixture
def world() -> Stewards:
    return Stewards()


@pytest.fixture
def prepared(world: Stewards) -> Version:
    return load_consultation(TEXT, world.steward.pk, by=world.by).version


def keys(version: Version) -> list[tuple[str, list[str]]]:
    """Sections with their questions, in order."""
    return [
        (one.key, list(one.wordings.order_by("position").values_list("question__key", flat=True)))
        for one in version.sections.order_by("position")
    ]


def test_new_consultation_gets_an_address_of_its_title_and_an_empty_version(world):
    first = create_consultation(DETAILS, world.steward.pk, by=world.by)
    second = create_consultation(DETAILS, world.steward.pk, by=world.by)
    assert (first.slug, first.published_at) == ("what-should-we-share", None)
    assert second.slug.startswith("what-should-we-share-")
    assert (draft(first).number, keys(draft(first))) == (1, [])


@pytest.mark.parametrize("who", ["analyst", "privacy", "parent"])
def test_consultation_is_made_by_administrators_alone(world, who):
    with pytest.raises(NotAllowed):
        create_consultation(DETAILS, world.steward.pk, by=acting(getattr(world, who)))
    with pytest.raises(NotAllowed):
        create_consultation(DETAILS, world.steward.pk, by=acting(world.admin, second_factor=False))
    with pytest.raises(NotAllowed):
        create_consultation(DETAILS, world.steward.pk, by=VISITOR)
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (Details("", "Tell us."), "title"),
        (Details("x" * 161, "Tell us."), "title"),
        (Details("Ours", ""), "summary"),
        (Details("Ours", "Tell us.", "x" * 30_001), "introduction"),
        (Details("Ours", "Tell us.", slug="no slug"), "slug"),
        (Details("Ours", "Tell us.", slug="new"), "slug"),
        (Details("Ours", "Tell us.", slug="resume"), "slug"),
    ],
)
def test_details_that_cannot_be_are_refused_at_their_field(world, details, field):
    with pytest.raises(ValidationError) as refused:
        create_consultation(details, world.steward.pk, by=world.by)
    assert list(refused.value.error_dict) == [field]


def test_address_of_another_consultation_is_refused_in_words(world):
    create_consultation(DETAILS, world.steward.pk, by=world.by)
    taken = Details("Another", "Tell us.", slug="what-should-we-share")
    with pytest.raises(ValidationError) as refused:
        create_consultation(taken, world.steward.pk, by=world.by)
    assert refused.value.message_dict == {"slug": ["Another consultation has this address."]}


def test_details_changed_by_another_meanwhile_are_told_and_not_lost(world):
    made = create_consultation(DETAILS, world.steward.pk, by=world.by)
    opened = mark_of(said_of(made))
    change_details(made.pk, Details("Theirs", "Tell us."), mark=opened, by=world.by_second)
    with pytest.raises(ChangedMeanwhile) as conflict:
        change_details(made.pk, Details("Mine", "Tell us."), mark=opened, by=world.by)
    assert conflict.value.now["title"] == "Theirs"
    saved = change_details(made.pk, Details("Mine", "Tell us."), mark=conflict.value.mark, by=world.by)
    assert (saved.title, saved.slug) == ("Mine", "what-should-we-share")


def test_address_stays_once_launched_and_nothing_is_edited_once_settled(world):
    launched = make_consultation("open")
    mark = mark_of(said_of(launched))
    with pytest.raises(ValidationError) as refused:
        change_details(launched.pk, Details("New", "Tell us.", slug="elsewhere"), mark=mark, by=world.by)
    assert list(refused.value.error_dict) == ["slug"]
    assert change_details(launched.pk, Details("New", "Tell us."), mark=mark, by=world.by).title == "New"
    settled = make_consultation("settled")
    with pytest.raises(NotAllowed):
        change_details(settled.pk, DETAILS, mark=mark_of(said_of(settled)), by=world.by)


def test_only_what_was_never_launched_is_deleted(world, prepared):
    delete_consultation(prepared.consultation_id, by=world.by)
    assert not Consultation.objects.exists()
    assert not Question.objects.exists()
    for state in ("coming", "open", "closed"):
        with pytest.raises(NotAllowed):
            delete_consultation(make_consultation(state).pk, by=world.by)


def test_file_becomes_a_consultation_and_is_written_as_the_same_file(world, prepared):
    assert keys(prepared) == [
        ("halls", ["rate-halls", "halls-why"]),
        ("training", ["training-first", "training-example"]),
    ]
    assert write_consultation(text_of(prepared)) == write_consultation(read_consultation(TEXT))
    assert prepared.consultation.slug == "what-should-we-share"


def test_wrong_file_gets_every_line_and_nothing_is_loaded(world):
    wrong = TEXT.replace("Kind: open", "Kind: essay").replace("Area: 4", "Area: 9")
    with pytest.raises(ConsultationFileError) as refused:
        load_consultation(wrong, world.steward.pk, by=world.by)
    assert [one.line for one in refused.value.problems] == [
        number for number, line in enumerate(wrong.splitlines(), 1) if line in ("Kind: essay", "Area: 9")
    ]
    assert not Consultation.objects.exists()


def test_file_takes_the_place_of_a_draft_only_when_told_to(world, prepared):
    changed = TEXT.replace("We learn apart.", "We learn alone.")
    with pytest.raises(DraftInTheWay), transaction.atomic():
        load_consultation(changed, world.steward.pk, by=world.by)
    loaded = load_consultation(changed, world.steward.pk, replace=True, by=world.by)
    assert (loaded.made, loaded.version.number, loaded.questions) == (False, 1, 4)
    assert draft(loaded.consultation).sections.get(key="training").narrative == "We learn alone."
    assert Question.objects.count() == 4


def test_file_becomes_the_next_version_of_a_launched_consultation_which_keeps_its_words(world):
    launched = make_consultation("open", slug="what-should-we-share", title="As launched")
    loaded = load_consultation(TEXT, world.steward.pk, by=world.by)
    launched.refresh_from_db()
    assert (loaded.consultation.pk, loaded.version.number, launched.title) == (launched.pk, 2, "As launched")
    assert latest_version(launched).number == 1


def test_file_that_asks_a_public_question_in_another_way_is_refused_at_its_line(world):
    launched = make_consultation("open")
    wrong = TEXT.replace("{#halls-why}", "{#premises-right}")
    with pytest.raises(ConsultationFileError) as refused, transaction.atomic():
        load_consultation(wrong, world.steward.pk, slug=launched.slug, by=world.by)
    line = next(n for n, text in enumerate(wrong.splitlines(), 1) if "{#premises-right}" in text)
    assert [(one.line, "premises-right" in one.reason) for one in refused.value.problems] == [(line, True)]
    assert not launched.versions.filter(published_at=None).exists()


def test_sections_are_added_worded_moved_and_left_out(world, prepared):
    version = prepared.pk
    added = add_section(version, SectionWords("Halls", 2, barriers="too dear\n\nfar away"), by=world.by)
    assert added.key not in ("halls", "training")
    assert added.barriers == "- too dear\n\n- far away" or added.barriers == "- too dear\n- far away"
    move_section(version, added.key, up=True, by=world.by)
    move_section(version, "halls", up=True, by=world.by)
    assert [key for key, _asked in keys(prepared)] == ["halls", added.key, "training"]
    words = SectionWords("Our halls", None, "Open them.")
    mark = mark_of(said_of_section(prepared.sections.get(key="halls")))
    change_section(version, "halls", words, mark=mark, by=world.by)
    with pytest.raises(ChangedMeanwhile):
        change_section(version, "halls", SectionWords("Mine"), mark=mark, by=world.by_second)
    prepared.refresh_from_db()
    remove_section(version, "training", edition=prepared.edition, by=world.by)
    assert [key for key, _asked in keys(prepared)] == ["halls", added.key]
    assert set(Question.objects.values_list("key", flat=True)) == {"rate-halls", "halls-why"}


def test_section_is_not_left_out_with_a_question_that_came_meanwhile(world, prepared):
    read = prepared.edition
    add_question(prepared.pk, QuestionWords("training", "open", "Who pays?"), by=world.by_second)
    with pytest.raises(LookAgain):
        remove_section(prepared.pk, "training", edition=read, by=world.by)
    assert prepared.sections.filter(key="training").exists()


def test_questions_are_added_worded_moved_and_left_out(world, prepared):
    version = prepared.pk
    added = add_question(version, QuestionWords("halls", "open", "Who pays?", "1b"), by=world.by)
    assert (added.question.key, added.position) == ("halls-1b", 2)
    move_question(version, "halls-1b", up=True, by=world.by)
    assert dict(keys(prepared))["halls"] == ["rate-halls", "halls-1b", "halls-why"]
    wording = prepared.wordings.get(question__key="halls-why")
    mark = mark_of(said_of_question(wording))
    words = QuestionWords("training", "yes-no", "Is that all?", "2b")
    changed = change_question(version, "halls-why", words, mark=mark, by=world.by)
    assert (changed.section.key, changed.question.kind, changed.text) == (
        "training",
        "yes-no",
        "Is that all?",
    )
    with pytest.raises(ChangedMeanwhile):
        change_question(version, "halls-why", QuestionWords("halls", "open", "Mine?"), mark=mark, by=world.by)
    prepared.refresh_from_db()
    remove_question(version, "halls-1b", edition=prepared.edition, by=world.by)
    assert not Question.objects.filter(key="halls-1b").exists()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (QuestionWords("halls", "open", ""), "text"),
        (QuestionWords("halls", "open", "x" * 1001), "text"),
        (QuestionWords("halls", "essay", "Why?"), "kind"),
        (QuestionWords("halls", "rating", "How?"), "area"),
        (QuestionWords("halls", "rating", "How?", area=2), "area"),
        (QuestionWords("halls", "open", "Why?", "1a"), "label"),
        (QuestionWords("halls", "open", "Why?", "1 b"), "label"),
        (QuestionWords("nowhere", "open", "Why?"), "section"),
    ],
)
def test_question_that_cannot_be_is_refused_at_its_field(world, prepared, words, field):
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        add_question(prepared.pk, words, by=world.by)
    assert list(refused.value.error_dict) == [field]
    assert Question.objects.count() == 4


def test_next_version_is_a_copy_and_leaves_the_published_one(world):
    launched = make_consultation("open")
    begun = start_version(launched.pk, by=world.by)
    assert start_version(launched.pk, by=world.by_second).pk == begun.pk
    assert (begun.number, keys(begun)) == (2, keys(latest_version(launched)))
    assert begun.code != latest_version(launched).code


def test_question_that_was_answered_is_left_out_its_answers_stay_and_it_can_come_back(world):
    launched = make_consultation("open")
    answer = make_response(launched).answers.get()
    begun = start_version(launched.pk, by=world.by)
    remove_question(begun.pk, "premises-barriers", edition=begun.edition, by=world.by)
    assert Answer.objects.get().pk == answer.pk
    assert [one.question.key for one in left_out_of(begun)] == ["premises-barriers"]
    again = restore_question(begun.pk, "premises-barriers", "training", by=world.by)
    assert (again.text, again.section.key, again.position) == ("What else is in the way?", "training", 1)
    assert left_out_of(begun) == []


def test_public_question_keeps_how_it_is_answered(world):
    begun = start_version(make_consultation("open").pk, by=world.by)
    wording = begun.wordings.get(question__key="premises-barriers")
    words = QuestionWords("premises", "yes-no", "What else?", "2b")
    with pytest.raises(ValidationError) as refused:
        change_question(
            begun.pk, "premises-barriers", words, mark=mark_of(said_of_question(wording)), by=world.by
        )
    assert list(refused.value.error_dict) == ["kind"]


def test_version_is_published_with_a_note_and_says_what_it_changed(world):
    launched = make_consultation("open")
    first = latest_version(launched)
    begun = start_version(launched.pk, by=world.by)
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        publish_version(begun.pk, note=" \n ", edition=begun.edition, by=world.by)
    assert list(refused.value.error_dict) == ["note"]
    add_question(begun.pk, QuestionWords("training", "open", "Who pays?", "4b"), by=world.by)
    with pytest.raises(LookAgain), transaction.atomic():
        publish_version(begun.pk, note="One more question.", edition=begun.edition, by=world.by)
    begun.refresh_from_db()
    second = publish_version(begun.pk, note="One more question.", edition=begun.edition, by=world.by)
    changes = changes_between(first, second)
    assert [one.text for one in changes.questions_added] == ["Who pays?"]
    assert (changes.questions_removed, changes.sections_changed, changes.moved) == ([], [], False)
    assert not changes_between(first, first)
    with pytest.raises(NotAllowed):
        add_question(second.pk, QuestionWords("training", "open", "And now?"), by=world.by)


def test_version_is_thrown_away_with_the_questions_that_only_it_asked(world, prepared):
    with pytest.raises(ValidationError), transaction.atomic():
        discard_version(prepared.pk, edition=prepared.edition, by=world.by)
    launched = make_consultation("open")
    begun = start_version(launched.pk, by=world.by)
    add_question(begun.pk, QuestionWords("training", "open", "Who pays?", "4b"), by=world.by)
    begun.refresh_from_db()
    discard_version(begun.pk, edition=begun.edition, by=world.by)
    assert list(launched.versions.values_list("number", flat=True)) == [1]
    assert not launched.questions.filter(key="training-4b").exists()


def test_questions_are_not_written_once_it_has_closed(world):
    for state in ("closing", "closed", "settled"):
        with pytest.raises(NotAllowed):
            start_version(make_consultation(state).pk, by=world.by)
    begun = start_version(make_consultation("open").pk, by=world.by)
    with time_machine.travel(timezone.now() + timedelta(days=21)), pytest.raises(NotAllowed):
        add_question(begun.pk, QuestionWords("training", "open", "Who pays?"), by=world.by)
