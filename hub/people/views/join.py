"""Coming to the hub: the three doors, a new account, and the code that shows whose address it is."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.access import access
from hub.people.http import Request
from hub.people.views.account_sign_in import Told
from hub.web.pagecache import shared


@access.public
@require_safe
@shared
def doors(request: Request) -> HttpResponse:
    """Three doors for a newcomer: a parent, a group, a school."""
    return render(request, "people/account-doors.html")


class JoinView(allauth.SignupView):
    """A new account. Who presses the button twice at once gets the same answer twice."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                answer: HttpResponse = super().form_valid(form)
        except IntegrityError:
            # The other press has made the account meanwhile: the form now finds it.
            again = self.get_form_class()(**self.get_form_kwargs())
            again.is_valid()
            answer = super().form_valid(again)
        return answer


class AddressCodeView(Told, allauth.ConfirmEmailVerificationCodeView):
    """The code that was sent to an address: it counts once the code is typed in."""
