"""Signing in, and one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.access import access, scope
from hub.people import rules
from hub.people.demo import DEMO_PEOPLE
from hub.people.http import Request
from hub.people.models import Membership, Person


class SignInView(LoginView):
    """allauth's, with the demo's people listed where the hub is a demo."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            context["demo_people"] = [{"email": email, "who": who} for email, who in DEMO_PEOPLE]
        return context


@access(rules.view_account)
@require_safe
@never_cache
def account(request: Request) -> HttpResponse:
    """Who you are here, and what you may do where."""
    person = get_object_or_404(scope(request.actor, rules.view_account, Person))
    memberships = (
        scope(request.actor, rules.view_membership, Membership)
        .filter(person=person)
        .select_related("organisation")
        .order_by("organisation__name", "role")
    )
    return render(request, "people/account.html", {"person": person, "memberships": memberships})
