"""Two devices at one response: nothing is lost, whoever saves first."""

import pytest
from django.test import Client

from charter.actions.answers import Given, begin_and_save, save_answers
from charter.actions.links import open_link
from charter.models import Answer, Response
from hub.people.actor import VISITOR
from tests.charter.answering import at, fields_of, only_response, save, words
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.charter import latest_version, make_answer, make_consultation, make_link, make_response

PATH = "section/premises/"


@pytest.fixture
def asked(db):
    return make_consultation()


def other_device(asked) -> Client:
    """A second browser with the only response, by a private link."""
    browser = Client()
    secret = make_link(only_response())
    assert browser.post(f"/charter/consultation/resume/{secret}/").status_code == 302
    return browser


def text_of(key: str) -> str:
    return str(Answer.objects.get(question__key=key).text)


def test_different_questions_merge_silently(client, asked):
    save(client, asked, premises_barriers__text="Keys")
    phone = other_device(asked)
    mine, theirs = fields_of(client.get(at(asked, PATH))), fields_of(phone.get(at(asked, PATH)))
    theirs["q-premises-example-text"] = "On the phone"
    mine["q-premises-barriers-text"] = "Keys and time"
    assert phone.post(at(asked, PATH), theirs).status_code == 302
    assert client.post(at(asked, PATH), mine).status_code == 302
    assert (text_of("premises-barriers"), text_of("premises-example")) == ("Keys and time", "On the phone")


def clash(client, asked, first="From the phone", second="From the desk"):
    save(client, asked, premises_barriers__text="Keys")
    phone = other_device(asked)
    mine, theirs = fields_of(client.get(at(asked, PATH))), fields_of(phone.get(at(asked, PATH)))
    theirs["q-premises-barriers-text"], mine["q-premises-barriers-text"] = first, second
    phone.post(at(asked, PATH), theirs)
    return client.post(at(asked, PATH), mine)


def test_two_different_answers_are_both_shown_and_neither_is_lost(client, asked):
    page = clash(client, asked)
    assert page.status_code == 200
    told = words(page)
    assert "Two different answers: please choose" in told
    assert "From the phone" in told
    assert fields_of(page)["q-premises-barriers-text"] == "From the desk"
    assert text_of("premises-barriers") == "From the phone"


@pytest.mark.parametrize(
    ("use", "kept"),
    [
        ("mine", "From the desk"),
        ("theirs", "From the phone"),
        ("both", "From the phone\n\nFrom the desk"),
    ],
)
def test_whoever_is_asked_chooses(client, asked, use, kept):
    drawn = fields_of(clash(client, asked))
    assert client.post(at(asked, PATH), {**drawn, "q-premises-barriers-use": use}).status_code == 302
    assert text_of("premises-barriers") == kept


def test_third_change_while_somebody_chooses_is_shown_again(client, asked):
    drawn = fields_of(clash(client, asked))
    phone = other_device(asked)
    save(phone, asked, premises_barriers__text="From the phone once more")
    page = client.post(at(asked, PATH), {**drawn, "q-premises-barriers-use": "mine"})
    assert "From the phone once more" in words(page)
    assert text_of("premises-barriers") == "From the phone once more"


def test_same_text_twice_is_no_conflict(client, asked):
    assert clash(client, asked, "The same", "The same").status_code == 302


def test_text_that_goes_on_from_what_stands_is_no_conflict(client, asked):
    assert clash(client, asked, "The gate", "The gate is shut").status_code == 302
    assert text_of("premises-barriers") == "The gate is shut"


def test_taken_out_there_and_changed_here_is_a_conflict(client, asked):
    page = clash(client, asked, "", "From the desk")
    assert "Taken out on another device or tab" in words(page)
    assert client.post(at(asked, PATH), fields_of(page)).status_code == 302
    assert text_of("premises-barriers") == "From the desk"


def test_answer_given_again_after_it_was_taken_out_is_not_written_over(client, asked):
    save(client, asked, premises_barriers__text="Keys")
    phone = other_device(asked)
    old = fields_of(phone.get(at(asked, PATH)))
    save(client, asked, premises_barriers__text="")
    save(client, asked, premises_barriers__text="Something else")
    page = phone.post(at(asked, PATH), {**old, "q-premises-barriers-text": "From the phone"})
    assert "Something else" in words(page)
    assert text_of("premises-barriers") == "Something else"


def test_two_ratings_that_differ_are_chosen_from(client, asked):
    save(client, asked, "priorities", rate_premises__rating="1")
    phone, path = other_device(asked), at(asked, "section/priorities/")
    mine, theirs = fields_of(client.get(path)), fields_of(phone.get(path))
    phone.post(path, {**theirs, "q-rate-premises-rating": "2"})
    page = client.post(path, {**mine, "q-rate-premises-rating": "3"})
    assert "Two different answers" in words(page)
    assert Answer.objects.get().rating == 2


def test_two_devices_at_the_very_same_moment(fresh_database):
    asked = make_consultation()
    response = make_response(asked, answers={"training-priority": ("yes", "")}, state="begun")
    standing = make_answer(response, "premises-barriers", "Keys")
    version = latest_version(asked)

    def saves(text: str):
        return lambda: save_answers(
            response.pk, [Given("premises-barriers", standing.edition, text=text)], version, by=VISITOR
        )

    both = [Someone(saves("From the phone")), Someone(saves("From the desk"))]
    saved = [one.done() for one in both]
    assert sorted(bool(one.clashes) for one in saved) == [False, True]
    (lost,) = [one for one in saved if one.clashes]
    assert lost.clashes["premises-barriers"].text == text_of("premises-barriers")


def test_first_save_pressed_twice_at_the_very_same_moment(fresh_database):
    import uuid

    from django.db import transaction

    from charter.models import Consultation

    asked, key = make_consultation(), uuid.uuid4()
    version = latest_version(asked)

    def begins():
        return begin_and_save(
            asked.pk, [Given("premises-barriers", text="Keys")], version, key=key, by=VISITOR
        )

    with transaction.atomic():
        Consultation.objects.select_for_update().get(pk=asked.pk)
        both = [Someone(begins), Someone(begins)]
        wait_until_waiting(2)
    saved = [one.done() for one in both]
    assert Response.objects.count() == Answer.objects.count() == 1
    assert {one.response.pk for one in saved} == {Response.objects.get().pk}


def test_link_is_opened_while_it_is_stopped(fresh_database):
    from hub.access import NotAllowed

    asked = make_consultation()
    secret = make_link(make_response(asked), revoked=True)
    with pytest.raises(NotAllowed):
        open_link(secret, by=VISITOR)
