"""Versions of a consultation: the list, what changed from one to the next, and the next one published."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from charter import rules
from charter.actions.meanwhile import LookAgain
from charter.actions.versions import discard_version, publish_version
from charter.forms.consultation import NoteForm
from charter.models import Version
from charter.queries.consultation import latest_public
from charter.queries.version_changes import changes_between
from charter.views.consultation_launch import doubts_about
from charter.views.managing import (
    number_in,
    refuse_and_go,
    say_and_go,
    say_moment,
    the_consultation,
    the_draft,
)
from charter.words import closing_rule
from hub.access import access, scope
from hub.people.http import Request, sent
from hub.web.paging import page_of


@access(rules.manage_consultation)
@never_cache
@require_safe
def versions(request: Request, slug: str) -> HttpResponse:
    """Every version, the newest first, with what it changed and its code on paper."""
    consultation = the_consultation(request, slug, rules.manage_consultation)
    seen = scope(request.actor, rules.view_version, Version).filter(consultation=consultation)
    page = page_of(request, seen.order_by("-number"))
    rows = [(one, say_moment(one.published_at)) for one in page.rows]
    context = {"consultation": consultation, "rows": rows, "page": page}
    return render(request, "charter/consultation/versions.html", context)


@access(rules.manage_consultation)
@never_cache
@require_safe
def version_changes(request: Request, slug: str, number: int) -> HttpResponse:
    """What a version changed from the one that was published before it."""
    consultation = the_consultation(request, slug, rules.manage_consultation)
    seen = scope(request.actor, rules.view_version, Version)
    version = seen.filter(consultation=consultation, number=number).first()
    if version is None:
        raise Http404(_("There is no version with that number."))
    before = latest_public(consultation, version.number)
    context = {
        "consultation": consultation,
        "version": version,
        "before": before,
        "changes": changes_between(before, version) if before else None,
        "since": say_moment(version.published_at),
    }
    return render(request, "charter/consultation/changes.html", context)


@access(rules.write_questions)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Request, slug: str) -> HttpResponse:
    """What the version in preparation changes for people; sent with a note, it is published."""
    consultation, draft = the_draft(request, slug)
    if consultation.published_at is None:
        raise Http404(_("The first version goes out when the consultation is launched."))
    form = NoteForm(sent(request))
    edition = number_in(request, "edition") if request.method == "POST" else draft.edition
    if form.is_valid():
        try:
            publish_version(draft.pk, note=form.cleaned_data["note"], edition=edition, by=request.actor)
        except LookAgain as error:
            form.take_errors(error)
            edition = draft.edition
        except ValidationError as error:
            form.take_errors(error)
        else:
            said = _("Version %d is published. Whoever answers from now on answers it.") % draft.number
            return say_and_go(request, said, "manage-consultation", slug)
    before = latest_public(consultation, draft.number)
    context = {
        "consultation": consultation,
        "draft": draft,
        "before": before,
        "changes": changes_between(before, draft) if before else None,
        "doubts": doubts_about(consultation, draft),
        "form": form,
        "edition": edition,
        "rule": closing_rule(),
    }
    return render(request, "charter/consultation/publish.html", context)


@access(rules.write_questions)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Request, slug: str) -> HttpResponse:
    """Whether to throw the version in preparation away; sent, it goes and the published one stays."""
    consultation, draft = the_draft(request, slug)
    if draft.number == 1:
        raise Http404(_("This is the only version. Delete the consultation instead."))
    if request.method == "POST":
        try:
            discard_version(draft.pk, edition=number_in(request, "edition"), by=request.actor)
        except LookAgain as error:
            return refuse_and_go(request, error.messages[0], "consultation-discard-version", slug)
        said = _("Version %d is thrown away. The published one stays.") % draft.number
        return say_and_go(request, said, "manage-consultation", slug)
    before = latest_public(consultation, draft.number)
    context = {
        "consultation": consultation,
        "draft": draft,
        "changes": changes_between(before, draft) if before else None,
    }
    return render(request, "charter/consultation/discard.html", context)
