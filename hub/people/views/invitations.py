"""Inviting people, and what somebody who was invited sees.

The link in the e-mail leads on at once: of its secret the session keeps the hash, so that no page with
anything to press on it has the secret in its address.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.access import NotAllowed, access, can, scope
from hub.people import rules
from hub.people.actions import invitations as actions
from hub.people.again import sensitive
from hub.people.forms.invitation import InvitationForm, role_choices
from hub.people.http import Request, sent, way_back
from hub.people.invitations import (
    Standing,
    accepted_by,
    hash_of,
    invitation_behind,
    offer_of,
    standing,
    with_hash,
)
from hub.people.models import Invitation
from hub.people.proof import asks_second_step, organisation_for
from hub.people.views.members import crumbs, organisation_people

# Where the session keeps the hash of the link that was opened last.
OPENED = "invitation"


def private(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For an address that is a secret: no page is told it, nothing keeps it, no search engine lists it."""

    @wraps(view)
    @never_cache
    def kept(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except Http404 as error:
            response = _closed(request, 404, str(error))
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return kept


@access(rules.invite)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive
@asks_second_step
def invite(request: Request, slug: str) -> HttpResponse:
    """Ask somebody by e-mail to take part."""
    organisation = organisation_for(request, rules.invite, slug)
    choices = role_choices(
        organisation, manager_only=not can(request.actor, rules.change_roles, organisation)
    )
    form = InvitationForm(sent(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(
                organisation.pk, form.cleaned_data["email"], form.cleaned_data["roles"], by=request.actor
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The invitation to %s is on its way.") % form.cleaned_data["email"])
            return redirect("organisation-people", slug)
    where = [*crumbs(organisation), (_("People"), organisation_people(organisation))]
    return render(
        request,
        "people/invitation/invite.html",
        {"organisation": organisation, "form": form, "crumbs": where},
    )


@access(rules.revoke_invitation)
@require_POST
@sensitive
@asks_second_step
def send_again(request: Request, slug: str, pk: int) -> HttpResponse:
    """A new link to the same address; the old one is dead."""
    invitation = _theirs(request, slug, pk)
    try:
        actions.send_invitation_again(invitation.pk, by=request.actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except NotAllowed:
        messages.warning(request, _("That invitation is not open any more. Nothing was sent."))
    else:
        messages.success(request, _("A new link is on its way. The old one no longer works."))
    return redirect("organisation-people", slug)


@access(rules.revoke_invitation)
@require_POST
@asks_second_step
def take_back(request: Request, slug: str, pk: int) -> HttpResponse:
    """The link is dead."""
    invitation = _theirs(request, slug, pk)
    try:
        actions.revoke_invitation(invitation.pk, by=request.actor)
    except NotAllowed:
        messages.warning(request, _("That invitation was not open any more."))
    else:
        messages.success(request, _("The invitation is taken back. Its link no longer works."))
    return redirect("organisation-people", slug)


@access.public
@require_safe
@private
def opened(request: Request, secret: str) -> HttpResponse:
    """The link from the e-mail: leads on where it still works, and says why where it does not."""
    invitation = invitation_behind(secret)
    if invitation is None:
        raise Http404(_("There is no invitation at this address. Is the link whole?"))
    if standing(invitation) is not Standing.OPEN:
        return _over(request, invitation)
    request.session[OPENED] = hash_of(secret)
    return redirect("invitations")


@access.public
@require_safe
@never_cache
def invitations(request: Request) -> HttpResponse:
    """The invitation whose link was opened, and every other that is for whoever is signed in."""
    shown = with_hash(request.session.get(OPENED, ""))
    if shown is not None and standing(shown) is not Standing.OPEN:
        del request.session[OPENED]
        return _over(request, shown)
    if request.actor.id is None:
        if shown is None:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
        return render(request, "people/invitation/visitor.html", {"one": offer_of(shown)})
    own = list(
        scope(request.actor, rules.accept_invitation, Invitation).select_related("organisation", "created_by")
    )
    other = shown if shown is not None and shown not in own else None
    return render(
        request,
        "people/invitation/yours.html",
        {"own": [offer_of(one) for one in own], "other": offer_of(other) if other else None},
    )


@access.public
@require_POST
def join(request: Request) -> HttpResponse:
    """Make an account with the invited address: whoever opened the link reads mail there."""
    invitation = with_hash(request.session.get(OPENED, ""))
    if invitation is not None and standing(invitation) is Standing.OPEN and request.actor.id is None:
        get_adapter(request).stash_verified_email(request, invitation.email)
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': reverse('invitations')})}")
    return redirect("invitations")


@access(rules.accept_invitation)
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Take on the roles."""
    try:
        invitation = actions.accept_invitation(pk, by=request.actor)
    except NotAllowed:
        before = accepted_by(pk, request.actor.id)
        if before is None:
            return _not_open(request)
        messages.info(request, _("You accepted this already."))
        return redirect(before.organisation)
    request.session.pop(OPENED, None)
    messages.success(request, _("Welcome to %s.") % invitation.organisation.name)
    return redirect(invitation.organisation)


@access(rules.accept_invitation)
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    """Say no."""
    try:
        actions.decline_invitation(pk, by=request.actor)
    except NotAllowed:
        return _not_open(request)
    request.session.pop(OPENED, None)
    messages.success(request, _("You said no to the invitation."))
    return redirect(way_back(request, reverse("account")))


def _theirs(request: Request, slug: str, pk: int) -> Invitation:
    """An invitation of the organisation at an address. Raises Http404, SecondStepNeeded."""
    organisation = organisation_for(request, rules.invite, slug)
    return get_object_or_404(
        scope(request.actor, rules.view_invitation, Invitation), organisation=organisation, pk=pk
    )


def _over(request: Request, invitation: Invitation) -> HttpResponse:
    """410: why an invitation leads nowhere any more, and what to do."""
    name = invitation.organisation.name
    words = {
        Standing.ACCEPTED: _("This invitation to %s was used already. It works once."),
        Standing.REVOKED: _("This invitation to %s was taken back or declined, or a newer one was sent."),
        Standing.EXPIRED: _("This invitation to %s has run out. Ask whoever sent it for a new one."),
        Standing.PAUSED: _("%s can take nobody in at present. Try again another day."),
    }[standing(invitation)]
    if invitation.accepted_by_id is not None and invitation.accepted_by_id == request.actor.id:
        words = _("You accepted this invitation to %s already.")
    return _closed(request, 410, words % name)


def _closed(request: Request, status: int, words: str) -> HttpResponse:
    return render(request, "people/invitation/closed.html", {"words": words}, status=status)


def _not_open(request: Request) -> HttpResponse:
    messages.warning(request, _("That invitation is not open to you, or not any more."))
    return redirect("invitations")
