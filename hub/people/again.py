"""What matters is asked for again: by the second step, the password, or a code by e-mail.

    @access(rules.…)
    @sensitive
    def hand_over(request): ...

Whoever signed in, or was asked, within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds goes straight on. Others are
asked first; what they had sent is kept and goes on from there (files are not, nor is what has a query).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def was_asked_lately(request: HttpRequest) -> bool:
    """Whether this session has shown who it is, by any step of signing in, in the last minutes."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    latest = max((record.get("at", 0) for record in records), default=0)
    return bool(time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT)


def sensitive(view: View) -> View:
    """A view for somebody signed in that first asks again who they are, unless that was a moment ago."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not was_asked_lately(request):
            # allauth's middleware turns this into the page that asks.
            raise ReauthenticationRequired()
        return view(request, *args, **kwargs)

    return asked
