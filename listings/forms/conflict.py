"""Two people at one form: what the other changed is shown beside what was typed, and nothing is lost."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import QueryDict

from listings.actions.content import Content, Difference, differences, from_json, to_json
from listings.forms.base import ContentForm, Theirs

SALT = "listings.opened"


def write_opened(content: Content | None) -> str:
    """What a form was opened with, to travel with it; "" for a new listing."""
    return signing.dumps(to_json(content), salt=SALT, compress=True) if content else ""


def read_opened(token: str) -> Content | None:
    """What a form was opened with; None where that is not known."""
    try:
        return from_json(signing.loads(token, salt=SALT))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def touched(form: ContentForm, changes: list[Difference]) -> list[Difference]:
    """Those of the changes that are about fields of this form."""
    return [change for change in changes if form.fields_of(change.field)]


def merged(
    form: ContentForm, before: Content | None, now: Content, fresh: ContentForm
) -> tuple[QueryDict, dict[str, Theirs]]:
    """What the form shows once somebody else has saved: as data, and by field what they made of it.

    `form` is valid; `fresh` is the same form over what the listing says now. A part that only they changed
    is theirs; of a part that both changed, what was typed here stays, with theirs beside it.
    """
    typed = form.content(before or now)
    base = before or typed
    mine = {change.field for change in differences(base, typed)} if before else None
    data = QueryDict(mutable=True)
    data.update(form.data)
    theirs: dict[str, Theirs] = {}
    for change in touched(form, differences(base, now)):
        names = form.fields_of(change.field)
        taken = mine is not None and change.field not in mine
        theirs[names[0]] = Theirs(change.pieces, taken)
        if taken:
            for name in names:
                _put(data, name, fresh.initial.get(name))
    return data, theirs


def _put(data: QueryDict, name: str, value: Any) -> None:
    """A field's value as a browser would send it."""
    data.pop(name, None)
    if isinstance(value, (list, tuple)):
        data.setlist(name, [str(one) for one in value])
    elif value is True:
        data[name] = "on"
    elif value not in (None, False):
        data[name] = str(value)
