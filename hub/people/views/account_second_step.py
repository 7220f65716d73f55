"""The second step: what it is, setting it up, and what to do when the telephone is lost."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic.edit import FormView

from hub.access import access, can, scope
from hub.people import rules
from hub.people.http import Request
from hub.people.models import Person
from hub.people.second_step import has_proved, put_off, was_seen

Kind = Authenticator.Type


@access(rules.view_account)
@require_safe
@never_cache
def second_step(request: Request) -> HttpResponse:
    """What a second step is, which ones you have, and what is there to set up."""
    person = get_object_or_404(scope(request.actor, rules.view_account, Person))
    found = list(scope(request.actor, rules.view_authenticator, Authenticator).order_by("created_at"))
    codes = next((one for one in found if one.type == Kind.RECOVERY_CODES), None)
    needed = can(request.actor, rules.needs_second_step, person)
    wanted = get_next_redirect_url(request) or ""
    # Some pages ask everyone for a second step: whoever comes from one can put it off too.
    asked = needed or bool(wanted and not has_proved(request, person))
    return render(
        request,
        "people/account-second-step.html",
        {
            "app": next((one for one in found if one.type == Kind.TOTP), None),
            "passkeys": [one for one in found if one.type == Kind.WEBAUTHN],
            "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
            "needed": needed,
            "shown": was_seen(request, person),
            "can_put_off": asked and settings.DEMO,
            "next": wanted,
            "query": _query(request),
        },
    )


@access(rules.view_account)
@require_POST
def put_off_second_step(request: Request) -> HttpResponse:
    """Not now: in the demo alone."""
    get_object_or_404(scope(request.actor, rules.view_account, Person))
    where = get_next_redirect_url(request) or reverse("account")
    return redirect(where if put_off(request) else _on(request, reverse("second-step")))


def _query(request: Request) -> str:
    """What to hang on a link so that the page somebody wanted is not forgotten."""
    return _on(request, "")


def _on(request: Any, url: str) -> str:
    """A page of the second step, with the page that somebody wanted to get to."""
    wanted = get_next_redirect_url(request)
    return add_query_params(url, {"next": wanted}) if wanted else url


class Onward:
    """After setting up: to the recovery codes if they are new, else to where somebody wanted to go."""

    request: Any
    did_generate_recovery_codes = False

    def get_success_url(self) -> str:
        if self.did_generate_recovery_codes:
            return _on(self.request, reverse("mfa_view_recovery_codes"))
        return get_next_redirect_url(self.request) or reverse("second-step")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "query": _query(self.request)}


class AddAppView(Onward, ActivateTOTPView):
    """An authenticator app: the square to scan, and the first code it shows."""


class RemoveAppView(Onward, DeactivateTOTPView):
    """Take the authenticator app off."""


class AddPasskeyView(Onward, AddWebAuthnView):
    """A passkey, made by the browser."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = FormView.get_context_data(self, **kwargs)
        # Kept on the device, and asking for a finger, a face or a PIN: it can sign in by itself.
        options = {"creation_options": auth.begin_registration(self.request.user, True)}
        return {
            **context,
            "options": json.dumps(options, cls=DjangoJSONEncoder),
            "query": _query(self.request),
        }


class RemovePasskeyView(Onward, RemoveWebAuthnView):
    """Take a passkey off."""


class RenamePasskeyView(Onward, EditWebAuthnView):
    """Another name for a passkey."""


class RecoveryCodesView(ViewRecoveryCodesView):
    """The recovery codes that are left."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "onward": get_next_redirect_url(self.request) or reverse("second-step")}


class NewRecoveryCodesView(GenerateRecoveryCodesView):
    """New recovery codes in place of the old ones."""


class SavedRecoveryCodesView(DownloadRecoveryCodesView):
    """The recovery codes that are left, as a text file."""
