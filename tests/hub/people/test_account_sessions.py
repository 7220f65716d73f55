"""Where one is signed in: how it is named, what is kept of it, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.people.devices import device_in_words
from hub.people.signals import NO_ADDRESS
from tests.factories.people import PASSWORD
from tests.hub.people.accounts import NEW, make_person, sign_in, signed_in
from tests.pages import facts_of, read

pytestmark = pytest.mark.django_db
PAGE = "/account/sessions/"
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 (KHTML, like Gecko) Safari/605"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537 Chrome/139.0 Safari/537 Edg/139.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605 CriOS/139.0 Safari/604"


def browser(agent: str = PHONE) -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR="192.0.2.77")
    sign_in(client)
    return client


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Firefox on Android"),
        (MAC, "Safari on Mac"),
        (EDGE, "Edge on Windows"),
        (IPHONE, "Chrome on iPhone"),
        ("Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537 Chrome/139 Safari/537", "Chrome on Chromebook"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
        ("<script>Firefox</script>", "Firefox"),
    ],
)
def test_device_is_named_in_words_and_only_once(agent, words):
    assert device_in_words(agent) == words
    assert device_in_words(words) == words


def test_no_network_address_and_no_more_of_the_browser_than_its_kind_is_kept():
    make_person()
    browser()
    (row,) = UserSession.objects.all()
    assert (row.ip, row.user_agent) == (NO_ADDRESS, "Firefox on Android")
    assert Session.objects.count() == 1
    (session,) = Session.objects.all()
    assert "192.0.2.77" not in str(session.get_decoded())


def test_sessions_are_listed_this_one_first():
    make_person()
    make_person("other@people.test")
    sign_in(Client(headers={"User-Agent": IPHONE}), "other@people.test")
    phone, mac = browser(), browser(MAC)
    page = read(phone.get(PAGE))
    assert [one.said("h2") for one in page.all("section.card")] == [
        "Firefox on Android This one",
        "Safari on Mac",
    ]
    assert len(page.one("main").all("button")) == 2
    assert [one.said("h2") for one in read(mac.get(PAGE)).all("section.card")] == [
        "Safari on Mac This one",
        "Firefox on Android",
    ]


def test_session_ended_elsewhere_is_out_at_its_next_click():
    make_person()
    phone, mac = browser(), browser(MAC)
    other = UserSession.objects.get(user_agent="Safari on Mac")
    answer = phone.post(f"{PAGE}{other.pk}/end/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = read(phone.get(PAGE))
    assert "That device is signed out." in page.text
    assert len(page.all("section.card")) == 1
    assert (signed_in(phone), signed_in(mac)) == (True, False)
    # Twice is said, and harms nothing.
    assert phone.post(f"{PAGE}{other.pk}/end/").status_code == 403


def test_all_others_end_at_once():
    make_person()
    phone, *others = [browser(), browser(MAC), browser(EDGE)]
    assert phone.post(f"{PAGE}others/end/")["Location"] == PAGE
    assert [signed_in(one) for one in (phone, *others)] == [True, False, False]
    assert UserSession.objects.count() == 1


def test_session_of_somebody_else_stays():
    make_person()
    make_person("other@people.test")
    theirs = Client()
    sign_in(theirs, "other@people.test")
    row = UserSession.objects.get(user__email="other@people.test")
    assert browser().post(f"{PAGE}{row.pk}/end/").status_code == 403
    assert signed_in(theirs)


def test_signing_out_and_a_new_password_leave_nothing_in_the_list():
    make_person()
    phone, mac = browser(), browser(MAC)
    phone.post("/account/sign-out/")
    assert [row.user_agent for row in UserSession.objects.all()] == ["Safari on Mac"]
    browser(EDGE)
    mac.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert [row.user_agent for row in UserSession.objects.all()] == ["Safari on Mac"]
    assert Session.objects.count() == 1
    assert signed_in(mac)


def test_last_hour_here_is_noticed_to_the_hour():
    make_person()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        phone = browser()
        began = UserSession.objects.get().last_seen_at
        clock.shift(timedelta(minutes=59))
        phone.get(PAGE)
        assert UserSession.objects.get().last_seen_at == began
        clock.shift(timedelta(minutes=2))
        phone.get(PAGE)
        assert UserSession.objects.get().last_seen_at == began + timedelta(minutes=61)
        page = read(phone.get(PAGE))
    said = facts_of(page.one("section.card"))
    assert set(said) == {"Signed in", "Last here"}
    assert said["Signed in"] != said["Last here"]


def test_number_of_queries_does_not_grow_with_the_sessions():
    person = make_person()
    phone = browser()

    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            assert phone.get(PAGE).status_code == 200
        return len(made)

    # The first look takes away what signing in had to say.
    asked()
    one = asked()
    UserSession.objects.bulk_create(
        UserSession(user=person, session_key=f"{number:032}", ip=NO_ADDRESS, user_agent="Chrome")
        for number in range(30)
    )
    assert (one, asked()) == (one, one)
