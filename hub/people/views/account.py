"""One's own account: who one is here, what one may do where, and how one is called."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hub.access import access, can, scope
from hub.people import rules
from hub.people.actions.account import rename
from hub.people.forms.account import NameForm
from hub.people.http import Request
from hub.people.models import Membership, Person


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
    return render(
        request,
        "people/account.html",
        {
            "person": person,
            "memberships": memberships,
            "needs_second_step": can(request.actor, rules.needs_second_step, person),
        },
    )


@access(rules.edit_account)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change_name(request: Request) -> HttpResponse:
    """How one is called."""
    person = get_object_or_404(scope(request.actor, rules.edit_account, Person))
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        rename(person.pk, form.cleaned_data["name"], by=request.actor)
        messages.success(request, _("Your name is changed."))
        return redirect("account")
    return render(request, "people/account-name.html", {"form": form})
