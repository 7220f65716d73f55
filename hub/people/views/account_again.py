"""Being asked again by e-mail, for an account that has neither a password nor a second step."""

from __future__ import annotations

from typing import Any, cast

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import BaseReauthenticateView
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from hub.people.forms.account import AgainCodeForm
from hub.people.models import Person
from hub.web.views.errors import too_many_requests

STATE = "account_again_code"


class AgainByCode(AbstractCodeVerificationProcess):
    """A code on its way to somebody's address, and how often it was guessed at."""

    def __init__(self, request: HttpRequest, state: dict[str, Any], user: Person) -> None:
        self.request = request
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=user,
        )

    @classmethod
    def going_on(cls, request: HttpRequest) -> AgainByCode | None:
        """The code that was sent, or a new one where none was or it is too old. None: that was too often."""
        person = cast(Person, request.user)
        process = cls(request, request.session.get(STATE) or {}, person)
        if not process.code or not process.is_valid():
            if not may_send(request, person):
                return None
            process.state = cls.initial_state(person, person.email)
            process.send()
            process.persist()
        return process

    def persist(self) -> None:
        self.request.session[STATE] = self.state

    def send(self) -> None:
        adapter = get_adapter()
        self.state["code"] = adapter.generate_login_code()
        adapter.send_mail(
            "account/email/login_code", self.state["email"], {"code": self.code, "user": self.user}
        )

    def abort(self) -> None:
        self.request.session.pop(STATE, None)


def may_send(request: HttpRequest, person: Person) -> bool:
    """Whether another code may go to this address now: it counts with those to sign in with."""
    return bool(
        ratelimit.consume(
            request,
            app="allauth.account",
            action="request_login_code",
            key=person.email.lower(),
            limit_get=True,
        )
    )


class AgainCodeView(BaseReauthenticateView):
    """Sends a code, and takes it."""

    form_class = AgainCodeForm
    template_name = "account/again-code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Whoever has another way is led to it, and a code is sent only to whoever is asked for one.
        led: HttpResponseBase | None = self._check_reauthentication_method_available(request)
        if led is not None:
            return led
        process = AgainByCode.going_on(request)
        if process is None:
            return too_many_requests(request)
        self.process = process
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "code": self.process.code}

    def form_valid(self, form: AgainCodeForm) -> HttpResponse:
        self.process.abort()
        person = self.request.user
        record_authentication(self.request, person, "code", reauthenticated=True)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: AgainCodeForm) -> HttpResponse:
        if self.process.record_invalid_attempt():
            answer: HttpResponse = super().form_invalid(form)
            return answer
        # Too many guesses: the same page sends another code.
        return HttpResponseRedirect(self.request.get_full_path())
