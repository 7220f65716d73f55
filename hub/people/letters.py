"""What allauth wants to tell people, in the hub's words. All of it goes through the outbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hub.notices import Notice

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Letter:
    """What to say. `secret`: it holds a code or a link that opens an account, so its text is not kept."""

    write: Callable[[Context], Notice]
    secret: bool = False


def letter(prefix: str) -> Letter:
    """The letter for one of allauth's template prefixes, such as "account/email/login_code".

    Raises LookupError for one that the hub has no words for.
    """
    return LETTERS[prefix]


def _here(url: str) -> str:
    """A link without its host: the outbox puts the hub's own before it, whatever the request said."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _if_not_you() -> str:
    return _("If it was not you, do nothing: without this message nobody gets any further.")


def _joining_code(context: Context) -> Notice:
    return Notice(
        _("Your code to join"),
        (
            _("Somebody, we hope you, is making an account at the hub with this address."),
            _("Type this code into the page that asks for it:"),
            str(context["code"]),
            _("It works for half an hour."),
        ),
        after=(_if_not_you(),),
    )


def _address_code(context: Context) -> Notice:
    return Notice(
        _("Is this your address?"),
        (
            _("Somebody, we hope you, wants to use this address at the hub."),
            _("Type this code into the page that asks for it:"),
            str(context["code"]),
            _("It works for half an hour."),
        ),
        after=(_if_not_you(),),
    )


def _sign_in_code(context: Context) -> Notice:
    return Notice(
        _("Your code to sign in"),
        (
            _("Type this code into the page that asks for it:"),
            str(context["code"]),
            _("It works once, for half an hour. Give it to nobody: we never ask for it by telephone."),
        ),
        after=(_if_not_you(),),
    )


def _already_there(context: Context) -> Notice:
    return Notice(
        _("You have an account already"),
        (
            _("Somebody, we hope you, tried to make an account at the hub with this address. It has one."),
            _("You can sign in with it, or choose a new password if you have forgotten yours."),
        ),
        action=(_("Choose a new password"), _here(context["password_reset_url"])),
        after=(_("If it was not you, do nothing: your account is as it was."),),
    )


def _nobody_there(context: Context) -> Notice:
    return Notice(
        _("There is no account with this address"),
        (
            _("Somebody asked to sign in at the hub, or for a new password, with this address."),
            _("If it was you, you may have used another address. If you have no account, you can make one."),
        ),
        action=(_("Join"), _here(context["signup_url"])),
        after=(_("If it was not you, do nothing."),),
    )


def _new_password_link(context: Context) -> Notice:
    return Notice(
        _("Choose a new password"),
        (_("Somebody, we hope you, asked for a new password for your account at the hub."),),
        action=(_("Choose a new password"), _here(context["password_reset_url"])),
        after=(_("The link works once. If it was not you, do nothing: your password stays as it is."),),
    )


def _changed(subject: str, said: str) -> Letter:
    """Something about the account was changed: nothing to do, unless it was somebody else."""

    def write(context: Context) -> Notice:
        return Notice(
            _(subject),
            (_(said),),
            action=(_("Choose a new password"), reverse("account_reset_password")),
            after=(
                _("If it was you, there is nothing to do."),
                _("If it was not, choose a new password at once, and tell whoever runs the hub."),
            ),
        )

    return Letter(write)


LETTERS: dict[str, Letter] = {
    "account/email/email_confirmation_signup": Letter(_joining_code, secret=True),
    "account/email/email_confirmation": Letter(_address_code, secret=True),
    "account/email/login_code": Letter(_sign_in_code, secret=True),
    "account/email/account_already_exists": Letter(_already_there),
    "account/email/unknown_account": Letter(_nobody_there),
    "account/email/password_reset_key": Letter(_new_password_link, secret=True),
    "account/email/password_reset": _changed(
        gettext_noop("Your password is changed"),
        gettext_noop("The password of your account at the hub was changed through a link sent by e-mail."),
    ),
    "account/email/password_changed": _changed(
        gettext_noop("Your password is changed"),
        gettext_noop("The password of your account at the hub was changed."),
    ),
    "account/email/password_set": _changed(
        gettext_noop("Your account has a password"),
        gettext_noop("A password was set for your account at the hub."),
    ),
    "account/email/email_changed": _changed(
        gettext_noop("Your e-mail address is changed"),
        gettext_noop("Your account at the hub has another e-mail address now. This one no longer counts."),
    ),
    "account/email/email_deleted": _changed(
        gettext_noop("An e-mail address was removed"),
        gettext_noop("An e-mail address was removed from your account at the hub."),
    ),
    "mfa/email/totp_activated": _changed(
        gettext_noop("An authenticator app was added"),
        gettext_noop(
            "An authenticator app was added to your account at the hub. It is asked for from now on."
        ),
    ),
    "mfa/email/totp_deactivated": _changed(
        gettext_noop("An authenticator app was removed"),
        gettext_noop("The authenticator app was removed from your account at the hub."),
    ),
    "mfa/email/webauthn_added": _changed(
        gettext_noop("A passkey was added"),
        gettext_noop("A passkey was added to your account at the hub."),
    ),
    "mfa/email/webauthn_removed": _changed(
        gettext_noop("A passkey was removed"),
        gettext_noop("A passkey was removed from your account at the hub."),
    ),
    "mfa/email/recovery_codes_generated": _changed(
        gettext_noop("You have new recovery codes"),
        gettext_noop(
            "New recovery codes were made for your account at the hub. The old ones no longer work."
        ),
    ),
    "socialaccount/email/account_connected": _changed(
        gettext_noop("Another way to sign in was added"),
        gettext_noop("An account elsewhere can now be used to sign in to your account at the hub."),
    ),
    "socialaccount/email/account_disconnected": _changed(
        gettext_noop("A way to sign in was removed"),
        gettext_noop("An account elsewhere can no longer be used to sign in to your account at the hub."),
    ),
}
