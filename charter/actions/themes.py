"""Keeping the codebook: making a theme, wording it, no longer using it, and using it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from charter import rules
from charter.models import Change, Consultation, Theme, ThemeChange
from hub.access import hold
from hub.people.actor import Actor

# Parts of addresses under themes/ that no theme may have for a key.
TAKEN_KEYS = frozenset({"new", "print", "csv"})
WORDS = ("name", "definition", "includes", "excludes", "example", "area")


@dataclass(frozen=True)
class ThemeWords:
    """What a theme is called and means."""

    name: str
    definition: str
    includes: str = ""
    excludes: str = ""
    example: str = ""
    area: int | None = None


class ChangedMeanwhile(ValidationError):
    """Somebody else changed the theme after it was shown."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this theme while you were writing. What you wrote is still here; "
                "what it says now stands beside it. Send yours again to put it in its place."
            ),
            code="changed",
        )


@transaction.atomic
def create_theme(consultation: int, words: ThemeWords, *, by: Actor) -> Theme:
    """Add a theme to the codebook. Raises ValidationError by field, NotAllowed."""
    return make_theme(hold(by, rules.analyse, consultation), words, by)


@transaction.atomic
def edit_theme(theme: int, words: ThemeWords, *, edition: int, by: Actor) -> Theme:
    """Word a theme anew; its history keeps what it said.

    Raises ChangedMeanwhile, ValidationError by field, NotAllowed.
    """
    held = hold(by, rules.edit_theme, theme)
    if held.edition != edition:
        raise ChangedMeanwhile
    before = {name: getattr(held, name) for name in WORDS}
    if before == asdict(words):
        return held
    _write(held, words)
    record(held, Change.WORDED, by, before=before)
    return held


@transaction.atomic
def retire_theme(theme: int, *, note: str = "", by: Actor) -> Theme:
    """No longer offer a theme to readers. What was marked with it stays and counts. Raises NotAllowed."""
    held = hold(by, rules.use_theme, theme)
    retire(held)
    record(held, Change.RETIRED, by, note=note)
    return held


@transaction.atomic
def restore_theme(theme: int, *, by: Actor) -> Theme:
    """Offer a theme again. Raises ValidationError where another has its name now; NotAllowed."""
    held = hold(by, rules.edit_theme, theme)
    if held.retired_at is None:
        return held
    held.retired_at = None
    _check_name(held)
    held.edition += 1
    held.save(update_fields=["retired_at", "edition"])
    record(held, Change.RESTORED, by)
    return held


def make_theme(consultation: Consultation, words: ThemeWords, by: Actor) -> Theme:
    """A new theme of a consultation that the caller holds. Raises ValidationError by field."""
    theme = Theme(consultation=consultation, key=_free_key(consultation, words.name), edition=0)
    _write(theme, words)
    record(theme, Change.MADE, by)
    return theme


def retire(theme: Theme) -> None:
    """Take a held theme out of use."""
    theme.retired_at = timezone.now()
    theme.edition += 1
    theme.save(update_fields=["retired_at", "edition"])


def record(
    theme: Theme,
    change: Change,
    by: Actor,
    *,
    into: Theme | None = None,
    before: dict[str, object] | None = None,
    note: str = "",
) -> None:
    """Add a step to a theme's history."""
    ThemeChange.objects.create(
        theme=theme, change=change, into=into, before=before or {}, note=note.strip(), made_by_id=by.id
    )


def _write(theme: Theme, words: ThemeWords) -> None:
    for name, value in asdict(words).items():
        setattr(theme, name, value)
    theme.edition += 1
    theme.full_clean(exclude=["consultation"], validate_constraints=False)
    _check_name(theme)
    theme.save()


def _check_name(theme: Theme) -> None:
    """Two themes in use may not share a name. Raises ValidationError under `name`."""
    others = Theme.objects.filter(consultation=theme.consultation_id, retired_at=None).exclude(pk=theme.pk)
    if theme.retired_at is None and others.filter(name__iexact=theme.name).exists():
        raise ValidationError({"name": _("There is a theme of that name already.")})


def _free_key(consultation: Consultation, name: str) -> str:
    """A short name for the address, that no other theme of the consultation has."""
    base = slugify(name)[:50].strip("-") or "theme"
    taken = set(Theme.objects.filter(consultation=consultation).values_list("key", flat=True)) | TAKEN_KEYS
    if base not in taken:
        return base
    return next(key for number in range(2, len(taken) + 3) if (key := f"{base}-{number}") not in taken)
