"""The privacy notice follows the register: what is declared appears, in people's words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from hub.people.models import Membership, Organisation, Person
from hub.privacy import Basis, Controller, Personal, declare
from hub.privacy.notice import BASES, KINDS, Purpose, notice
from hub.privacy.register import PERSONAL
from tests.pages import Element, read

SHOES = Personal(
    purpose="To lend skates that fit (rules.md S12, D4)",
    basis=Basis.CONSENT,
    retention="until the end of the session",
    seen_by="whoever lends them (D2)",
    controller=Controller.ORGANISATION,
    condition="explicit consent",
)


@pytest.fixture(autouse=True)
def _own_declarations(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test declares ends with it."""
    monkeypatch.setattr("hub.privacy.register.PERSONAL", dict(PERSONAL))


def purpose(words: str) -> Purpose:
    (found,) = [one for one in notice() if one.words == words]
    return found


def section(words: str) -> Element:
    page = read(Client().get("/about/privacy/"))
    (found,) = [one for one in page.all("section") if one.said("h3") == words]
    return found


def test_every_declaration_is_in_the_notice_once_for_each_purpose():
    said = notice()
    words = [one.words for one in said]
    assert len(words) == len(set(words)) >= 8
    declared = {(personal.basis, personal.condition) for personal in PERSONAL.values()}
    assert {use.basis for one in said for use in one.uses} == {str(BASES[basis]) for basis, _ in declared}
    assert sum(len(one.uses) for one in said) == len(set(PERSONAL.values()))


def test_every_basis_is_said_in_words_with_the_name_that_the_law_has_for_it():
    assert set(BASES) == set(Basis)
    for basis, words in BASES.items():
        assert str(words).endswith(f"({basis.value})")


def test_new_declaration_appears_with_all_it_says():
    declare(Organisation, summary=SHOES)
    (use,) = purpose("To lend skates that fit").uses
    verbose = Organisation._meta.get_field("summary").verbose_name
    assert use.data == (f"Organisation: {verbose}",)
    assert use.basis == "You said yes to it, and can take that back at any time (consent)"
    assert use.condition == "Explicit consent"
    assert use.seen_by == "Whoever lends them"
    assert use.retention == "Until the end of the session"
    assert use.controller == "The school or group whose record it is"


@pytest.mark.django_db
def test_new_declaration_appears_on_the_page():
    assert "skates" not in Client().get("/about/privacy/").text
    cache.clear()
    declare(Organisation, summary=SHOES)
    facts = section("To lend skates that fit")
    assert [one.text for one in facts.all("dt")] == [
        "What",
        "Why we may",
        "Who sees it",
        "How long",
        "Who decides",
    ]
    assert "Because it is sensitive, also: Explicit consent" in facts.text
    assert "Until the end of the session" in facts.text


@pytest.mark.django_db
def test_page_has_a_section_for_each_purpose_with_every_use():
    page = read(Client().get("/about/privacy/"))
    assert [one.said("h3") for one in page.all("section")] == [one.words for one in notice()]
    assert len(page.all("section")[0].all("dd")) == 5 * len(notice()[0].uses)
    for one in notice():
        shown = section(one.words).text
        for use in one.uses:
            for words in (*use.data, use.basis, use.seen_by, use.retention, use.controller):
                assert " ".join(words.split()) in shown


def test_same_purpose_with_another_retention_is_one_purpose_with_two_uses():
    declare(Organisation, summary=SHOES)
    declare(Organisation, about=replace(SHOES, retention="a year"))
    assert [use.retention for use in purpose("To lend skates that fit").uses] == [
        "Until the end of the session",
        "A year",
    ]


def test_account_is_called_yours_and_its_plumbing_is_left_out():
    declare(Person, **{field.name: SHOES for field in Person._meta.concrete_fields})
    (use,) = purpose("To lend skates that fit").uses
    (phrase,) = use.data
    assert phrase.startswith("Your account: ")
    assert "name" in phrase
    assert "e-mail address" in phrase
    assert not re.search(r"\bID\b|\bid\b", phrase)


def test_history_is_said_in_a_few_words():
    event = apps.get_model("people", "MembershipEvent")
    declare(event, **{field.name: SHOES for field in event._meta.concrete_fields})
    (use,) = purpose("To lend skates that fit").uses
    assert use.data == (f"{str(Membership._meta.verbose_name).capitalize()}: what was changed, and when",)


def test_no_programmer_s_word_and_no_rule_s_number_is_said():
    said = " ".join(
        " ".join((one.words, *use.data, use.seen_by, use.retention)) for one in notice() for use in one.uses
    )
    assert not re.search(r"pgh|rules\.md|\([SD]\d+|_|\bhash\b|metadata|\buser\b", said), said


def test_models_that_have_words_of_their_own_are_there_and_declared():
    assert set(KINDS) <= {label for label, _name in PERSONAL}


@pytest.mark.django_db
def test_controller_is_this_installation(settings):
    settings.HUB_NAME = "The Quarter"
    assert {use.controller for one in notice() for use in one.uses} == {
        "The Quarter",
        "The school or group whose record it is",
    }
    settings.CONTACTS = {**settings.CONTACTS, "HUB_CONTROLLER": "The Quarter Ltd, 1 High Street"}
    page = read(Client().get("/about/privacy/"))
    assert "The Quarter Ltd, 1 High Street" in page.text


@pytest.mark.django_db
def test_rights_and_the_way_to_the_regulator_are_said(settings):
    settings.CONTACTS = {**settings.CONTACTS, "HUB_PRIVACY_EMAIL": "privacy@hub.example"}
    page = read(Client().get("/about/privacy/"))
    addresses = {link.attributes["href"] for link in page.all("a")}
    assert {
        "mailto:privacy@hub.example",
        "https://ico.org.uk/make-a-complaint/",
        "tel:03031231113",
        "/about/cookies/",
    } <= addresses
    for right in (
        "To see what we keep",
        "put right",
        "deleted",
        "within a month",
        "within 30 days",
        "take back",
    ):
        assert right.lower() in page.text.lower()
