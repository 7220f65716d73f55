"""Who may see a picture, add one, and finish one that was set aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from hub.access import NOBODY, Asking, RuleError, rule
from hub.files.models import Picture

PictureViewers = Callable[[Any], Q]
_viewers: list[PictureViewers] = []


def register_picture_viewers(viewers: PictureViewers) -> None:
    """Add who may see pictures, in `AppConfig.ready()`: a function from an actor to a Q on Picture.

    Let it look from the picture to the rows that show it: `Q(Exists(scope(actor, rules.view,
    Listing).filter(picture=OuterRef("pk"))))` costs one look-up, where `pk__in` would read every listing.
    """
    if viewers not in _viewers:
        _viewers.append(viewers)
        # The rule remembers whether it opens to visitors, and that may have changed.
        view_picture.__dict__.pop("opens_to_visitors", None)


@rule(Picture)
def view_picture(actor: Asking) -> Q:
    """Whoever may see what shows a picture sees it; people see the pictures they added themselves."""
    seen = _own(actor)
    for viewers in _viewers:
        shown = viewers(actor)
        if not shown:
            # To Django an empty Q is no condition: it would show every picture.
            raise RuleError(f"{viewers.__module__}: answer with a condition, EVERYONE or NOBODY")
        seen |= Q(pending=False) & shown
    return seen


@rule(Picture)
def finish_picture(actor: Asking) -> Q:
    """People finish the pictures they added themselves."""
    return _own(actor)


@rule(get_user_model())
def add_picture(actor: Asking) -> Q:
    """Everyone with an account adds pictures, in their own name."""
    return NOBODY if actor.id is None else Q(pk=actor.id, is_active=True)


def _own(actor: Asking) -> Q:
    return NOBODY if actor.id is None else Q(uploaded_by=actor.id, uploaded_by__is_active=True)
