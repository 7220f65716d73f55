"""What people gave to a consultation goes when the privacy notice says that it goes (rules.md D3)."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.test import Client
from django.utils import timezone

from charter.actions.publication import publish_response
from charter.actions.redacting import take_out_words
from charter.models import (
    AboutYou,
    Answer,
    AnswerTheme,
    Consultation,
    Contact,
    EqualityRecord,
    Original,
    Place,
    Progress,
    PublishedResponse,
    Reading,
    Redaction,
    Response,
    ResumeLink,
    SealedLook,
    Signature,
    Stage,
    ThemeChange,
)
from charter.retention import FORGOTTEN, _something_left, forget_answers, forget_contacts, forget_published
from tests.charter.clients import client_of
from tests.factories.charter import make_consultation, make_link, make_response, publish
from tests.factories.charter_analysis import make_reading
from tests.factories.charter_signing import make_signature, make_text, make_theme
from tests.factories.people import OrganisationFactory, PersonFactory, make_administrator

pytestmark = pytest.mark.django_db
NOTHING = {"answers": 0, "originals": 0, "looks": 0}


def over(consultation: Consultation, **ago: int) -> None:
    """As if everything about it had happened so long ago, and a minute more."""
    then = timezone.now() - relativedelta(**ago) - timedelta(minutes=1)
    Consultation.objects.filter(pk=consultation.pk).update(
        opens_at=then - timedelta(days=60),
        published_at=then - timedelta(days=61),
        closes_at=then - timedelta(days=10),
        settled_at=then - timedelta(days=9),
        results_published_at=then if consultation.results_published_at else None,
    )


def whole() -> Consultation:
    """With words, names and work of every kind in it: three responses, of which one is public."""
    by = make_administrator()
    consultation = make_consultation("results")
    said = {"premises-barriers": "Ring Zebedee Quill about the gate.", "rate-premises": 1}
    public = make_response(
        consultation, answers=said, email="public@people.test", publish="named", public_name="Ada"
    )
    make_link(public)
    take_out_words(public.pk, "Zebedee Quill", reason="third", note="a neighbour", by=by)
    publish_response(public.pk, by=by)
    unseen = make_response(
        consultation, answers=said, email="unseen@people.test", publish="named", public_name="Bo Unseen"
    )
    make_link(unseen)
    AboutYou.objects.update_or_create(response=unseen, defaults={"kind": "parent", "district": "B14"})
    EqualityRecord.objects.create(consultation=consultation, response=unseen, language="welsh")
    make_response(consultation, answers=said, channel="letter", organisation_name="Puddle Hoppers")
    Original.objects.update(text="Dear hub, Zebedee Quill has the key.", note="From Zebedee.")
    SealedLook.objects.create(consultation=consultation, what="results", while_open=False)
    theme = make_theme(consultation, "Open gates")
    answer = unseen.answers.exclude(text="").get()
    make_reading(answer, Place.FIRST, PersonFactory(), theme)
    ThemeChange.objects.create(theme=theme, change="made", made_by_id=by.id)
    return consultation


def test_words_and_names_go_after_two_years_and_what_counts_stays():
    consultation = whole()
    over(consultation, years=2)
    before = list(Answer.objects.order_by("pk").values_list("rating", "choice"))
    themes = AnswerTheme.objects.count()
    assert forget_answers() == {"answers": 3, "originals": 1, "looks": 1}
    assert set(Answer.objects.values_list("text", flat=True)) == {"", FORGOTTEN}
    assert list(Answer.objects.order_by("pk").values_list("rating", "choice")) == before
    assert AnswerTheme.objects.count() == themes > 0
    for model in (Contact, EqualityRecord, Redaction, SealedLook):
        assert model._default_manager.count() == 0, model
    original = Original.objects.get()
    assert (original.text, original.note, original.transcriber, original.checker) == ("", "", None, None)
    assert set(AboutYou.objects.values_list("district", flat=True)) == {""}
    assert set(Reading.objects.values_list("reader", flat=True)) == {None}
    assert set(ThemeChange.objects.values_list("made_by", flat=True)) == {None}
    named = set(Response.objects.values_list("public_name", "organisation_name", "reviewed_by", "lead"))
    assert named == {("Ada", "", None, None), ("", "", None, None)}
    assert forget_answers() == NOTHING


def test_public_response_stays_with_its_name_and_the_way_to_take_it_back():
    consultation = whole()
    over(consultation, years=2)
    forget_answers()
    published = PublishedResponse.objects.get()
    text = Client().get(published.get_absolute_url()).content.decode()
    assert "Ring […] about the gate." in text
    assert "Ada" in text
    assert [link.response_id for link in ResumeLink.objects.all()] == [published.response_id]


def test_pages_over_what_was_forgotten_still_open():
    """What was marked in a text points behind its end now."""
    consultation = whole()
    over(consultation, years=2)
    forget_answers()
    analyst = client_of(make_administrator())
    answer = Reading.objects.get().answer_id
    manage = f"/charter/manage/{consultation.slug}/"
    pages = [
        "themes/",
        "themes/open-gates/passages/",
        "agreement/",
        "responses/",
        "originals/",
        "looks/",
        "decisions/",
    ]
    for path in [
        *(manage + page for page in pages),
        f"{manage}review/{Answer.objects.get(pk=answer).response_id}/",
    ]:
        assert analyst.get(path).status_code == 200, path
    for page in ("results/", "results/premises/", "results/results.csv", "results/report.pdf", "responses/"):
        assert Client().get(f"/charter/consultation/{consultation.slug}/{page}").status_code == 200, page


def test_words_stay_until_the_two_years_are_over():
    consultation = whole()
    over(consultation, years=2, days=-1)
    assert forget_answers() == NOTHING
    assert Answer.objects.filter(text__contains="Zebedee").count() == 3


@pytest.mark.parametrize(
    "made",
    [
        {"public_name": "Bo Unseen", "publish": "named"},
        {"organisation_name": "Puddle Hoppers", "channel": "form"},
        {"email": "ada@people.test"},
        {"link": True},
        {"equality": True},
        {"district": True},
    ],
    ids=lambda made: next(iter(made)),
)
def test_who_only_rated_is_forgotten_too(made):
    """Nobody wrote a word, nobody looked: what tells who it was goes all the same."""
    consultation = make_consultation("results")
    fields = {name: value for name, value in made.items() if value is not True}
    response = make_response(consultation, answers={"rate-premises": 1}, **fields)
    if "link" in made:
        make_link(response)
    if "equality" in made:
        EqualityRecord.objects.create(consultation=consultation, response=response, language="welsh")
    if "district" in made:
        AboutYou.objects.update_or_create(response=response, defaults={"district": "B14"})
    over(consultation, years=2)
    assert forget_answers() == NOTHING
    response.refresh_from_db()
    assert (response.public_name, response.organisation_name, response.lead) == ("", "", None)
    for model in (Contact, ResumeLink, EqualityRecord):
        assert not model._default_manager.exists(), model
    assert not AboutYou.objects.exclude(district="").exists()
    assert response.answers.get().rating == 1
    assert not Consultation.objects.filter(_something_left()).exists()


def test_words_go_two_years_after_the_close_where_no_results_were_published():
    consultation = make_consultation("settled")
    make_response(consultation, answers={"premises-barriers": "Nobody read this."})
    over(consultation, years=2)
    assert forget_answers() == {"answers": 1, "originals": 0, "looks": 0}


@pytest.mark.parametrize("state", ["open", "closing", "closed", "results", "draft"])
def test_consultation_of_this_year_loses_nothing(state):
    consultation = make_consultation(state)
    if state != "draft":
        make_response(
            consultation, answers={"premises-barriers": "The gate is shut."}, email="ada@people.test"
        )
        Contact.objects.update(wants_news=True, news_confirmed_at=timezone.now())
    assert forget_answers() == NOTHING
    assert forget_contacts() == {"contacts": 0}
    assert forget_published() == {"responses": 0, "signatures": 0}


@pytest.mark.parametrize(
    ("fields", "stays"),
    [
        ({}, False),
        ({"wants_copy": True}, False),
        ({"wants_news": True}, False),
        ({"wants_news": True, "news_confirmed_at": 40}, True),
        ({"wants_news": True, "news_confirmed_at": 40, "told_at": 29}, True),
        ({"wants_news": True, "news_confirmed_at": 40, "told_at": 31}, False),
    ],
)
def test_address_goes_once_all_is_sent_that_was_asked_for(fields, stays):
    """A month after the answers were settled; days ago."""
    consultation = make_consultation("settled")
    response = make_response(
        consultation, answers={"premises-barriers": "The gate is shut."}, email="ada@people.test"
    )
    days = {
        name: timezone.now() - timedelta(days=value) if type(value) is int else value
        for name, value in fields.items()
    }
    Contact.objects.filter(response=response).update(**days)
    settled = timezone.now() - timedelta(days=29)
    Consultation.objects.update(closes_at=settled - timedelta(days=3), settled_at=settled)
    assert forget_contacts() == {"contacts": 0}
    Consultation.objects.update(settled_at=settled - timedelta(days=2))
    assert forget_contacts() == {"contacts": int(not stays)}
    assert Contact.objects.exists() == stays


def test_address_of_somebody_with_an_example_stays_for_a_year_and_no_longer():
    consultation = make_consultation("results")
    response = make_response(
        consultation, answers={"premises-example": "We share a garden."}, email="ada@people.test"
    )
    Answer.objects.update(may_contact=True)
    over(consultation, months=11)
    assert forget_contacts() == {"contacts": 0}
    over(consultation, years=1)
    assert forget_contacts() == {"contacts": 1}
    assert Response.objects.get(pk=response.pk).state == Progress.SENT


def test_what_was_published_goes_after_ten_years_and_its_address_says_nothing(
    django_capture_on_commit_callbacks,
):
    consultation = make_consultation("results")
    published = publish(make_response(consultation, answers={"premises-barriers": "The gate is shut."}))
    path = published.get_absolute_url()
    over(consultation, years=9, months=11)
    assert forget_published() == {"responses": 0, "signatures": 0}
    assert "The gate is shut." in Client().get(path).content.decode()
    over(consultation, years=10)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_published() == {"responses": 1, "signatures": 0}
    assert Client().get(path).status_code == 404
    assert Answer.objects.count() == 1


def test_signature_goes_six_years_after_it_was_taken_back():
    version = make_text(Stage.ADOPTED, 1)
    now = timezone.now()
    make_signature(version, OrganisationFactory())
    old, young = now - relativedelta(years=6, days=1), now - relativedelta(years=6, days=-1)
    for when in (old, young):
        make_signature(version, OrganisationFactory(), signed_at=when - timedelta(days=90), withdrawn_at=when)
    assert forget_published() == {"responses": 0, "signatures": 1}
    assert set(Signature.objects.values_list("withdrawn_at", flat=True)) == {None, young}


def test_every_task_of_the_night_is_one_that_there_is():
    from hub.celery import app

    wanted = {entry["task"] for entry in app.conf.beat_schedule.values() if ".retention." in entry["task"]}
    app.loader.import_default_modules()
    assert {
        f"charter.retention.{name}" for name in ("forget_contacts", "forget_answers", "forget_published")
    } <= wanted
    assert wanted <= set(app.tasks)
