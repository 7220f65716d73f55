"""Who sees pictures in these tests: whoever sees the organisation whose logo they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from hub.access import EVERYONE, NOBODY, scope
from hub.files import rules
from hub.files.rules import (
    register_document_viewers,
    register_picture_viewers,
    view_document,
    view_picture,
)
from hub.people.actor import Actor
from hub.people.models import Organisation
from hub.people.rules import view_organisation


def logos(actor: Actor) -> Q:
    """The pictures that are the logo of an organisation that the actor sees."""
    return Q(Exists(scope(actor, view_organisation, Organisation).filter(logo=OuterRef("pk"))))


@pytest.fixture
def logos_are_shown() -> Iterator[None]:
    register_picture_viewers(logos)
    yield
    rules._viewers.remove(logos)
    view_picture.__dict__.pop("opens_to_visitors", None)


@pytest.fixture
def documents_are_shown() -> Iterator[list[int]]:
    """Documents are seen by the people whose keys are in this list."""
    readers: list[int] = []

    def viewers(actor: Actor) -> Q:
        return EVERYONE if actor.id in readers else NOBODY

    register_document_viewers(viewers)
    yield readers
    rules._document_viewers.remove(viewers)
    view_document.__dict__.pop("opens_to_visitors", None)


@pytest.fixture
def stored() -> Path:
    """The folder in which the folders of pictures lie."""
    return Path(settings.MEDIA_ROOT) / "pictures"
