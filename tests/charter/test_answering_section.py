"""Saving answers: begun by the first save, kept as given, refused in words."""

import uuid

import pytest
from django.conf import settings
from django.test import Client

from charter.models import LONGEST_ANSWER, Answer, Contact, Progress, Response
from tests.charter.answering import at, fields_of, named, only_response, save, words
from tests.factories.charter import latest_version, make_consultation, make_version, question
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return make_consultation()


def answer(key: str) -> Answer:
    return Answer.objects.get(question__key=key)


@pytest.mark.parametrize("where", ["", "read/"])
def test_reading_sets_no_cookie_and_begins_nothing(client, asked, where):
    page = client.get(at(asked, where))
    assert page.status_code == 200
    assert not page.cookies
    assert page.shared
    assert not Response.objects.exists()


def test_reading_a_section_sets_only_what_its_form_needs(client, asked):
    page = client.get(at(asked, "section/premises/"))
    assert set(page.cookies) == {settings.CSRF_COOKIE_NAME}
    assert not getattr(page, "shared", False)
    assert not Response.objects.exists()


def test_first_save_begins_one_response_and_goes_on(client, asked):
    told = save(
        client,
        asked,
        premises_right__choice="no",
        premises_right__text="  The gate is shut.\r\nAlways.  ",
        premises_barriers__text="Keys",
    )
    assert told.headers["Location"] == at(asked, "section/training/")
    response = only_response()
    assert (response.state, response.channel, response.lead) == (Progress.BEGUN, "online", None)
    assert response.version == latest_version(asked)
    right = answer("premises-right")
    assert (right.choice, right.text) == ("no", "The gate is shut.\nAlways.")
    assert set(client.cookies) == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def test_second_save_is_of_the_same_response_and_can_go_to_the_contents(client, asked):
    save(client, asked, premises_barriers__text="Keys")
    told = save(client, asked, "training", training_priority__choice="unsure", go="contents")
    assert told.headers["Location"] == at(asked)
    assert only_response().answers.count() == 2
    page = words(client.get(at(asked)))
    assert "2 of 7" in page
    assert "1 of 3 questions answered" in page
    assert "The one question answered" in page


def test_saving_nothing_begins_nothing(client, asked):
    told = save(client, asked)
    assert told.status_code == 302
    assert not Response.objects.exists()
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_button_pressed_twice_begins_one(asked):
    first, second = Client(), Client()
    path = at(asked, "section/premises/")
    drawn = {**fields_of(first.get(path)), "q-premises-barriers-text": "Keys"}
    second.get(path)
    for browser in (first, second):
        assert browser.post(path, drawn).status_code == 302
    assert only_response().answers.count() == 1


def test_emptied_answer_is_no_row_and_no_answer_takes_a_rating_back(client, asked):
    save(client, asked, "priorities", rate_premises__rating="2", priorities_others__text="Play")
    assert answer("rate-premises").rating == 2
    save(client, asked, "priorities", rate_premises__rating="", priorities_others__text=" \n ")
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\0b", "ab"),
        ("👩‍👧 مرحبا بالعالم", "👩‍👧 مرحبا بالعالم"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * LONGEST_ANSWER, "x" * LONGEST_ANSWER),
    ],
    ids=["nul", "emoji and right to left", "markup", "just fits"],
)
def test_odd_text_is_kept_as_it_is_and_drawn_again(client, asked, given, kept):
    save(client, asked, premises_barriers__text=given)
    assert answer("premises-barriers").text == kept
    drawn = client.get(at(asked, "section/premises/"))
    assert fields_of(drawn)["q-premises-barriers-text"] == kept
    assert b"<script>alert" not in drawn.content


def test_far_too_long_text_is_refused_beside_its_field_and_stays(client, asked):
    long = "é" * 100_000
    page = save(client, asked, premises_barriers__text=long, premises_right__choice="yes")
    assert "This is 80,000 letters too long: there is room for 20,000." in words(page)
    assert fields_of(page)["q-premises-barriers-text"] == long
    assert [one.question.key for one in only_response().answers.all()] == ["premises-right"]


def test_only_text_that_is_too_long_begins_nothing(client, asked):
    page = save(client, asked, premises_barriers__text="x" * 20_001)
    assert "This is 1 letter too long" in words(page)
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("q-rate-premises-rating", "9", "Choose one of the three, or no answer."),
        ("q-rate-premises-rating", "²", "Choose one of the three, or no answer."),
        ("q-premises-right-choice", "perhaps", "Choose yes, no or not sure, or no answer."),
    ],
)
def test_choice_that_is_none_is_refused_in_words(client, asked, field, value, told):
    key = "priorities" if "rate" in field else "premises"
    path = at(asked, f"section/{key}/")
    page = client.post(path, {**fields_of(client.get(path)), field: value})
    assert page.status_code == 200
    assert told in words(page)
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"version": "x" * 5000},
        {"version": "9999"},
        {"begun_with": "none"},
        {"q-premises-barriers-edition": "-1"},
        {"q-premises-barriers-edition": "9" * 400},
        {"q-no-such-question-edition": "0", "q-no-such-question-text": "x"},
        {"q-premises-barriers-use": "nonsense"},
    ],
)
def test_hidden_fields_that_make_no_sense_lose_nothing(client, asked, odd):
    path = at(asked, "section/premises/")
    drawn = fields_of(client.get(path))
    page = client.post(path, {**drawn, "q-premises-barriers-text": "Keys", **odd})
    kept = Answer.objects.filter(text="Keys").exists()
    assert page.status_code == 302 if kept else "Keys" in words(page) or "Keys" in page.content.decode()


def test_five_hundred_fields_more_are_refused_in_words(client, asked):
    path = at(asked, "section/premises/")
    page = client.post(path, {f"q-x{n}-edition": "0" for n in range(600)})
    assert page.status_code == 400
    assert "We could not read that" in read(page).text


def test_without_cookies_the_refusal_says_why(asked):
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(at(asked, "section/premises/"), named({"premises_barriers__text": "Keys"}))
    assert page.status_code == 403
    assert "refuses all cookies" in read(page).text
    assert not Response.objects.exists()


def test_example_may_be_asked_about_once_there_is_a_way_to(client, asked):
    page = save(client, asked, premises_example__text="We did it.", premises_example__contact="1")
    assert "Write an e-mail address or a telephone number too" in words(page)
    assert (answer("premises-example").text, answer("premises-example").may_contact) == ("We did it.", False)
    path = at(asked, "section/premises/")
    again = {**fields_of(page), "phone": "0121 496 0000"}
    assert client.post(path, again).status_code == 302
    assert answer("premises-example").may_contact
    assert Contact.objects.get().phone == "0121 496 0000"


def test_section_worded_anew_says_so_and_keeps_the_answer(client, asked):
    save(client, asked, premises_barriers__text="Keys", premises_right__choice="yes")
    before = latest_version(asked)
    newer = make_version(asked, published=False)
    newer.wordings.filter(question__key="premises-barriers").update(text="What stops you?")
    newer.wordings.filter(question__key="premises-right").delete()
    newer.published_at = before.published_at
    newer.save()
    page = client.get(at(asked, "section/premises/"))
    assert "The question was worded differently when you answered: What else is in the way?" in words(page)
    assert fields_of(page)["q-premises-barriers-text"] == "Keys"
    checked = words(client.get(at(asked, "check/")))
    assert "Not asked any more" in checked
    assert "Is this a fair account of why it matters?" in checked
    assert answer("premises-barriers").version == before


def test_form_of_an_older_version_is_taken_by_question(client, asked):
    path = at(asked, "section/premises/")
    drawn = fields_of(client.get(path))
    older = latest_version(asked)
    newer = make_version(asked, published=False)
    newer.wordings.filter(section__key="premises").delete()
    newer.sections.filter(key="premises").delete()
    newer.published_at = older.published_at
    newer.save()
    told = client.post(path, {**drawn, "q-premises-barriers-text": "Keys"})
    assert told.status_code == 302
    assert answer("premises-barriers").version == older
    gone = client.get(path)
    assert gone.status_code == 404
    assert "Answers that it had are kept, and count." in read(gone).text


def test_quiet_save_tells_the_time_and_the_editions(client, asked):
    path = at(asked, "section/premises/")
    typed = {**fields_of(client.get(path)), "q-premises-barriers-text": "Keys"}
    told = client.post(path, typed, headers={"X-Saved-Quietly": "1"}).json()
    assert told["saved"].startswith("Saved at ")
    assert told["editions"]["premises-barriers"] == answer("premises-barriers").edition
    typed["q-premises-barriers-edition"] = str(told["editions"]["premises-barriers"])
    typed["q-premises-barriers-text"] = "Keys and time"
    assert "saved" in client.post(path, typed, headers={"X-Saved-Quietly": "1"}).json()
    assert answer("premises-barriers").text == "Keys and time"
    assert uuid.UUID(typed["begun_with"])


@pytest.mark.parametrize("key", ["no-such", "x" * 60])
def test_section_that_never_was_is_not_there(client, asked, key):
    assert client.get(at(asked, f"section/{key}/")).status_code == 404
    assert client.post(at(asked, f"section/{key}/")).status_code == 404


def test_answers_cost_the_same_queries_however_many(client, asked, django_assert_num_queries):
    save(client, asked, premises_barriers__text="Keys")
    pages = [at(asked), at(asked, "section/premises/"), at(asked, "check/")]
    counts = []
    for _time in range(2):
        for path in pages:
            with django_assert_num_queries(16, exact=False) as seen:
                assert client.get(path).status_code == 200
            counts.append(len(seen))
        save(client, asked, premises_right__choice="yes", premises_example__text="So it was")
        save(client, asked, "priorities", rate_premises__rating="1", rate_training__rating="2")
        save(client, asked, "training", training_priority__choice="no")
    assert counts[:3] == counts[3:]
    assert question(asked, "rate-training")
