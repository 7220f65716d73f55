"""Who does what for an organisation: seeing, changing, removing, leaving, handing over."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hub.access import access, flags, scope
from hub.people import rules
from hub.people.actions.roles import LastManager, change_roles, hand_over, leave_organisation, remove_member
from hub.people.again import sensitive
from hub.people.forms.invitation import HandOverForm, RolesForm, role_choices
from hub.people.http import Request, sent
from hub.people.members import Member, invited, members_of, others_manage
from hub.people.models import Invitation, Membership, Organisation
from hub.people.proof import asks_second_step, organisation_for
from hub.people.timeline import told_of_roles

FORM = ["GET", "HEAD", "POST"]


@access(rules.view_people)
@require_safe
@never_cache
@asks_second_step
def people(request: Request, slug: str) -> HttpResponse:
    """Who does what, who is invited, and what changed."""
    organisation = organisation_for(request, rules.view_people, slug)
    waiting = (
        scope(request.actor, rules.view_invitation, Invitation)
        .filter(organisation=organisation, accepted_at=None, revoked_at=None)
        .select_related("created_by")
    )
    may = flags([organisation.pk], request.actor, rules.invite, rules.change_roles, rules.leave)
    return render(
        request,
        "people/members/people.html",
        {
            "organisation": organisation,
            "members": _members(request, organisation),
            "invited": invited(waiting),
            "told": told_of_roles(organisation.pk),
            "may": may[organisation.pk],
            "crumbs": crumbs(organisation),
        },
    )


@access(rules.change_roles)
@require_http_methods(FORM)
@never_cache
@sensitive
@asks_second_step
def person(request: Request, slug: str, pk: int) -> HttpResponse:
    """What one member does."""
    organisation = organisation_for(request, rules.change_roles, slug)
    member = _member(request, organisation, pk)
    form = RolesForm(sent(request), choices=role_choices(organisation), initial={"roles": member.held})
    stuck = False
    if request.method == "POST" and form.is_valid():
        try:
            change_roles(organisation.pk, pk, form.cleaned_data["roles"], by=request.actor)
        except ValidationError as error:
            stuck = isinstance(error, LastManager)
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved: what %s does.") % member.person)
            return _on(request, organisation)
    return render(
        request,
        "people/members/person.html",
        {
            "organisation": organisation,
            "member": member,
            "form": form,
            "stuck": stuck,
            "itself": pk == request.actor.id,
            "crumbs": [*crumbs(organisation), (_("People"), organisation_people(organisation))],
        },
    )


@access(rules.remove_member)
@require_http_methods(FORM)
@never_cache
@asks_second_step
def remove(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take a member out, after asking whether that is meant."""
    organisation = organisation_for(request, rules.remove_member, slug)
    if pk == request.actor.id:
        return redirect("organisation-leave", slug)
    member = _member(request, organisation, pk)
    error = None
    if request.method == "POST":
        try:
            remove_member(organisation.pk, pk, by=request.actor)
        except ValidationError as problem:
            error = problem
        else:
            words = _("%(person)s no longer belongs to %(name)s.")
            messages.success(request, words % {"person": member.person, "name": organisation.name})
            return redirect("organisation-people", slug)
    return render(
        request,
        "people/members/remove.html",
        {
            "organisation": organisation,
            "member": member,
            "problem": " ".join(error.messages) if error else "",
            "crumbs": [*crumbs(organisation), (_("People"), organisation_people(organisation))],
        },
    )


@access(rules.leave)
@require_http_methods(FORM)
@never_cache
def leave(request: Request, slug: str) -> HttpResponse:
    """Give up one's own roles, after asking whether that is meant."""
    organisation = get_object_or_404(scope(request.actor, rules.leave, Organisation), slug=slug)
    member = _member(request, organisation, request.actor.id)
    stuck = member.manages and not others_manage(organisation.pk, request.actor.id)
    problem = str(LastManager(organisation).message) if stuck else ""
    if request.method == "POST":
        try:
            leave_organisation(organisation.pk, by=request.actor)
        except LastManager as error:
            stuck, problem = True, str(error.message)
        else:
            messages.success(request, _("You no longer belong to %s.") % organisation.name)
            return redirect("account")
    context = {"organisation": organisation, "member": member, "stuck": stuck, "problem": problem}
    return render(request, "people/members/leave.html", {**context, "crumbs": crumbs(organisation)})


@access(rules.hand_over)
@require_http_methods(FORM)
@never_cache
@sensitive
@asks_second_step
def hand_on(request: Request, slug: str) -> HttpResponse:
    """Let another member look after the organisation, and step down."""
    organisation = organisation_for(request, rules.hand_over, slug)
    others = [
        member.person
        for member in _members(request, organisation)
        if member.person.pk != request.actor.id and member.person.is_active
    ]
    form = HandOverForm(sent(request), people=others)
    if request.method == "POST" and form.is_valid():
        try:
            hand_over(organisation.pk, form.cleaned_data["person"], by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("You handed %s over.") % organisation.name)
            return redirect("account")
    context = {"organisation": organisation, "form": form, "others": others}
    return render(request, "people/members/hand-over.html", {**context, "crumbs": crumbs(organisation)})


def crumbs(organisation: Organisation) -> list[tuple[str, str]]:
    """Where a page about an organisation's people lies."""
    return [(organisation.name, organisation.get_absolute_url())]


def organisation_people(organisation: Organisation) -> str:
    """The address of the page of people."""
    return reverse("organisation-people", args=[organisation.slug])


def _members(request: Request, organisation: Organisation) -> list[Member]:
    rows = scope(request.actor, rules.view_membership, Membership).filter(organisation=organisation)
    return members_of(rows.select_related("person"))


def _member(request: Request, organisation: Organisation, pk: int) -> Member:
    """One member. Raises Http404 for somebody who is none."""
    rows = scope(request.actor, rules.view_membership, Membership).filter(
        organisation=organisation, person=pk
    )
    found = members_of(rows.select_related("person"))
    if not found:
        raise Http404(_("That person does not belong to %s.") % organisation.name)
    return found[0]


def _on(request: Request, organisation: Organisation) -> HttpResponse:
    """To the page of people, unless whoever changed it gave up what opens it."""
    still = scope(request.actor, rules.view_people, Organisation).filter(pk=organisation.pk).exists()
    return redirect("organisation-people", organisation.slug) if still else redirect("account")
