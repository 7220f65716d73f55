"""Bringing in a school or group, and looking after its page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hub.access import NotAllowed, access, scope
from hub.people import rules
from hub.people.actions.organisation import ask_verification, edit_organisation, register_organisation
from hub.people.actions.place import meeting_now, set_place
from hub.people.forms.organisation import MeetingForm, OrganisationForm, RegisterForm, told_by, told_of
from hub.people.http import Request
from hub.people.likely import likely_same
from hub.people.meeting import telling
from hub.people.models import Kind, Organisation, Person
from hub.people.profile import LABELS, profile_of
from hub.web.contacts import email

KINDS = (Kind.GROUP.value, Kind.SCHOOL.value)


@access(rules.register_organisation)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: Request) -> HttpResponse:
    """One page to bring in a group or a school. Without ?kind= it asks which."""
    person = get_object_or_404(scope(request.actor, rules.register_organisation, Person))
    kind = request.GET.get("kind")
    if kind not in KINDS:
        return render(request, "people/organisations/choose.html")
    form = RegisterForm(request.POST or None, kind=kind)
    likely: list[Organisation] = []
    if form.is_valid():
        likely = likely_same(_others(request), form.profile())
        seen = request.POST.getlist("seen")
        if {str(one.pk) for one in likely} <= set(seen) and (answer := _registered(request, form, kind)):
            return answer
    return render(
        request,
        "people/organisations/new.html",
        {
            "form": form,
            "kind": kind,
            "likely": [] if form.errors else likely,
            "hub_email": email("HUB_CONTACT_EMAIL"),
            "person": person,
        },
    )


def _others(request: Request) -> QuerySet[Organisation]:
    """Whom one may see, but for what one has just brought in oneself: a second press finds that by itself."""
    own = scope(request.actor, rules.edit_organisation, Organisation).filter(verified_until=None)
    return scope(request.actor, rules.view_organisation, Organisation).exclude(pk__in=own.values("pk"))


def _registered(request: Request, form: RegisterForm, kind: str) -> HttpResponse | None:
    """Bring it in and go to its page; None with the form's errors filled in where that was refused."""
    try:
        done = register_organisation(form.profile(), kind=kind, meeting=form.meeting(), by=request.actor)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    name = {"name": done.organisation.name}
    if done.made:
        messages.success(request, _("%(name)s is here now. We have been asked to check it.") % name)
    else:
        messages.success(request, _("%(name)s was brought in by you already. Here it is.") % name)
    return redirect(done.organisation)


@access(rules.edit_organisation)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: Request, slug: str) -> HttpResponse:
    """What an organisation says of itself: changed, or looked at before it is."""
    found = _own(request, slug)
    form = _profile_form(request, found)
    preview = changes = None
    if form.is_valid():
        if "preview" in request.POST:
            preview = form.profile()
        else:
            answer, changes, form = _saved(request, found, form)
            if answer is not None:
                return answer
    return render(
        request,
        "people/organisations/edit.html",
        {"organisation": found, "form": form, "preview": preview, "changes": changes},
    )


def _profile_form(request: Request, found: Organisation, data: Any = None) -> OrganisationForm:
    """The form over the row as it is now: empty-handed, with what was sent, or with `data`."""
    sent = request.method == "POST"
    return OrganisationForm(
        data if data is not None else (request.POST if sent else None),
        request.FILES if sent and data is None else None,
        kind=found.kind,
        by=request.actor,
        picture=found.logo,
        told=told_by(found, found.logo.alt if found.logo else ""),
        edition_now=found.edition,
    )


def _saved(
    request: Request, found: Organisation, form: OrganisationForm
) -> tuple[HttpResponse | None, Any, OrganisationForm]:
    """The answer where it was saved; else what others changed meanwhile, and the form to show."""
    changes: list[Any] = []
    edition = form.edition_opened
    if edition != found.edition:
        told = told_by(found, found.logo.alt if found.logo else "")
        changes = form.changes_of_others(told)
        if changes:
            return None, changes, _profile_form(request, found, form.merged(told, found.edition))
    waited = found.asked_at
    try:
        with transaction.atomic():
            saved = edit_organisation(
                found.pk, form.profile(), logo=form.kept(), edition=found.edition, by=request.actor
            )
    except ValidationError as error:
        form.add_error(None, error)
        return None, changes, form
    messages.success(request, _("Saved. Everyone sees it now.") if saved.verified_until else _("Saved."))
    if saved.asked_at and not waited:
        messages.warning(request, _("You changed the name or a number, so we look at it again."))
    return redirect(saved), changes, form


@access(rules.edit_organisation)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def place(request: Request, slug: str) -> HttpResponse:
    """Where an organisation meets, and whether its address is shown."""
    found = _own(request, slug)
    told = told_of(meeting_now(found, request.actor))
    form = MeetingForm(request.POST or None, told=told, edition_now=found.edition)
    changes: list[Any] = []
    if form.is_valid():
        if form.edition_opened != found.edition:
            changes = form.changes_of_others(told)
        if changes:
            form = MeetingForm(form.merged(told, found.edition), told=told, edition_now=found.edition)
        elif answer := _settled(request, found, form):
            return answer
    return render(
        request,
        "people/organisations/place.html",
        {"organisation": found, "form": form, "changes": changes},
    )


def _settled(request: Request, found: Organisation, form: MeetingForm) -> HttpResponse | None:
    meeting = form.meeting()
    try:
        saved = set_place(found.pk, meeting, edition=found.edition, by=request.actor)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(
        request,
        _("Saved. From now on only your members see the address.") if meeting.withheld else _("Saved."),
    )
    still = [str(LABELS[name]) for name in telling(profile_of(saved), meeting)]
    if still:
        words = _("Your own words still tell where you meet. Look at: %s.")
        messages.warning(request, words % get_text_list(still, _("and")))
    return redirect(saved)


@access(rules.edit_organisation)
@require_POST
def ask(request: Request, slug: str) -> HttpResponse:
    """Ask the steward for a check. Who presses twice is told once more that it is asked for."""
    found = _own(request, slug)
    try:
        ask_verification(found.pk, by=request.actor)
    except NotAllowed:
        messages.warning(request, _("A check is asked for already, or the last one still holds for a while."))
    else:
        messages.success(request, _("We have been asked to check it. You will hear by e-mail."))
    return redirect(found)


def _own(request: Request, slug: str) -> Organisation:
    return get_object_or_404(
        scope(request.actor, rules.edit_organisation, Organisation).select_related("place__district", "logo"),
        slug=slug,
    )
