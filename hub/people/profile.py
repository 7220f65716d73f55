"""What an organisation says of itself in public, as one value: what its form fills in and its page shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.people.models import Organisation
from hub.privacy.scan import Finding, find_personal
from hub.web.formatting import unformatted

# What says who an organisation is: changed after a check, it is checked again.
IDENTITY = ("name", "charity_number", "school_urn")
# Free text, in which a personal detail can stand. What is meant to be public has fields of its own (D2).
TEXTS = ("name", "summary", "about")

LABELS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "sort": gettext_lazy("Sort"),
    "summary": gettext_lazy("In one sentence"),
    "about": gettext_lazy("About"),
    "offers": gettext_lazy("What you offer"),
    "website": gettext_lazy("Website"),
    "public_email": gettext_lazy("Public e-mail address"),
    "public_phone": gettext_lazy("Public telephone number"),
    "charity_number": gettext_lazy("Charity number"),
    "school_urn": gettext_lazy("School number (URN)"),
    "trades_for_profit": gettext_lazy("It trades for profit"),
}


@dataclass(frozen=True)
class Profile:
    """The public words and facts of an organisation; `offers` are values of Offer."""

    name: str
    sort: str
    summary: str = ""
    about: str = ""
    offers: tuple[str, ...] = ()
    website: str = ""
    public_email: str = ""
    public_phone: str = ""
    charity_number: str = ""
    school_urn: str = ""
    trades_for_profit: bool = False

    def columns(self) -> dict[str, Any]:
        """As the organisation's own columns."""
        return {**asdict(self), "offers": list(self.offers)}

    def write(self, organisation: Organisation) -> None:
        """Put it on a row, which the caller holds and saves."""
        for name, value in self.columns().items():
            setattr(organisation, name, value)


NAMES = tuple(field.name for field in fields(Profile))


def profile_of(organisation: Organisation) -> Profile:
    """What an organisation says now."""
    values = {name: getattr(organisation, name) for name in NAMES}
    return Profile(**{**values, "offers": tuple(sorted(organisation.offers))})


def check_profile(profile: Profile) -> None:
    """Refuse personal details in text that goes public (rules.md D8). Raises ValidationError by field."""
    errors = {name: error for name in TEXTS if (error := _personal(profile, name))}
    if errors:
        raise ValidationError(errors)


def _personal(profile: Profile, name: str) -> str:
    """What somebody has to take out of a text, as a sentence; "" where it tells nothing personal."""
    text = getattr(profile, name)
    found = {found: words for found, words in _found(text) if not _is_public(profile, found)}
    if not found:
        return ""
    told = ", ".join(f"“{excerpt}” ({words})" for excerpt, words in found.items())
    return _(
        "This text is public, and we found %(found)s in it. Take it out. For what everyone may use to reach "
        "you, there are the public contact fields; your address has a page of its own."
    ) % {"found": told}


def _found(text: str) -> Iterator[tuple[str, str]]:
    """Each detail with what it looks like, in the text as it is typed and as it is read once drawn."""
    for version in (text, unformatted(text)):
        finding: Finding
        for finding in find_personal(version):
            yield version[finding.start : finding.end], str(finding.words)


def _is_public(profile: Profile, found: str) -> bool:
    """Whether it is the contact that the organisation itself makes public (rules.md D2)."""
    if profile.public_email and found.casefold() == profile.public_email.casefold():
        return True
    digits = _digits(found)
    return bool(digits) and digits == _digits(profile.public_phone) and "@" not in found


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
