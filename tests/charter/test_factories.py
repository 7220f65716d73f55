"""The base of the charter's tests: what the database refuses about consultations and responses."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from charter.models import Consultation, Publish, QuestionKind, Response, Section
from tests.factories.charter import latest_version, make_consultation, make_response, publish, question

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["draft", "coming", "open", "closing", "closed", "settled", "results"])
def test_consultation_in_each_state_is_open_or_closed_by_the_clock(state):
    consultation = make_consultation(state)
    assert consultation.is_open() is (state == "open")
    assert consultation.is_closed() is (state in ("closing", "closed", "settled", "results"))


def test_section_of_a_published_version_is_not_changed():
    section = latest_version(make_consultation()).sections.get(key="premises")
    with pytest.raises(IntegrityError, match="a published version is not changed"), transaction.atomic():
        Section.objects.filter(pk=section.pk).update(title="Something else")


def test_question_that_was_answered_keeps_its_kind():
    consultation = make_consultation()
    make_response(consultation)
    asked = question(consultation, "premises-barriers")
    asked.kind = QuestionKind.RATING
    with pytest.raises(IntegrityError, match="keeps its kind"), transaction.atomic():
        asked.save()
    unanswered = question(consultation, "training-priority")
    unanswered.kind = QuestionKind.OPEN
    unanswered.save()


@pytest.mark.parametrize(
    ("constraint", "changed"),
    [
        ("response_sent_says_what_to_publish", {"publish": ""}),
        ("response_named_has_a_name", {"publish": Publish.NAMED}),
        ("response_withdrawn_has_a_time", {"state": "withdrawn", "review": "waiting"}),
        ("response_published_as_agreed", {"publish": Publish.NOT}),
        ("response_from_somebody", {"people": 0}),
    ],
)
def test_response_the_database_refuses(constraint, changed):
    response = make_response(make_consultation())
    # Before it is published, since the database names one of the constraints that are broken.
    if constraint != "response_sent_says_what_to_publish":
        publish(response)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Response.objects.filter(pk=response.pk).update(**changed)


def test_results_before_the_close_are_refused():
    consultation = make_consultation("open")
    with pytest.raises(IntegrityError, match="consultation_results_after_closing"), transaction.atomic():
        Consultation.objects.filter(pk=consultation.pk).update(results_published_at=timezone.now())
