"""A hub that others can reach starts only with safe settings, and names what is not."""

from __future__ import annotations

import pytest
from django.core.checks import CheckMessage, run_checks
from pytest_django import Settings

from hub.web import production
from hub.web.production import refuse_unsafe
from tests.earnest import CONTACTS, PRODUCTION, run

GOOD_KEY = PRODUCTION["SECRET_KEY"]
START = "from hub.wsgi import application; print('started')"


@pytest.fixture
def earnest(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of an installation that others can reach, all safe."""
    settings.DEBUG = settings.DEMO = False
    settings.SECRET_KEY = GOOD_KEY
    settings.ALLOWED_HOSTS = ["hub.example"]
    settings.HUB_URL = "https://hub.example"
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "The hub <hub@hub.example>"
    settings.REDIS_URL = "redis://:secret@queue:6379/0"
    monkeypatch.setitem(settings.DATABASES["default"], "HOST", "database")
    monkeypatch.setitem(settings.DATABASES["default"], "PASSWORD", "x")
    settings.BEHIND_PROXY, settings.PROXIES = True, 1
    return settings


def errors() -> list[CheckMessage]:
    return [one for one in run_checks(tags=["security"]) if one.is_serious()]


def ids() -> list[str]:
    return [str(error.id) for error in errors()]


def test_safe_settings_start(earnest):
    assert errors() == []
    refuse_unsafe()


UNSAFE = [
    ("E001", {"SECRET_KEY": GOOD_KEY[:49]}),
    ("E001", {"SECRET_KEY": "a" * 80}),
    ("E001", {"SECRET_KEY": "ab" * 40}),
    ("E001", {"SECRET_KEY": GOOD_KEY[:25] * 3}),
    ("E001", {"SECRET_KEY": f"change-me-{GOOD_KEY}"}),
    ("E001", {"SECRET_KEY": f"django-insecure-{GOOD_KEY}"}),
    ("E001", {"SECRET_KEY": "My-SECRET-key-is-long-but-people-can-guess-such-a-key-0123456789"}),
    ("E002", {"DEBUG": True}),
    ("E003", {"ALLOWED_HOSTS": ["hub.example", "*"]}),
    ("E004", {"SECURE_SSL_REDIRECT": False, "BEHIND_PROXY": False}),
    ("E004", {"SESSION_COOKIE_SECURE": False}),
    ("E004", {"CSRF_COOKIE_SECURE": False}),
    ("E005", {"HUB_URL": "http://hub.example"}),
    ("E005", {"HUB_URL": "https://other.example"}),
    ("E005", {"HUB_URL": ""}),
    ("E006", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ("E006", {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}),
    ("E006", {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}),
    ("E006", {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}),
    ("E007", {"DEFAULT_FROM_EMAIL": "hub@localhost"}),
    ("E007", {"DEFAULT_FROM_EMAIL": "The hub <root@machine.localdomain>"}),
    ("E007", {"DEFAULT_FROM_EMAIL": ""}),
    ("E008", {"REDIS_URL": "redis://queue:6379/0"}),
    ("E008", {"REDIS_URL": "redis://10.0.0.7/0"}),
    ("E011", {"PROXIES": 0}),
]


@pytest.mark.parametrize(("number", "changed"), UNSAFE)
def test_unsafe_setting_is_found_and_named(earnest, number, changed):
    for name, value in changed.items():
        setattr(earnest, name, value)
    (error,) = errors()
    assert error.id == f"production.{number}"
    assert next(iter(changed)).replace("EMAIL_BACKEND", "EMAIL_URL") in error.msg or number == "E004"
    assert error.hint == "See docs/settings.md."
    if number == "E004":
        assert "HTTPS" in error.msg


def test_database_without_a_password_elsewhere_is_found(earnest, monkeypatch):
    monkeypatch.setitem(earnest.DATABASES["default"], "PASSWORD", "")
    assert ids() == ["production.E009"]
    for host in ("", "/run/postgresql", "127.0.0.1", "localhost"):
        monkeypatch.setitem(earnest.DATABASES["default"], "HOST", host)
        assert ids() == []


def test_proxy_without_https_is_found_too(earnest):
    earnest.SECURE_SSL_REDIRECT = False
    assert ids() == ["production.E004", "production.E010"]


def test_proxies_are_counted_only_behind_one(earnest):
    earnest.BEHIND_PROXY, earnest.PROXIES = False, 0
    assert ids() == []


@pytest.mark.parametrize(
    "allowed",
    [
        {"ALLOWED_HOSTS": [".hub.example"]},
        {"HUB_URL": "https://hub.example:8443"},
        {"REDIS_URL": "redis://localhost:6379/0"},
        {"REDIS_URL": "unix:///run/valkey.sock"},
        {"SECRET_KEY": "0123456789abcdef" * 2 + "f7e1c09d5b3a86425e8d1f0c7b9a3642"},
    ],
)
def test_setting_that_is_safe_is_let_be(earnest, allowed):
    for name, value in allowed.items():
        setattr(earnest, name, value)
    assert ids() == []


def test_every_look_has_a_number_of_its_own_and_a_case_here():
    cases = {number for number, _changed in UNSAFE} | {"E009", "E010"}
    assert cases == {f"E{number:03}" for number in range(1, 12)}
    assert len(production.LOOKS) == 9


@pytest.mark.parametrize("hosts", [["localhost"], ["127.0.0.1", "[::1]", "testserver"]])
def test_hub_on_this_machine_alone_may_do_what_it_likes(earnest, hosts):
    for _number, changed in UNSAFE:
        for name, value in changed.items():
            setattr(earnest, name, value)
    earnest.ALLOWED_HOSTS = hosts
    assert errors() == []


def test_refusal_names_everything_at_once_and_ends_with_gunicorn_s_code(earnest, capsys):
    earnest.SECRET_KEY, earnest.HUB_URL = "short", "http://hub.example"
    with pytest.raises(SystemExit) as ended:
        refuse_unsafe()
    assert ended.value.code == 3
    key, address = capsys.readouterr().err.splitlines()
    assert key == (
        "The hub does not start: SECRET_KEY can be guessed. Set it to at least 50 random characters. "
        "See docs/settings.md."
    )
    assert address.startswith("The hub does not start: HUB_URL has to begin with https://")


def test_contact_that_is_not_set_is_a_warning_and_only_for_deployment(earnest):
    earnest.CONTACTS = {**CONTACTS, "SAFETY_LADO": "", "HUB_PRIVACY_EMAIL": "", "SAFETY_EMERGENCY": "999"}
    assert run_checks(tags=["security"]) == []
    warnings = [
        one
        for one in run_checks(tags=["security"], include_deployment_checks=True)
        if "production" in str(one.id)
    ]
    assert [one.msg for one in warnings] == [
        "HUB_PRIVACY_EMAIL is not set, and a page under /about/ says so.",
        "SAFETY_LADO is not set, and a page under /about/ says so.",
    ]
    assert {one.id for one in warnings} == {"production.W001"}
    assert errors() == []


def test_process_with_safe_settings_starts():
    done = run("-c", START, **PRODUCTION)
    assert (done.returncode, done.stdout) == (0, "started\n"), done.stderr


def test_process_with_an_unsafe_setting_ends_with_the_sentence():
    done = run("-c", START, **{**PRODUCTION, "EMAIL_URL": "consolemail://"})
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines()[-1] == (
        "The hub does not start: EMAIL_URL sends nothing to anybody. Set it to a mail server (smtp+tls://…). "
        "See docs/settings.md."
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "gunicorn", "hub.wsgi:application", "--bind", "127.0.0.1:0", "--no-control-socket"),
        ("-m", "celery", "--app", "hub", "worker", "--concurrency", "1"),
        ("-m", "celery", "--app", "hub", "beat", "--schedule", "{tmp}/schedule", "--pidfile="),
        ("manage.py", "runserver", "--noreload", "127.0.0.1:0"),
    ],
    ids=["gunicorn", "worker", "beat", "runserver"],
)
def test_every_way_to_start_is_shut(command, tmp_path):
    """Migrations too, once the database answers: tests/test_deploy_runs.py."""
    done = run(
        *(part.format(tmp=tmp_path) for part in command), **{**PRODUCTION, "HUB_URL": "http://hub.example"}
    )
    assert done.returncode not in (0, None)
    assert "HUB_URL has to begin with https:// and to name one of ALLOWED_HOSTS." in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_contact_from_the_environment_is_kept_and_an_empty_one_falls_back():
    show = "import json; from hub import settings; print(json.dumps(settings.CONTACTS))"
    done = run("-c", show, **{**PRODUCTION, "SAFETY_NSPCC": "", "SAFETY_CHILDLINE": "0800 1112"})
    assert done.returncode == 0, done.stderr
    assert '"SAFETY_NSPCC": "0808 800 5000"' in done.stdout
    assert '"SAFETY_CHILDLINE": "0800 1112"' in done.stdout
    assert '"SAFETY_LADO": "+44 121 496 0203"' in done.stdout


@pytest.mark.parametrize(
    ("given", "proxies"),
    [({}, 0), ({"BEHIND_PROXY": "true"}, 1), ({"BEHIND_PROXY": "true", "PROXIES": "2"}, 2)],
)
def test_who_asks_is_counted_through_the_proxies_there_are(given, proxies):
    show = "from hub import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert run("-c", show, **{**PRODUCTION, **given}).stdout == f"{proxies}\n"
