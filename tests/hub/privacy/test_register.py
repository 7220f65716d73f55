"""Every field that could say something about a person declares what, why and for how long (rules.md D1)."""

import sys

import pytest
from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.contrib.postgres.fields import ArrayField
from django.core.checks import run_checks
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from hub.people.models import Membership, Organisation, Person
from hub.places.models import Address, Place
from hub.privacy import Basis, Personal, declare, plain, register
from hub.privacy.register import PERSONAL, PLAIN, declarable, undeclared
from listings.models import Listing


@pytest.fixture
def made(monkeypatch):
    """A registry of its own, with the hub's people and whatever models a test makes there."""
    registry = Apps([])
    config = AppConfig("made", sys.modules[__name__])
    config.apps, config.models = registry, registry.all_models["made"]
    registry.app_configs["made"] = config
    monkeypatch.setattr(register, "apps", registry)
    return registry


def make_model(registry, name, **fields):
    """A model of no app that is installed: it has no table and ends with the test."""
    meta = type("Meta", (), {"app_label": "made", "apps": registry})
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def test_no_field_of_the_hub_is_undeclared():
    assert undeclared() == []
    assert run_checks(tags=["privacy"]) == []


def test_register_looks_at_every_model_and_not_at_a_few():
    looked_at = {model._meta.label for model, _field in declarable()}
    telling = {"people.Person", "people.Membership", "people.MembershipEvent", "people.Verification"}
    others = {
        "places.Address",
        "listings.Listing",
        "sessions.Session",
        "pghistory.Context",
        "account.EmailAddress",
    }
    assert looked_at >= telling | others
    assert len(list(declarable())) >= 60


@pytest.mark.parametrize("key", sorted(PERSONAL), ids=".".join)
def test_field_whose_declaration_is_taken_away_fails_the_check(monkeypatch, key):
    monkeypatch.delitem(PERSONAL, key)
    assert undeclared() == [".".join(key)]
    (error,) = run_checks(tags=["privacy"])
    assert (error.id, ".".join(key) in error.msg) == ("privacy.E001", True)


def plain_by_need():
    """Not those that say so though nothing could be written in them."""
    return sorted({(model._meta.label, field.name) for model, field in declarable()} & set(PLAIN))


@pytest.mark.parametrize("key", plain_by_need(), ids=".".join)
def test_field_that_no_longer_says_why_it_is_plain_fails_the_check(monkeypatch, key):
    monkeypatch.delitem(PLAIN, key)
    assert undeclared() == [".".join(key)]


@pytest.mark.parametrize(
    ("field", "found"),
    [
        (models.CharField(max_length=20), True),
        (models.TextField(), True),
        (models.EmailField(), True),
        (models.URLField(), True),
        (models.SlugField(), True),
        (models.JSONField(), True),
        (models.FileField(), True),
        (models.ImageField(), True),
        (models.BinaryField(), True),
        (models.GenericIPAddressField(), True),
        (models.CharField(max_length=20, primary_key=True), True),
        (ArrayField(models.CharField(max_length=20)), True),
        (
            models.GeneratedField(
                expression=models.Value("x"), output_field=models.TextField(), db_persist=True
            ),
            True,
        ),
        (ArrayField(models.DateField()), False),
        (models.CharField(max_length=20, choices=[("a", "A")]), False),
        (models.IntegerField(), False),
        (models.BooleanField(), False),
        (models.DateTimeField(), False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, models.Field) else str(value),
)
def test_new_field_in_which_something_could_be_written_has_to_declare(made, field, found):
    make_model(made, "Note", field=field)
    assert undeclared() == (["made.Note.field"] if found else [])


def test_new_model_that_belongs_to_a_person_has_to_declare_all_it_has(made):
    """A date says nothing about anyone, until the row is somebody's."""
    make_model(
        made, "Visit", who=models.ForeignKey(Person, models.CASCADE, related_name="+"), on=models.DateField()
    )
    assert undeclared() == ["made.Visit.who", "made.Visit.on"]


def test_new_model_that_belongs_to_a_person_one_to_one_has_to_declare_too(made):
    make_model(
        made, "Card", who=models.OneToOneField(Person, models.CASCADE, related_name="+", primary_key=True)
    )
    assert undeclared() == ["made.Card.who"]


def test_new_model_that_declares_passes(made):
    model = make_model(made, "Diary", text=models.TextField(), mood=models.CharField(max_length=9))
    personal = Personal(purpose="x", basis=Basis.CONSENT, retention="a year", seen_by="the person")
    try:
        declare(model, text=personal)
        plain(model, "one of three words", "mood")
        assert undeclared() == []
    finally:
        PERSONAL.pop(("made.Diary", "text"), None)
        PLAIN.pop(("made.Diary", "mood"), None)


@pytest.mark.parametrize(
    "declaring", [lambda: declare(Person, shoe_size=None), lambda: plain(Person, "x", "shoe_size")]
)
def test_declaring_a_field_that_is_not_there_stops_the_start(declaring):
    with pytest.raises(FieldDoesNotExist):
        declaring()


def test_no_declaration_is_left_over_and_none_contradicts_another():
    assert set(PERSONAL) & set(PLAIN) == set()
    for label, name in [*PERSONAL, *PLAIN]:
        assert apps.get_model(label)._meta.get_field(name), f"{label}.{name}"


@pytest.mark.parametrize("key", sorted(PERSONAL), ids=".".join)
def test_declaration_says_all_that_the_record_of_processing_needs(key):
    said = PERSONAL[key]
    assert all(len(words) >= 6 for words in (said.purpose, said.retention, said.seen_by))
    assert isinstance(said.basis, Basis)


def test_reason_why_a_field_holds_nothing_personal_is_given():
    assert {key for key, because in PLAIN.items() if len(because.split()) < 3} == set()


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (Person, {"email", "name", "password", "last_login", "is_active", "created", "adult_stated_at"}),
        (Membership, {"person", "organisation", "role", "created"}),
        (Organisation, {"public_email", "public_phone"}),
        (Address, {"building", "street", "town", "postcode"}),
        (Place, set()),
        (Listing, {"safeguarding_lead"}),
    ],
)
def test_personal_fields_of_the_foundation_are_these(model, names):
    label = model._meta.label
    assert {name for owner, name in PERSONAL if owner == label} == names
