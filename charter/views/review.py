"""One response before the public reads it: what was found, what is taken out, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from charter import rules
from charter.actions.looks import record_look
from charter.actions.publication import (
    keep_unpublished,
    names_of,
    publish_response,
    read_response_again,
    take_down_response,
)
from charter.actions.redacting import Mark, leave_in, put_back, take_out, take_out_words
from charter.forms.review import MarksForm, PublishForm, ReasonForm, TakeOutForm
from charter.models import Look, Publish, RedactionReason, Response
from charter.queries.review import next_waiting, shelves_of
from charter.redaction import raw_stretch
from charter.views.reviewing import edition_read, key_read, take
from hub.access import NotAllowed, access, flags, scope
from hub.people.http import Request

MAY = (rules.redact_response, rules.publish_response, rules.keep_response, rules.take_down_response)
Done = tuple[str, bool]


@access(rules.review_response)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, slug: str, pk: int) -> HttpResponse:
    """Read one response, take words out, and decide about it."""
    response = _found(request, slug, pk)
    if request.method != "POST":
        return _page(request, response)
    do = request.POST.get("do", "")
    act = STEPS.get(do)
    if act is None:
        return _page(request, response, problem=_("Choose what to do with it."))
    form = _form(request, response, do)
    if form is not None and not form.is_valid():
        return _page(request, response, do=do, form=form)
    try:
        words, decided = act(request, response, form.cleaned_data if form is not None else {})
    except NotAllowed:
        response = _found(request, slug, pk)
        return _page(request, response, do=do, form=form, problem=_meanwhile(response))
    except ValidationError as error:
        response = _found(request, slug, pk)
        problem = "" if form is not None and take(form, error) else " ".join(error.messages)
        return _page(request, response, do=do, form=form, problem=problem)
    messages.success(request, words)
    return redirect(_onward(request, response) if decided else f"{request.path}{_place(request)}")


@access(rules.review_response)
@never_cache
@require_safe
def preview(request: Request, slug: str, pk: int) -> HttpResponse:
    """One response as everyone would read it."""
    response = _found(request, slug, pk)
    record_look(response.consultation, Look.RESPONSE, request.actor, response)
    context = {
        "consultation": response.consultation,
        "response": response,
        "shelves": shelves_of(response),
        "names": [one for one in names_of(response, _kind(response)) if one],
        "may": flags([response.pk], request.actor, *MAY)[response.pk],
    }
    return render(request, "charter/review/preview.html", context)


def _found(request: Request, slug: str, pk: int) -> Response:
    """Raises Http404, in words."""
    response = (
        scope(request.actor, rules.review_response, Response)
        .select_related("consultation", "organisation", "about_you", "original", "reviewed_by")
        .filter(pk=pk, consultation__slug=slug)
        .first()
    )
    if response is None:
        raise Http404(_("There is no such response, or whoever gave it has taken it back."))
    return response


def _kind(response: Response) -> str:
    about = getattr(response, "about_you", None)
    return about.kind if about is not None else ""


def _typed(request: Request) -> dict[str, str]:
    """A reason in words that was typed into one of the page's forms and sent with another's button."""
    reason = request.POST.get("reason", "")
    return {} if reason in RedactionReason.values else {"reason": reason}


def _page(
    request: Request,
    response: Response,
    *,
    do: str = "",
    form: forms.Form | None = None,
    problem: str = "",
) -> HttpResponse:
    """The page, with what was typed where something could not be done. Opening it is kept on record."""
    record_look(response.consultation, Look.RESPONSE, request.actor, response)
    shelves = shelves_of(response)
    answers = _answers(shelves)
    original = getattr(response, "original", None)
    context = {
        "consultation": response.consultation,
        "response": response,
        "kind": response.about_you.get_kind_display() if _kind(response) else "",
        "names": [one for one in names_of(response, _kind(response)) if one],
        "original": original,
        "unchecked": original is not None and original.checked_at is None,
        "shelves": shelves,
        "waits": sum(len(part.found) for shelf in shelves for part in shelf.parts),
        "may": flags([response.pk], request.actor, *MAY)[response.pk],
        "take": form if do == "take-words" else TakeOutForm(answers=answers, auto_id="take_%s"),
        "publish": form if do == "publish" else PublishForm(auto_id="publish_%s"),
        "keep": form if do == "keep" else ReasonForm(initial=_typed(request), auto_id="keep_%s"),
        "down": form if do == "take-down" else ReasonForm(initial=_typed(request), auto_id="down_%s"),
        "reasons": RedactionReason.choices,
        "do": do,
        "problem": problem or _of_marks(do, form),
        "failed": bool(problem) or bool(form is not None and form.errors),
        "next": next_waiting(request.actor, response),
    }
    return render(request, "charter/review/response.html", context)


def _answers(shelves: list[Any]) -> list[tuple[int, str]]:
    """The answers with words, as choices."""
    return [
        (part.key, f"{part.label} {part.question}".strip()[:70])
        for shelf in shelves
        for part in shelf.parts
        if part.pieces and part.pieces[0].text
    ]


def _of_marks(do: str, form: forms.Form | None) -> str:
    """Tick boxes stand among the answers, so what is wrong with them is said at the top."""
    if form is None or do not in ("take-marks", "leave"):
        return ""
    return " ".join(str(problem) for problems in form.errors.values() for problem in problems)


def _form(request: Request, response: Response, do: str) -> forms.Form | None:
    if do == "take-words":
        return TakeOutForm(request.POST, answers=_answers(shelves_of(response)), auto_id="take_%s")
    if do in ("take-marks", "leave"):
        return MarksForm(request.POST)
    if do in ("publish", "numbers"):
        return PublishForm(request.POST, auto_id="publish_%s")
    if do == "keep" and response.publish != Publish.NOT:
        return ReasonForm(request.POST, auto_id="keep_%s")
    return ReasonForm(request.POST, auto_id="down_%s") if do == "take-down" else None


def _take_words(request: Request, response: Response, given: dict[str, Any]) -> Done:
    start, end, answer = given["start"], given["end"], given["answer"]
    words, reason, note = given["words"], given["reason"], given["note"]
    edition = edition_read(request)
    if start is not None and end is not None and answer is not None:
        mark = Mark(answer, *_raw(response, answer, start, end), words)
        take_out(response.pk, [mark], reason=reason, note=note, edition=edition, by=request.actor)
    else:
        take_out_words(
            response.pk,
            words,
            answer=answer,
            occurrence=given["occurrence"],
            reason=reason,
            note=note,
            edition=edition,
            by=request.actor,
        )
    return _("Taken out. Nobody but the steward can read it."), False


def _raw(response: Response, answer: int, start: int, end: int) -> tuple[int, int]:
    """Where what was selected stands in the raw text. Raises ValidationError."""
    text = next(
        (
            "".join(piece.raw for piece in part.pieces)
            for one in shelves_of(response)
            for part in one.parts
            if part.key == answer
        ),
        "",
    )
    try:
        return raw_stretch(text, start, end)
    except ValueError as error:
        raise ValidationError(_("That piece of text is not in this response. Select it again.")) from error


def _take_marks(request: Request, response: Response, given: dict[str, Any]) -> Done:
    edition = edition_read(request)
    take_out(response.pk, given["mark"], reason=given["reason"], edition=edition, by=request.actor)
    return _("Taken out. Nobody but the steward can read it."), False


def _leave(request: Request, response: Response, given: dict[str, Any]) -> Done:
    leave_in(response.pk, given["mark"], edition=edition_read(request), by=request.actor)
    return _("Left in. Everyone will read it once this is published."), False


def _put_back(request: Request, response: Response, given: dict[str, Any]) -> Done:
    redaction, left = key_read(request, "redaction"), key_read(request, "left")
    edition = edition_read(request)
    put_back(response.pk, redaction=redaction, left=left, edition=edition, by=request.actor)
    return _("It is as it was before."), False


def _publish(request: Request, response: Response, given: dict[str, Any]) -> Done:
    publish_response(
        response.pk,
        numbers_only=request.POST.get("do") == "numbers",
        without_name=given["without_name"],
        edition=edition_read(request),
        by=request.actor,
    )
    if response.consultation.is_closed():
        return _("Published. Everyone can read it."), True
    return _("Published. Everyone can read it once the consultation has closed."), True


def _keep(request: Request, response: Response, given: dict[str, Any]) -> Done:
    reason = given.get("reason", "")
    keep_unpublished(response.pk, reason=reason, edition=edition_read(request), by=request.actor)
    return _("Marked as read. It is counted, and nothing of it is published."), True


def _again(request: Request, response: Response, given: dict[str, Any]) -> Done:
    read_response_again(response.pk, edition=edition_read(request), by=request.actor)
    return _("It waits to be read again."), False


def _take_down(request: Request, response: Response, given: dict[str, Any]) -> Done:
    take_down_response(response.pk, reason=given["reason"], edition=edition_read(request), by=request.actor)
    return _("Taken down. If we know an address of whoever gave it, they have been told."), False


STEPS: dict[str, Callable[[Request, Response, dict[str, Any]], Done]] = {
    "take-words": _take_words,
    "take-marks": _take_marks,
    "leave": _leave,
    "put-back": _put_back,
    "publish": _publish,
    "numbers": _publish,
    "keep": _keep,
    "again": _again,
    "take-down": _take_down,
}


def _place(request: Request) -> str:
    """The answer that the form stood in, to come back to."""
    key = key_read(request, "at") or key_read(request, "answer")
    return f"#answer-{key}" if key else ""


def _onward(request: Request, response: Response) -> str:
    """The next response that waits; else the list."""
    slug, following = response.consultation.slug, next_waiting(request.actor, response)
    if following is not None:
        return reverse("review-response", args=[slug, following])
    return reverse("review-responses", args=[slug])


def _meanwhile(response: Response) -> str:
    """What somebody else made of it meanwhile, and who."""
    if response.reviewed_by is None:
        return _("It can’t be done with this response as it is now. What you wrote is still here.")
    return _("%(who)s decided about it meanwhile: %(what)s. What you wrote is still here.") % {
        "who": str(response.reviewed_by),
        "what": response.get_review_display(),
    }
