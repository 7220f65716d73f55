"""The steward's page for a school or group: checking it, suspending it, trusting it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hub.access import NotAllowed, access, flags, scope
from hub.calendar.words import say_date
from hub.people import rules
from hub.people.actions import suspension as suspending
from hub.people.actions.verification import (
    AlreadyDecided,
    a_year_on,
    refuse_organisation,
    verify_organisation,
)
from hub.people.again import sensitive
from hub.people.forms.verification import VERIFY, CheckForm, SuspendForm
from hub.people.http import Request, sent, way_back
from hub.people.models import Organisation
from hub.people.proof import asks_second_step, organisation_for
from hub.people.verifying import cases_of
from hub.people.views.members import crumbs

FORM = ["GET", "HEAD", "POST"]


@access(rules.check_organisation)
@require_http_methods(FORM)
@never_cache
@asks_second_step
def check(request: Request, slug: str) -> HttpResponse:
    """Everything the steward needs to decide about an organisation, and what was decided before."""
    organisation = organisation_for(request, rules.check_organisation, slug)
    form = CheckForm(sent(request), organisation=organisation)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            words = _decide(request, organisation, form.cleaned_data)
        except AlreadyDecided as error:
            problem = str(error.message)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, words)
            return redirect(way_back(request, request.path))
    # Read again: somebody else may have decided meanwhile.
    organisation.refresh_from_db()
    may = flags(
        [organisation.pk],
        request.actor,
        rules.verify_organisation,
        rules.suspend_organisation,
        rules.restore_organisation,
        rules.trust_organisation,
        rules.withdraw_trust,
    )
    return render(
        request,
        "people/members/check.html",
        {
            "organisation": organisation,
            "case": cases_of([organisation])[organisation.pk],
            "form": form,
            "problem": problem,
            "until": say_date(a_year_on(timezone.localdate())),
            "back": way_back(request, ""),
            "may": may[organisation.pk],
            "crumbs": crumbs(organisation),
        },
    )


def _decide(request: Request, organisation: Organisation, given: dict[str, Any]) -> str:
    """Do what the button said. Returns what to tell. Raises ValidationError."""
    if given["decision"] == VERIFY:
        made = verify_organisation(organisation.pk, given["words"], by=request.actor)
        return _("%(name)s is verified until %(until)s. Its managers are told.") % {
            "name": organisation.name,
            "until": say_date(made.expires_on or made.decided_on),
        }
    refuse_organisation(organisation.pk, given["words"], given["reason"], by=request.actor)
    return _("%s is not verified. Its managers are told why.") % organisation.name


@access(rules.suspend_organisation)
@require_http_methods(FORM)
@never_cache
@sensitive
@asks_second_step
def suspend(request: Request, slug: str) -> HttpResponse:
    """Hide an organisation at once, with a reason."""
    if scope(request.actor, rules.restore_organisation, Organisation).filter(slug=slug).exists():
        messages.info(request, _("It is suspended already."))
        return redirect("organisation-check", slug)
    organisation = organisation_for(request, rules.suspend_organisation, slug)
    form = SuspendForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            suspending.suspend_organisation(organisation.pk, form.cleaned_data["reason"], by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        except NotAllowed:
            messages.info(request, _("It is suspended already."))
            return redirect("organisation-check", slug)
        else:
            messages.success(request, _("%s is suspended. Its managers are told why.") % organisation.name)
            return redirect("organisation-check", slug)
    where = [*crumbs(organisation), (_("Check"), reverse("organisation-check", args=[slug]))]
    return render(
        request, "people/members/suspend.html", {"organisation": organisation, "form": form, "crumbs": where}
    )


@access(rules.restore_organisation)
@require_POST
@asks_second_step
def restore(request: Request, slug: str) -> HttpResponse:
    """Let it be seen again."""
    return _once(request, slug, suspending.restore_organisation, _("%s is back. Its managers are told."))


@access(rules.trust_organisation)
@require_POST
@asks_second_step
def trust(request: Request, slug: str) -> HttpResponse:
    """Let what it posts go public without being read first."""
    return _once(request, slug, suspending.trust_organisation, _("What %s posts is public at once."))


@access(rules.withdraw_trust)
@require_POST
@asks_second_step
def withdraw(request: Request, slug: str) -> HttpResponse:
    """Read again what it posts."""
    return _once(request, slug, suspending.withdraw_trust, _("What %s posts is read first again."))


def _once(request: Request, slug: str, act: Callable[..., Organisation], words: str) -> HttpResponse:
    """Do one thing to an organisation, and say so; or that somebody did it already."""
    organisation = organisation_for(request, rules.check_organisation, slug)
    try:
        act(organisation.pk, by=request.actor)
    except NotAllowed:
        messages.info(request, _("There was nothing to change: somebody did that already."))
    else:
        messages.success(request, words % organisation.name)
    return redirect("organisation-check", slug)
