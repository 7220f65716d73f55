"""A consultation is launched, its close moved, and it is settled by the clock."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from charter.actions.launching import change_closing, launch_consultation, set_dates
from charter.actions.loading import load_consultation
from charter.actions.meanwhile import LookAgain
from charter.actions.questions import QuestionWords, add_question
from charter.models import (
    GRACE,
    Channel,
    Consultation,
    EqualityRecord,
    Progress,
    Publish,
    Response,
    Version,
)
from charter.queries.consultation import stand_of
from charter.settling import settle, settle_due
from charter.tasks import settle_consultations
from charter.words import closing_rule
from hub.access import NotAllowed
from hub.notices.models import Message
from tests.factories.charter import make_consultation, make_response
from tests.factories.charter_consultation import TEXT, Stewards

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world() -> Stewards:
    return Stewards()


def prepared(world: Stewards) -> tuple[Consultation, Version]:
    loaded = load_consultation(TEXT, world.steward.pk, by=world.by)
    return loaded.consultation, loaded.version


def test_launch_publishes_the_version_and_opens_by_the_clock(world):
    consultation, version = prepared(world)
    now = timezone.now()
    dated = set_dates(consultation.pk, now + DAY, now + 30 * DAY, edition=1, by=world.by)
    assert stand_of(dated).key == "prepared"
    launched = launch_consultation(
        dated.pk, edition=dated.edition, version_edition=version.edition, by=world.by
    )
    version.refresh_from_db()
    assert (version.published_at is not None, stand_of(launched).key) == (True, "coming")
    stands = [stand_of(launched, now + days * DAY).key for days in (2, 31)]
    assert stands == ["open", "closed"]
    assert stand_of(launched, launched.closes_at + GRACE / 2).key == "last-hour"
    with pytest.raises(NotAllowed):
        launch_consultation(dated.pk, edition=launched.edition, version_edition=version.edition, by=world.by)


def test_opening_that_has_passed_is_now(world):
    consultation, version = prepared(world)
    now = timezone.now()
    dated = set_dates(consultation.pk, now - DAY, now + DAY, edition=1, by=world.by)
    launched = launch_consultation(
        dated.pk, edition=dated.edition, version_edition=version.edition, by=world.by
    )
    assert launched.opens_at == launched.published_at
    assert launched.is_open()


def test_launch_without_dates_questions_or_time_is_refused(world):
    consultation, version = prepared(world)
    now = timezone.now()
    with pytest.raises(ValidationError, match="when it opens"), transaction.atomic():
        launch_consultation(consultation.pk, edition=1, version_edition=version.edition, by=world.by)
    dated = set_dates(consultation.pk, now + DAY, now + 2 * DAY, edition=1, by=world.by)
    with time_machine.travel(now + 3 * DAY), pytest.raises(ValidationError, match="has passed"):
        launch_consultation(dated.pk, edition=2, version_edition=version.edition, by=world.by)
    version.sections.all().delete()
    with pytest.raises(ValidationError, match="asks nothing"), transaction.atomic():
        launch_consultation(dated.pk, edition=2, version_edition=version.edition, by=world.by)
    assert Consultation.objects.get().published_at is None


def test_launch_of_what_changed_since_it_was_read_is_refused(world):
    consultation, version = prepared(world)
    now = timezone.now()
    set_dates(consultation.pk, now + DAY, now + 2 * DAY, edition=1, by=world.by)
    read = version.edition
    add_question(version.pk, QuestionWords("halls", "open", "Who pays?"), by=world.by_second)
    with pytest.raises(LookAgain), transaction.atomic():
        launch_consultation(consultation.pk, edition=2, version_edition=read, by=world.by)
    with pytest.raises(LookAgain), transaction.atomic():
        launch_consultation(consultation.pk, edition=1, version_edition=read + 1, by=world.by)
    assert Consultation.objects.get().published_at is None


@pytest.mark.parametrize(
    ("opens", "closes"), [(2, 1), (1, 1), (-3, -1), (1, 1000)], ids=["turned", "same", "past", "too long"]
)
def test_dates_that_cannot_be_are_refused(world, opens, closes):
    consultation, _version = prepared(world)
    now = timezone.now()
    with pytest.raises(ValidationError) as refused:
        set_dates(consultation.pk, now + opens * DAY, now + closes * DAY, edition=1, by=world.by)
    assert list(refused.value.error_dict) == ["closes_at"]


def test_close_is_moved_later_and_earlier_and_never_into_the_past(world):
    launched = make_consultation("open")
    now = timezone.now()
    later = change_closing(launched.pk, now + 60 * DAY, edition=1, by=world.by)
    assert later.closes_at == now + 60 * DAY
    sooner = change_closing(launched.pk, now + DAY, edition=2, by=world.by)
    assert sooner.closes_at == now + DAY
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        change_closing(launched.pk, now - DAY, edition=3, by=world.by)
    assert list(refused.value.error_dict) == ["closes_at"]
    with pytest.raises(LookAgain), transaction.atomic():
        change_closing(launched.pk, now + 2 * DAY, edition=2, by=world.by)
    for state in ("draft", "closing", "closed", "settled"):
        with pytest.raises(NotAllowed):
            change_closing(make_consultation(state).pk, now + DAY, edition=1, by=world.by)


def begun(consultation: Consultation, **fields: object) -> Response:
    return make_response(consultation, state=Progress.BEGUN, **fields)


def test_settling_counts_what_was_begun_and_holds_an_answer(world):
    consultation = make_consultation("closed")
    answered, silent = begun(consultation), begun(consultation)
    silent.answers.all().delete()
    named = begun(consultation, publish=Publish.NAMED, public_name="Ours")
    paper = begun(consultation, channel=Channel.LETTER)
    sent = make_response(consultation, publish=Publish.UNNAMED)
    gone = make_response(consultation, state=Progress.WITHDRAWN)
    assert settle_consultations() == {"settled": 1, "counted": 2, "loosened": 0, "failed": 0}
    told = {
        one.pk: (one.state, one.publish, one.sent_by_closing)
        for one in Response.objects.filter(consultation=consultation)
    }
    assert told == {
        answered.pk: ("sent", "not", True),
        silent.pk: ("begun", "", False),
        named.pk: ("sent", "named", True),
        paper.pk: ("begun", "", False),
        sent.pk: ("sent", "unnamed", False),
        gone.pk: ("withdrawn", "", False),
    }
    consultation.refresh_from_db()
    assert stand_of(consultation).key == "settled"
    assert settle_consultations() == {"settled": 0, "counted": 0, "loosened": 0, "failed": 0}


def test_settling_waits_for_the_hour_of_those_who_had_begun(world):
    consultation = make_consultation("open")
    begun(consultation)
    closes = consultation.closes_at
    for moment in (closes - DAY, closes, closes + GRACE - timedelta(seconds=1)):
        with time_machine.travel(moment, tick=False):
            assert settle_due()["settled"] == 0
    with time_machine.travel(closes + GRACE, tick=False):
        assert settle_due()["settled"] == 1
    assert settle_due()["settled"] == 0
    make_consultation("draft")
    assert settle_due()["settled"] == 0


def test_settling_parts_equality_answers_from_responses_in_an_order_that_tells_nothing(world):
    consultation = make_consultation("closed")
    for number in range(60):
        EqualityRecord.objects.create(
            consultation=consultation, response=make_response(consultation), age_band=str(number)
        )
    EqualityRecord.objects.create(
        consultation=consultation,
        response=make_response(consultation, state=Progress.WITHDRAWN),
        age_band="gone",
    )
    before = set(EqualityRecord.objects.values_list("pk", flat=True))
    settle(consultation.pk, timezone.now())
    after = list(EqualityRecord.objects.order_by("pk").values_list("pk", "response", "age_band"))
    assert before.isdisjoint(pk for pk, _response, _band in after)
    assert {response for _pk, response, _band in after} == {None}
    bands = [band for _pk, _response, band in after]
    assert sorted(bands, key=int) == [str(number) for number in range(60)]
    assert bands != sorted(bands, key=int)


def test_what_is_entered_on_paper_later_is_parted_once_it_is_sent(world):
    consultation = make_consultation("settled")
    EqualityRecord.objects.create(consultation=consultation, age_band="16-24")
    paper = begun(consultation, channel=Channel.LETTER)
    EqualityRecord.objects.create(consultation=consultation, response=paper, age_band="65")
    assert settle_due()["loosened"] == 0
    Response.objects.filter(pk=paper.pk).update(
        state=Progress.SENT, sent_at=timezone.now(), publish=Publish.NOT
    )
    assert settle_due()["loosened"] == 1
    assert sorted(EqualityRecord.objects.values_list("age_band", "response")) == [
        ("16-24", None),
        ("65", None),
    ]


def test_administrators_hear_once_that_it_is_counted(world):
    consultation = make_consultation("closed", title="Our question")
    begun(consultation)
    make_response(consultation)
    settle_due()
    settle_due()
    messages = Message.objects.filter(kind="charter.settled")
    assert sorted(messages.values_list("address", flat=True)) == ["admin@steward.test", "second@steward.test"]
    assert messages[0].subject == "“Our question” has closed"
    assert "There are 2 responses." in messages[0].text
    assert "1 of them was begun and never sent." in messages[0].text


def test_one_that_fails_stops_no_other(world, monkeypatch):
    first, second = make_consultation("closed"), make_consultation("closed")
    from charter import settling

    counted = settling._count_begun

    def fail_at_first(consultation, now):
        if consultation.pk == first.pk:
            raise RuntimeError
        return counted(consultation, now)

    monkeypatch.setattr(settling, "_count_begun", fail_at_first)
    assert settle_due() == {"settled": 1, "counted": 0, "loosened": 0, "failed": 1}
    assert Consultation.objects.get(pk=first.pk).settled_at is None
    assert Consultation.objects.get(pk=second.pk).settled_at is not None


def test_the_rule_is_said_with_the_hours_own_length():
    assert "you have one hour more to finish" in closing_rule()
