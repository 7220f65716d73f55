"""Checking what was written out, sending it back, opening it again; and two at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from charter.actions import originals as actions
from charter.actions.writing_out import Written, put, write_out
from charter.models import (
    Answer,
    Channel,
    Contact,
    Original,
    Progress,
    Publish,
    PublishedAnswer,
    PublishedResponse,
    Response,
    Review,
)
from hub.access import NotAllowed
from hub.notices.models import Message
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.charter import make_consultation, make_response, publish
from tests.factories.charter_originals import Desk, details


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


def refused(errors: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    error = errors.value
    return sorted(error.message_dict) if hasattr(error, "error_dict") else [error.messages[0]]


def test_nothing_is_finished_that_answers_nothing(desk):
    response = desk.enter()
    with pytest.raises(ValidationError, match="No question is answered yet"):
        actions.finish(response.pk, edition=response.edition, by=desk.writes)
    assert Response.objects.get().state == Progress.BEGUN


def test_finished_counts_and_waits_for_somebody_else(desk):
    response = desk.written()
    found = Response.objects.get()
    assert (found.state, found.sent_at is not None, found.review) == (Progress.SENT, True, Review.WAITING)
    with pytest.raises(NotAllowed):
        actions.check(response.pk, edition=response.edition, by=desk.writes)
    actions.check(response.pk, edition=response.edition, by=desk.checks)
    original = Original.objects.get()
    assert (original.transcriber, original.checker) == (desk.ada, desk.bo)
    assert original.checked_at is not None


def test_database_refuses_that_one_person_writes_and_checks(desk):
    response = desk.written()
    with pytest.raises(IntegrityError, match="original_checked_by_another"), transaction.atomic():
        Original.objects.filter(pk=response.pk).update(checker=desk.ada, checked_at=timezone.now())


def test_whoever_changed_it_last_cannot_check_it(desk):
    response = desk.written()
    response = write_out(
        response.pk, {"training-priority": Written(choice="yes")}, edition=response.edition, by=desk.checks
    )
    with pytest.raises(NotAllowed):
        actions.check(response.pk, edition=response.edition, by=desk.checks)
    actions.check(response.pk, edition=response.edition, by=desk.writes)
    assert Original.objects.get().checker == desk.ada


def test_changed_details_are_checked_by_somebody_else_too(desk):
    response = desk.written()
    response = actions.change_details(
        response.pk, details(publish=Publish.UNNAMED), edition=response.edition, by=desk.checks
    )
    with pytest.raises(NotAllowed):
        actions.check(response.pk, edition=response.edition, by=desk.checks)


def test_sent_back_says_why_and_is_checked_again_after_it_was_put_right(desk):
    response = desk.written()
    with pytest.raises(ValidationError) as errors:
        actions.send_back(response.pk, note="  ", edition=response.edition, by=desk.checks)
    assert refused(errors) == ["note"]
    response = actions.send_back(
        response.pk, note="“Four” is five.", edition=response.edition, by=desk.checks
    )
    # It counts meanwhile, and nobody checks what is being put right.
    assert Response.objects.get().state == Progress.SENT
    with pytest.raises(NotAllowed):
        actions.check(response.pk, edition=response.edition, by=desk.checks)
    message = Message.objects.get(kind="charter.original-sent-back")
    assert message.address == "ada@steward.test"
    assert "five" not in message.text
    assert f"/enter/{response.pk}/" in message.text
    response = actions.finish(response.pk, edition=response.edition, by=desk.writes)
    assert Original.objects.get().mistake == "“Four” is five."
    actions.check(response.pk, edition=response.edition, by=desk.checks)
    assert Original.objects.get().mistake == ""


def test_note_for_colleagues_survives_what_the_checker_found(desk):
    response = desk.written(note="The last line is torn off.")
    actions.send_back(response.pk, note="Not all is there.", edition=response.edition, by=desk.checks)
    original = Original.objects.get()
    assert (original.note, original.mistake) == ("The last line is torn off.", "Not all is there.")


def test_checked_stays_as_it_is_until_it_is_opened_again(desk):
    response = desk.checked(publish=Publish.UNNAMED)
    with pytest.raises(NotAllowed):
        write_out(response.pk, {}, edition=response.edition, by=desk.writes)
    publish(response)
    with pytest.raises(ValidationError) as errors:
        actions.reopen(response.pk, note="", edition=response.edition, by=desk.writes)
    assert refused(errors) == ["note"]
    actions.reopen(response.pk, note="Their name is missing.", edition=response.edition, by=desk.checks)
    found = Response.objects.get()
    assert (found.review, found.original.checked_at, found.original.checker) == (Review.WAITING, None, None)
    # Nothing that was published before it was put right stays public (rules.md D9).
    assert PublishedAnswer.objects.count() == 0
    assert PublishedResponse.objects.get(response=response).withdrawn_at is not None
    assert Message.objects.filter(kind="charter.original-sent-back", address="ada@steward.test").count() == 1


def test_published_results_seal_what_was_written_out(desk):
    done = make_consultation("results")
    response = make_response(done, channel=Channel.LETTER)
    Original.objects.filter(response=response).update(transcriber=desk.ada)
    with pytest.raises(NotAllowed):
        write_out(response.pk, {}, edition=1, by=desk.writes)
    with pytest.raises(NotAllowed):
        actions.check(response.pk, edition=1, by=desk.checks)


def test_online_answers_are_nobodys_to_write_out(desk):
    response = make_response(desk.consultation)
    for act in (
        lambda: write_out(response.pk, {}, edition=1, by=desk.writes),
        lambda: actions.drop(response.pk, by=desk.writes),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_was_never_counted_is_thrown_away_with_all_that_belongs_to_it(desk):
    response = desk.enter(email="wilf@letters.test")
    actions.drop(response.pk, by=desk.checks)
    assert Response.objects.count() == Original.objects.count() == Contact.objects.count() == 0
    counted = desk.written()
    with pytest.raises(NotAllowed):
        actions.drop(counted.pk, by=desk.writes)


def test_stale_form_is_told_and_changes_nothing(desk):
    response = desk.enter()
    old = response.edition
    write_out(response.pk, {"premises-barriers": Written(text="Mine.")}, edition=old, by=desk.writes)
    acts = [
        lambda: write_out(
            response.pk, {"premises-barriers": Written(text="Theirs.")}, edition=old, by=desk.checks
        ),
        lambda: put(response.pk, "premises-barriers", [(0, 4)], edition=old, by=desk.checks),
        lambda: actions.finish(response.pk, edition=old, by=desk.checks),
        lambda: actions.change_details(
            response.pk, replace(details(), people=9), edition=old, by=desk.checks
        ),
    ]
    for act in acts:
        with pytest.raises(ValidationError, match="Somebody else has changed this meanwhile"):
            act()
    assert Answer.objects.get().text == "Mine."
    assert Response.objects.get().people == 1


def test_of_two_who_write_out_at_once_the_second_is_told(fresh_database):
    desk = Desk()
    response = desk.enter()

    def write(actor, words):
        return lambda: write_out(
            response.pk, {"premises-barriers": Written(text=words)}, edition=response.edition, by=actor
        )

    with transaction.atomic():
        Response.objects.select_for_update(of=("self",), no_key=True).get(pk=response.pk)
        people = [Someone(write(desk.writes, "Ada’s")), Someone(write(desk.checks, "Bo’s"))]
        wait_until_waiting(2)
    outcomes = [someone.done() for someone in people]
    assert sorted(type(one).__name__ for one in outcomes) == ["Response", "ValidationError"]
    winner = "Ada’s" if isinstance(outcomes[0], Response) else "Bo’s"
    assert Answer.objects.get().text == winner


def test_of_checking_and_changing_at_once_one_counts(fresh_database):
    desk = Desk()
    response = desk.written()
    with transaction.atomic():
        Response.objects.select_for_update(of=("self",), no_key=True).get(pk=response.pk)
        people = [
            Someone(lambda: actions.check(response.pk, edition=response.edition, by=desk.checks)),
            Someone(
                lambda: write_out(
                    response.pk,
                    {"premises-barriers": Written(text="Changed.")},
                    edition=response.edition,
                    by=desk.writes,
                )
            ),
        ]
        wait_until_waiting(2)
    kinds = [type(someone.done()).__name__ for someone in people]
    assert kinds in (["Response", "NotAllowed"], ["ValidationError", "Response"])
    checked = Original.objects.get().checked_at is not None
    assert checked == (Answer.objects.get().text != "Changed.")
