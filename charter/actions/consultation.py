"""Makes a consultation, changes what it says about itself, and throws away one that was never launched."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, fields

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.lengths import check_row
from charter.actions.meanwhile import check_mark
from charter.models import Consultation, Version
from hub.access import hold
from hub.people.actor import Actor
from hub.web.pagecache import clear_pages

LONGEST_SLUG = 60
# Addresses under /charter/manage/ and /charter/consultation/ that belong to pages of the hub's own.
RESERVED_SLUGS = frozenset({"new", "news", "resume", "text"})


@dataclass(frozen=True)
class Details:
    """What a consultation says about itself. `slug`: "" for one made of the title, or to let it stay."""

    title: str
    summary: str
    introduction: str = ""
    how_to_answer: str = ""
    slug: str = ""


WORDS = tuple(one.name for one in fields(Details) if one.name != "slug")


def said_of(consultation: Consultation) -> dict[str, str]:
    """What a consultation says about itself, by field of Details."""
    return {one.name: getattr(consultation, one.name) for one in fields(Details)}


def free_slug(title: str) -> str:
    """An address made of a title that no consultation has."""
    base = slugify(title)[:LONGEST_SLUG].strip("-") or "consultation"
    slug = base
    while slug in RESERVED_SLUGS or Consultation.objects.filter(slug=slug).exists():
        slug = f"{base}-{secrets.token_hex(2)}"
    return slug


@transaction.atomic
def create_consultation(details: Details, organisation: int, *, by: Actor) -> Consultation:
    """A new consultation with an empty first version, seen by nobody but the steward.

    `organisation` is the steward's. Raises NotAllowed, and ValidationError by field.
    """
    hold(by, rules.add_consultation, organisation)
    consultation = Consultation()
    _say(consultation, details)
    consultation.slug = consultation.slug or free_slug(details.title)
    _check(consultation)
    consultation.save()
    Version.objects.create(consultation=consultation, number=1)
    return consultation


@transaction.atomic
def change_details(pk: int, details: Details, *, mark: str, by: Actor) -> Consultation:
    """Let a consultation say this about itself; once launched, everyone reads it at once.

    `mark`: of what the form was opened with. Raises NotAllowed, ChangedMeanwhile, and ValidationError by
    field. Its address stays once it is launched.
    """
    consultation = hold(by, rules.edit_consultation, pk)
    wanted = {**asdict(details), "slug": details.slug or consultation.slug}
    now = said_of(consultation)
    check_mark(now, mark, wanted)
    if consultation.published_at and wanted["slug"] != consultation.slug:
        raise ValidationError({"slug": _("It is launched: people have this address, so it stays.")})
    if wanted == now:
        return consultation
    _say(consultation, details)
    _check(consultation)
    consultation.edition += 1
    consultation.save(update_fields=[*WORDS, "slug", "edition"])
    clear_pages()
    return consultation


@transaction.atomic
def delete_consultation(pk: int, *, by: Actor) -> None:
    """Throw away a consultation that was never launched, with all its questions. Raises NotAllowed."""
    hold(by, rules.delete_consultation, pk).delete()


def _say(consultation: Consultation, details: Details) -> None:
    for name in WORDS:
        setattr(consultation, name, getattr(details, name))
    consultation.slug = details.slug or consultation.slug


def _check(consultation: Consultation) -> None:
    if consultation.slug in RESERVED_SLUGS:
        raise ValidationError({"slug": _("The hub needs this address itself. Choose another.")})
    try:
        check_row(consultation, exclude=("published_at", "opens_at", "closes_at", "results_published_at"))
    except ValidationError as error:
        if "slug" in error.error_dict and Consultation.objects.filter(slug=consultation.slug).exists():
            error.error_dict["slug"] = [ValidationError(_("Another consultation has this address."))]
        raise
