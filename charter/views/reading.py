"""Reading answers one by one: taking the next, marking what it says, finishing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from charter import rules
from charter.actions import readings as actions
from charter.actions.sharing_out import share_out_reading
from charter.actions.themes import create_theme
from charter.forms.analysis import QuickThemeForm, ShareForm
from charter.models import Consultation, Look, Place, Reading
from charter.passages import Span, joined, whole
from charter.queries import coding
from charter.views.analysis import as_number, consultation_called, look, number_in, page, take
from charter.views.answers import shown_lines, spans_of
from hub.access import NotAllowed, access, can, scope
from hub.people.http import Request, sent
from hub.web.paging import page_of

MOST_TICKS = 200


@access(rules.analyse)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: Request, slug: str) -> HttpResponse:
    """How far the reading has come; its buttons take the next answer."""
    consultation = consultation_called(request, slug)
    if request.method == "POST":
        return _next(
            request, consultation, request.POST.get("question", ""), request.POST.get("as") == "second"
        )
    rows = coding.progress_of(request.actor, consultation)
    return page(
        request,
        "reading",
        consultation,
        "reading",
        rows=rows,
        total=sum(row.total for row in rows),
        once=sum(row.once for row in rows),
        for_two=sum(row.for_two for row in rows),
        twice=sum(row.twice for row in rows),
        readers=coding.readers_of(request.actor, consultation),
        lying=page_of(request, coding.lying_about(request.actor, consultation)),
        outdated=coding.outdated(request.actor, consultation)[:20],
        no_book=not coding.codebook(request.actor, consultation).exists(),
        may_share=can(request.actor, rules.share_out_reading, consultation),
    )


def _next(request: Request, consultation: Consultation, key: str, second: bool) -> HttpResponse:
    """Take the next answer to a question, and go to it."""
    asked = next((one for one in coding.questions_of(consultation).values() if one.key == key), None)
    if asked is None:
        messages.error(request, _("Choose a question first."))
        return redirect("reading", consultation.slug)
    taken = actions.next_answer(asked.pk, second=second, by=request.actor)
    if taken is None:
        words = (
            _("No answer to this question waits for a second reader who has not read it.")
            if second
            else _("Every answer to this question has been read, or somebody is reading it.")
        )
        messages.success(request, words)
        return redirect("reading", consultation.slug)
    return redirect("read-answer", consultation.slug, taken.pk)


@access(rules.share_out_reading)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share_out(request: Request, slug: str) -> HttpResponse:
    """How many answers two people read."""
    consultation = scope(request.actor, rules.share_out_reading, Consultation).filter(slug=slug).first()
    if consultation is None:
        raise Http404(_("There is no such consultation, or it has not closed yet."))
    form = ShareForm(sent(request), initial={"share": consultation.double_reading})
    if form.is_bound and form.is_valid():
        try:
            share_out_reading(consultation.pk, form.cleaned_data["share"], by=request.actor)
        except ValidationError as error:
            take(form, error)
        else:
            messages.success(request, _("It is chosen which answers two people read."))
            return redirect("reading", slug)
    return page(request, "share_out", consultation, "reading", form=form)


@access(rules.put_back_reading)
@never_cache
@require_http_methods(["POST"])
def put_back(request: Request, slug: str, pk: int) -> HttpResponse:
    """Leave an answer that was begun to somebody else."""
    consultation = consultation_called(request, slug)
    mine = scope(request.actor, rules.put_back_reading, Reading)
    if not mine.filter(pk=pk, answer__response__consultation=consultation).exists():
        raise Http404(_("There is no such reading, or it is finished."))
    try:
        actions.put_back(pk, by=request.actor)
    except NotAllowed:
        messages.info(request, _("It was finished meanwhile, so it stays."))
    else:
        messages.success(request, _("The answer is put back. Somebody else can read it."))
    return redirect("reading", slug)


@access(rules.view_reading)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read_answer(request: Request, slug: str, pk: int) -> HttpResponse:
    """One answer and all that the reader marks in it."""
    consultation = consultation_called(request, slug)
    found = (
        scope(request.actor, rules.view_reading, Reading)
        .filter(pk=pk, answer__response__consultation=consultation, reader=request.actor.id)
        .select_related("answer__response")
        .first()
    )
    if found is None:
        raise Http404(_("There is no such reading of yours, or whoever gave the answer took it back."))
    if not can(request.actor, rules.change_reading, found):
        # Both have finished: now each sees what the other saw.
        return redirect("settle-answer", slug, found.answer_id)
    if request.method != "POST":
        look(request, consultation, Look.RESPONSE, found.answer.response)
        return _page(request, consultation, found, Ticks(request.GET))
    return Desk(request, consultation, found).act()


class Ticks:
    """What is ticked on the page: sentences by number, themes by key, and a stretch that was selected."""

    def __init__(self, data: QueryDict) -> None:
        given = data.getlist("s")[:MOST_TICKS]
        self.numbers = {as_number(one) for one in given if one.isascii() and one.isdigit()}
        self.theme_keys = [as_number(one) for one in data.getlist("t")[:MOST_TICKS] if as_number(one)]
        self.start, self.end = as_number(data.get("start", "")), as_number(data.get("end", ""))
        self.quote = data.get("quote", "")

    def spans(self, text: str) -> list[Span]:
        """Every stretch that is chosen, neighbours joined. Raises ValidationError for a stale selection."""
        chosen = spans_of(text, self.numbers)
        if self.end > self.start:
            # Browsers tell a selection with other line ends than were typed.
            if text[self.start : self.end].split() != self.quote.split():
                raise ValidationError(_("What you selected is no longer there. Select it again."))
            chosen.append(Span(self.start, self.end))
        return joined(chosen, text)

    def query(self) -> str:
        """The same as a part of an address, so that a page that is opened again keeps it."""
        pairs = [("s", str(one)) for one in sorted(self.numbers)] + [
            ("t", str(one)) for one in self.theme_keys
        ]
        return urlencode(pairs)


class Desk:
    """What the buttons of the reading page do."""

    def __init__(self, request: Request, consultation: Consultation, found: Reading) -> None:
        self.request, self.consultation, self.found = request, consultation, found
        self.ticks = Ticks(request.POST)
        self.text_edition = number_in(request, "text_edition")
        self.theme_form: QuickThemeForm | None = None

    def act(self) -> HttpResponse:
        """Do what was asked, and lead on; or show the page again with what is wrong, and all ticks."""
        buttons = {
            "mark": self.mark,
            "whole": self.mark_whole,
            "finish": self.finish,
            "none": self.none_fits,
            "theme": self.new_theme,
            "reopen": self.reopen,
            "again": self.begin_again,
        }
        try:
            if gone := number_in(self.request, "unmark"):
                actions.unmark_passage(self.found.pk, gone, by=self.request.actor)
                return self.here()
            act = buttons.get(self.request.POST.get("do", ""))
            if act is None:
                raise ValidationError(_("Choose what to do with the answer."))
            return act()
        except NotAllowed:
            messages.info(self.request, _("Somebody else changed this meanwhile. This is how it stands now."))
            return redirect("reading", self.consultation.slug)
        except ValidationError as error:
            self.found.refresh_from_db()
            problem = " ".join(error.messages) if self.theme_form is None else ""
            return _page(
                self.request, self.consultation, self.found, self.ticks, problem, theme_form=self.theme_form
            )

    def here(self, ticks: str = "") -> HttpResponse:
        """This page, opened anew."""
        address = reverse("read-answer", args=[self.consultation.slug, self.found.pk])
        return redirect(f"{address}?{ticks}" if ticks else address)

    def _mark(self, spans: list[Span]) -> None:
        actions.mark_passages(
            self.found.pk,
            spans,
            self.ticks.theme_keys,
            answer_edition=self.text_edition,
            by=self.request.actor,
        )

    def mark(self) -> HttpResponse:
        """Mark what is chosen."""
        spans = self.ticks.spans(self.found.answer.text)
        if not spans:
            raise ValidationError(_("Choose the sentences first, or mark the whole answer."))
        if not self.ticks.theme_keys:
            raise ValidationError(_("Choose the themes that it says."))
        self._mark(spans)
        return self.here()

    def mark_whole(self) -> HttpResponse:
        """Mark the answer from beginning to end."""
        if not self.ticks.theme_keys:
            raise ValidationError(_("Choose the themes that it says."))
        self._mark([whole(self.found.answer.text)])
        return self.here()

    def finish(self) -> HttpResponse:
        """Mark what is still ticked, then finish and go on to the next."""
        spans = self.ticks.spans(self.found.answer.text)
        if bool(spans) != bool(self.ticks.theme_keys):
            raise ValidationError(
                _("You ticked a theme and no sentence. Choose the sentences, or untick it.")
                if self.ticks.theme_keys
                else _("You chose sentences and no theme. Tick the themes, or untick the sentences.")
            )
        if spans:
            self._mark(spans)
        return self._finished(none_fits=False)

    def none_fits(self) -> HttpResponse:
        """Finish without a mark."""
        return self._finished(none_fits=True)

    def _finished(self, *, none_fits: bool) -> HttpResponse:
        done = actions.finish_reading(
            self.found.pk, none_fits=none_fits, answer_edition=self.text_edition, by=self.request.actor
        )
        if done.place == Place.SETTLED:
            messages.success(self.request, _("It is settled, and counts."))
            return redirect("settle", self.consultation.slug)
        key = _key(self.consultation, self.found)
        return _next(self.request, self.consultation, key, done.place == Place.SECOND)

    def new_theme(self) -> HttpResponse:
        """Add a theme to the codebook, tick it, and stay."""
        self.theme_form = QuickThemeForm(self.request.POST)
        if not self.theme_form.is_valid():
            raise ValidationError(_("The theme has no name yet."))
        try:
            made = create_theme(self.consultation.pk, self.theme_form.words(), by=self.request.actor)
        except ValidationError as error:
            take(self.theme_form, error)
            raise
        self.ticks.theme_keys.append(made.pk)
        messages.success(self.request, _("“%s” is in the codebook, and ticked here.") % made.name)
        return self.here(self.ticks.query())

    def reopen(self) -> HttpResponse:
        """Go back to what was finished."""
        actions.reopen_reading(self.found.pk, by=self.request.actor)
        return self.here()

    def begin_again(self) -> HttpResponse:
        """Begin with the words that the answer has now."""
        actions.begin_again(self.found.pk, by=self.request.actor)
        return self.here()


def _page(
    request: Request,
    consultation: Consultation,
    found: Reading,
    ticks: Ticks,
    problem: str = "",
    theme_form: QuickThemeForm | None = None,
) -> HttpResponse:
    answer = found.answer
    marks = coding.marks_in(found)
    names = {mark.theme: mark.name for mark in marks}
    changed = found.answer_edition != answer.edition
    context: dict[str, Any] = {
        "found": found,
        "answer": answer,
        "wording": coding.wording_of(answer),
        "lines": shown_lines(
            answer.text,
            [] if changed else [(mark.start, mark.end, mark.theme) for mark in marks],
            names,
            ticks.numbers,
        ),
        "marks": [(mark, answer.text[mark.start : mark.end]) for mark in marks],
        "changed": changed,
        "book": [
            (one, one.pk in ticks.theme_keys) for one in coding.codebook(request.actor, consultation)[:500]
        ],
        "problem": problem,
        "theme_form": theme_form or QuickThemeForm(),
        "last": coding.last_read(request.actor, consultation, found.pk),
        "may_put_back": can(request.actor, rules.put_back_reading, found),
        "asked_key": _key(consultation, found),
        "second": found.place == Place.SECOND,
        "settling": found.place == Place.SETTLED,
    }
    return page(request, "read_answer", consultation, "reading", **context)


def _key(consultation: Consultation, found: Reading) -> str:
    """The key of the question that is read; "" where it is not asked any more."""
    asked = coding.questions_of(consultation).get(found.answer.question_id)
    return asked.key if asked else ""
