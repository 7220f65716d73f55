"""Taking words out, publishing, keeping and taking back: what each does, and what it refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from charter.actions.publication import (
    keep_unpublished,
    publish_response,
    read_response_again,
    take_back_changed,
    take_down_response,
)
from charter.actions.redacting import (
    MOST,
    Mark,
    ReadAgain,
    leave_in,
    put_back,
    take_out,
    take_out_words,
)
from charter.models import (
    Channel,
    Contact,
    LeftIn,
    Publish,
    PublishedAnswer,
    PublishedResponse,
    Redaction,
    RespondentKind,
    Response,
    Review,
)
from hub.access import NotAllowed
from hub.notices.models import Message
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.charter import make_response
from tests.factories.charter_review import PLAIN, TELLING, Desk, check_original, words_of

THIRD = {"reason": "third"}


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


def at(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def settle(desk: Desk, response: Response) -> None:
    """Take out all that TELLING tells."""
    for words in ("Mrs Okafor", "Jamie", "0121 496 0199"):
        take_out_words(response.pk, words, **THIRD, by=desk.reads)


def test_published_text_is_the_raw_one_without_what_was_taken_out(desk):
    response = desk.response()
    settle(desk, response)
    published = publish_response(response.pk, by=desk.reads)
    said = PublishedAnswer.objects.filter(published=published).exclude(text="")
    assert [one.text for one in said] == ["[…] at the gate was kind to my son […]. Ring me on […]."]
    assert PublishedAnswer.objects.get(published=published, text="").rating == 1
    assert words_of(response).text == TELLING
    response.refresh_from_db()
    assert (response.review, response.reviewed_by, response.found) == (Review.PUBLISHED, desk.first, 0)


def test_nothing_is_published_while_a_finding_waits(desk):
    response = desk.response()
    with pytest.raises(ValidationError, match="Decide first"):
        publish_response(response.pk, by=desk.reads)
    assert not PublishedResponse.objects.exists()
    answer = words_of(response)
    take_out(response.pk, [Mark(answer.pk, *at(TELLING, "Mrs Okafor"))], **THIRD, by=desk.reads)
    left = [Mark(answer.pk, *at(TELLING, one)) for one in ("Jamie", "0121 496 0199")]
    leave_in(response.pk, left[:1], by=desk.reads)
    with pytest.raises(ValidationError, match="Decide first"):
        publish_response(response.pk, by=desk.reads)
    leave_in(response.pk, left, by=desk.reads)
    publish_response(response.pk, by=desk.reads)
    assert PublishedAnswer.objects.filter(text__contains="Jamie. Ring me on 0121").exists()


def test_half_of_a_finding_taken_out_still_waits(desk):
    response = desk.response("Mrs Okafor came.")
    take_out_words(response.pk, "Mrs", **THIRD, by=desk.reads)
    assert Response.objects.get(pk=response.pk).found == 1


def test_numbers_can_be_published_without_any_word(desk):
    response = desk.response()
    published = publish_response(response.pk, numbers_only=True, by=desk.reads)
    assert list(PublishedAnswer.objects.filter(published=published).values_list("rating", "text")) == [
        (1, "")
    ]
    bare = desk.response(answers={"premises-barriers": PLAIN})
    with pytest.raises(ValidationError, match="no number"):
        publish_response(bare.pk, numbers_only=True, by=desk.reads)


def test_name_is_published_only_as_chosen_and_never_a_young_persons(desk):
    named = {"publish": Publish.NAMED, "public_name": "Pip Sorrel", "organisation_name": "Kettle Row Choir"}
    rows = {
        "named": desk.response(PLAIN, **named),
        "unnamed": desk.response(PLAIN, public_name="Pip Sorrel"),
        "young": desk.response(PLAIN, kind=RespondentKind.YOUNG, **named),
        "left out": desk.response(PLAIN, **named),
    }
    names = {}
    for label, row in rows.items():
        published = publish_response(row.pk, without_name=label == "left out", by=desk.reads)
        names[label] = (published.name, published.organisation_name)
    assert names.pop("named") == ("Pip Sorrel", "Kettle Row Choir")
    assert set(names.values()) == {("", "")}


def test_name_by_which_somebody_can_be_reached_is_left_out_or_not_published(desk):
    response = desk.response(PLAIN, publish=Publish.NAMED, public_name="Pip 0121 496 0199")
    with pytest.raises(ValidationError, match="Leave the name out"):
        publish_response(response.pk, by=desk.reads)
    assert publish_response(response.pk, without_name=True, by=desk.reads).name == ""


def test_own_name_in_the_text_of_somebody_who_is_not_named_is_found(desk):
    response = desk.response("Signed, Zebedee.", email="zebedee@mail.test")
    take_out_words(response.pk, "Signed", **THIRD, by=desk.reads)
    assert Response.objects.get(pk=response.pk).found == 1
    with pytest.raises(ValidationError, match="Decide first"):
        publish_response(response.pk, by=desk.reads)


def test_what_may_not_be_published_can_only_be_marked_as_read(desk):
    response = desk.response(publish=Publish.NOT)
    for refused in (
        lambda: publish_response(response.pk, by=desk.reads),
        lambda: publish_response(response.pk, numbers_only=True, by=desk.reads),
        lambda: take_out_words(response.pk, "gate", **THIRD, by=desk.reads),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert keep_unpublished(response.pk, by=desk.reads).review == Review.KEPT


def test_letter_is_published_only_once_a_second_person_has_checked_it(desk):
    response = desk.response(PLAIN, channel=Channel.LETTER)
    with pytest.raises(NotAllowed):
        publish_response(response.pk, by=desk.reads)
    check_original(response)
    assert publish_response(response.pk, by=desk.reads).channel == Channel.LETTER


def test_keeping_unpublished_what_may_be_published_needs_a_reason(desk):
    response = desk.response(PLAIN)
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(ValidationError):
            keep_unpublished(response.pk, reason=reason, by=desk.reads)
    assert keep_unpublished(response.pk, reason="An advertisement.", by=desk.reads).review == Review.KEPT
    with pytest.raises(NotAllowed):
        keep_unpublished(response.pk, reason="Again.", by=desk.reads_too)
    assert read_response_again(response.pk, by=desk.reads_too).review == Review.WAITING


def test_taking_down_deletes_the_texts_and_tells_whoever_gave_it(desk):
    response = desk.response(PLAIN, email="giver@mail.test", publish=Publish.NAMED, public_name="Pip Sorrel")
    published = publish_response(response.pk, by=desk.reads)
    with pytest.raises(ValidationError):
        take_down_response(response.pk, reason=" ", by=desk.reads)
    take_down_response(response.pk, reason="Somebody asked us to.", by=desk.reads)
    published.refresh_from_db()
    assert published.withdrawn_at is not None
    assert (published.name, PublishedAnswer.objects.count()) == ("", 0)
    message = Message.objects.get(kind="charter.taken-down")
    assert message.address == "giver@mail.test"
    assert "Somebody asked us to." in message.text
    assert PLAIN not in message.text
    again = publish_response(read_response_again(response.pk, by=desk.reads).pk, by=desk.reads)
    assert (again.public_id, again.withdrawn_at) == (published.public_id, None)


def test_changed_answer_is_taken_back_and_read_again(desk):
    response = desk.response("Mrs Okafor came.")
    take_out_words(response.pk, "Mrs Okafor", **THIRD, by=desk.reads)
    publish_response(response.pk, by=desk.reads)
    answer = words_of(response)
    answer.text, answer.edition = "Now Mrs Okafor went, and Mr Pym.", answer.edition + 1
    answer.save()
    response.refresh_from_db()
    with transaction.atomic():
        assert take_back_changed(response) is True
    assert (response.review, PublishedAnswer.objects.count()) == (Review.WAITING, 0)
    # What was taken out of the earlier text counts for nothing in this one.
    with pytest.raises(ValidationError, match="Decide first"):
        publish_response(response.pk, by=desk.reads)
    with transaction.atomic():
        assert take_back_changed(response) is False


def test_words_are_taken_out_of_several_answers_at_once_or_only_the_one_chosen(desk):
    said = {"premises-barriers": "Ann and Ann", "priorities-others": "only ANN"}
    response = desk.response(answers=said)
    take_out_words(response.pk, "ann", occurrence=2, **THIRD, by=desk.reads)
    assert Redaction.objects.count() == 1
    take_out_words(response.pk, "ann", **THIRD, by=desk.reads)
    assert Redaction.objects.count() == 3
    one = response.answers.get(text="only ANN")
    Redaction.objects.all().delete()
    take_out_words(response.pk, "ann", answer=one.pk, **THIRD, by=desk.reads)
    assert list(Redaction.objects.values_list("answer", "start", "end")) == [(one.pk, 5, 8)]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"words": "nowhere"}, "words"),
        ({"words": "   "}, "words"),
        ({"words": "gate", "reason": "because"}, "reason"),
        ({"words": "gate", "note": "x" * 301}, "note"),
        ({"words": "gate", "occurrence": 2}, "occurrence"),
        ({"words": "gate", "occurrence": 0}, "occurrence"),
        ({"words": "gate", "answer": 0}, "answer"),
    ],
)
def test_words_that_make_no_sense_are_refused_by_field(desk, given, field):
    response = desk.response(PLAIN)
    words = {"reason": "third", **given}
    with pytest.raises(ValidationError) as refused:
        take_out_words(response.pk, words.pop("words"), **words, by=desk.reads)
    assert field in refused.value.message_dict
    assert not Redaction.objects.exists()


def test_stretch_that_is_not_there_is_refused(desk):
    response, other = desk.response(PLAIN), make_response(desk.consultation)
    key, length = words_of(response).pk, len(PLAIN)
    strange = [(-1, 3), (0, 0), (5, 2), (0, length + 1), (length, length + 1), (10**11, 10**11 + 1)]
    elsewhere = [[Mark(words_of(other).pk, 0, 3)], [Mark(0, 0, 1)]]
    for marks in ([], *([Mark(key, *one)] for one in strange), *elsewhere):
        with pytest.raises(ValidationError):
            take_out(response.pk, marks, **THIRD, by=desk.reads)
        with pytest.raises(ValidationError):
            leave_in(response.pk, marks, by=desk.reads)
    with pytest.raises(ReadAgain):
        take_out(response.pk, [Mark(key, 0, 3, "Ann")], **THIRD, by=desk.reads)
    with pytest.raises(ValidationError, match="too much"):
        take_out(response.pk, [Mark(key, 0, 1)] * (MOST + 1), **THIRD, by=desk.reads)
    assert not Redaction.objects.exists()
    assert not LeftIn.objects.exists()


def test_redaction_of_another_response_can_not_be_undone_here(desk):
    response, other = desk.response(PLAIN), desk.response(PLAIN)
    take_out_words(other.pk, "gate", **THIRD, by=desk.reads)
    put_back(response.pk, redaction=Redaction.objects.get().pk, by=desk.reads)
    assert Redaction.objects.count() == 1
    put_back(other.pk, redaction=Redaction.objects.get().pk, by=desk.reads)
    assert not Redaction.objects.exists()


def test_second_reviewer_with_an_old_page_is_told(desk):
    response = desk.response(PLAIN)
    take_out_words(response.pk, "gate", edition=1, **THIRD, by=desk.reads)
    for act in (
        lambda: take_out_words(response.pk, "locked", edition=1, **THIRD, by=desk.reads_too),
        lambda: publish_response(response.pk, edition=1, by=desk.reads_too),
        lambda: keep_unpublished(response.pk, reason="No.", edition=1, by=desk.reads_too),
        lambda: put_back(response.pk, redaction=1, edition=1, by=desk.reads_too),
    ):
        with pytest.raises(ReadAgain):
            act()
    assert Redaction.objects.count() == 1


def test_two_reviewers_at_once_publish_once(fresh_database):
    desk = Desk()
    response = desk.response(PLAIN)
    with transaction.atomic():
        Response.objects.select_for_update(of=("self",), no_key=True).get(pk=response.pk)
        acts = [
            Someone(lambda by=by: publish_response(response.pk, edition=1, by=by))
            for by in (desk.reads, desk.reads_too)
        ]
        wait_until_waiting(2)
    outcomes = sorted(type(one.done()).__name__ for one in acts)
    assert outcomes == ["NotAllowed", "PublishedResponse"]
    assert PublishedResponse.objects.count() == 1
    assert PublishedAnswer.objects.count() == 2


def test_of_publishing_and_taking_out_at_once_nothing_is_published_that_was_taken_out(fresh_database):
    desk = Desk()
    response = desk.response(PLAIN)
    with transaction.atomic():
        Response.objects.select_for_update(of=("self",), no_key=True).get(pk=response.pk)
        acts = [
            Someone(lambda: publish_response(response.pk, edition=1, by=desk.reads)),
            Someone(lambda: take_out_words(response.pk, "gate", edition=1, **THIRD, by=desk.reads_too)),
        ]
        wait_until_waiting(2)
    outcomes = [type(one.done()).__name__ for one in acts]
    assert outcomes in (["PublishedResponse", "NotAllowed"], ["ReadAgain", "Response"])
    published = PublishedAnswer.objects.filter(text__contains="gate").exists()
    assert published is not Redaction.objects.exists()


def test_contact_without_an_address_gets_no_letter(desk):
    response = desk.response(PLAIN)
    Contact.objects.create(response=response, name="Nobody", phone="1")
    publish_response(response.pk, by=desk.reads)
    take_down_response(response.pk, reason="It is untrue.", by=desk.reads)
    assert not Message.objects.exists()
    assert Response.objects.get(pk=response.pk).reviewed_at <= timezone.now()
