"""Entering what came another way: what is kept, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from charter.actions import originals as actions
from charter.models import (
    Answer,
    Channel,
    Consultation,
    Progress,
    Publish,
    RespondentKind,
    Response,
)
from hub.access import NotAllowed
from tests.factories.charter import latest_version, make_consultation, make_version
from tests.factories.charter_originals import LETTER, Desk, details
from tests.factories.files import make_document
from tests.factories.people import acting


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


def refused(errors: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    error = errors.value
    return sorted(error.message_dict) if hasattr(error, "error_dict") else [error.messages[0]]


def test_entered_letter_is_kept_whole_and_not_counted_yet(desk):
    response = desk.enter(
        people=3,
        kind=RespondentKind.RESIDENT,
        district="B14",
        publish=Publish.NAMED,
        public_name="Wilf Teasel",
        email="wilf@letters.test",
    )
    found = Response.objects.get(pk=response.pk)
    assert (found.state, found.channel, found.people) == (Progress.BEGUN, Channel.LETTER, 3)
    assert (found.publish, found.public_name) == (Publish.NAMED, "Wilf Teasel")
    assert found.original.text == LETTER
    assert found.original.transcriber == desk.ada
    assert (found.about_you.kind, found.about_you.district) == (RespondentKind.RESIDENT, "B14")
    assert (found.contact.email, found.contact.wants_news) == ("wilf@letters.test", False)
    assert found.version == latest_version(desk.consultation)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": Channel.ONLINE}, "channel"),
        ({"channel": "pigeon"}, "channel"),
        ({"channel": Channel.EVENT}, "event"),
        ({"text": ""}, "text"),
        ({"publish": Publish.NAMED}, "public_name"),
        ({"publish": "perhaps"}, "publish"),
        ({"publish": Publish.NAMED, "public_name": "Pip", "kind": RespondentKind.YOUNG}, "publish"),
        ({"code": "ACDEFG"}, "code"),
        ({"received_on": timezone.localdate() + timedelta(days=1)}, "received_on"),
        ({"received_on": timezone.localdate() - timedelta(days=11)}, "received_on"),
    ],
)
def test_what_cannot_be_entered_is_said_beside_its_field(desk, changes, field):
    with pytest.raises(ValidationError) as errors:
        desk.enter(**changes)
    assert refused(errors) == [field]
    assert Response.objects.count() == 0


@pytest.mark.parametrize(("days", "in_time"), [(7, True), (8, False)])
def test_what_came_a_week_after_the_close_counts_and_what_came_later_does_not(desk, days, in_time):
    closes = timezone.now() - timedelta(days=days)
    Consultation.objects.filter(pk=desk.consultation.pk).update(closes_at=closes)
    if in_time:
        assert desk.enter().original.received_on == timezone.localdate()
        return
    with pytest.raises(ValidationError) as errors:
        desk.enter()
    assert refused(errors) == ["received_on"]


def test_code_on_the_paper_decides_which_questions_are_read(desk):
    first = latest_version(desk.consultation)
    second = make_version(desk.consultation)
    by_code = desk.enter(channel=Channel.FORM, code=f" {first.code.lower()} ")
    assert (by_code.version, desk.enter().version) == (first, second)


def test_letter_stays_with_its_version_when_another_is_published(desk):
    first = latest_version(desk.consultation)
    response = desk.enter()
    make_version(desk.consultation)
    actions.change_details(response.pk, details(people=2), edition=response.edition, by=desk.writes)
    assert Response.objects.get().version == first


def test_code_put_right_later_takes_the_answers_with_it(desk):
    response = desk.written()
    second = make_version(desk.consultation)
    actions.change_details(
        response.pk,
        details(channel=Channel.FORM, code=second.code),
        edition=response.edition,
        by=desk.writes,
    )
    assert Response.objects.get().version == second
    assert Answer.objects.get().version == second


def test_code_of_a_version_without_an_answered_question_is_refused(desk):
    response = desk.written()
    second = make_version(desk.consultation, published=False)
    second.wordings.filter(question__key="premises-barriers").delete()
    second.published_at = timezone.now()
    second.save()
    with pytest.raises(ValidationError) as errors:
        actions.change_details(
            response.pk,
            details(channel=Channel.FORM, code=second.code),
            edition=response.edition,
            by=desk.writes,
        )
    assert refused(errors) == ["code"]


def test_code_of_another_consultation_is_none_here(desk):
    with pytest.raises(ValidationError) as errors:
        desk.enter(code=latest_version(make_consultation()).code)
    assert refused(errors) == ["code"]


def test_words_of_a_file_become_the_text_but_those_of_a_form_do_not(desk):
    letter = make_document(by=desk.writes, content=b"Open the gate. Please.")
    assert desk.enter(letter, text="").original.text == "Open the gate. Please."
    form = make_document(by=desk.writes, content=b"Answer as much as you like.")
    assert desk.enter(form, text="", channel=Channel.FORM).original.text == ""


def test_others_enter_nothing_and_nothing_is_entered_after_the_results(desk):
    for actor in (acting(desk.cleo), acting(desk.ada, second_factor=False)):
        with pytest.raises(NotAllowed):
            actions.enter(desk.consultation.pk, details(), by=actor)
    done = make_consultation("results")
    with pytest.raises(NotAllowed):
        actions.enter(done.pk, details(), by=desk.writes)
