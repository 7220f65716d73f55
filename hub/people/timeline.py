"""What happened to an organisation and its people, told from the history that the database keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.calendar.words import say_date, say_time
from hub.people.models import Person, Role

MOST = 30


@dataclass(frozen=True)
class Told:
    """One thing that happened: when, and a sentence."""

    at: datetime
    text: str

    @property
    def when(self) -> str:
        """ "Saturday 28 November, 10am"."""
        day = timezone.localtime(self.at).date()
        return _("%(day)s, %(time)s") % {"day": say_date(day), "time": say_time(self.at)}


def told_of_roles(organisation: int, most: int = MOST) -> list[Told]:
    """Who got and lost which role in an organisation, by whom, newest first. Two queries."""
    model = apps.get_model("people", "MembershipEvent")
    events = list(
        model.objects.filter(organisation=organisation)
        .select_related("pgh_context")
        .order_by("-pgh_created_at", "-pgh_id")[:most]
    )
    names = names_of([*(event.person_id for event in events), *map(_who, events)])
    return [Told(event.pgh_created_at, _role_words(event, names)) for event in events]


def told_of_states(organisations: Iterable[int]) -> dict[int, list[Told]]:
    """What became of each organisation, by its key, newest first. Two queries for all of them."""
    model = apps.get_model("people", "OrganisationEvent")
    keys = list(organisations)
    events = list(
        model.objects.filter(pgh_obj__in=keys)
        .select_related("pgh_context")
        .order_by("pgh_obj_id", "pgh_created_at", "pgh_id")
    )
    names = names_of(map(_who, events))
    told: dict[int, list[Told]] = {key: [] for key in keys}
    before: Any = None
    for event in events:
        last = before if before is not None and before.pgh_obj_id == event.pgh_obj_id else None
        who = names.get(_who(event), "")
        told[event.pgh_obj_id] += [
            Told(event.pgh_created_at, text) for text in _state_words(last, event, who)
        ]
        before = event
    return {key: rows[::-1][:MOST] for key, rows in told.items()}


def names_of(keys: Iterable[int | None]) -> dict[int | None, str]:
    """What people are called, by their keys. One query; whose account is gone is not among them."""
    wanted = {key for key in keys if key is not None}
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=wanted)} if wanted else {}


def _who(event: Any) -> int | None:
    """The key of the account that made the change; None for the hub's own work."""
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    return metadata.get("user")


def _role_words(event: Any, names: dict[int | None, str]) -> str:
    gone = _("somebody whose account is gone")
    said = {
        "person": names.get(event.person_id, gone),
        "who": names.get(_who(event), ""),
        "role": Role(event.role).label,
    }
    itself = _who(event) == event.person_id
    if event.pgh_label == "delete":
        if itself:
            text = _("%(person)s gave up the role “%(role)s”.") % said
        elif said["who"]:
            text = _("%(who)s took the role “%(role)s” from %(person)s.") % said
        else:
            text = _("%(person)s no longer has the role “%(role)s”.") % said
    elif itself:
        text = _("%(person)s took on the role “%(role)s”.") % said
    elif said["who"]:
        text = _("%(who)s gave %(person)s the role “%(role)s”.") % said
    else:
        text = _("%(person)s has the role “%(role)s”.") % said
    return text[:1].upper() + text[1:]


def _state_words(before: Any, now: Any, who: str) -> Iterator[str]:
    for text in _changes(before, now):
        yield _("%(text)s, by %(who)s.") % {"text": text, "who": who} if who else f"{text}."


def _changes(before: Any, now: Any) -> Iterator[str]:
    """What differs between one event and the one before it (None for the first)."""

    def changed(name: str) -> bool:
        return bool(getattr(before, name, None) != getattr(now, name))

    if before is None:
        yield _("Came to the hub")
    if changed("asked_at") and now.asked_at:
        yield _("Asked to be checked")
    if changed("verified_until"):
        if now.verified_until:
            yield _("Verified until %s") % say_date(now.verified_until)
        else:
            yield _("No longer verified")
    elif before is not None and before.asked_at and not now.asked_at:
        yield _("The check ended without a yes")
    if changed("suspended_at"):
        yield _("Suspended") if now.suspended_at else _("Restored")
    if changed("trusted_since"):
        yield (
            _("Posts without being read first")
            if now.trusted_since
            else _("What it posts is read first again")
        )
    if before is not None and changed("trades_for_profit"):
        yield _("Now run for profit") if now.trades_for_profit else _("No longer run for profit")
