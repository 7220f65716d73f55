"""Who may see pictures and documents, add them, and finish what was set aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from hub.access import NOBODY, Asking, Rule, RuleError, rule
from hub.files.models import Document, Picture

PictureViewers = Callable[[Any], Q]
DocumentViewers = Callable[[Any], Q]
_viewers: list[PictureViewers] = []
_document_viewers: list[DocumentViewers] = []


def register_picture_viewers(viewers: PictureViewers) -> None:
    """Add who may see pictures, in `AppConfig.ready()`: a function from an actor to a Q on Picture.

    Let it look from the picture to the rows that show it: `Q(Exists(scope(actor, rules.view,
    Listing).filter(picture=OuterRef("pk"))))` costs one look-up, where `pk__in` would read every listing.
    """
    _register(viewers, _viewers, view_picture)


def register_document_viewers(viewers: DocumentViewers) -> None:
    """Add who may see documents, in `AppConfig.ready()`: a function from an actor to a Q on Document.

    As with pictures, let it look from the document to the rows that it is the original of.
    """
    _register(viewers, _document_viewers, view_document)


def _register(viewers: Callable[[Any], Q], known: list[Callable[[Any], Q]], about: Rule[Any]) -> None:
    if viewers not in known:
        known.append(viewers)
        # The rule remembers whether it opens to visitors, and that may have changed.
        about.__dict__.pop("opens_to_visitors", None)


def _seen(actor: Asking, known: list[Callable[[Any], Q]]) -> Q:
    seen = NOBODY
    for viewers in known:
        shown = viewers(actor)
        if not shown:
            # To Django an empty Q is no condition: it would show every row.
            raise RuleError(f"{viewers.__module__}: answer with a condition, EVERYONE or NOBODY")
        seen |= Q(pending=False) & shown
    return seen


@rule(Picture)
def view_picture(actor: Asking) -> Q:
    """Whoever may see what shows a picture sees it; people see the pictures they added themselves."""
    return _own(actor) | _seen(actor, _viewers)


@rule(Picture)
def finish_picture(actor: Asking) -> Q:
    """People finish the pictures they added themselves."""
    return _own(actor)


@rule(get_user_model())
def add_picture(actor: Asking) -> Q:
    """Everyone with an account adds pictures, in their own name."""
    return NOBODY if actor.id is None else Q(pk=actor.id, is_active=True)


@rule(Document)
def view_document(actor: Asking) -> Q:
    """A document is seen by those who work with it; until its form is finished, by who added it alone."""
    return (_own(actor) & Q(pending=True)) | _seen(actor, _document_viewers)


@rule(Document)
def finish_document(actor: Asking) -> Q:
    """People finish the documents they added themselves."""
    return _own(actor)


@rule(get_user_model())
def add_document(actor: Asking) -> Q:
    """Everyone with an account adds documents, in their own name, where a form asks for one."""
    return NOBODY if actor.id is None else Q(pk=actor.id, is_active=True)


def _own(actor: Asking) -> Q:
    return NOBODY if actor.id is None else Q(uploaded_by=actor.id, uploaded_by__is_active=True)
