"""Merging themes and splitting them: what was marked with one moves to another, and the history stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.derive import derive_themes, lock_answers
from charter.actions.themes import ThemeWords, make_theme, record, retire
from charter.models import Change, Passage, Theme
from hub.access import NotAllowed, Rule, hold, scope
from hub.people.actor import Actor


@transaction.atomic
def merge_themes(theme: int, into: int, *, edition: int, note: str = "", by: Actor) -> Theme:
    """Make a theme part of another: all that was marked with it moves, and it is no longer used.

    edition: of the theme that the page showed. A passage that has both already keeps one. It cannot be
    undone. Raises ValidationError, NotAllowed.
    """
    if theme == into:
        raise ValidationError({"into": _("Choose another theme than this one.")})
    wanted = {theme: rules.edit_theme, into: rules.use_theme}
    try:
        # In the order of their keys, so that two who merge never wait for each other.
        held = {pk: hold(by, wanted[pk], pk) for pk in sorted(wanted)}
    except NotAllowed as refused:
        raise _refused(wanted, by, refused) from None
    source, target = held[theme], held[into]
    if source.consultation_id != target.consultation_id:
        raise ValidationError({"into": _("Choose a theme of the same consultation.")})
    if source.edition != edition:
        raise ValidationError(
            _("Somebody changed this theme meanwhile. Look at it again before you merge it."), code="changed"
        )
    answers = set(Passage.objects.filter(theme=source).values_list("reading__answer", flat=True))
    lock_answers(answers)
    _move(Passage.objects.filter(theme=source).values_list("pk", flat=True), target)
    retire(source)
    record(source, Change.MERGED, by, into=target, note=note)
    derive_themes(answers)
    return target


@transaction.atomic
def split_theme(theme: int, parts: Sequence[ThemeWords], *, edition: int, note: str = "", by: Actor) -> Theme:
    """Make two or more new themes of one. It is no longer used for new passages; what was marked with it
    stays its own, and counts, until it is moved to one of them. Raises ValidationError, NotAllowed."""
    held = hold(by, rules.use_theme, theme)
    if held.edition != edition:
        raise ValidationError(
            _("Somebody changed this theme meanwhile. Look at it again before you split it."), code="changed"
        )
    if len(parts) < 2:
        raise ValidationError(_("Name at least two new themes."))
    # First, so that one of the new ones may take its name.
    retire(held)
    for words in parts:
        record(held, Change.SPLIT, by, into=make_theme(held.consultation, words, by), note=note)
    return held


@transaction.atomic
def sort_passages(theme: int, choices: Mapping[int, int], *, by: Actor) -> int:
    """Move passages of a theme that was split to the new ones. Returns how many moved.

    choices: theme by passage. What somebody moved already, or whose new theme is gone, stays where it is.
    Raises NotAllowed.
    """
    wanted = {theme: rules.edit_theme, **dict.fromkeys(set(choices.values()), rules.use_theme)}
    try:
        held = {pk: hold(by, wanted[pk], pk) for pk in sorted(wanted)}
    except NotAllowed as refused:
        raise _refused(wanted, by, refused) from None
    allowed = set(held[theme].changes.filter(change=Change.SPLIT).values_list("into", flat=True))
    if not set(choices.values()) <= allowed:
        raise ValidationError(_("Choose one of the themes that it was split into."))
    seen = scope(by, rules.view_passage, Passage).filter(theme=theme, pk__in=choices)
    answers = dict(seen.values_list("pk", "reading__answer"))
    lock_answers(answers.values())
    moved = 0
    for target in set(choices.values()):
        moved += _move([pk for pk in answers if choices[pk] == target], held[target])
    derive_themes(answers.values())
    return moved


def _refused(wanted: Mapping[int, Rule[Theme]], by: Actor, refused: NotAllowed) -> Exception:
    """What to raise where a theme was refused: in words, where it is only no longer used."""
    seen = scope(by, rules.edit_theme, Theme).filter(pk__in=wanted).count()
    if refused.rule is rules.use_theme and seen == len(wanted):
        return ValidationError(_("The theme you chose is no longer used. Choose another."))
    return refused


def _move(passages: Iterable[int], target: Theme) -> int:
    """Give passages another theme; what has it in the same place goes. Returns how many there were."""
    keys = list(passages)
    twin = Passage.objects.filter(
        reading=OuterRef("reading"), theme=target, start=OuterRef("start"), end=OuterRef("end")
    )
    Passage.objects.filter(Exists(twin), pk__in=keys).exclude(theme=target).delete()
    Passage.objects.filter(pk__in=keys).update(theme=target)
    return len(keys)
