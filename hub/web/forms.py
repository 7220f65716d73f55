"""The sign-in forms in the hub's own words: settings name them in ACCOUNT_FORMS."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(allauth.LoginForm):
    """E-mail and password. `remember` is there only while ACCOUNT_SESSION_REMEMBER is None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", _("E-mail address"))
        _say(self, "password", _("Password"))
        _say(
            self, "remember", _("Stay signed in"), _("For two weeks. Not on a computer that others use too.")
        )


class ResetPasswordForm(allauth.ResetPasswordForm):
    """Asks where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", _("E-mail address"), _("The one you sign in with."))


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    """The new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            "password1",
            _("New password"),
            _("At least 10 characters. Three words you can remember are good."),
        )
        _say(self, "password2", _("The same password again"))


def _say(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:
    """Words of our own for a field of allauth's, and none in the box where they would vanish on typing."""
    field = form.fields.get(name)
    if field is None:
        return
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
