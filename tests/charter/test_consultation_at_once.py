"""Two administrators at the same moment, and two beats of the clock, over real connections."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from charter.actions.launching import change_closing, launch_consultation, set_dates
from charter.actions.loading import load_consultation
from charter.actions.meanwhile import mark_of
from charter.actions.questions import QuestionWords, add_question, move_question
from charter.actions.sections import SectionWords, change_section, remove_section, said_of_section
from charter.actions.versions import publish_version, start_version
from charter.models import Answer, Consultation, EqualityRecord, Progress, Response, Version
from charter.settling import settle_due
from hub.notices.models import Message
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.charter import make_answer, make_consultation, make_response
from tests.factories.charter_consultation import TEXT, Stewards, draft

DAY = timedelta(days=1)


@pytest.fixture
def world(fresh_database: str) -> Stewards:
    return Stewards()


def at_once(row: Any, *acts: Callable[[], Any]) -> list[Any]:
    """Start all while another connection holds the row, then let go: what came of each, by kind."""
    with transaction.atomic():
        type(row).objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
        people = [Someone(act) for act in acts]
        wait_until_waiting(len(acts))
    return sorted(type(someone.done()).__name__ for someone in people)


def test_two_who_begin_the_next_version_begin_one(world):
    launched = make_consultation("open")
    outcomes = at_once(
        launched,
        lambda: start_version(launched.pk, by=world.by),
        lambda: start_version(launched.pk, by=world.by_second),
    )
    assert outcomes == ["Version", "Version"]
    assert Version.objects.filter(published_at=None).count() == 1


def test_two_who_word_one_section_lose_nothing(world):
    version = load_consultation(TEXT, world.steward.pk, by=world.by).version
    mark = mark_of(said_of_section(version.sections.get(key="halls")))
    outcomes = at_once(
        version,
        lambda: change_section(version.pk, "halls", SectionWords("Mine"), mark=mark, by=world.by),
        lambda: change_section(version.pk, "halls", SectionWords("Theirs"), mark=mark, by=world.by_second),
    )
    assert outcomes == ["ChangedMeanwhile", "Section"]


def test_two_who_word_different_parts_both_save(world):
    version = load_consultation(TEXT, world.steward.pk, by=world.by).version
    mark = mark_of(said_of_section(version.sections.get(key="halls")))
    outcomes = at_once(
        version,
        lambda: change_section(version.pk, "halls", SectionWords("Mine"), mark=mark, by=world.by),
        lambda: add_question(version.pk, QuestionWords("halls", "open", "Who pays?"), by=world.by_second),
        lambda: move_question(version.pk, "halls-why", up=True, by=world.by_second),
    )
    assert outcomes == ["Section", "Wording", "Wording"]
    section = version.sections.get(key="halls")
    assert (section.title, section.wordings.count()) == ("Mine", 3)
    positions = list(section.wordings.order_by("position").values_list("position", flat=True))
    assert positions == [0, 1, 2]


def test_section_left_out_while_a_question_is_added_leaves_no_mixture(world):
    version = load_consultation(TEXT, world.steward.pk, by=world.by).version
    outcomes = at_once(
        version,
        lambda: remove_section(version.pk, "training", edition=version.edition, by=world.by),
        lambda: add_question(version.pk, QuestionWords("training", "open", "Who?"), by=world.by_second),
    )
    there = version.sections.filter(key="training").exists()
    assert (outcomes, there) in [(["NoneType", "ValidationError"], False), (["LookAgain", "Wording"], True)]


def test_two_who_publish_the_next_version_publish_it_once(world):
    launched = make_consultation("open")
    begun = start_version(launched.pk, by=world.by)
    outcomes = at_once(
        begun,
        lambda: publish_version(begun.pk, note="One.", edition=1, by=world.by),
        lambda: publish_version(begun.pk, note="Two.", edition=1, by=world.by_second),
    )
    assert outcomes == ["NotAllowed", "Version"]
    assert Version.objects.filter(consultation=launched, published_at__isnull=False).count() == 2


def test_version_published_while_a_question_is_added_is_what_was_read_or_is_refused(world):
    launched = make_consultation("open")
    begun = start_version(launched.pk, by=world.by)
    outcomes = at_once(
        begun,
        lambda: publish_version(begun.pk, note="One.", edition=1, by=world.by),
        lambda: add_question(begun.pk, QuestionWords("training", "open", "Who?"), by=world.by_second),
    )
    asked = begun.wordings.filter(text="Who?").exists()
    assert (outcomes, asked) in [(["NotAllowed", "Version"], False), (["LookAgain", "Wording"], True)]


def test_two_who_launch_launch_once(world):
    loaded = load_consultation(TEXT, world.steward.pk, by=world.by)
    now = timezone.now()
    set_dates(loaded.consultation.pk, now + DAY, now + 9 * DAY, edition=1, by=world.by)

    def launch(by: Any) -> Any:
        return launch_consultation(
            loaded.consultation.pk, edition=2, version_edition=loaded.version.edition, by=by
        )

    outcomes = at_once(loaded.consultation, lambda: launch(world.by), lambda: launch(world.by_second))
    assert outcomes == ["Consultation", "NotAllowed"]


def test_two_who_move_the_close_are_told(world):
    launched = make_consultation("open")
    now = timezone.now()
    outcomes = at_once(
        launched,
        lambda: change_closing(launched.pk, now + DAY, edition=1, by=world.by),
        lambda: change_closing(launched.pk, now + 2 * DAY, edition=1, by=world.by_second),
    )
    assert outcomes == ["Consultation", "LookAgain"]


def test_two_who_load_the_same_file_make_one_consultation(world):
    outcomes = at_once(
        world.steward,
        lambda: load_consultation(TEXT, world.steward.pk, by=world.by),
        lambda: load_consultation(TEXT, world.steward.pk, by=world.by_second),
    )
    assert outcomes == ["DraftInTheWay", "Loaded"]
    assert draft(Consultation.objects.get()).wordings.count() == 4


def test_two_beats_at_once_settle_it_once(world):
    consultation = make_consultation("closed")
    for number in range(8):
        response = make_response(consultation, state=Progress.BEGUN)
        EqualityRecord.objects.create(consultation=consultation, response=response, age_band=str(number))
    beats = [Someone(settle_due), Someone(settle_due)]
    told = [beat.done() for beat in beats]
    assert (sum(one["settled"] for one in told), sum(one["counted"] for one in told)) == (1, 8)
    assert [one["failed"] for one in told] == [0, 0]
    assert EqualityRecord.objects.filter(response=None).count() == 8
    assert EqualityRecord.objects.count() == 8
    assert Message.objects.filter(kind="charter.settled").count() == 2


def test_second_beat_does_not_wait_for_the_first(world):
    consultation = make_consultation("closed")
    with transaction.atomic():
        Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
        assert Someone(settle_due).done()["settled"] == 0
    assert settle_due()["settled"] == 1


def test_first_answer_that_is_saved_as_it_is_settled_is_counted(world):
    consultation = make_consultation("closed")
    response = make_response(consultation, state=Progress.BEGUN)
    Answer.objects.all().delete()
    with transaction.atomic():
        Response.objects.select_for_update(no_key=True).get(pk=response.pk)
        beat = Someone(settle_due)
        wait_until_waiting(1)
        make_answer(response, "premises-barriers", "The gate is locked.")
    assert beat.done()["counted"] == 1
    assert Response.objects.get().state == Progress.SENT
