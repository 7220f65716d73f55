"""What the steward needs to know to check a school or group, fetched for a whole page at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.calendar.words import say_date
from hub.people.models import Kind, Organisation, Outcome, Verification
from hub.people.timeline import Told, names_of, told_of_states

# What is looked at as a rule. The words go public, one after the other, after "checked on …:".
STANDARD: dict[str, tuple[tuple[str, str | Promise], ...]] = {
    Kind.GROUP: (
        ("charity", gettext_lazy("its entry in the register of charities")),
        ("constitution", gettext_lazy("its constitution or rules")),
        ("runs", gettext_lazy("who runs it")),
        ("contact", gettext_lazy("that its public contact answers")),
        ("speaks", gettext_lazy("that whoever posts for it speaks for it")),
        ("policy", gettext_lazy("that it has a safeguarding policy")),
    ),
    Kind.SCHOOL: (
        ("register", gettext_lazy("its entry in the register of schools")),
        ("office", gettext_lazy("that its office answers")),
        ("speaks", gettext_lazy("that whoever posts for it speaks for it")),
        ("website", gettext_lazy("that its website is its own")),
    ),
}
CHARITY = "https://register-of-charities.charitycommission.gov.uk/charity-details/?regid=%s&subid=0"
SCHOOL = "https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/%s"


@dataclass(frozen=True)
class Earlier:
    """An earlier check: its heading, and what was checked or why it was refused."""

    when: str
    outcome: str
    verified: bool
    who: str
    text: str


@dataclass
class Case:
    """One organisation as the steward sees it."""

    organisation: Organisation
    why: str
    asked_by: str = ""
    register_words: str = ""
    register_url: str = ""
    changed: list[str] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)
    states: list[Told] = field(default_factory=list)


def cases_of(rows: Sequence[Organisation]) -> dict[int, Case]:
    """What is known of each, by its key. As many queries for thirty as for one."""
    keys = [row.pk for row in rows]
    checks: dict[int, list[Verification]] = {key: [] for key in keys}
    for check in Verification.objects.filter(organisation__in=keys).select_related("decided_by"):
        checks[check.organisation_id].append(check)
    states, askers = told_of_states(keys), _askers(keys)
    return {row.pk: _case(row, checks[row.pk], states[row.pk], askers.get(row.pk, "")) for row in rows}


def register_link(organisation: Organisation) -> tuple[str, str]:
    """Words and address of its entry in a public register; both empty where it has no number of one."""
    if organisation.school_urn:
        return _("Look it up in the register of schools"), SCHOOL % organisation.school_urn
    # Charities of Scotland and Northern Ireland, whose numbers begin with letters, stand elsewhere.
    if organisation.charity_number.isascii() and organisation.charity_number.isdigit():
        return _("Look it up in the register of charities"), CHARITY % organisation.charity_number
    return "", ""


def _case(row: Organisation, checks: list[Verification], states: list[Told], asker: str) -> Case:
    words, url = register_link(row)
    last = checks[0] if checks else None
    return Case(
        organisation=row,
        why=_why(row, timezone.localdate()),
        asked_by=asker,
        register_words=words,
        register_url=url,
        changed=_changed_since(row, last, states),
        earlier=[_earlier(check) for check in checks],
        states=states,
    )


def _why(row: Organisation, today: date) -> str:
    """Why it waits, or how it stands."""
    if row.suspended_at:
        return _("Suspended since %s") % say_date(timezone.localdate(row.suspended_at))
    if row.asked_at:
        return _("Asked on %s") % say_date(timezone.localdate(row.asked_at))
    if row.verified_until is None:
        return _("Never asked to be checked")
    if row.verified_until < today:
        return _("Its check ran out on %s") % say_date(row.verified_until)
    return _("Its check runs out on %s") % say_date(row.verified_until)


def _askers(keys: list[int]) -> dict[int, str]:
    """Who asked for the check that is still to come: from the change that set it."""
    model = apps.get_model("people", "OrganisationEvent")
    asked = list(
        model.objects.filter(pgh_obj__in=keys, asked_at=F("pgh_obj__asked_at"))
        .select_related("pgh_context")
        .order_by("pgh_obj_id", "pgh_id")
        .distinct("pgh_obj_id")
    )
    by: dict[int, Any] = {
        event.pgh_obj_id: (event.pgh_context.metadata if event.pgh_context else {}).get("user")
        for event in asked
    }
    names = names_of(by.values())
    return {key: names[person] for key, person in by.items() if person in names}


def _changed_since(row: Organisation, last: Verification | None, states: list[Told]) -> list[str]:
    if last is None:
        return []
    since = [f"{told.when}: {told.text}" for told in states if timezone.localdate(told.at) > last.decided_on]
    edited = timezone.localdate(row.updated)
    if edited > last.decided_on:
        since.append(_("Its page was last changed on %s.") % say_date(edited))
    return since


def _earlier(check: Verification) -> Earlier:
    verified = check.outcome == Outcome.VERIFIED
    return Earlier(
        when=say_date(check.decided_on),
        outcome=check.get_outcome_display(),
        verified=verified,
        who=str(check.decided_by or _("somebody whose account is gone")),
        text=check.checked if verified else check.reason,
    )
