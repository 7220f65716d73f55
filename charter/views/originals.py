"""Where the steward enters what came on paper, by e-mail or at an event, writes it out, and checks it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from charter import rules
from charter.actions import originals as actions
from charter.actions.looks import record_look
from charter.actions.writing_out import put, write_out
from charter.forms.originals import (
    DetailsForm,
    NoteForm,
    details_of,
    first_details,
    read_edition,
    read_stretches,
    read_written,
)
from charter.models import Consultation, Look, Response
from charter.queries.originals import (
    STATES,
    Part,
    in_words,
    named,
    originals,
    parts,
    sentences_of,
    state_of,
    wrong_of,
)
from hub.access import NotAllowed, access, can, flags, scope
from hub.people.http import Request
from hub.web.paging import page_of, url_with


@access(rules.list_responses)
@never_cache
@require_safe
def list_originals(request: Request, slug: str) -> HttpResponse:
    """What came by another way: what is written out, what waits for a check, what was checked."""
    consultation = get_object_or_404(scope(request.actor, rules.list_responses, Consultation), slug=slug)
    chosen = request.GET.get("state", "")
    page = page_of(request, originals(request.actor, consultation, chosen if chosen in STATES else ""))
    may = flags([row.pk for row in page.rows], request.actor, rules.write_out, rules.check_original)
    for row in page.rows:
        row.standing = state_of(row)  # type: ignore[attr-defined]
        row.standing_words = STATES.get(row.standing, _("Withdrawn"))  # type: ignore[attr-defined]
        row.may = may[row.pk]  # type: ignore[attr-defined]
    context = {
        "consultation": consultation,
        "page": page,
        "may_enter": can(request.actor, rules.enter_response, consultation),
        "chips": [
            {"label": words, "on": key == chosen, "url": url_with(request, page=None, state=key or None)}
            for key, words in (("", _("All")), *STATES.items())
        ],
        "filtered": chosen in STATES,
    }
    return render(request, "charter/originals/list.html", context)


@access(rules.enter_response)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Request, slug: str) -> HttpResponse:
    """Enter a letter, an e-mail, a form handed in, or a table's notes."""
    consultation = get_object_or_404(scope(request.actor, rules.enter_response, Consultation), slug=slug)
    form = DetailsForm(by=request.actor, initial=first_details(consultation.is_open()))
    if request.method == "POST":
        form = DetailsForm(request.POST, request.FILES, by=request.actor)
        if form.is_valid():
            try:
                made = actions.enter(
                    consultation.pk, form.details(), by=request.actor, keep=form.kept_original
                )
            except ValidationError as error:
                take(form, error)
            else:
                messages.success(request, _("It is kept. Now write out what it answers."))
                return redirect("write-out", slug=slug, pk=made.pk)
    return render(request, "charter/originals/details.html", {"consultation": consultation, "form": form})


@access(rules.write_out)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: Request, slug: str, pk: int) -> HttpResponse:
    """Put right what was entered about an original, or add pages to it."""
    response = _found(request, slug, pk, rules.write_out)
    now = response.original.document
    form = DetailsForm(by=request.actor, document=now, initial=details_of(response))
    theirs: list[tuple[str, str]] = []
    if request.method == "POST":
        form = DetailsForm(request.POST, request.FILES, by=request.actor, document=now)
        if form.is_valid():
            edition = read_edition(request.POST)
            try:
                actions.change_details(
                    pk, form.details(), edition=edition, by=request.actor, keep=form.kept_original
                )
            except ValidationError as error:
                take(form, error)
                if edition != response.edition:
                    theirs = form.differing(details_of(response))
            else:
                messages.success(request, _("It is kept."))
                return redirect("write-out", slug=slug, pk=pk)
    else:
        record_look(response.consultation, Look.ORIGINAL, request.actor, response)
    context = {
        "consultation": response.consultation,
        "form": form,
        "response": response,
        "edition": response.edition,
        "theirs": theirs,
    }
    return render(request, "charter/originals/details.html", context)


@access(rules.write_out, rules.view_original)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, slug: str, pk: int) -> HttpResponse:
    """The original, and beside it every question with room for what it answers."""
    response = _found(request, slug, pk, rules.view_original)
    if request.method != "POST":
        if not can(request.actor, rules.write_out, response):
            return redirect("check-original", slug=slug, pk=pk)
        record_look(response.consultation, Look.ORIGINAL, request.actor, response)
        return _written_out(request, response, parts(response))
    keys = [asked.key for part in parts(response) for asked in part.questions]
    typed = read_written(request.POST, keys)
    then, edition = request.POST.get("then", ""), read_edition(request.POST)
    try:
        kept = write_out(pk, typed, edition=edition, by=request.actor)
        typed = {}
        if then == "put":
            question, stretches = request.POST.get("question", ""), read_stretches(request.POST)
            put(pk, question, stretches, edition=kept.edition, by=request.actor)
        elif then == "finish":
            actions.finish(pk, edition=kept.edition, by=request.actor)
    except ValidationError as error:
        by_key = error.message_dict if hasattr(error, "error_dict") else {}
        made = parts(response, typed, compare=getattr(error, "code", "") == "changed")
        wrong_of(made, by_key)
        known = {asked.key for part in made for asked in part.questions}
        said = [] if by_key and set(by_key) <= known else error.messages
        return _written_out(request, response, made, said)
    except NotAllowed:
        words = _(
            "Meanwhile somebody checked this, or the results were published, so it isn’t kept any more. "
            "What you typed stands below, for you to copy."
        )
        return _written_out(request, response, parts(response, typed, compare=True), [words])
    if then == "finish":
        messages.success(request, _("It is written out, and counts. Somebody else will check it."))
        return redirect("originals", slug=slug)
    messages.success(request, _("It stands in the answer now.") if then == "put" else _("It is kept."))
    answer = redirect("write-out", slug=slug, pk=pk)
    if then == "put":
        answer["Location"] += "#original"
    return answer


def _written_out(
    request: Request, response: Response, made: list[Part], said: list[str] | None = None
) -> HttpResponse:
    response.refresh_from_db(fields=["edition"])
    lines = sentences_of(response.original)
    sentences, unused = named(lines, made)
    questions = [asked for part in made for asked in part.questions]
    context = {
        "response": response,
        "consultation": response.consultation,
        "original": response.original,
        "parts": made,
        "lines": lines,
        "sentences": sentences,
        "unused": unused,
        "questions": len(questions),
        "answered": sum(part.written for part in made),
        "in_words": [asked for asked in questions if in_words(asked)],
        "chosen": request.POST.get("question", ""),
        "ticked": request.POST.getlist("stretch") if said else [],
        "wrong": [asked for asked in questions if asked.wrong],
        "said": said or [],
        "standing": state_of(response),
        "may_drop": can(request.actor, rules.drop_original, response),
    }
    return render(request, "charter/originals/write.html", context)


@access(rules.drop_original)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: Request, slug: str, pk: int) -> HttpResponse:
    """Throw away what was entered by mistake, after being asked once."""
    response = _found(request, slug, pk, rules.drop_original)
    if request.method == "POST":
        actions.drop(pk, by=request.actor)
        messages.success(request, _("It is thrown away."))
        return redirect("originals", slug=slug)
    context = {"response": response, "consultation": response.consultation}
    return render(request, "charter/originals/drop.html", context)


@access(rules.view_original)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, slug: str, pk: int) -> HttpResponse:
    """The original beside what was written out: right, or to be put right; and afterwards, who checked it."""
    response = _found(request, slug, pk, rules.view_original)
    form = NoteForm()
    said: list[str] = []
    if request.method == "POST":
        form = NoteForm(request.POST)
        try:
            if _decided(request, pk, form):
                return redirect("originals", slug=slug)
        except ValidationError as error:
            said = error.messages
        except NotAllowed:
            said = [_("Somebody else has decided this meanwhile. This is how it stands now.")]
        response = _found(request, slug, pk, rules.view_original)
    else:
        record_look(response.consultation, Look.ORIGINAL, request.actor, response)
    context = {
        "response": response,
        "consultation": response.consultation,
        "original": response.original,
        "parts": parts(response),
        "form": form,
        "said": said,
        "standing": state_of(response),
        "standing_words": STATES.get(state_of(response), _("Withdrawn")),
        "may_check": can(request.actor, rules.check_original, response),
        "may_write": can(request.actor, rules.write_out, response),
        "may_reopen": can(request.actor, rules.reopen_original, response),
    }
    return render(request, "charter/originals/check.html", context)


def _decided(request: Request, pk: int, form: NoteForm) -> bool:
    """Do what was pressed. Returns whether it is done; else the form says what is missing."""
    edition, by, what = read_edition(request.POST), request.actor, request.POST.get("what", "")
    if what == "right":
        actions.check(pk, edition=edition, by=by)
        messages.success(request, _("Checked. If they let us publish it, it waits to be read for that now."))
        return True
    if not form.is_valid():
        return False
    note = form.cleaned_data["note"]
    if what == "reopen":
        actions.reopen(pk, note=note, edition=edition, by=by)
        messages.success(request, _("It is open again, to be put right."))
    else:
        actions.send_back(pk, note=note, edition=edition, by=by)
        messages.success(request, _("Whoever wrote it out sees what to put right."))
    return True


def _found(request: Request, slug: str, pk: int, rule: Any) -> Response:
    beside = ("consultation", "version", "original__document", "original__transcriber", "original__checker")
    found: Response = get_object_or_404(
        scope(request.actor, rule, Response).select_related(*beside), consultation__slug=slug, pk=pk
    )
    return found


def take(form: DetailsForm, error: ValidationError) -> None:
    """Put an action's errors where the form shows them."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, messages_of in error.message_dict.items():
        form.add_error(name if name in form.fields else None, messages_of)
