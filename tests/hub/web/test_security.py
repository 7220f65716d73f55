"""What every answer forbids browsers to do, and what an installation must have before it starts."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.earnest import PRODUCTION, ROOT, run
from tests.pages import read
from tests.urls import every_url

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def paths() -> list[str]:
    """An address for each route there is, with made-up arguments."""
    routes = [url.route for url in every_url()]
    made_up = [re.sub(r"<[^>]+>", "made-up", route) for route in routes if not route.startswith("^")]
    return [*(f"/{path}" for path in made_up), "/account/password/reset/key/1-made-up/"]


def policy_of(response: HttpResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts if name}


def is_careful(response: HttpResponse) -> bool:
    told = {name: response.get(name) for name in HEADERS}
    # A page at a private link lets no address of it out, not even to the hub itself.
    if told["Referrer-Policy"] in ("no-referrer", "strict-origin"):
        told["Referrer-Policy"] = HEADERS["Referrer-Policy"]
    return policy_of(response) == POLICY and told == HEADERS


@pytest.mark.django_db
@pytest.mark.parametrize("path", paths())
def test_every_answer_is_careful(path):
    client = Client(raise_request_exception=False)
    for method in ("get", "head", "post", "put", "options"):
        response = getattr(client, method)(path)
        assert response.status_code < 500
        assert is_careful(response), (method, response.status_code)


def test_there_are_routes_to_ask():
    assert len(paths()) >= 23


@pytest.mark.django_db
def test_answers_beside_the_routes_are_careful():
    client = Client()
    etag = client.get("/")["ETag"]
    for path, headers, status in [
        ("/no-such-page/", {}, 404),
        ("/?page=0", {}, 404),
        ("/?near=B14+7RA", {}, 302),
        ("/", {"Host": "evil.example"}, 400),
        ("/", {"Host": "a b"}, 400),
        ("/no-such-page.ics", {"Accept": "*/*"}, 404),
        ("/", {}, 200),
    ]:
        response = client.get(path, headers=headers)
        assert response.status_code == status, path
        assert is_careful(response), path
    # A 304 tells only what changed: the browser keeps the headers it has.
    unchanged = client.get("/", headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.django_db
def test_unknown_host_is_refused_with_a_page():
    response = Client().get("/", headers={"Host": "evil.example"})
    assert read(response).said("h1") == "We could not read that"
    assert "evil.example" not in response.text


def test_policy_lets_nothing_unsafe_in():
    values = " ".join(POLICY.values())
    assert not re.search(r"unsafe|\*|https?:|nonce|eval", values)


@pytest.mark.django_db
def test_form_of_another_site_is_refused():
    client = Client(enforce_csrf_checks=True)
    for path in ("/account/sign-in/", "/account/password/reset/", "/account/sign-out/"):
        assert client.post(path, {"login": "a@b.test"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("debug", "demo", "status"), [(False, False, 404), (False, True, 200), (True, False, 200)]
)
def test_style_page_is_there_for_those_who_build(settings: Settings, debug, demo, status):
    settings.DEBUG, settings.DEMO = debug, demo
    assert Client().get("/style/").status_code == status


@pytest.mark.django_db
def test_plain_address_leads_to_the_secure_one(settings: Settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    response = Client().get("/groups/?kind=school")
    assert (response.status_code, response["Location"]) == (301, "https://testserver/groups/?kind=school")
    secure = Client().get("/groups/", secure=True)
    assert secure["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


SHOW = """
import json, os
from hub import settings
kinds = ("SECURE_", "SESSION_", "CSRF_", "DEBUG", "DEMO")
names = [name for name in vars(settings) if name.startswith(kinds)]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


@pytest.fixture(scope="module")
def bare_hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings in a folder where nothing was ever started."""
    folder = tmp_path_factory.mktemp("bare")
    for name in ("hub/__init__.py", "hub/settings.py", "hub/local/__init__.py", "hub/local/state.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "hub" / "celery.py").write_text("app = None\n")
    return folder


def settings_of(folder: Path, **environment: str) -> dict[str, object]:
    done = run("-c", SHOW, folder=folder, **environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_installation_in_earnest_passes_django_s_own_check():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


def test_installation_in_earnest_is_secure_without_being_told(bare_hub):
    found = settings_of(bare_hub, **PRODUCTION)
    assert {name: found[name] for name in found if name in EXPECTED} == EXPECTED


EXPECTED = {
    "DEBUG": False,
    "DEMO": False,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SECURE_REFERRER_POLICY": "strict-origin-when-cross-origin",
    "SECURE_PROXY_SSL_HEADER": None,
}


def test_proxy_is_believed_only_where_there_is_one(bare_hub):
    found = settings_of(bare_hub, BEHIND_PROXY="true", **PRODUCTION)
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def refused(folder: Path, **environment: str) -> str:
    """The last line of what a refused start says."""
    done = run("-c", SHOW, folder=folder, **environment)
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr.strip().splitlines()[-1]


def test_start_without_a_secret_key_is_refused_with_a_sentence(bare_hub):
    sentence = (
        "django.core.exceptions.ImproperlyConfigured: "
        "Set SECRET_KEY: at least 50 random characters (docs/settings.md)."
    )
    without = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    assert refused(bare_hub, **without) == sentence
    assert refused(bare_hub, **{**PRODUCTION, "SECRET_KEY": ""}) == sentence


@pytest.mark.parametrize(
    "hosts", ["hub.example", "localhost,hub.example", "*", ".localhost", "localhost.evil.example"]
)
def test_demo_is_refused_where_others_can_reach_it(bare_hub, hosts):
    said = refused(bare_hub, **{**PRODUCTION, "HUB_DEMO": "true", "ALLOWED_HOSTS": hosts})
    assert said == (
        "django.core.exceptions.ImproperlyConfigured: HUB_DEMO gives everyone the demo password, so it runs "
        "only on this machine: unset HUB_DEMO, or set ALLOWED_HOSTS to localhost."
    )


@pytest.mark.parametrize(
    "more",
    [
        {"HUB_DEMO": "true", "ALLOWED_HOSTS": "localhost,127.0.0.1"},
        {"HUB_DEMO": "true", "ALLOWED_HOSTS": "hub.example", "DEBUG": "true"},
    ],
)
def test_demo_starts_on_this_machine_or_while_building(bare_hub, more):
    found = settings_of(bare_hub, **{**PRODUCTION, **more})
    assert (found["DEMO"], found["SESSION_COOKIE_SECURE"]) == (True, False)
