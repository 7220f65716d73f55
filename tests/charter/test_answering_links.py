"""Private links: random, told once, stopped at will, and in nobody's log."""

import logging
import re

import pytest
from django.test import Client

from charter.models import Response, ResumeLink
from hub.notices.models import Message
from tests.charter.answering import at, only_response, save, words
from tests.factories.charter import make_consultation, make_link, make_response

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"/charter/consultation/resume/([\w-]{43})/")


@pytest.fixture
def asked():
    return make_consultation()


@pytest.fixture
def begun(client, asked):
    save(client, asked, premises_barriers__text="Keys")
    return client


def made(client: Client, asked) -> str:
    """The path of a new private link."""
    found = ADDRESS.search(client.post(at(asked, "link/"), {"do": "make"}).content.decode())
    assert found
    return found[0]


def test_link_is_shown_once_and_kept_as_a_hash(begun, asked):
    path = made(begun, asked)
    secret = path.split("/")[-2]
    link = ResumeLink.objects.get()
    assert secret not in (link.secret_hash, str(link.__dict__))
    assert len(link.secret_hash) == 64
    assert secret not in begun.get(at(asked, "link/")).content.decode()
    assert secret not in str(dict(begun.session))


def test_opening_the_page_does_nothing_and_the_press_leads_away_from_the_secret(begun, asked):
    path, other = made(begun, asked), Client()
    page = other.get(path)
    assert page.status_code == 200
    assert "sessionid" not in page.cookies
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "no-store" in page.headers["Cache-Control"]
    told = other.post(path)
    assert told.headers["Location"] == at(asked)
    assert told.headers["Referrer-Policy"] == "strict-origin"
    assert "1 of 7" in words(other.get(at(asked)))


def test_page_is_the_same_for_a_link_that_opens_nothing(begun, asked):
    path = made(begun, asked)
    guessed = path.replace(path.split("/")[-2], "x" * 43)

    def plain(client: Client, where: str) -> str:
        return re.sub(r'value="\w{64}"|[0-9a-f]{32}', "", words(client.get(where)))

    assert plain(Client(), path) == plain(Client(), guessed)


def test_stopped_withdrawn_and_guessed_links_get_the_same_answer(begun, asked):
    path = made(begun, asked)
    withdrawn = make_link(make_response(asked, state="withdrawn"))
    paper = make_link(make_response(asked, channel="letter"))
    begun.post(at(asked, "link/"), {"do": "stop"})
    answers = [
        Client().post(one)
        for one in (
            path,
            *(f"/charter/consultation/resume/{secret}/" for secret in (withdrawn, paper, "x" * 43, "x", "é")),
        )
    ]
    assert {one.status_code for one in answers} == {404}
    assert len({words(one) for one in answers}) == 1
    assert "This link opens nothing" in words(answers[0])


def test_stopping_a_link_shuts_out_who_came_by_it_and_not_who_stopped_it(begun, asked):
    path, other = made(begun, asked), Client()
    other.post(path)
    assert "Your answers so far" in words(other.get(at(asked)))
    begun.post(at(asked, "link/"), {"do": "stop"})
    assert "Your answers so far" not in words(other.get(at(asked)))
    assert "Your answers so far" in words(begun.get(at(asked)))


def test_whoever_stops_the_link_they_came_by_stays(begun, asked):
    other = Client()
    other.post(made(begun, asked))
    other.post(at(asked, "link/"), {"do": "stop", "link": str(ResumeLink.objects.get().pk)})
    assert "Your answers so far" in words(other.get(at(asked)))


def test_nobody_stops_the_link_of_another_response(begun, asked):
    make_link(make_response(asked))
    begun.post(at(asked, "link/"), {"do": "stop", "link": str(ResumeLink.objects.get().pk)})
    begun.post(at(asked, "link/"), {"do": "stop", "link": "x"})
    assert ResumeLink.objects.get().revoked_at is None


def test_too_many_links_are_refused_in_words(begun, asked):
    for _time in range(6):
        answer = begun.post(at(asked, "link/"), {"do": "make"})
    assert "There are 5 links already." in words(answer)
    assert ResumeLink.objects.count() == 5


def test_mailed_link_is_secret_and_its_address_is_not_kept(begun, asked):
    begun.post(at(asked, "link/"), {"do": "mail", "email": "parent@answers.test"})
    message = Message.objects.get()
    assert message.secret
    found = ADDRESS.search(message.text)
    assert found
    assert Client().post(found[0]).headers["Location"] == at(asked)
    assert not hasattr(only_response(), "contact")


def test_mailing_is_limited_for_one_address(begun, asked):
    told = [
        begun.post(at(asked, "link/"), {"do": "mail", "email": "parent@answers.test"}).status_code
        for _time in range(7)
    ]
    assert 429 in told
    assert Message.objects.count() == 5


def test_guessing_is_limited(asked):
    told = [Client().post(f"/charter/consultation/resume/{'x' * 42}{n % 10}/").status_code for n in range(61)]
    assert told[0] == 404
    assert told[-1] == 429


def test_secret_is_in_no_log_line(begun, asked, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        path = made(begun, asked)
        Client().get(path)
        Client().post(path)
        begun.post(at(asked, "link/"), {"do": "mail", "email": "parent@answers.test"})
    lines = [str(vars(record)) for record in caplog.records if record.name != "django.db.backends"]
    assert len(lines) > 3
    out = capsys.readouterr()
    text = "\n".join([*lines, out.out, out.err])
    assert path.split("/")[-2] not in text
    assert "parent@answers.test" not in out.err


def test_leaving_forgets_the_device_and_nothing_else(begun, asked):
    path = made(begun, asked)
    begun.post(at(asked, "leave/"))
    assert "This device holds no answers" in words(begun.get(at(asked, "leave/")))
    assert "Your answers so far" not in words(begun.get(at(asked)))
    assert begun.get(at(asked, "check/")).status_code == 302
    save(begun, asked, premises_barriers__text="Somebody else’s")
    assert Response.objects.count() == 2
    assert Client().post(path).status_code == 302


def test_page_that_was_left_open_begins_nothing_in_the_response_it_began(client, asked):
    from tests.charter.answering import fields_of

    path = at(asked, "section/premises/")
    drawn = {**fields_of(client.get(path)), "q-premises-barriers-text": "Keys"}
    client.post(path, drawn)
    client.post(at(asked, "leave/"))
    client.post(path, {**drawn, "q-premises-barriers-text": "The next person’s"})
    assert Response.objects.count() == 2
