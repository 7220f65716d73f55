"""How often a public form may be sent, from where, and what becomes of what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone
from pytest_django import Settings

from hub.access import access
from hub.urls import handler400, handler403, handler404, handler500
from hub.urls import urlpatterns as real
from hub.web.limits import limited
from tests.pages import read

AWAY = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
}


@access.public
def report(request: HttpRequest) -> HttpResponse:
    rates, key = ("2/h/ip,3/d/key", request.POST["email"]) if "email" in request.POST else ("2/h/ip", "")
    return limited(request, "report", rates, key=key) or HttpResponse("taken")


urlpatterns = [path("report/", report), *real]
__all__ = ["handler400", "handler403", "handler404", "handler500"]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def send(client: Client | None = None, come_from: str = "192.0.2.1", **typed: str) -> HttpResponse:
    return (client or Client()).post("/report/", typed, REMOTE_ADDR=come_from)


def test_form_is_taken_twice_an_hour_from_one_place_and_elsewhere_goes_on():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert [send().status_code for _ in range(3)] == [200, 200, 429]
        assert send(come_from="192.0.2.2").status_code == 200
        clock.shift(timedelta(hours=1, seconds=1))
        assert send().status_code == 200


def test_reading_is_never_counted():
    assert [Client().get("/report/").status_code for _ in range(5)] == [200] * 5


def test_key_is_counted_whatever_the_place():
    answers = [send(come_from=f"192.0.2.{number}", email="a@people.test").status_code for number in range(4)]
    assert answers == [200, 200, 200, 429]
    assert send(come_from="192.0.2.9", email="b@people.test").status_code == 200


def test_what_was_typed_is_kept_and_sent_again_from_the_page():
    send()
    send()
    typed = {"what": "<b>It is wrong</b>\nreally", "password": "hush", "csrfmiddlewaretoken": "x"}
    answer = send(**typed)
    page = read(answer)
    assert (answer.status_code, page.said("h1")) == (429, "Please wait a little")
    form = page.one("form", action="/report/")
    kept = {one.attributes["name"]: one.attributes["value"] for one in form.all("input")}
    assert set(kept) == {"csrfmiddlewaretoken", "what"}
    assert kept["what"] == typed["what"]
    assert "hush" not in answer.text
    assert "<b>" not in answer.text


def test_machine_is_told_in_plain_text():
    send()
    send()
    answer = Client().post(
        "/report/", {"what": "x"}, headers={"Accept": "text/plain"}, REMOTE_ADDR="192.0.2.1"
    )
    assert (answer.status_code, answer["Content-Type"]) == (429, "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    ("count", "forwarded", "taken"),
    [
        # Behind one proxy of one's own, the last address is the visitor's; what they claim before it is not.
        (1, ["1.1.1.1, 192.0.2.{n}"], [200, 200, 200, 200]),
        (1, ["192.0.2.{n}, 1.1.1.1"], [200, 200, 429, 429]),
        # Without one nothing that is claimed counts.
        (0, ["192.0.2.{n}"], [200, 200, 429, 429]),
        # What comes past the proxy is counted by where it comes from.
        (2, ["192.0.2.{n}"], [200, 200, 429, 429]),
    ],
)
def test_place_behind_a_proxy(settings: Settings, count: int, forwarded: list[str], taken: list[int]):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    (claimed,) = forwarded
    answers = [
        Client().post(
            "/report/", headers={"X-Forwarded-For": claimed.format(n=number)}, REMOTE_ADDR="10.0.0.1"
        )
        for number in range(4)
    ]
    assert [answer.status_code for answer in answers] == taken


def test_form_works_while_redis_is_away():
    with override_settings(CACHES=AWAY):
        assert [send().status_code for _ in range(4)] == [200] * 4
    cache.clear()
