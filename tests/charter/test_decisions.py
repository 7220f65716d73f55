"""Deciding about what people said, saying so, and telling those who asked, once each."""

from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from charter.actions import decisions
from charter.actions.looking import Meanwhile
from charter.models import AnswerTheme, Contact, Decision, Outcome, Progress, Stage
from charter.telling import sweep_telling, tell_batch, tell_the_rest, to_be_told
from hub.access import NotAllowed
from hub.notices.models import Message
from hub.people.models import Role
from tests.charter.clients import client_of
from tests.concurrency import Someone
from tests.factories.charter import make_consultation, make_response, publish
from tests.factories.charter_signing import make_decision, make_text, make_theme
from tests.factories.people import OrganisationFactory, acting, make_administrator, make_member
from tests.hub.notices.smtp import mail_server
from tests.hub.notices.workers import until, worker
from tests.pages import read

SAID = {
    "outcome": Outcome.PARTLY,
    "said": "Many of you want open gates.",
    "reason": "Two schools have tried it.",
    "change": "The clause about halls names gates.",
    "clauses": ["open-halls"],
}


@pytest.fixture
def admin(db):
    return make_administrator()


def asks(consultation, email, *, text="My own private words", **fields):
    """A response whose sender asked to be told."""
    response = make_response(consultation, answers={"premises-barriers": text}, email=email)
    Contact.objects.filter(response=response).update(
        **{"wants_news": True, "news_confirmed_at": timezone.now(), **fields}
    )
    return response


def told() -> list[str]:
    return sorted(Message.objects.filter(kind="charter.decided").values_list("address", flat=True))


def test_decision_is_public_only_once_it_is_published_and_links_both_ways(admin, client):
    make_text(Stage.ADOPTED, 1)
    consultation = make_consultation("results")
    theme = make_theme(consultation, "Open gates")
    made = decisions.decide_theme(theme.pk, **SAID, edition=0, by=admin)
    where = f"/charter/decisions/{consultation.slug}/"
    assert "Two schools" not in client.get(where).content.decode()
    assert decisions.publish_decisions(consultation.pk, by=admin) == 1
    from django.core.cache import cache

    cache.clear()
    page = read(client.get(where))
    assert "Many of you want open gates." in page.text
    assert "/charter/text/1/#open-halls" in client.get(where).content.decode()
    assert f"{where}#decision-{made.pk}" in client.get("/charter/text/").content.decode()
    assert "Many of you" in client.get("/charter/decisions/").content.decode()
    assert "Many of you" not in client.get(f"{where}?outcome=not").content.decode()
    assert client.get(f"{where}?outcome=maybe").status_code == 404


def test_second_of_two_deciders_is_told(admin):
    theme = make_theme(make_consultation("closed"), "Open gates")
    decisions.decide_theme(theme.pk, **SAID, edition=0, by=admin)
    with pytest.raises(Meanwhile):
        decisions.decide_theme(theme.pk, **{**SAID, "reason": "Other."}, edition=0, by=admin)
    client = client_of(admin)
    where = f"/charter/manage/{theme.consultation.slug}/decisions/theme/{theme.pk}/"
    typed = {**SAID, "reason": "My own reason.", "edition": "0"}
    typed.pop("clauses")
    page = client.post(where, typed).content.decode()
    assert "My own reason." in page
    assert "Two schools have tried it." in page
    client.post(where, {**typed, "edition": "1"})
    assert Decision.objects.get().reason == "My own reason."


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"change": " "}, "change"),
        ({"reason": ""}, "reason"),
        ({"said": "Ring 0121 496 0123"}, "said"),
        ({"outcome": "maybe"}, "outcome"),
    ],
)
def test_decision_that_is_not_whole_is_refused_beside_its_field(admin, fields, field):
    theme = make_theme(make_consultation("closed"), "Open gates")
    with pytest.raises(ValidationError) as refused:
        decisions.decide_theme(theme.pk, **{**SAID, **fields}, edition=0, by=admin)
    assert field in refused.value.error_dict
    assert Decision.objects.count() == 0


def test_theme_without_a_decision_stands_out_and_a_retired_one_keeps_its_own(admin):
    consultation = make_consultation("closed")
    make_theme(consultation, "Free tea")
    old = make_theme(consultation, "Old gates", retired_at=timezone.now())
    make_theme(consultation, "Nobody decided", retired_at=timezone.now())
    make_decision(old)
    page = read(client_of(admin).get(f"/charter/manage/{consultation.slug}/decisions/"))
    assert "Free tea Said in 0 responses. Nothing decided yet" in page.text
    assert "Old gates" in page.text
    assert "This theme is no longer used." in page.text
    assert "Nobody decided" not in page.text


def test_quotes_come_from_what_was_published_and_never_from_what_was_written(admin):
    consultation = make_consultation("closed")
    theme = make_theme(consultation, "Open gates")
    shown = make_response(consultation, answers={"premises-barriers": "Raw words of Zebedee"})
    hidden = make_response(consultation, answers={"premises-barriers": "Never shown"})
    for response in (shown, hidden):
        AnswerTheme.objects.create(answer=response.answers.get(), theme=theme)
    publish(shown, {"premises-barriers": "Words as published"})
    page = client_of(admin).get(f"/charter/manage/{consultation.slug}/decisions/theme/{theme.pk}/")
    words = page.content.decode()
    assert "Words as published" in words
    assert "Zebedee" not in words
    assert "Never shown" not in words
    assert "Said in 2 responses." in words


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PRIVACY])
def test_others_of_the_steward_do_not_decide(db, role):
    admin = make_administrator()
    steward = OrganisationFactory._meta.model.objects.get(kind="steward")
    other = acting(make_member(steward, role))
    theme = make_theme(make_consultation("closed"), "Open gates")
    with pytest.raises(NotAllowed):
        decisions.decide_theme(theme.pk, **SAID, edition=0, by=other)
    assert client_of(other).get(f"/charter/manage/{theme.consultation.slug}/decisions/").status_code in (
        403,
        404,
    )
    assert client_of(admin).get(f"/charter/manage/{theme.consultation.slug}/decisions/").status_code == 200


def test_nothing_is_decided_while_a_consultation_is_open(admin):
    theme = make_theme(make_consultation("open"), "Open gates")
    with pytest.raises(NotAllowed):
        decisions.decide_theme(theme.pk, **SAID, edition=0, by=admin)


def test_each_who_asked_is_told_once_about_their_own_words_and_nobody_else(admin):
    consultation = make_consultation("results")
    theme, other = make_theme(consultation, "Open gates"), make_theme(consultation, "Free tea")
    make_decision(theme, Outcome.ACCEPTED, reason="Gates are easy.")
    make_decision(other, reason="Tea is dear.")
    make_decision(make_theme(consultation, "Later on"), published=False, reason="Not public.")
    coded = asks(consultation, "coded@people.test")
    AnswerTheme.objects.create(answer=coded.answers.get(), theme=theme)
    asks(consultation, "plain@people.test")
    asks(consultation, "unconfirmed@people.test", news_confirmed_at=None)
    asks(consultation, "nothanks@people.test", wants_news=False, news_confirmed_at=None)
    asks(consultation, "told@people.test", told_at=timezone.now())
    gone = asks(consultation, "gone@people.test")
    type(gone).objects.filter(pk=gone.pk).update(state=Progress.WITHDRAWN, withdrawn_at=timezone.now())
    page = read(client_of(admin).get(f"/charter/manage/{consultation.slug}/decisions/tell/"))
    assert "2 people asked to hear" in page.text
    assert Message.objects.count() == 0
    decisions.tell_respondents(consultation.pk, by=admin)
    decisions.tell_respondents(consultation.pk, by=admin)
    tell_the_rest(consultation.pk)
    assert told() == ["coded@people.test", "plain@people.test"]
    by = {message.address: message.text for message in Message.objects.all()}
    assert "Gates are easy." in by["coded@people.test"]
    assert "Tea is dear." not in by["coded@people.test"]
    assert "Gates are easy." not in by["plain@people.test"]
    assert f"/charter/decisions/{consultation.slug}/" in by["plain@people.test"]
    for text in by.values():
        assert "My own private words" not in text
        assert "Not public." not in text


def test_telling_before_anything_is_public_is_refused_in_words(admin):
    consultation = make_consultation("results")
    asks(consultation, "ada@people.test")
    with pytest.raises(ValidationError):
        decisions.tell_respondents(consultation.pk, by=admin)
    assert told() == []


def test_link_in_the_message_forgets_the_address_and_pressed_twice_says_the_same(admin, client):
    consultation = make_consultation("results")
    make_decision(make_theme(consultation, "Open gates"))
    asks(consultation, "ada@people.test")
    decisions.tell_respondents(consultation.pk, by=admin)
    message = Message.objects.get()
    assert message.leave in message.text
    link = urlsplit(message.leave).path
    assert client.get(link).status_code == 200
    assert Contact.objects.count() == 1
    # A mail program presses first (RFC 8058), then its reader.
    pressed = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    assert "Your address is deleted" in pressed.content.decode()
    assert "Your address is deleted" in client.post(link).content.decode()
    assert Contact.objects.count() == 0
    assert client.get(link).status_code == 404


def test_two_who_tell_at_once_write_to_each_once(fresh_database):
    consultation = make_consultation("results")
    make_decision(make_theme(consultation, "Open gates"))
    for number in range(30):
        asks(consultation, f"p{number}@people.test")
    with transaction.atomic():
        assert tell_batch(consultation) == 25
        other = Someone(lambda: tell_batch(consultation))
        assert other.done() == 5
    assert len(told()) == len(set(told())) == 30
    assert to_be_told(consultation.pk).count() == 0


def test_worker_that_dies_leaves_nobody_out_and_tells_nobody_twice(fresh_database, tmp_path):
    consultation = make_consultation("results")
    make_decision(make_theme(consultation, "Open gates"))
    for number in range(60):
        asks(consultation, f"p{number:02}@people.test")
    assert tell_batch(consultation) == 25
    with mail_server() as post:
        with worker(fresh_database, post.url, tmp_path / "first.log") as first:
            tell_the_rest.delay(consultation.pk)
            until(lambda: len(told()) > 25)
            first.kill()
        with worker(fresh_database, post.url, tmp_path / "second.log"):
            sweep_telling.delay()
            until(lambda: to_be_told(consultation.pk).count() == 0)
    assert told() == [f"p{number:02}@people.test" for number in range(60)]


def test_sweep_tells_nobody_where_telling_was_not_begun(admin):
    consultation = make_consultation("results")
    make_decision(make_theme(consultation, "Open gates"))
    asks(consultation, "ada@people.test")
    assert sweep_telling() == 0
    assert told() == []


def test_decisions_take_the_same_queries_for_one_and_for_thirty(client, django_assert_max_num_queries, db):
    from django.core.cache import cache

    make_text()
    consultation = make_consultation("results")
    make_decision(make_theme(consultation, "Number 0"))
    where = f"/charter/decisions/{consultation.slug}/"
    with django_assert_max_num_queries(10) as one:
        client.get(where)
    for number in range(1, 30):
        make_decision(make_theme(consultation, f"Number {number}"))
    cache.clear()
    with django_assert_max_num_queries(len(one.captured_queries)):
        page = client.get(where).content.decode()
    assert page.count("We weighed it with care.") == 30
