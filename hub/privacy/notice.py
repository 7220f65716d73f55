"""The privacy notice, written from the register: what is kept about people, grouped by why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.privacy import register
from hub.privacy.register import Basis, Controller, Personal

Words = str | Promise
# The number of a rule means something to those who build the hub, not to those who read the notice.
RULE = re.compile(r"\s*\((?:rules\.md\s+)?[SD]\d+(?:\s*(?:,|and|to|–)\s*[SD]\d+)*\)")
# No facts about a person: a row’s number, and what the history needs to hang together.
PLUMBING = re.compile(
    r"(?:id|key|\w*edition|pgh_\w+|\w*_hash|digest|widths?|height|bytes|message_id|kind|secret|attempts)\Z"
)

BASES: dict[Basis, Words] = {
    Basis.CONSENT: gettext_lazy("You said yes to it, and can take that back at any time (consent)"),
    Basis.CONTRACT: gettext_lazy("Without it we could not do what you ask of this website (contract)"),
    Basis.LEGAL_OBLIGATION: gettext_lazy("The law asks us to (legal obligation)"),
    Basis.VITAL_INTERESTS: gettext_lazy("Somebody’s life or safety may depend on it (vital interests)"),
    Basis.PUBLIC_TASK: gettext_lazy("It is part of a job done for the public (public task)"),
    Basis.LEGITIMATE_INTERESTS: gettext_lazy(
        "There is a good reason for it that does not outweigh your rights (legitimate interests)"
    ),
}
# What is kept in rows whose own words are for programmers, or are a form's questions. Others are told by the
# names of their fields.
KINDS: dict[str, Words] = {
    "people.Membership": gettext_lazy("which role you have in which school or group, and since when"),
    "people.Invitation": gettext_lazy(
        "an invitation: the e-mail address, the roles, who sent it, and whether it was accepted"
    ),
    "people.Verification": gettext_lazy(
        "a check of a school or group: who did it, when, what was checked, the outcome and the reason"
    ),
    "listings.Moderation": gettext_lazy(
        "a decision about a listing: who made it, when, why, and what the listing said then"
    ),
    "listings.Proposal": gettext_lazy("a change to a listing that waits to be read: what it is, and whose"),
    "listings.Unsaved": gettext_lazy("what you typed into a listing’s form and have not saved yet"),
    "listings.Report": gettext_lazy(
        "a report: what you wrote, your e-mail address if you gave it, and the answer"
    ),
    "listings.Appeal": gettext_lazy("an appeal: what you wrote, who decides, and the answer"),
    "account.EmailAddress": gettext_lazy("your e-mail address, and whether you have confirmed it"),
    "mfa.Authenticator": gettext_lazy(
        "your second steps for signing in: passkeys and codes, and when you used them"
    ),
    "usersessions.UserSession": gettext_lazy("where you are signed in: the kind of browser, and when"),
    "sessions.Session": gettext_lazy("that you are signed in, and until when"),
    "pghistory.Context": gettext_lazy("the number of the account that made a change, and of the request"),
}
FIELDS: dict[str, Words] = {
    "created": gettext_lazy("when it was made"),
    "updated": gettext_lazy("when it was last changed"),
    "last_login": gettext_lazy("when you last signed in"),
    "is_active": gettext_lazy("whether you can sign in"),
    "adult_stated_at": gettext_lazy("when you said that you are 18 or over"),
    "last_seen": gettext_lazy("when you were last here"),
    "person": gettext_lazy("who"),
    "user": gettext_lazy("who"),
}


@dataclass(frozen=True)
class Use:
    """One way in which data are kept: what, on what basis, seen by whom, for how long, and who decides.

    `data` are phrases such as "person: name, e-mail address"; `condition` is empty but for special-category
    data.
    """

    data: tuple[str, ...]
    basis: str
    condition: str
    seen_by: str
    retention: str
    controller: str


@dataclass(frozen=True)
class Purpose:
    """Why something is kept, and what is kept for it."""

    words: str
    uses: tuple[Use, ...]


def notice() -> list[Purpose]:
    """Every purpose in the register with all that is declared for it, in the order of the declarations."""
    grouped: dict[str, dict[Personal, list[tuple[str, str]]]] = {}
    for key, personal in register.PERSONAL.items():
        grouped.setdefault(_plain(personal.purpose), {}).setdefault(personal, []).append(key)
    return [
        Purpose(words, tuple(_use(personal, keys) for personal, keys in uses.items()))
        for words, uses in grouped.items()
    ]


def _use(personal: Personal, keys: list[tuple[str, str]]) -> Use:
    return Use(
        data=tuple(_data(keys)),
        basis=str(BASES[personal.basis]),
        condition=_plain(personal.condition),
        seen_by=_plain(personal.seen_by),
        retention=_plain(personal.retention),
        controller=_controller(personal.controller),
    )


def _controller(controller: Controller) -> str:
    if controller is Controller.HUB:
        return str(settings.HUB_NAME)
    return capfirst(_("the school or group whose record it is"))


def _plain(words: str) -> str:
    return capfirst(RULE.sub("", words))


def _data(keys: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A phrase for each model: its name, and what is kept of it."""
    fields: dict[str, list[str]] = {}
    for label, name in keys:
        fields.setdefault(label, []).append(name)
    for label, names in fields.items():
        yield capfirst(_phrase(apps.get_model(label), names))


def _phrase(model: type[Model], names: list[str]) -> str:
    if model._meta.label in KINDS:
        return str(KINDS[model._meta.label])
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None:
        return _("%(kind)s: what was changed, and when") % {"kind": _kind(tracked)}
    say = partial(_field, model)
    told = list(dict.fromkeys(say(name) for name in names if not PLUMBING.match(name)))
    return f"{_kind(model)}: {', '.join(told)}" if told else _kind(model)


def _kind(model: type[Model]) -> str:
    own = model._meta.label == settings.AUTH_USER_MODEL
    return _("your account") if own else str(model._meta.verbose_name)


def _field(model: type[Model], name: str) -> str:
    field = model._meta.get_field(name)
    own = FIELDS.get(name)
    return str(own if own or not isinstance(field, Field) else field.verbose_name)
