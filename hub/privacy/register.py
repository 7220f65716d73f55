"""Every field that holds personal data says so here; one that could and does not stops the checks.

The privacy notice, the record of processing, retention, subject access and erasure are all
written from these declarations.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Field, Model


class Basis(enum.Enum):
    """The lawful basis, UK GDPR article 6(1)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal obligation"
    VITAL_INTERESTS = "vital interests"
    PUBLIC_TASK = "public task"
    LEGITIMATE_INTERESTS = "legitimate interests"


class Controller(enum.Enum):
    """Who decides about this kind of data."""

    HUB = "Children’s Quarter"
    ORGANISATION = "the school or group whose record it is"


@dataclass(frozen=True)
class Personal:
    """One field's declaration. `condition` is the further one that special-category data needs."""

    purpose: str
    basis: Basis
    retention: str
    seen_by: str
    controller: Controller = Controller.HUB
    condition: str = ""


PERSONAL: dict[tuple[str, str], Personal] = {}
PLAIN: dict[tuple[str, str], str] = {}

# Kinds of field in which something about a person could be written.
TELLING = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.GenericIPAddressField,
    models.BinaryField,
)


def declare(model: type[Model], **fields: Personal) -> None:
    """Declare the personal fields of a model. Raises FieldDoesNotExist for a name it does not have."""
    for name, personal in fields.items():
        model._meta.get_field(name)
        PERSONAL[(model._meta.label, name)] = personal


def plain(model: type[Model], because: str, *fields: str) -> None:
    """Say that these fields could hold something about a person, and why they do not."""
    for name in fields:
        model._meta.get_field(name)
        PLAIN[(model._meta.label, name)] = because


def _about_a_person(model: type[Model]) -> bool:
    """A row that belongs to a person is about that person, whatever its fields are."""
    person = settings.AUTH_USER_MODEL
    return model._meta.label == person or any(
        isinstance(field, models.ForeignKey) and field.related_model._meta.label == person
        for field in model._meta.get_fields()
    )


def _could_tell(field: Field) -> bool:  # type: ignore[type-arg]
    if field.primary_key and field.get_internal_type() in ("AutoField", "BigAutoField"):
        return False
    if _about_a_person(field.model):
        return True
    if isinstance(field, models.ForeignKey):
        return False
    # A list holds what its items hold, a worked-out column what it is worked out as.
    base = getattr(field, "base_field", None) or getattr(field, "output_field", None) or field
    return isinstance(base, TELLING) and not base.choices


def declarable() -> Iterator[tuple[type[Model], Field]]:  # type: ignore[type-arg]
    """Every concrete field in the database that could say something about a person."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            if _could_tell(field):
                yield model, field


def undeclared() -> list[str]:
    """The fields that break rules.md D1, as "app.Model.field"."""
    return [
        f"{model._meta.label}.{field.name}"
        for model, field in declarable()
        if (model._meta.label, field.name) not in PERSONAL and (model._meta.label, field.name) not in PLAIN
    ]
