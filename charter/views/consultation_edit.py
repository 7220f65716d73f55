"""Edits what a consultation says and asks: its details, and the sections of the version in preparation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from charter import rules
from charter.actions.consultation import change_details, said_of
from charter.actions.meanwhile import ChangedMeanwhile, LookAgain, mark_of
from charter.actions.questions import move_question, restore_question
from charter.actions.sections import (
    add_section,
    change_section,
    move_section,
    remove_section,
    said_of_section,
)
from charter.actions.versions import start_version
from charter.forms.consultation import DetailsForm, SectionForm
from charter.models import Section, Version
from charter.queries.consultation import (
    Part,
    answers_to,
    draft_and_published,
    left_out_of,
    outline,
)
from charter.views.managing import (
    key_in,
    number_in,
    refuse_and_go,
    say_and_go,
    say_moment,
    the_consultation,
    the_draft,
)
from hub.access import NotAllowed, access
from hub.people.http import Request, sent


@access(rules.edit_consultation)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_details(request: Request, slug: str) -> HttpResponse:
    """What a consultation says about itself."""
    consultation = the_consultation(request, slug, rules.edit_consultation)
    form = DetailsForm.filled(consultation, sent(request))
    mark = request.POST.get("mark", "") or mark_of(said_of(consultation))
    if form.is_valid():
        try:
            saved = change_details(consultation.pk, form.details(), mark=mark, by=request.actor)
        except ChangedMeanwhile as error:
            form.take_conflict(error)
            mark = error.mark
        except ValidationError as error:
            form.take_errors(error)
        else:
            said = _("Saved. Everyone reads it now.") if saved.published_at else _("Saved.")
            return say_and_go(request, said, "manage-consultation", saved.slug)
    context = {"consultation": consultation, "form": form, "mark": mark}
    return render(request, "charter/consultation/details.html", context)


@access(rules.write_questions)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_consultation(request: Request, slug: str) -> HttpResponse:
    """The sections and questions of the version in preparation; posted, the next version is begun."""
    consultation = the_consultation(request, slug, rules.write_questions)
    if request.method == "POST":
        start_version(consultation.pk, by=request.actor)
        return redirect("edit-consultation", slug)
    draft, published = draft_and_published(consultation)
    context: dict[str, Any] = {"consultation": consultation, "draft": draft, "published": published}
    if draft is not None:
        parts = outline(draft)
        context |= {
            "parts": parts,
            "asked": sum(len(part.wordings) for part in parts),
            "left_out": left_out_of(draft),
        }
    elif published is not None:
        context["since"] = say_moment(published.published_at)
    return render(request, "charter/consultation/edit.html", context)


@access(rules.write_questions)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_section(request: Request, slug: str) -> HttpResponse:
    """One more section, at the end."""
    consultation, draft = the_draft(request, slug)
    form = SectionForm(sent(request))
    if form.is_valid():
        try:
            made = add_section(draft.pk, form.words(), by=request.actor)
        except ValidationError as error:
            form.take_errors(error)
        else:
            return say_and_go(
                request, _("Added. Now write its questions."), "consultation-edit-section", slug, made.key
            )
    return render(
        request, "charter/consultation/section-new.html", {"consultation": consultation, "form": form}
    )


@access(rules.write_questions)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: Request, slug: str, key: str) -> HttpResponse:
    """What a section says, and the questions it asks."""
    consultation, draft = the_draft(request, slug)
    part = the_part(draft, key)
    form = SectionForm(sent(request), initial=SectionForm.initial_of(part.section))
    mark = request.POST.get("mark", "") or mark_of(said_of_section(part.section))
    if form.is_valid():
        try:
            change_section(draft.pk, key, form.words(), mark=mark, by=request.actor)
        except ChangedMeanwhile as error:
            form.take_conflict(error)
            mark = error.mark
        except ValidationError as error:
            form.take_errors(error)
        else:
            return say_and_go(request, _("Saved."), "consultation-edit-section", slug, key)
    context = {"consultation": consultation, "draft": draft, "part": part, "form": form, "mark": mark}
    return render(request, "charter/consultation/section.html", context)


@access(rules.write_questions)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete_section(request: Request, slug: str, key: str) -> HttpResponse:
    """Whether to leave a section out, with what it asks; sent, it is left out."""
    consultation, draft = the_draft(request, slug)
    part = the_part(draft, key)
    if request.method == "POST":
        try:
            remove_section(draft.pk, key, edition=number_in(request, "edition"), by=request.actor)
        except LookAgain as error:
            return refuse_and_go(request, error.messages[0], "consultation-delete-section", slug, key)
        return say_and_go(request, _("The section is left out."), "edit-consultation", slug)
    context = {
        "consultation": consultation,
        "draft": draft,
        "part": part,
        "answers": answers_to(one.question for one in part.wordings),
    }
    return render(request, "charter/consultation/section-delete.html", context)


@access(rules.write_questions)
@never_cache
@require_POST
def move_part(request: Request, slug: str) -> HttpResponse:
    """Puts a section or a question one place up or down, and shows where it is now."""
    _consultation, draft = the_draft(request, slug)
    what, key, up = request.POST.get("what"), key_in(request, "key"), request.POST.get("to") == "up"
    try:
        if what == "question":
            moved = move_question(draft.pk, key, up=up, by=request.actor)
            return redirect(f"{_section_url(slug, moved.section)}#question-{key}")
        move_section(draft.pk, key, up=up, by=request.actor)
    except NotAllowed:
        return refuse_and_go(
            request, _("It has gone: somebody left it out meanwhile."), "edit-consultation", slug
        )
    return redirect(f"{reverse('edit-consultation', args=[slug])}#section-{key}")


@access(rules.write_questions)
@never_cache
@require_POST
def ask_again(request: Request, slug: str) -> HttpResponse:
    """Brings a question that was left out back, at the end of a section."""
    _consultation, draft = the_draft(request, slug)
    key, section = key_in(request, "key"), key_in(request, "section")
    try:
        restored = restore_question(draft.pk, key, section, by=request.actor)
    except NotAllowed:
        return refuse_and_go(
            request, _("That section or question has gone. Choose again."), "edit-consultation", slug
        )
    return say_and_go(
        request, _("The question is asked again."), "consultation-edit-section", slug, restored.section.key
    )


def _section_url(slug: str, section: Section) -> str:
    return reverse("consultation-edit-section", args=[slug, section.key])


def the_part(draft: Version, key: str) -> Part:
    """A section of the version in preparation, with its questions. Raises Http404 in words."""
    for part in outline(draft):
        if part.section.key == key:
            return part
    raise Http404(_("There is no such section in this version: somebody may have left it out."))
