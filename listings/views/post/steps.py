"""The steps of posting a series, with progress that is true: a step is done when what it asks is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from listings.models import Listing
from listings.models.listing import Cost


@dataclass(frozen=True)
class Step:
    """One step: its key, words, address ("" where it can't be gone to yet), and how it stands."""

    key: str
    words: Any
    url: str
    done: bool
    current: bool


WORDS = (
    ("what", _("What and where")),
    ("when", _("When")),
    ("dates", _("Check the dates")),
    ("who", _("Who it is for and what it costs")),
    ("preview", _("Look and send")),
)


def steps_of(listing: Listing | None, current: str, *, seen: bool = False) -> list[Step]:
    """All five. `seen`: whoever looks has said that the dates are right as they are now."""
    schedule = getattr(listing, "schedule", None)
    done = {
        "what": listing is not None,
        "when": schedule is not None,
        "dates": schedule is not None and (seen or not (schedule.rrule or schedule.rdates)),
        "who": listing is not None and _says_who(listing),
        "preview": False,
    }
    return [Step(key, words, _address(listing, key), done[key], key == current) for key, words in WORDS]


def _says_who(listing: Listing) -> bool:
    """Whether anybody has said something about who it is for or what it costs."""
    return listing.cost != Cost.UNKNOWN or listing.age_from is not None or listing.age_to is not None


def _address(listing: Listing | None, key: str) -> str:
    if listing is None:
        return ""
    if key in ("dates", "preview"):
        return reverse(f"post-{key}", args=[listing.slug])
    return reverse("post-step", args=[listing.slug, key])
