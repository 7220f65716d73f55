"""A consultation begun: empty, from the shipped draft charter, or from a file. And written as one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from charter import rules
from charter.actions.consultation import create_consultation
from charter.actions.loading import DraftInTheWay, Loaded, load_consultation
from charter.consultation_file import ConsultationFileError, write_consultation
from charter.forms.consultation import DetailsForm, FileForm
from charter.models import Consultation, Version
from charter.queries.consultation import text_of
from charter.shipped import shipped_consultation
from charter.views.managing import problems_in, say_and_go, shown, the_consultation, the_steward
from hub.access import access, scope
from hub.people.http import Request, sent


@access(rules.add_consultation)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_consultation(request: Request) -> HttpResponse:
    """Three ways to begin. An empty one is made on this page; the shipped draft, with its button."""
    keeper = the_steward(request, rules.add_consultation)
    if request.method == "POST" and "shipped" in request.POST:
        return _load(request, shipped_consultation(), keeper.pk, FileForm(), {})
    form = DetailsForm(sent(request))
    for name in ("introduction", "how_to_answer", "slug"):
        del form.fields[name]
    if form.is_valid():
        try:
            made = create_consultation(form.details(), keeper.pk, by=request.actor)
        except ValidationError as error:
            form.take_errors(error)
        else:
            return say_and_go(
                request,
                _("It is begun. Nobody but you and your colleagues sees it."),
                "edit-consultation",
                made.slug,
            )
    return render(request, "charter/consultation/new.html", {"form": form})


@access(rules.add_consultation)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_from_file(request: Request) -> HttpResponse:
    """A new consultation from a file that is chosen or pasted; each wrong line is shown beside its reason."""
    keeper = the_steward(request, rules.add_consultation)
    return _from_file(request, keeper.pk, None)


@access(rules.write_questions)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def load_version(request: Request, slug: str) -> HttpResponse:
    """The version in preparation of a consultation, taken from a file."""
    consultation = the_consultation(request, slug, rules.write_questions)
    keeper = the_steward(request, rules.add_consultation)
    return _from_file(request, keeper.pk, consultation)


def _from_file(request: Request, keeper: int, consultation: Consultation | None) -> HttpResponse:
    form = FileForm(sent(request), request.FILES or None)
    context: dict[str, Any] = {"consultation": consultation}
    if not form.is_valid():
        return render(request, "charter/consultation/file.html", {**context, "form": form})
    return _load(request, form.data_given(), keeper, form, context)


def _load(
    request: Request, data: str | bytes, keeper: int, form: FileForm, context: dict[str, Any]
) -> HttpResponse:
    consultation: Consultation | None = context.get("consultation")
    try:
        loaded = load_consultation(
            data,
            keeper,
            slug=consultation.slug if consultation else "",
            replace="replace" in request.POST,
            by=request.actor,
        )
    except ConsultationFileError as error:
        context |= problems_in(data, error)
    except DraftInTheWay as error:
        context["in_the_way"] = error.consultation
    except ValidationError as error:
        form.take_errors(error)
    else:
        return say_and_go(request, said_of_loaded(loaded), "edit-consultation", loaded.consultation.slug)
    # What was in the file is shown, so that it can be put right here and nothing is lost.
    again = FileForm(initial={"text": shown(data)})
    context["form"] = form if form.errors else again
    return render(request, "charter/consultation/file.html", context)


def said_of_loaded(loaded: Loaded) -> str:
    """What came of a file, in words."""
    sections = ngettext("%d section", "%d sections", loaded.sections) % loaded.sections
    questions = ngettext("%d question", "%d questions", loaded.questions) % loaded.questions
    told = {"sections": sections, "questions": questions, "number": loaded.version.number}
    if loaded.made:
        return _("It is there, with %(sections)s and %(questions)s. Nobody but the steward sees it.") % told
    return _("Version %(number)s is there, with %(sections)s and %(questions)s. It is not published.") % told


@access(rules.manage_consultation)
@never_cache
@require_safe
def consultation_file(request: Request, slug: str, number: int) -> HttpResponse:
    """A version as a file, in the format that is read in."""
    consultation = the_consultation(request, slug, rules.manage_consultation)
    version = (
        scope(request.actor, rules.view_version, Version)
        .filter(consultation=consultation, number=number)
        .select_related("consultation")
        .first()
    )
    if version is None:
        raise Http404(_("There is no version with that number."))
    response = HttpResponse(write_consultation(text_of(version)), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{consultation.slug}-{number}.txt"'
    return response
