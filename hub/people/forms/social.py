"""The first time that somebody comes with an account elsewhere. Imported only where that is offered."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.forms import SignupForm
from django.utils.translation import gettext_lazy as _

from hub.people.forms.account import JoinForm, say


class JoinFromElsewhereForm(SignupForm):
    """What everyone gives who joins: an address, a name, and that they are 18 or over (rules.md S18)."""

    name = JoinForm.base_fields["name"]
    adult = JoinForm.base_fields["adult"]
    field_order = ("email", "name", "adult")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", _("E-mail address"), _("We may send it a code, to see that it is yours."))
