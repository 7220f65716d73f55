"""The second step of signing in, in the hub's own words: settings name them in MFA_FORMS."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hub.people.forms.account import say

NOT_USED = _("The passkey was not used. Try again.")
# What comes of reading an answer that no browser would give: allauth catches some of them only.
UNREADABLE = (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError, struct.error)
EITHER = _("The six figures that your authenticator app shows now, or one of your recovery codes.")
LONGEST_NAME = 60


class SecondStepForm(base.AuthenticateForm):
    """The code of an authenticator app, or a recovery code, on the way in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", _("Code"), EITHER)


class SecondStepAgainForm(base.ReauthenticateForm):
    """The same, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", _("Code"), EITHER)


class AddAppForm(totp.ActivateTOTPForm):
    """The first code that the app shows: it has taken the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", _("The six figures that the app shows now"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AnswerField(forms.JSONField):
    """JSON from a browser's script. What can't be read is refused, and never shown again."""

    widget = forms.HiddenInput
    default_error_messages = {"required": NOT_USED, "invalid": NOT_USED}

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            # A number of ten thousand digits, or brackets without end.
            raise ValidationError(NOT_USED) from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        return None


class PasskeyAnswer(forms.Form):
    """What a browser answers for a passkey. One that makes no sense is refused in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = AnswerField()

    def read(self, parse: Callable[[], Any]) -> Any:
        """What `parse` makes of the answer. Raises ValidationError."""
        try:
            return parse()
        except ValidationError as error:
            # To allauth a passkey that does not fit is an incorrect code; nobody typed one in.
            raise ValidationError(NOT_USED) if error.code == "incorrect_code" else error from error
        except UNREADABLE as error:
            raise ValidationError(NOT_USED) from error


class PasskeySignInForm(PasskeyAnswer, webauthn.LoginWebAuthnForm):
    """A passkey that signs in by itself."""

    def clean_credential(self) -> Any:
        return self.read(super().clean_credential)


class PasskeyStepForm(PasskeyAnswer, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""

    def clean_credential(self) -> Any:
        return self.read(super().clean_credential)


class PasskeyAgainForm(PasskeyAnswer, webauthn.ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""

    def clean_credential(self) -> Any:
        return self.read(super().clean_credential)


class AddPasskeyForm(PasskeyAnswer, webauthn._BaseAddWebAuthnForm):
    """A new passkey. It is always one that asks for a finger, a face or a PIN, so it stands for two steps."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "name", _("What to call it"), _("So that you know it again, such as “my phone”."))
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME

    def clean_name(self) -> str:
        """The name, cut to 60 letters: a passkey that was just made is not refused for its name."""
        name: str = super().clean_name()
        return name[:LONGEST_NAME]

    def clean(self) -> Any:
        return self.read(super().clean)


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "name", _("What to call it"), _("So that you know it again, such as “my phone”."))
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME

    def clean_name(self) -> str:
        """The name, cut to 60 letters."""
        return str(self.cleaned_data["name"])[:LONGEST_NAME]
