"""What every form about a listing's content stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from hub.people.models import Organisation
from listings.actions.content import Content
from listings.words import Piece

Names = tuple[str, ...]
Groups = tuple[tuple[str, Any, Names], ...]


@dataclass(frozen=True)
class Theirs:
    """What somebody else made of a part of the listing while this form was open."""

    pieces: Sequence[Piece]
    # Whether it was left as theirs, since here nothing was typed about it.
    taken: bool


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under a heading."""

    key: str
    heading: Any
    fields: list[tuple[BoundField, Theirs | None]]
    # Fields that lie in a fold under these words, which is open where something stands in one of them.
    folded: list[tuple[BoundField, Theirs | None]]
    fold_words: Any
    fold_open: bool


class ContentForm(forms.Form):
    """A form over a part of what a listing says. Built of the parts in parts.py, by inheritance.

    `owner` is the organisation, `content` what the listing says now (None for a new one), `places` the
    choices of where it is.
    """

    # Parts add theirs: key, heading, names of fields.
    GROUPS: ClassVar[Groups] = ()
    FOLDED: ClassVar[Names] = ()
    FOLD_WORDS: ClassVar[Any] = ""
    # Where an action's error about a field of Content is shown, if not under the field's own name.
    SHOWN_AT: ClassVar[dict[str, str]] = {"pattern": "first", "price_pence": "price", "ages": "age_from"}
    # The fields that say one part of the content, by its key; a part that is not here is one field.
    FIELDS_OF: ClassVar[dict[str, Names]] = {
        "pattern": (
            *("every", "first", "starts", "ends", "all_day", "last_day", "weekdays", "until", "times"),
            *("no_end", "skip_school", "skip_bank", "except_days"),
        ),
        "place": ("place", "place_name", "place_street", "place_postcode", "place_withheld"),
        "ages": ("age_from", "age_to"),
        "cost": ("cost", "price", "price_note"),
    }

    def __init__(
        self,
        *args: Any,
        owner: Organisation,
        content: Content | None = None,
        places: Sequence[tuple[str, str]] = (),
        initial: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.owner = owner
        self.before = content
        self.places = places
        self.theirs: dict[str, Theirs] = {}
        self.notes: list[str] = []
        filled = self.filled(content) if content else {}
        kwargs["initial"] = {**filled, **(initial or {})}
        super().__init__(*args, **kwargs)
        self.settle_fields()
        self.order_fields([name for _key, _heading, names in self.GROUPS for name in names])

    def filled(self, content: Content) -> dict[str, Any]:
        """What the fields show of a listing. Each part adds its own."""
        return {}

    def settle_fields(self) -> None:
        """Choices and hints that depend on whose listing it is. Each part adds its own."""

    def changes(self) -> dict[str, Any]:
        """What the valid form says, by the fields of Content. Each part adds its own."""
        return {}

    def content(self, base: Content) -> Content:
        """What the listing says with this form's part of it."""
        return replace(base, **self.changes())

    @property
    def groups(self) -> list[Group]:
        """The fields in the order of the page, under their headings."""
        return [self._group(*group) for group in self.GROUPS]

    def take_errors(self, error: ValidationError) -> None:
        """Show an action's refusal beside the fields that it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            shown = self.SHOWN_AT.get(name, name)
            self.add_error(shown if shown in self.fields else None, errors)

    def _group(self, key: str, heading: Any, names: Names) -> Group:
        shown = [(self[name], self.theirs.get(name)) for name in names if name in self.fields]
        folded = [pair for pair in shown if pair[0].name in self.FOLDED]
        return Group(
            key=key,
            heading=heading,
            fields=[pair for pair in shown if pair not in folded],
            folded=folded,
            fold_words=self.FOLD_WORDS,
            fold_open=any(field.errors or field.value() for field, _theirs in folded),
        )

    def fields_of(self, part: str) -> list[str]:
        """The fields of this form that say one part of the content (listings/actions/content.py)."""
        return [name for name in self.FIELDS_OF.get(part, (part,)) if name in self.fields]

    def first_error(self) -> str:
        """One of its errors, for where the form itself is not shown."""
        errors = [text for name in self.errors for text in self.errors[name]]
        return str(errors[0]) if errors else ""
