"""Settings that would put people at risk stop the hub from starting, each named in a sentence.

They are Django's system checks, so `manage.py` and `runserver` refuse by themselves; gunicorn and Celery ask
`refuse_unsafe`. An installation that answers only on this machine (script/server, the tests) may do what one
that others can reach may not.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks
from django.http.request import validate_host

from hub.web.contacts import unset

SHORTEST_KEY = 50
FEWEST_BITS = 160
PLACEHOLDERS = ("insecure", "secret", "change", "example", "password", "default", "replace", "django")
SENDS_NOTHING = ("console", "filebased", "locmem", "dummy")
THIS_MACHINE = {"localhost", "127.0.0.1", "::1", ""}
# What gunicorn takes for "this will not start": it then ends and tries no more.
EXIT_CODE = 3


def others_can_reach_it() -> bool:
    """Whether the hub answers under a name that is not this machine's own."""
    return not settings.LOCAL_HOSTS.issuperset(settings.ALLOWED_HOSTS)


def refuse_unsafe() -> None:
    """End this process with a sentence for each unsafe setting, if there is one. Raises SystemExit."""
    errors = [message for message in run_checks(tags=[Tags.security]) if message.is_serious()]
    if errors:
        for error in errors:
            print(f"The hub does not start: {error.msg} {error.hint}", file=sys.stderr, flush=True)
        raise SystemExit(EXIT_CODE)


@register(Tags.security)
def settings_are_safe(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """One error for each setting that is unsafe where others can reach the hub."""
    return [message for look in LOOKS for message in look()] if others_can_reach_it() else []


@register(Tags.security, deploy=True)
def contacts_are_set(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A warning for whom nobody could turn to: the pages under /about/ say that none is set."""
    return [
        Warning(
            f"{name} is not set, and a page under /about/ says so.",
            hint="See docs/settings.md.",
            id="production.W001",
        )
        for name in unset()
    ]


def _secret_key() -> Iterator[CheckMessage]:
    key = settings.SECRET_KEY
    weak = len(key) < SHORTEST_KEY or _bits(key) < FEWEST_BITS or key in (key + key)[1:-1]
    if weak or any(word in key.lower() for word in PLACEHOLDERS):
        yield _error(1, "SECRET_KEY can be guessed. Set it to at least 50 random characters.")


def _bits(text: str) -> float:
    """How much its characters tell: none for one that is repeated, some six each for random ones."""
    length = len(text)
    return -sum(count * math.log2(count / length) for count in Counter(text).values())


def _debug() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield _error(2, "DEBUG shows everybody what is inside. Unset it, or set ALLOWED_HOSTS to localhost.")


def _any_host() -> Iterator[CheckMessage]:
    if "*" in settings.ALLOWED_HOSTS:
        yield _error(3, "ALLOWED_HOSTS has “*”, so anyone could name the hub as they like. Name its hosts.")


def _https() -> Iterator[CheckMessage]:
    if not (settings.SECURE_SSL_REDIRECT and settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        yield _error(4, "HTTPS is off, so that passwords could be read on the way. Unset HTTPS.")


def _address() -> Iterator[CheckMessage]:
    address = urlsplit(settings.HUB_URL)
    if address.scheme != "https" or not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        yield _error(5, "HUB_URL has to begin with https:// and to name one of ALLOWED_HOSTS.")


def _mail() -> Iterator[CheckMessage]:
    if any(name in settings.EMAIL_BACKEND for name in SENDS_NOTHING):
        yield _error(6, "EMAIL_URL sends nothing to anybody. Set it to a mail server (smtp+tls://…).")
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = address.rpartition("@")[2]
    if "." not in domain or domain.endswith((".localhost", ".localdomain")):
        yield _error(7, "DEFAULT_FROM_EMAIL has to be an address that people can answer.")


def _queue() -> Iterator[CheckMessage]:
    address = urlsplit(settings.REDIS_URL)
    if not address.password and (address.hostname or "") not in THIS_MACHINE:
        yield _error(8, "REDIS_URL has no password, and others can reach that server. Give it one.")


def _database() -> Iterator[CheckMessage]:
    database = settings.DATABASES["default"]
    host = database.get("HOST") or ""
    if not database.get("PASSWORD") and host not in THIS_MACHINE and not host.startswith("/"):
        yield _error(9, "DATABASE_URL has no password, and others can reach that server. Give it one.")


def _proxy() -> Iterator[CheckMessage]:
    if settings.BEHIND_PROXY and not settings.SECURE_SSL_REDIRECT:
        yield _error(10, "BEHIND_PROXY is for a proxy that speaks https, and HTTPS is off. Unset HTTPS.")
    if settings.BEHIND_PROXY and settings.PROXIES < 1:
        yield _error(11, "PROXIES is how many proxies stand before the hub: 1 or more.")


LOOKS: tuple[Callable[[], Iterator[CheckMessage]], ...] = (
    _secret_key,
    _debug,
    _any_host,
    _https,
    _address,
    _mail,
    _queue,
    _database,
    _proxy,
)


def _error(number: int, words: str) -> Error:
    return Error(words, hint="See docs/settings.md.", id=f"production.E{number:03}")
