"""Signing in: by password, by a code sent by e-mail, with a passkey; and the second step."""

from __future__ import annotations

import json
from typing import Any

from allauth.account import views as allauth
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.serializers.json import DjangoJSONEncoder

from hub.people.demo import DEMO_PEOPLE
from hub.people.social import providers


class Told:
    """Shows what an earlier step had to say to somebody who is not signed in yet, and so has no messages."""

    request: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "messages": get_messages(self.request)}


class SignInView(Told, allauth.LoginView):
    """allauth's, with the demo's people listed where the hub is a demo."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["providers"] = providers()
        if settings.DEMO:
            context["demo_people"] = [{"email": email, "who": who} for email, who in DEMO_PEOPLE]
        return context


class AskForCodeView(Told, allauth.RequestLoginCodeView):
    """Where to send a code to sign in with."""


class SignInCodeView(Told, allauth.ConfirmLoginCodeView):
    """The code from the e-mail."""


class PasskeySignInView(LoginWebAuthnView):
    """What a passkey is asked, for the script of the sign-in page, and its answer."""


class Options:
    """Gives the template what the passkey's script is to ask, as text."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context["options"] = json.dumps(options_of(context), cls=DjangoJSONEncoder)
        return context


def options_of(context: dict[str, Any]) -> dict[str, Any]:
    """What the page's passkey is to be asked."""
    found: dict[str, Any] = context.get("js_data", {})
    return found


class SecondStepView(Told, Options, AuthenticateView):
    """The second step on the way in."""


class AgainView(allauth.ReauthenticateView):
    """The password once more."""


class AgainSecondStepView(ReauthenticateView):
    """A code of the app, or a recovery code, once more."""


class AgainPasskeyView(Options, ReauthenticateWebAuthnView):
    """The passkey once more."""
