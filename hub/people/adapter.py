"""Where allauth's defaults are not the hub's."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.access import can
from hub.notices import send
from hub.people import rules
from hub.people.actor import Actor
from hub.people.again import was_asked_lately
from hub.people.devices import device_in_words
from hub.people.letters import letter
from hub.people.models import Person
from hub.people.second_step import has_proved

TOO_OFTEN = _("That was tried too often. Wait five minutes, then try again.")
WRONG_CODE = _("That is not the code. Look again, or ask for a new one.")


class AccountAdapter(DefaultAccountAdapter):
    """Joining, signing in, and what is told by e-mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "That e-mail address and password do not go together. Check both, or ask for a new password."
        ),
        "duplicate_email": _("That is the address you have."),
        "enter_current_password": _("That is not the password you have now."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
        "same_as_current": _("That is the address you have."),
        "email_taken": _("That address can’t be used here."),
    }

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Keep the name, and when they stated that they are 18 or over (rules.md S18)."""
        super().save_user(request, user, form, commit=False)
        user.name = form.cleaned_data["name"]
        if form.cleaned_data["adult"]:
            user.adult_stated_at = timezone.now()
        if commit:
            user.save()
        return user

    def login(self, request: HttpRequest, user: Person) -> None:
        """Signed in until the browser is closed, unless they chose to stay."""
        super().login(request, user)
        if "_session_expiry" not in request.session:
            request.session.set_expiry(0)

    def post_login(self, request: HttpRequest, user: Person, **hook: Any) -> HttpResponse:
        """Whoever needs a second step is told so first, and then gets where they wanted to go."""
        response: HttpResponse = super().post_login(request, user, **hook)
        # The request came without a session: its own actor is still a visitor.
        actor = Actor(id=user.pk, second_factor=has_proved(request, user))
        if can(actor, rules.needs_second_step, user):
            where = add_query_params(reverse("second-step"), {"next": response.headers["Location"]})
            return HttpResponseRedirect(where)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not by whoever has just signed in: they have just been asked."""
        return not was_asked_lately(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The second step where there is one, a password alone where there is none, else a code by e-mail."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        second = [method for method in methods if method["id"] != "reauthenticate"]
        if not methods and user.is_authenticated:
            words = _("Get a code by e-mail")
            return [{"id": "code", "description": words, "url": reverse("account-again-code")}]
        return second or methods

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from, for counting. One that names too few proxies came past them."""
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            return str(request.META["REMOTE_ADDR"])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write it into the outbox, in the hub's words. Nothing of allauth's is sent past it."""
        told = letter(template_prefix)
        person = context.get("user") or getattr(self.request, "user", None)
        # request.user is a lazy object: it says that it is a person, and the outbox takes it for one.
        theirs = isinstance(person, Person) and person.email.lower() == email.lower()
        to: Any = person if theirs else email
        kind = "account." + template_prefix.rpartition("/")[2]
        with transaction.atomic():
            send(told.write(context), to=to, kind=kind, secret=told.secret)


class SecondStepAdapter(DefaultMFAAdapter):
    """Passkeys, authenticator apps and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "unverified_email": _("Show first that your new e-mail address is yours."),
    }

    def _get_site_name(self) -> str:
        return str(settings.HUB_NAME)

    def build_totp_svg(self, url: str) -> str:
        """The square to scan, black on white whatever the page's colours are."""
        import qrcode  # type: ignore[import-untyped]
        from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string().decode())

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Such as "Firefox on Android": where it was made."""
        return device_in_words(self.request.headers.get("User-Agent", ""))
