"""Where one is signed in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hub.access import access, scope
from hub.people import rules
from hub.people.actions.account import end_other_sessions, end_session
from hub.people.http import Request


@access(rules.end_session)
@require_safe
@never_cache
def sessions(request: Request) -> HttpResponse:
    """The devices one is signed in on, this one first."""
    own = scope(request.actor, rules.end_session, UserSession).order_by("-last_seen_at", "pk")
    here = request.session.session_key
    rows = sorted(own, key=lambda one: one.session_key != here)
    return render(request, "people/account-sessions.html", {"rows": rows, "here": here})


@access(rules.end_session)
@require_POST
def end_one(request: Request, pk: int) -> HttpResponse:
    """Sign out on one device."""
    end_session(pk, by=request.actor)
    messages.success(request, _("That device is signed out."))
    return redirect("account-sessions")


@access(rules.end_session)
@require_POST
def end_others(request: Request) -> HttpResponse:
    """Sign out everywhere but here."""
    end_other_sessions(request.session.session_key or "", by=request.actor)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("account-sessions")
