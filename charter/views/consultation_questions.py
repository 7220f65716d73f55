"""The questions of the version in preparation: added, worded, left out."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from charter import rules
from charter.actions.meanwhile import ChangedMeanwhile, LookAgain, mark_of
from charter.actions.questions import (
    add_question,
    change_question,
    kind_is_settled,
    remove_question,
    said_of_question,
)
from charter.forms.consultation import QuestionForm
from charter.models import Version, Wording
from charter.queries.consultation import answers_to
from charter.views.consultation_edit import the_part
from charter.views.managing import number_in, refuse_and_go, say_and_go, the_draft
from hub.access import access
from hub.people.http import Request, sent


def _sections(draft: Version) -> list[tuple[str, str]]:
    return list(draft.sections.order_by("position", "pk").values_list("key", "title"))


def _wording(draft: Version, key: str) -> Wording:
    """How the version in preparation asks a question. Raises Http404 in words."""
    found = draft.wordings.filter(question__key=key).select_related("question", "section").first()
    if found is None:
        raise Http404(_("There is no such question in this version: somebody may have left it out."))
    return found


@access(rules.write_questions)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: Request, slug: str, key: str) -> HttpResponse:
    """One more question, at the end of a section."""
    consultation, draft = the_draft(request, slug)
    section = the_part(draft, key).section
    form = QuestionForm(sent(request), sections=_sections(draft), initial={"section": key})
    if form.is_valid():
        try:
            made = add_question(draft.pk, form.words(), by=request.actor)
        except ValidationError as error:
            form.take_errors(error)
        else:
            into = made.section.key
            again = "another" in request.POST
            where = ("consultation-new-question" if again else "consultation-edit-section", slug, into)
            return say_and_go(request, _("The question is added."), *where)
    context = {"consultation": consultation, "draft": draft, "section": section, "form": form}
    return render(request, "charter/consultation/question-new.html", context)


@access(rules.write_questions)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_question(request: Request, slug: str, key: str) -> HttpResponse:
    """How a question is asked."""
    consultation, draft = the_draft(request, slug)
    wording = _wording(draft, key)
    form = QuestionForm(
        sent(request),
        sections=_sections(draft),
        settled=kind_is_settled(wording.question),
        initial=QuestionForm.initial_of(wording),
    )
    mark = request.POST.get("mark", "") or mark_of(said_of_question(wording))
    if form.is_valid():
        try:
            saved = change_question(draft.pk, key, form.words(), mark=mark, by=request.actor)
        except ChangedMeanwhile as error:
            form.take_conflict(error)
            mark = error.mark
        except ValidationError as error:
            form.take_errors(error)
        else:
            return say_and_go(request, _("Saved."), "consultation-edit-section", slug, saved.section.key)
    context = {
        "consultation": consultation,
        "draft": draft,
        "section": wording.section,
        "wording": wording,
        "form": form,
        "mark": mark,
    }
    return render(request, "charter/consultation/question.html", context)


@access(rules.write_questions)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete_question(request: Request, slug: str, key: str) -> HttpResponse:
    """Whether to leave a question out, and what becomes of its answers; sent, it is left out."""
    consultation, draft = the_draft(request, slug)
    wording = _wording(draft, key)
    if request.method == "POST":
        try:
            remove_question(draft.pk, key, edition=number_in(request, "edition"), by=request.actor)
        except LookAgain as error:
            return refuse_and_go(request, error.messages[0], "consultation-delete-question", slug, key)
        return say_and_go(
            request, _("The question is left out."), "consultation-edit-section", slug, wording.section.key
        )
    context = {
        "consultation": consultation,
        "draft": draft,
        "section": wording.section,
        "wording": wording,
        "answers": answers_to([wording.question]),
        "was_public": kind_is_settled(wording.question),
    }
    return render(request, "charter/consultation/question-delete.html", context)
