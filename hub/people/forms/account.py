"""Joining, signing in and one's own account, in the hub's own words: settings name them in ACCOUNT_FORMS."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hub.people.models import Person

STRONG = _("At least 10 characters. Three words you can remember are good.")
CODE = _("The letters in the e-mail, with or without the line between them.")


def say(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:
    """Words of our own for a field of allauth's, and none in the box where they would vanish on typing."""
    field = form.fields.get(name)
    if field is None:
        return
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth.LoginForm):
    """E-mail and password. `remember` is there only while ACCOUNT_SESSION_REMEMBER is None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "login", _("E-mail address"))
        say(self, "password", _("Password"))
        say(self, "remember", _("Stay signed in"), _("For two weeks. Not on a computer that others use too."))


class JoinForm(allauth.SignupForm):
    """An adult's new account (rules.md S18). A password may be left out: a code by e-mail does as well."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        help_text=_("As those you work with know you. It is not shown to the public."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    adult = forms.BooleanField(
        label=_("I am 18 or over"),
        error_messages={"required": _("Accounts are for people of 18 or over. Tick this if you are.")},
    )
    field_order = ("email", "name", "password1", "adult")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", _("E-mail address"), _("We send it a code, to see that it is yours."))
        say(
            self,
            "password1",
            _("Password"),
            _("At least 10 characters. Leave it out if you would rather get a code by e-mail each time."),
        )

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account. One that was begun with the same password and never proved is gone on with:
        whoever presses the button twice gets the code that they are asked for.

        Gives (person, None), or (None, answer) where the address has an account: its owner is told by
        e-mail, and the page looks the same (no enumeration).
        """
        begun = self._begun_before() if self.account_already_exists else None
        return (begun, None) if begun else super().try_save(request)

    def _begun_before(self) -> Person | None:
        """An account with this address and password whose address nobody has shown to be theirs yet."""
        password = self.cleaned_data.get("password1") or ""
        person = Person.objects.filter(
            email__iexact=self.cleaned_data["email"], last_login=None, is_active=True
        ).first()
        if person is None or EmailAddress.objects.filter(user=person, verified=True).exists():
            # It takes as long as where there is one, so that the clock tells nothing either.
            make_password(password)
            return None
        if not password:
            return None if person.has_usable_password() else person
        return person if person.check_password(password) else None


class AskForCodeForm(allauth.RequestLoginCodeForm):
    """Where to send a code to sign in with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", _("E-mail address"), _("The one your account has."))


class SignInCodeForm(allauth.ConfirmLoginCodeForm):
    """The code from the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", _("Code"), CODE)


class AddressCodeForm(allauth.ConfirmEmailVerificationCodeForm):
    """The code that shows that an address is one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", _("Code"), CODE)


class OtherAddressForm(allauth.ChangeEmailForm):
    """Another address, for somebody who mistyped theirs when joining."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", _("The right e-mail address"))


class NewAddressForm(allauth.AddEmailForm):
    """The address to change to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(
            self,
            "email",
            _("New e-mail address"),
            _("We send it a code. Your old address counts until you have typed it in."),
        )


class ResetPasswordForm(allauth.ResetPasswordForm):
    """Asks where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", _("E-mail address"), _("The one you sign in with."))


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    """The new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "password1", _("New password"), STRONG)
        say(self, "password2", _("The same password again"))


class ChangePasswordForm(allauth.ChangePasswordForm):
    """The old password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "oldpassword", _("The password you have now"))
        say(self, "password1", _("New password"), STRONG)
        say(self, "password2", _("The same password again"))


class FirstPasswordForm(allauth.SetPasswordForm):
    """A password for an account that has none yet, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "password1", _("Password"), STRONG)
        say(self, "password2", _("The same password again"))


class AgainForm(allauth.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "password", _("Password"))


class AgainCodeForm(allauth.BaseConfirmCodeForm):
    """A code by e-mail once more, for an account that has neither password nor second step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", _("Code"), CODE)


class NameForm(forms.Form):
    """How one is called."""

    name = JoinForm.base_fields["name"]


class DeleteAccountForm(forms.Form):
    """One tick, so that nobody deletes their account by a slip."""

    sure = forms.BooleanField(
        label=_("Delete my account. I know that it can’t be brought back."),
        error_messages={"required": _("Tick this to delete your account.")},
    )
