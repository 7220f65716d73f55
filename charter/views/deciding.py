"""Where the steward decides about what people said, and tells them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter import rules, telling
from charter.actions import decisions as actions
from charter.forms.decisions import DecisionForm
from charter.letters.decisions import what_came_of_it
from charter.models import Consultation, Decision, Theme
from charter.queries import decisions as queries
from charter.views.carrying import edition_sent, take
from hub.access import access, scope
from hub.people.http import Request, sent


def _consultation(request: Request, slug: str) -> Consultation:
    return get_object_or_404(scope(request.actor, rules.decide, Consultation), slug=slug)


@access(rules.decide)
@never_cache
@require_safe
def manage_decisions(request: Request, slug: str) -> HttpResponse:
    """Every theme, how often it was said, and what was decided about it."""
    consultation = _consultation(request, slug)
    rows = queries.weighed(request.actor, consultation)
    made = [row for row in rows if row.decision]
    context = {
        "consultation": consultation,
        "rows": rows,
        "undecided": len(rows) - len(made),
        "unpublished": sum(1 for row in made if row.decision and not row.decision.published_at),
        "public": sum(1 for row in made if row.decision and row.decision.published_at),
        "to_tell": telling.to_be_told(consultation.pk).count(),
    }
    return render(request, "charter/decided/manage.html", context)


@access(rules.decide, rules.decide_theme)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide_theme(request: Request, slug: str, pk: int) -> HttpResponse:
    """Decide about one theme."""
    consultation = _consultation(request, slug)
    theme = get_object_or_404(
        scope(request.actor, rules.decide_theme, Theme).filter(consultation=consultation), pk=pk
    )
    decision = scope(request.actor, rules.change_decision, Decision).filter(theme=theme).first()
    first: dict[str, Any] = {}
    if decision:
        first = {name: getattr(decision, name) for name in ("said", "outcome", "reason", "change")}
        first["clauses"] = list(decision.clauses.values_list("key", flat=True))
    form = DecisionForm(sent(request), initial=first, linkable=queries.linkable_clauses())
    edition, changed = (decision.edition if decision else 0), None
    if form.is_valid():
        said = {"clauses": [], **form.cleaned_data}
        try:
            actions.decide_theme(theme.pk, **said, edition=edition_sent(request), by=request.actor)
        except ValidationError as error:
            take(form, error)
            changed = decision if getattr(error, "code", "") == "changed" else None
        else:
            messages.success(request, _("Saved: what was decided about “%s”.") % theme.name)
            return redirect("manage-decisions", slug=slug)
    if request.method == "POST" and changed is None:
        edition = edition_sent(request)
    context = {
        "consultation": consultation,
        "theme": theme,
        "decision": decision,
        "form": form,
        "edition": edition,
        "changed": changed,
        "quotes": queries.quotes(request.actor, theme),
        "times": queries.times_said([theme.pk]).get(theme.pk, 0),
    }
    return render(request, "charter/decided/decide.html", context)


@access(rules.decide)
@require_POST
def publish_decisions(request: Request, slug: str) -> HttpResponse:
    """Let everyone read what was decided: all of it, or the one that is named."""
    consultation = _consultation(request, slug)
    given = request.POST.get("decision", "")
    one = [int(given)] if given.isascii() and given.isdigit() and len(given) < 10 else None
    if given and one is None:
        return redirect("manage-decisions", slug=slug)
    done = actions.publish_decisions(consultation.pk, one, by=request.actor)
    words = ngettext("%d decision is public now.", "%d decisions are public now.", done) % done
    messages.success(request, words)
    return redirect("manage-decisions", slug=slug)


@access(rules.change_decision)
@require_POST
def take_back_decision(request: Request, slug: str, pk: int) -> HttpResponse:
    """Hide a decision again."""
    decision = get_object_or_404(
        scope(request.actor, rules.change_decision, Decision).filter(consultation__slug=slug), pk=pk
    )
    actions.take_back_decision(decision.pk, by=request.actor)
    messages.success(request, _("Taken back. Only the steward sees it until it is published again."))
    return redirect("manage-decisions", slug=slug)


@access(rules.decide)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell_respondents(request: Request, slug: str) -> HttpResponse:
    """See who will be told and how it reads; then tell them."""
    consultation = _consultation(request, slug)
    if request.method == "POST":
        waiting = telling.to_be_told(consultation.pk).count()
        try:
            actions.tell_respondents(consultation.pk, by=request.actor)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("tell-respondents", slug=slug)
        words = ngettext("%d person is being told.", "%d people are being told.", waiting) % waiting
        messages.success(request, words)
        return redirect("manage-decisions", slug=slug)
    shown = queries.sample(consultation)
    context = {
        "consultation": consultation,
        "to_tell": telling.to_be_told(consultation.pk).count(),
        "notice": what_came_of_it(consultation, shown, "0" * 43) if shown else None,
    }
    return render(request, "charter/decided/tell.html", context)
