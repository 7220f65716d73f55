"""Where the steward writes the charter's next version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter import rules
from charter.actions import publishing
from charter.actions import text as actions
from charter.actions.looking import Meanwhile, seen_of
from charter.forms.text import FORMS, AdoptForm, PublishForm, WordsForm
from charter.models import Charter, CharterVersion
from charter.queries.signing import older_signers
from charter.queries.text import chapters, differences, public_versions
from charter.queries.writing import (
    adoptable,
    consultations_for,
    draft_for,
    newest_public,
    outline,
    parent_key,
    parents_for,
    piece_of,
    writable,
)
from charter.views.carrying import edition_sent, take
from charter.views.text_beginning import the_charter
from hub.access import NotAllowed, access, scope
from hub.people.http import Request, sent
from hub.people.models import Organisation

TITLES = {
    "section": gettext_lazy("Section"),
    "clause": gettext_lazy("Clause"),
    "duty": gettext_lazy("Responsibility"),
}


def _charter(request: Request) -> Charter:
    found = the_charter(request)
    if found is None:
        raise NotAllowed(rules.edit_charter)
    return found


def _draft(request: Request) -> CharterVersion:
    draft = draft_for(request.actor)
    if draft is None:
        _charter(request)
        raise Http404(_("No version is in preparation. Start the next one first."))
    return draft


@access(rules.edit_charter, rules.begin_charter)
@never_cache
@require_safe
def manage_text(request: Request) -> HttpResponse:
    """The version in preparation, and the ones before; the way to begin where there is no charter yet."""
    charter = the_charter(request)
    if charter is None:
        if not scope(request.actor, rules.begin_charter, Organisation).exists():
            raise NotAllowed(rules.edit_charter)
        return redirect("manage-text-name")
    draft = draft_for(request.actor)
    context = {
        "charter": charter,
        "draft": draft,
        "outline": outline(draft) if draft else [],
        "every": public_versions(request.actor, charter.pk),
        "adoptable": adoptable(request.actor, charter.pk),
    }
    return render(request, "charter/text/manage.html", context)


@access(rules.edit_charter)
@require_POST
def start(request: Request) -> HttpResponse:
    """Start the next version."""
    try:
        draft = actions.begin_version(_charter(request).pk, by=request.actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Version %d is in preparation. Only the steward sees it.") % draft.number)
    return redirect("manage-text")


@access(rules.edit_draft)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: Request) -> HttpResponse:
    """The introduction, and what changed."""
    draft = _draft(request)
    now = {"introduction": draft.introduction, "note": draft.note}
    form = WordsForm(sent(request), initial={**now, "seen": seen_of(now)})
    if form.is_valid():
        try:
            actions.word_version(draft.pk, **form.cleaned_data, by=request.actor)
        except Meanwhile as error:
            form = _again(WordsForm, request, now, error)
        except ValidationError as error:
            take(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("manage-text")
    context = {"draft": draft, "form": form, "title": _("Introduction"), "now": _changed(form, now)}
    return render(request, "charter/text/piece.html", context)


def _again(kind: Any, request: Request, now: dict[str, Any], error: ValidationError, **extra: Any) -> Any:
    """The same form with what was typed, which the next press of the button saves over what is there now."""
    data = request.POST.copy()
    data["seen"] = seen_of(now)
    form = kind(data, **extra)
    form.is_valid()
    take(form, error)
    return form


def _changed(form: Any, now: dict[str, Any]) -> list[tuple[str, str]]:
    """What the text says now, where somebody else changed it: labels and words."""
    if not any(error.code == "changed" for error in form.non_field_errors().as_data()):
        return []
    return [(str(form.fields[name].label), str(value or "")) for name, value in now.items()]


@access(rules.edit_draft)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def piece(request: Request, what: str, key: str) -> HttpResponse:
    """Word a section, clause or responsibility, or put it elsewhere."""
    draft = _draft(request)
    found = piece_of(draft, what, key) if what in FORMS else None
    if found is None:
        raise Http404(_("There is nothing like that in the version in preparation."))
    extra = {} if what == "section" else {"parents": parents_for(draft, what)}
    now = actions.said_by(what, found)
    under = {} if what == "section" else {"under": parent_key(what, found)}
    form = FORMS[what](sent(request), initial={**now, **under, "seen": seen_of(now)}, **extra)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.write_piece(
                draft.pk, what, key, said, under=said.get("under", ""), seen=said["seen"], by=request.actor
            )
        except Meanwhile as error:
            form = _again(FORMS[what], request, now, error, **extra)
        except ValidationError as error:
            take(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('manage-text')}#{what}-{key}")
    context = {
        "draft": draft,
        "form": form,
        "what": what,
        "key": key,
        "title": str(TITLES[what]),
        "now": _changed(form, now),
    }
    return render(request, "charter/text/piece.html", context)


@access(rules.edit_draft)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, what: str) -> HttpResponse:
    """Add a section, clause or responsibility; `?under=` says to what."""
    draft = _draft(request)
    if what not in FORMS:
        raise Http404(_("There is nothing like that in the version in preparation."))
    extra = {} if what == "section" else {"parents": parents_for(draft, what)}
    form = FORMS[what](sent(request), initial={"under": request.GET.get("under", "")}, **extra)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.write_piece(
                draft.pk, what, None, said, under=said.get("under", ""), by=request.actor
            )
        except ValidationError as error:
            take(form, error)
        else:
            messages.success(request, _("Added."))
            return redirect(f"{reverse('manage-text')}#{what}-{made.key}")
    context = {"draft": draft, "form": form, "title": str(TITLES[what]), "adding": True}
    return render(request, "charter/text/piece.html", context)


@access(rules.edit_draft)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, what: str, key: str) -> HttpResponse:
    """Take a piece out of the draft, after a page that asks once more."""
    draft = _draft(request)
    found = piece_of(draft, what, key) if what in FORMS else None
    if found is None:
        raise Http404(_("There is nothing like that in the version in preparation."))
    if request.method == "POST":
        try:
            actions.remove_piece(draft.pk, what, key, by=request.actor)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Taken out of the version in preparation."))
        return redirect("manage-text")
    context = {"draft": draft, "what": what, "key": key, "words": getattr(found, "text", "") or found.title}
    return render(request, "charter/text/remove.html", context)


@access(rules.edit_draft)
@require_POST
def move(request: Request) -> HttpResponse:
    """Change places with the neighbour."""
    draft = _draft(request)
    what, key = request.POST.get("what", ""), request.POST.get("key", "")
    if what not in FORMS or "\x00" in key:
        raise Http404(_("There is nothing like that in the version in preparation."))
    try:
        actions.move_piece(draft.pk, what, key, up=request.POST.get("to") == "up", by=request.actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("manage-text")
    return redirect(f"{reverse('manage-text')}#{what}-{key}")


@access(rules.edit_draft)
@never_cache
@require_safe
def preview(request: Request) -> HttpResponse:
    """The version in preparation as everyone would read it, and what it changes."""
    draft = _draft(request)
    before = newest_public(request.actor, draft)
    context = {
        "version": draft,
        "before": before,
        "chapters": chapters(request.actor, draft),
        "found": differences(before, draft) if before else [],
    }
    return render(request, "charter/text/preview.html", context)


@access(rules.edit_draft)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Request) -> HttpResponse:
    """Put the draft to the public, after a page that says what that means."""
    draft = _draft(request)
    form = PublishForm(sent(request), consultations=consultations_for(request.actor))
    if form.is_valid():
        try:
            publishing.put_to_public(
                draft.charter_id,
                draft.pk,
                consultation=form.cleaned_data["consultation"],
                edition=edition_sent(request),
                by=request.actor,
            )
        except ValidationError as error:
            take(form, error)
        else:
            messages.success(request, _("Everyone can read version %d now.") % draft.number)
            return redirect("charter-version", number=draft.number)
    return render(request, "charter/text/publish.html", {"draft": draft, "form": form})


@access(rules.adopt_version)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: Request, number: int) -> HttpResponse:
    """Adopt a version, after a page that says who will be asked to sign again."""
    version = writable(request.actor, number)
    if version is None:
        raise Http404(_("There is no version %d that could be adopted.") % number)
    form = AdoptForm(sent(request))
    if form.is_valid():
        try:
            publishing.adopt_version(
                version.charter_id,
                version.pk,
                adopted_on=form.cleaned_data["adopted_on"],
                edition=edition_sent(request),
                by=request.actor,
            )
        except ValidationError as error:
            take(form, error)
        else:
            messages.success(request, _("Version %d is adopted.") % number)
            return redirect("charter-version", number=number)
    asked = older_signers(version)
    context = {"version": version, "form": form, "asked": asked[:50], "count": len(asked)}
    return render(request, "charter/text/adopt.html", context)


@access(rules.edit_draft)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def throw_away(request: Request) -> HttpResponse:
    """Delete the draft, after a page that asks once more."""
    draft = _draft(request)
    if request.method == "POST":
        try:
            actions.throw_away(draft.pk, edition=edition_sent(request), by=request.actor)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("manage-text-throw-away")
        messages.success(request, _("Version %d was thrown away.") % draft.number)
        return redirect("manage-text")
    return render(request, "charter/text/throw-away.html", {"draft": draft})
