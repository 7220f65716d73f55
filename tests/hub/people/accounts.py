"""People with accounts, browsers that sign in, and the letters they get."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.http import HttpResponse
from django.test import Client

from hub.notices.models import Message
from hub.people.models import Person
from tests.factories.people import PASSWORD, PersonFactory
from tests.pages import read

SIGN_IN, ACCOUNT, JOIN = "/account/sign-in/", "/account/", "/account/join/"
CODE_PAGE, ADDRESS_PAGE = "/account/sign-in/code/enter/", "/account/confirm-email/"
NEW = "seven-green-ladders"
WRONG = "That e-mail address and password do not go together. Check both, or ask for a new password."
TOO_OFTEN = "That was tried too often. Wait five minutes, then try again."
WRONG_CODE = "That is not the code. Look again, or ask for a new one."


def make_person(email: str = "amina@people.test", *, verified: bool = True, **given: Any) -> Person:
    person: Person = PersonFactory(email=email, **{"name": "Amina Hollis", **given})
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=verified, primary=True)
    return person


def sign_in(
    client: Client, email: str = "amina@people.test", password: str = PASSWORD, **more: str
) -> HttpResponse:
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def signed_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def errors(response: HttpResponse) -> list[str]:
    return [one.text for one in read(response).one("div.errors").all("li")]


def letters(to: str = "") -> list[Message]:
    """What is in the outbox, in the order in which it was written; with `to`, what goes to one address."""
    found = Message.objects.order_by("created", "pk")
    return list(found.filter(address=to) if to else found)


def subjects(to: str = "") -> list[str]:
    return [letter.subject for letter in letters(to)]


def link_in(letter: Message) -> str:
    """The path that the letter's button leads to."""
    found = re.search(r"https?://[^/\s]+(/account/\S+)", letter.text)
    assert found is not None, letter.text
    return found.group(1)


def code_in(letter: Message) -> str:
    """The code that the letter tells."""
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", letter.text, re.M)
    assert found is not None, letter.text
    return found.group(1)


def add_app(person: Person) -> str:
    """An authenticator app, with its recovery codes. Its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def shown_now(secret: str) -> str:
    """The six figures that an app with this secret shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def recovery_codes(person: Person) -> list[str]:
    found: list[str] = (
        Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
        .wrap()
        .get_unused_codes()
    )
    return found
