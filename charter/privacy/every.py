"""Declares all fields of a model at once."""

from django.db.models import Model

from hub.privacy import Personal, declare, plain
from hub.privacy.register import PERSONAL, declarable


def every(model: type[Model], personal: Personal) -> None:
    """Declare every field that could say something about a person."""
    declare(model, **{field.name: personal for owner, field in declarable() if owner is model})


def the_rest_plain(model: type[Model], because: str) -> None:
    """Say of every field that is not declared why it holds nothing about a person."""
    label = model._meta.label
    names = (field.name for owner, field in declarable() if owner is model)
    plain(model, because, *(name for name in names if (label, name) not in PERSONAL))
