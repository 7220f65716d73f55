"""Signing in with an account elsewhere is there only where the installation has keys for it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from tests.pages import read
from tests.source import ROOT
from tests.urls import every_url

KEYS = {"GOOGLE_CLIENT_ID": "abc.example", "GOOGLE_CLIENT_SECRET": "hush"}
ASKED = """
import django; django.setup()
from django.conf import settings
from django.urls import reverse, NoReverseMatch
def where(name):
    try: return reverse(name)
    except NoReverseMatch: return None
social = [app for app in settings.INSTALLED_APPS if "social" in app]
print(social, where("google_login"), where("microsoft_login"))
print(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"])
"""


def hub_with(**keys: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "hub.settings", **keys},
        capture_output=True,
        text=True,
    )


def test_without_keys_nothing_of_it_is_there():
    done = hub_with()
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["[] None None", "[\"'self'\"]"]
    assert not apps.is_installed("allauth.socialaccount")
    assert [url.route for url in every_url() if "elsewhere" in url.route] == []
    assert settings.SOCIALACCOUNT_PROVIDERS == {}


@pytest.mark.parametrize("name", KEYS)
def test_half_a_pair_of_keys_is_none(name):
    done = hub_with(**{name: KEYS[name]})
    assert done.stdout.splitlines()[:1] == ["[] None None"], done.stderr


def test_keys_open_their_own_provider_and_no_other():
    done = hub_with(**KEYS)
    assert done.returncode == 0, done.stderr
    apps_and_addresses, form_action = done.stdout.splitlines()
    assert apps_and_addresses == (
        "['allauth.socialaccount', 'allauth.socialaccount.providers.google'] /account/elsewhere/google/ None"
    )
    assert form_action == "[\"'self'\", 'https://accounts.google.com']"


@pytest.mark.django_db
def test_sign_in_page_offers_nobody_elses_account():
    assert "Go on with" not in read(Client().get("/account/sign-in/")).text
