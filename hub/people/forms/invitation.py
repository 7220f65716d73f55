"""Forms about who does what for an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.people.models import Organisation, Person, Role
from hub.people.models.membership import GUARDED_ROLES, ROLES_OF_KIND


def role_choices(organisation: Organisation, *, manager_only: bool = False) -> list[tuple[str, str]]:
    """The roles that this kind of organisation has, with words; or the first manager's alone."""
    possible = (Role.MANAGER,) if manager_only else ROLES_OF_KIND[organisation.kind]
    return [
        (one.value, str(_("%s (asks for a second step)") % one.label if one in GUARDED_ROLES else one.label))
        for one in possible
    ]


class RolesForm(forms.Form):
    """Which roles somebody has."""

    roles = forms.MultipleChoiceField(
        label=_("What they do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one."), "invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = list(choices)  # type: ignore[attr-defined]


class InvitationForm(RolesForm):
    """Whom to invite, to which roles."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        help_text=_("We send a link to it, which works for 14 days, once."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the address of the person you want to invite.")},
    )
    field_order = ("email", "roles")


class HandOverForm(forms.Form):
    """Who looks after the organisation from now on."""

    person = forms.TypedChoiceField(
        label=_("Who looks after it from now on"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose somebody."), "invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(one.pk, str(one)) for one in people]  # type: ignore[attr-defined]
