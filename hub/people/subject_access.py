"""What the hub knows of somebody, found by the register of personal data (rules.md D4, D5).

Every row of every model that names the person is theirs to see: by a foreign key, or by their e-mail address.
What such a row says about somebody else is held back for a person to look at, and what opens a door is not
shown at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import models
from django.db.models import Field, ForeignKey, Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.people.models import Person
from hub.people.said import say_value
from hub.privacy.notice import FIELDS
from hub.privacy.register import PERSONAL, Personal

# Foreign keys that say whose row it is. Others, such as decided_by, say who did something.
OWNERS = {"user", "person", "recipient"}
# What opens an account: never shown, and worth nothing to whom it belongs.
SECRETS = {
    ("people.Person", "password"),
    ("mfa.Authenticator", "data"),
    ("usersessions.UserSession", "session_key"),
    ("sessions.Session", "session_key"),
    ("sessions.Session", "session_data"),
}
# Found by neither a foreign key to the person nor their address.
_ELSEWHERE = {
    "pghistory.Context": lambda person: Q(metadata__user=person.pk),
    "sessions.Session": lambda person: Q(
        session_key__in=UserSession.objects.filter(user=person).values("session_key")
    ),
}


@dataclass(frozen=True)
class Fact:
    """One field of a row. `value` is for machines (None where it is held back), `said` for people."""

    name: str
    words: str
    value: Any
    said: str


@dataclass(frozen=True)
class Part:
    """All that one model holds of a person: why, how long, and its rows, newest first.

    `rows` may be cut short; `count` is how many there are. `goes`: whether it goes with the account.
    """

    model: type[Model]
    title: str
    declared: tuple[Personal, ...]
    rows: tuple[tuple[Fact, ...], ...]
    count: int
    goes: bool


# Models that come with libraries, whose own words are for programmers.
_TITLES: dict[str, str | Promise] = {
    "people.Person": gettext_lazy("Your account"),
    "account.EmailAddress": gettext_lazy("Your e-mail address"),
    "mfa.Authenticator": gettext_lazy("Your passkeys, authenticator app and recovery codes"),
    "usersessions.UserSession": gettext_lazy("Where you are signed in"),
    "sessions.Session": gettext_lazy("That you are signed in there"),
    "pghistory.Context": gettext_lazy("That it was you who changed something"),
}


def parts_of(person: Person, *, most: int | None = None) -> Iterator[Part]:
    """All that the hub holds of a person, model by model, with at most so many rows of each."""
    found = apps.get_models(include_auto_created=True)
    # Oneself first, then what the hub's own parts hold, then what keeps it running.
    for model in sorted(found, key=lambda one: (one is not Person, one._meta.label not in _TITLES)):
        fields = _declared(model)
        if not fields or model._meta.proxy or not model._meta.managed:
            continue
        rows = _rows_of(model, person)
        count = rows.count() if rows is not None else 0
        if rows is None or not count:
            continue
        shown = list(rows.order_by("-pk")[:most])
        yield Part(
            model=model,
            title=_title(model),
            declared=tuple(dict.fromkeys(PERSONAL[(model._meta.label, field.name)] for field in fields)),
            rows=tuple(_facts(shown, fields, person)),
            count=count,
            goes=_goes(model),
        )


def _declared(model: type[Model]) -> list[Field]:  # type: ignore[type-arg]
    label = model._meta.label
    return [field for field in model._meta.concrete_fields if (label, field.name) in PERSONAL]


def _people_of(model: type[Model]) -> list[ForeignKey]:  # type: ignore[type-arg]
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Person
    ]


def _rows_of(model: type[Model], person: Person) -> QuerySet[Model] | None:
    """The rows that name a person; None where a model never names one."""
    if model is Person:
        return model._default_manager.filter(pk=person.pk)
    asked = [Q(**{field.attname: person.pk}) for field in _people_of(model)]
    asked += [Q(**{f"{name}__iexact": person.email}) for name in _addresses(model)]
    if model._meta.label in _ELSEWHERE:
        asked.append(_ELSEWHERE[model._meta.label](person))
    if not asked:
        return None
    found = asked[0]
    for more in asked[1:]:
        found |= more
    return model._default_manager.filter(found)


def _addresses(model: type[Model]) -> list[str]:
    return [field.name for field in _declared(model) if isinstance(field, models.EmailField)]


def _is_about(row: Model, person: Person) -> bool:
    """Whether a row is about the person, and not only something that they did."""
    model = type(row)
    if model is Person or model._meta.label in _ELSEWHERE:
        return True
    owned = any(
        getattr(row, field.attname) == person.pk for field in _people_of(model) if field.name in OWNERS
    )
    return owned or any(str(getattr(row, name)).lower() == person.email.lower() for name in _addresses(model))


def _facts(
    rows: list[Model],
    fields: list[Field],  # type: ignore[type-arg]
    person: Person,
) -> Iterator[tuple[Fact, ...]]:
    names = {field.name: _names(rows, field) for field in fields if isinstance(field, ForeignKey)}
    for row in rows:
        about = _is_about(row, person)
        yield tuple(_fact(row, field, person, about, names.get(field.name, {})) for field in fields)


def _names(rows: list[Model], field: ForeignKey) -> dict[Any, str]:  # type: ignore[type-arg]
    """What the rows of a foreign key are called, in one query. Of what is gone there is only its number."""
    if field.related_model is Person:
        return {}
    keys = {getattr(row, field.attname) for row in rows} - {None}
    found = field.related_model._default_manager.in_bulk(list(keys)) if keys else {}
    return {key: str(one) for key, one in found.items()}


def _fact(row: Model, field: Field, person: Person, about: bool, names: dict[Any, str]) -> Fact:  # type: ignore[type-arg]
    words = str(FIELDS.get(field.name) or field.verbose_name)
    value = getattr(row, field.attname)
    secret = (type(row)._meta.label, field.name) in SECRETS or (
        getattr(row, "secret", False) and field.name in ("text", "html")
    )
    if value in (None, ""):
        return Fact(field.name, words, value, "–")
    if secret:
        return Fact(field.name, words, None, _("Not shown: it opens your account."))
    if isinstance(field, ForeignKey) and field.related_model is Person:
        yours = value == person.pk
        return Fact(field.name, words, value if yours else None, _("You") if yours else _held())
    if not about and _may_tell_of_others(field):
        return Fact(field.name, words, None, _held())
    if isinstance(field, ForeignKey):
        name = names.get(value, "")
        return Fact(field.name, words, {"number": value, "name": name}, name or str(value))
    return Fact(field.name, words, _plain(value), say_value(row, field, value))


def _may_tell_of_others(field: Field) -> bool:  # type: ignore[type-arg]
    """Whether words about somebody else may stand there: D4 has a person look at them first."""
    free = isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField)
    return free and not field.choices


def _plain(value: Any) -> Any:
    return f"({len(value)} bytes)" if isinstance(value, bytes | memoryview) else value


def _held() -> str:
    return _("About somebody else: held back until a person has looked at it.")


def _title(model: type[Model]) -> str:
    label = model._meta.label
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None:
        return _("History: %(what)s") % {"what": tracked._meta.verbose_name_plural}
    return capfirst(str(_TITLES.get(label, model._meta.verbose_name_plural)))


def _goes(model: type[Model]) -> bool:
    """Whether these rows are deleted with the account. What only names its doer stays without the name."""
    if model is Person or model._meta.label == "sessions.Session":
        return True
    return any(
        field.name in OWNERS and field.remote_field.on_delete is models.CASCADE for field in _people_of(model)
    )


def as_json(person: Person) -> dict[str, Any]:
    """The same for machines, whole: ready for DjangoJSONEncoder."""
    return {
        "of": {"number": person.pk, "email": person.email},
        "parts": [
            {
                "model": part.model._meta.label,
                "what": part.title,
                "why": [
                    {
                        "purpose": one.purpose,
                        "lawful_basis": one.basis.value,
                        "kept": one.retention,
                        "seen_by": one.seen_by,
                        "controller": one.controller.value,
                    }
                    for one in part.declared
                ],
                "rows": [_row(row) for row in part.rows],
            }
            for part in parts_of(person)
        ],
    }


def _row(facts: tuple[Fact, ...]) -> dict[str, Any]:
    held = {fact.name: fact.said for fact in facts if fact.value is None and fact.said != "–"}
    row = {fact.name: fact.value for fact in facts if fact.name not in held}
    return {**row, "held_back": held} if held else row
