"""Choosing, checking, sending, changing and taking back; and who hears of it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from charter.models import (
    AboutYou,
    Answer,
    Contact,
    EqualityRecord,
    Progress,
    Publish,
    PublishedAnswer,
    PublishedResponse,
    Response,
    Review,
)
from hub.notices.models import Message
from tests.charter.answering import at, fields_of, only_response, save, words
from tests.factories.charter import make_consultation, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return make_consultation()


@pytest.fixture
def begun(client, asked):
    save(client, asked, premises_barriers__text="Keys", premises_right__choice="yes")
    return client


def send(client: Client, asked, *, publish: str = "unnamed", **what: str):
    client.post(at(asked, "publish/"), {"publish": publish, "public_name": what.pop("name", "")})
    return client.post(at(asked, "check/"), what)


@pytest.mark.parametrize("where", ["about-you/", "publish/", "check/", "sent/", "link/", "withdraw/"])
def test_own_pages_lead_whoever_has_nothing_to_the_contents(client, asked, where):
    assert client.get(at(asked, where)).headers["Location"] == at(asked)
    if where != "sent/":
        assert client.post(at(asked, where), {"do": "make"}).headers["Location"] == at(asked)
    assert not Response.objects.exists()


@pytest.mark.parametrize("where", ["", "about-you/", "publish/", "check/", "link/", "withdraw/", "leave/"])
def test_own_pages_are_kept_by_no_cache(begun, asked, where):
    answer = begun.get(at(asked, where))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert not getattr(answer, "shared", False) or "sessionid" in begun.cookies


def test_about_you_keeps_the_district_alone(begun, asked):
    told = begun.post(at(asked, "about-you/"), {"kind": "parent", "postcode": "b14 7ra", "age_band": "35-44"})
    assert told.headers["Location"] == at(asked, "publish/")
    you = AboutYou.objects.get()
    assert (you.kind, you.district) == ("parent", "B14")
    assert EqualityRecord.objects.get().age_band == "35-44"
    assert "7RA" not in begun.get(at(asked, "about-you/")).content.decode().upper()


def test_postcode_that_is_none_is_asked_again(begun, asked):
    page = begun.post(at(asked, "about-you/"), {"kind": "parent", "postcode": "nowhere"})
    assert "We can’t read this as a postcode." in words(page)
    assert AboutYou.objects.get().district == ""


def test_equality_answers_can_be_taken_back(begun, asked):
    begun.post(at(asked, "about-you/"), {"age_band": "35-44"})
    begun.post(at(asked, "about-you/"), {})
    assert not EqualityRecord.objects.exists()


@pytest.mark.parametrize("who", [{"kind": "young"}, {"age_band": "16-17"}])
def test_young_person_is_never_published_by_name(begun, asked, who):
    begun.post(at(asked, "publish/"), {"publish": "named", "public_name": "Robin Quillfeather"})
    assert only_response().publish == Publish.NAMED
    begun.post(at(asked, "about-you/"), who)
    assert (only_response().publish, only_response().public_name) == (Publish.UNNAMED, "")
    page = begun.post(at(asked, "publish/"), {"publish": "named", "public_name": "Robin Quillfeather"})
    assert "We never publish the name of a young person." in words(page)
    assert only_response().publish == Publish.UNNAMED


def test_name_is_asked_where_one_is_to_be_published(begun, asked):
    page = begun.post(at(asked, "publish/"), {"publish": "named", "public_name": "  "})
    assert "Write the name that we should publish." in words(page)


def test_sending_asks_for_the_choice_about_publishing_first(begun, asked):
    page = begun.post(at(asked, "check/"), {})
    assert "Choose first whether we may publish what you say." in words(page)
    assert only_response().state == Progress.BEGUN


def test_sent_is_sent_and_says_so(begun, asked):
    assert send(begun, asked).headers["Location"] == at(asked, "sent/")
    response = only_response()
    assert (response.state, response.publish) == (Progress.SENT, Publish.UNNAMED)
    assert response.sent_at is not None
    assert "Thank you. We have your answers." in words(begun.get(at(asked, "sent/")))
    assert not Message.objects.exists()
    assert not Contact.objects.exists()


def test_receipt_repeats_the_answers_and_is_wiped_once_sent(begun, asked):
    send(begun, asked, email="parent@answers.test", wants_copy="on")
    message = Message.objects.get()
    assert (message.address, message.kind, message.secret) == (
        "parent@answers.test",
        "charter.receipt",
        True,
    )
    assert "2b What else is in the way?\n→ Keys" in message.text
    assert "without your name" in message.text


@pytest.mark.parametrize("tick", ["wants_copy", "wants_news"])
def test_message_needs_an_address(begun, asked, tick):
    page = send(begun, asked, **{tick: "on"})
    assert "Write the e-mail address to which we should write." in words(page)
    assert only_response().state == Progress.BEGUN


def news_path() -> str:
    found = re.search(
        r"/charter/consultation/news/[\w-]{43}/", Message.objects.get(kind="charter.confirm-news").text
    )
    assert found
    return found[0]


def test_news_need_a_yes_from_the_mailbox_and_opening_the_page_is_none(begun, asked):
    send(begun, asked, email="parent@answers.test", wants_news="on")
    path, mailbox = news_path(), Client()
    assert Contact.objects.get().news_confirmed_at is None
    assert mailbox.get(path).status_code == 200
    assert Contact.objects.get().news_confirmed_at is None
    assert mailbox.post(path, {"say": "yes"}).headers["Location"] == path
    first = Contact.objects.get().news_confirmed_at
    assert first is not None
    mailbox.post(path, {"say": "yes"})
    assert Contact.objects.get().news_confirmed_at == first
    # Sent again with the same wish, nothing is asked again.
    send(begun, asked, email="parent@answers.test", wants_news="on")
    assert Message.objects.filter(kind="charter.confirm-news").count() == 1
    assert Contact.objects.get().news_confirmed_at == first


def test_no_forgets_the_address_and_the_link_opens_nothing_more(begun, asked):
    send(begun, asked, email="parent@answers.test", wants_news="on")
    path = news_path()
    assert "Your address is off the list." in words(Client().post(path, {"say": "no"}))
    assert not Contact.objects.filter(email="parent@answers.test").exists()
    again = Client().get(path)
    assert again.status_code == 404
    assert "This link opens nothing" in words(again)


def test_other_address_is_asked_anew(begun, asked):
    send(begun, asked, email="parent@answers.test", wants_news="on")
    Client().post(news_path(), {"say": "yes"})
    Message.objects.all().delete()
    send(begun, asked, email="other@answers.test", wants_news="on")
    assert Contact.objects.get().news_confirmed_at is None
    assert Message.objects.get().address == "other@answers.test"


def test_change_after_sending_stays_sent_and_is_read_again(begun, asked):
    send(begun, asked)
    published = publish(only_response())
    assert published.answers.count() == 2
    save(begun, asked, premises_barriers__text="Keys and time")
    response = only_response()
    assert (response.state, response.review) == (Progress.SENT, Review.WAITING)
    assert PublishedResponse.objects.get().withdrawn_at is not None
    assert not PublishedAnswer.objects.exists()


def test_answer_added_after_publishing_leaves_what_is_published(begun, asked):
    send(begun, asked)
    publish(only_response())
    save(begun, asked, "training", training_priority__choice="no")
    assert only_response().review == Review.WAITING
    assert PublishedResponse.objects.get().withdrawn_at is None
    assert PublishedAnswer.objects.count() == 2


def test_saving_without_a_change_leaves_the_review(begun, asked):
    send(begun, asked)
    publish(only_response())
    save(begun, asked)
    assert only_response().review == Review.PUBLISHED


@pytest.mark.parametrize(
    ("before", "after", "public"),
    [
        ("named", "unnamed", False),
        ("unnamed", "not", False),
        ("unnamed", "named", True),
        ("unnamed", "unnamed", True),
    ],
)
def test_change_of_the_choice_takes_back_what_it_does_not_allow(begun, asked, before, after, public):
    send(begun, asked, publish=before, name="Robin")
    publish(only_response())
    begun.post(at(asked, "publish/"), {"publish": after, "public_name": "Robin"})
    assert (PublishedResponse.objects.get().withdrawn_at is None) is public
    assert PublishedAnswer.objects.exists() is public
    assert PublishedResponse.objects.filter(name="Robin").exists() is False or before == after


def test_withdrawn_leaves_a_count_and_no_words(begun, asked):
    begun.post(at(asked, "about-you/"), {"kind": "parent", "postcode": "B14", "age_band": "35-44"})
    send(begun, asked, publish="named", name="Robin", email="parent@answers.test", wants_copy="on")
    publish(only_response())
    told = begun.post(at(asked, "withdraw/"), {"what": "all"})
    assert told.headers["Location"] == at(asked)
    response = only_response()
    assert (response.state, response.publish, response.public_name) == (Progress.WITHDRAWN, "", "")
    for model in (Answer, AboutYou, EqualityRecord, Contact, PublishedAnswer):
        assert not model.objects.exists()
    assert PublishedResponse.objects.get().name == ""
    assert "Your answers so far" not in words(begun.get(at(asked)))
    save(begun, asked, premises_barriers__text="Once more")
    assert Response.objects.exclude(state=Progress.WITHDRAWN).count() == 1


def close(asked, ago: timedelta) -> None:
    """Begun two hours ago, and closed so long ago."""
    Response.objects.update(begun_at=timezone.now() - timedelta(hours=2))
    type(asked).objects.filter(pk=asked.pk).update(closes_at=timezone.now() - ago)


def test_publication_is_taken_back_after_the_close_and_answers_are_not(begun, asked):
    send(begun, asked)
    publish(only_response())
    close(asked, timedelta(days=3))
    assert begun.post(at(asked, "withdraw/"), {"what": "all"}).status_code == 403
    assert only_response().state == Progress.SENT
    assert begun.post(at(asked, "withdraw/"), {"what": "publication"}).status_code == 302
    response = only_response()
    assert (response.publish, response.review) == (Publish.NOT, Review.KEPT)
    assert not PublishedAnswer.objects.exists()
    assert begun.post(at(asked, "withdraw/"), {"what": "publication"}).status_code == 403
    assert begun.post(at(asked, "publish/"), {"publish": "unnamed"}).status_code == 403
    assert only_response().publish == Publish.NOT


def test_begun_in_time_is_saved_and_sent_within_the_hour(begun, asked):
    drawn = fields_of(begun.get(at(asked, "section/premises/")))
    close(asked, timedelta(minutes=59))
    assert "Whoever had begun" in words(Client().get(at(asked)))
    drawn["q-premises-barriers-text"] = "At the last moment"
    told = begun.post(at(asked, "section/premises/"), drawn, follow=True)
    assert "Saved. It has closed; as you had begun, you may save and send until" in words(told)
    assert Answer.objects.filter(text="At the last moment").exists()
    assert send(begun, asked).headers["Location"] == at(asked, "sent/")


@pytest.mark.parametrize(("ago", "had"), [(61, True), (1, False)])
def test_what_comes_too_late_is_shown_to_be_copied(client, asked, ago, had):
    if had:
        save(client, asked, premises_barriers__text="Keys")
    path = at(asked, "section/premises/")
    drawn = {**fields_of(client.get(path)), "q-premises-barriers-text": "Typed <b>late</b>\nin the evening"}
    close(asked, timedelta(minutes=ago))
    page = client.post(path, drawn)
    assert page.status_code == 403
    told = words(page)
    assert "This came too late to be saved" in told
    assert "Typed <b>late</b> in the evening" in told
    assert ("What you had saved before counts." in told) is had
    assert not Answer.objects.filter(text__contains="late").exists()
    quiet = client.post(path, drawn, headers={"X-Saved-Quietly": "1"})
    assert quiet.status_code == 403
    assert "It has closed" in quiet.json()["problem"]


def test_closed_consultation_is_read_without_a_form(client):
    done = make_consultation("closed")
    page = client.get(at(done, "section/premises/"))
    assert page.shared
    assert not page.cookies
    assert b"<form" not in page.content
    assert "It closed" in words(page)


def test_coming_consultation_is_read_and_not_answered(client):
    coming = make_consultation("coming")
    page = client.get(at(coming, "section/premises/"))
    assert b"<form" not in page.content
    told = client.post(
        at(coming, "section/premises/"), {"q-premises-barriers-edition": "0", "q-premises-barriers-text": "x"}
    )
    assert told.status_code == 403
    assert "It opens" in words(told)
    assert not Response.objects.exists()


def test_draft_is_not_there(client):
    draft = make_consultation("draft")
    for page in ("", "read/", "section/premises/", "check/", "leave/"):
        assert client.get(at(draft, page)).status_code == 404


def test_front_page_shows_what_is_open_and_the_others(client):
    for state in ("coming", "closed", "results"):
        make_consultation(state, title=f"The {state} one")
    make_consultation("open", title="An older one")
    newest = make_consultation("open", title="The newest", opens_at=timezone.now() - timedelta(days=1))
    page = client.get("/charter/consultation/")
    assert page.shared
    told = words(page)
    assert told.index("The newest") < told.index("An older one")
    assert all(f"The {state} one" in told for state in ("coming", "closed", "results"))
    assert at(newest, "section/premises/") in page.content.decode()


def test_front_page_with_nothing_open_says_what_was_asked(client):
    make_consultation("results", title="What we asked before")
    told = words(client.get("/charter/consultation/"))
    assert "Nothing is asked just now" in told
    assert "What we asked before" in told
