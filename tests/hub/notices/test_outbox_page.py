"""The demo's outbox: what was sent, with links to follow. Elsewhere there is none."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect
from pytest_django import Settings

from hub.notices import Notice
from hub.notices.models import Message, State
from hub.web import navigation
from tests.browsing import axe_report, press
from tests.factories.notices import make_message
from tests.pages import facts_of, read

WRITTEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def demo(settings: Settings) -> Settings:
    settings.DEMO = True
    return settings


def test_outside_the_demo_there_is_no_outbox(db):
    message = make_message()
    for path in ("/outbox/", f"/outbox/{message.pk}/", f"/outbox/{message.pk}/page/"):
        response = Client().get(path)
        assert response.status_code == 404
        assert b"amina" not in response.content
        assert b"fair" not in response.content
    assert "outbox" not in navigation._footer


def test_messages_are_listed_newest_first(db, demo):
    for number, (state, more) in enumerate(
        {
            State.WAITING: {},
            State.SENT: {"sent_at": WRITTEN},
            State.FAILED: {"problem": "SMTPRecipientsRefused"},
        }.items()
    ):
        make_message(
            f"person.{number}@people.test",
            Notice(f"Message {number}", ("Hello",)),
            created=WRITTEN + timedelta(hours=number),
            state=state,
            **more,
        )
    page = read(Client().get("/outbox/"))
    assert [tuple(part.text for part in row if part.name in ("p", "h2")) for row in page.all("li.entry")] == [
        ("11:30 20 Nov", "Message 2", "To person.2@people.test", "Could not be sent"),
        ("10:30 20 Nov", "Message 1", "To person.1@people.test", "Sent"),
        ("09:30 20 Nov", "Message 0", "To person.0@people.test", "Waiting to be sent"),
    ]


def test_list_goes_on_over_pages_in_as_many_queries_for_one_as_for_many(db, demo):
    make_message()
    with CaptureQueriesContext(connection) as few:
        Client().get("/outbox/")
    for number in range(30):
        make_message(created=WRITTEN - timedelta(hours=number))
    with CaptureQueriesContext(connection) as many:
        page = read(Client().get("/outbox/"))
    assert len(few) == len(many) == 1
    assert "html" not in many[0]["sql"]
    assert len(page.all("li.entry")) == 30
    assert page.one("a", rel="next").attributes["href"] == "/outbox/?page=2"
    second = read(Client().get("/outbox/?page=2"))
    assert len(second.all("li.entry")) == 1
    assert Client().get("/outbox/?page=3").status_code == 404


def test_empty_outbox_says_how_to_fill_it(db, demo):
    empty = read(Client().get("/outbox/")).one(".empty")
    assert empty.said("h2") == "Nothing sent yet"
    assert empty.one("a.btn").attributes["href"] == "/account/password/reset/"


def test_message_has_a_page_with_its_links_and_nothing_that_runs(db, demo):
    demo.HUB_URL = "http://localhost:8000"
    notice = Notice("<b>Bold</b>", ("<script>alert(1)</script> & more",), ("Join", "/join/a-b_c/?x=1&y=2"))
    message = make_message(notice=notice, created=WRITTEN)
    page = read(Client().get(f"/outbox/{message.pk}/"))
    assert page.said("h1") == "<b>Bold</b>"
    article = page.one("article")
    assert "<script>alert(1)</script> & more" in article.text
    assert {element.name for element in article} == {"p", "a", "br"}
    assert [link.attributes["href"] for link in article.all("a")] == [
        "http://localhost:8000/join/a-b_c/?x=1&y=2",
        "http://localhost:8000",
    ]
    assert facts_of(page.one("dl")) == {
        "To": "amina@people.test",
        "Written": "20 November 2026, 09:30",
        "State": "Waiting to be sent",
    }


def test_page_of_a_message_can_fetch_and_run_nothing(db, demo):
    message = make_message()
    response = Client().get(f"/outbox/{message.pk}/page/")
    assert response.content.decode() == message.html
    policy = set(response["Content-Security-Policy"].split("; "))
    assert policy == {
        f"{kind} 'none'" for kind in ("default-src", "base-uri", "form-action", "frame-ancestors")
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/outbox/{}/", "/outbox/{}/page/"])
def test_message_that_is_not_there_or_forgotten_is_a_404_in_words(db, demo, path):
    forgotten = make_message()
    Message.objects.update(text="", html="")
    for key in (uuid.uuid4(), forgotten.pk):
        response = Client().get(path.format(key))
        assert response.status_code == 404
        assert "There is no such message, or its text is gone." in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_outbox_is_only_read(db, demo, method):
    assert getattr(Client(), method)("/outbox/").status_code == 405


@pytest.mark.parametrize("width", [360, 1280])
def test_newcomer_follows_a_link_from_the_outbox(live_server_url, demo, page: Page, width):
    page.set_viewport_size({"width": width, "height": 900})
    demo.HUB_URL = live_server_url
    page.goto(f"{live_server_url}/outbox/")
    expect(page.get_by_role("heading", name="Nothing sent yet")).to_be_visible()
    make_message(notice=Notice("You are invited", ("Come in.",), ("See the groups", "/groups/")))
    make_message(f"{'long' * 15}@{'very' * 10}.people.test", Notice("word" * 40, ("Hello",)))
    page.reload()
    for name in ("You are invited", "See it as e-mail programs show it", "See the groups"):
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert axe_report(page) == ""
        press(page.get_by_role("link", name=name))
    expect(page).to_have_url(f"{live_server_url}/groups/")
    page.go_back()
    page.go_back()
    press(page.get_by_role("link", name=f"{live_server_url}/groups/"))
    expect(page).to_have_url(f"{live_server_url}/groups/")
