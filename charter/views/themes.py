"""The codebook: its themes, what each means, how often it was found, and its history."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from charter import rules
from charter.actions import themes as actions
from charter.forms.analysis import ThemeForm
from charter.models import Look, Theme
from charter.queries import coding
from charter.views.analysis import consultation_called, look, number_in, page, take, theme_called
from hub.access import access
from hub.people.http import Request, sent
from hub.web.paging import page_of

LONGEST_SEARCH = 100


@access(rules.analyse)
@never_cache
@require_safe
def themes(request: Request, slug: str) -> HttpResponse:
    """The codebook, with how often each theme was found."""
    consultation = consultation_called(request, slug)
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()
    retired = request.GET.get("show") == "retired"
    found = page_of(request, coding.codebook(request.actor, consultation, words, retired), size=50)
    return page(request, "themes", consultation, "themes", found=found, q=words, retired=retired)


@access(rules.analyse)
@never_cache
@require_safe
def print_themes(request: Request, slug: str) -> HttpResponse:
    """The whole codebook in use on one sheet."""
    consultation = consultation_called(request, slug)
    found = coding.codebook(request.actor, consultation)[:500]
    return page(request, "themes_print", consultation, "themes", rows=found)


@access(rules.analyse)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_theme(request: Request, slug: str) -> HttpResponse:
    """A form for a theme that is new."""
    consultation = consultation_called(request, slug)
    form = ThemeForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            made = actions.create_theme(consultation.pk, form.words(), by=request.actor)
        except ValidationError as error:
            take(form, error)
        else:
            messages.success(request, _("“%s” is in the codebook.") % made.name)
            return redirect("theme", slug, made.key)
    return page(request, "theme_form", consultation, "themes", form=form)


@access(rules.edit_theme)
@never_cache
@require_safe
def theme(request: Request, slug: str, key: str) -> HttpResponse:
    """One theme: what it means, how often it was found, and what can be done with it."""
    consultation = consultation_called(request, slug)
    found = theme_called(request, consultation, key)
    use = coding.use_of(request.actor, found)
    return page(
        request,
        "theme",
        consultation,
        "themes",
        theme=found,
        use=use,
        counted=coding.counted_in(found),
        history=coding.history_of(found)[:5],
        parts=coding.split_into(found),
    )


@access(rules.edit_theme)
@never_cache
@require_safe
def theme_history(request: Request, slug: str, key: str) -> HttpResponse:
    """All that was done to a theme, and what it said before."""
    consultation = consultation_called(request, slug)
    found = theme_called(request, consultation, key)
    rows = page_of(request, coding.history_of(found))
    for row in rows.rows:
        row.said = _before(row.before)  # type: ignore[attr-defined]
    return page(
        request,
        "theme_history",
        consultation,
        "themes",
        theme=found,
        found=rows,
        origins=coding.came_from(found),
    )


def _before(kept: dict[str, object]) -> list[tuple[str, str]]:
    """What a theme said before, as (field, words); what was empty is left out."""
    return [
        (str(Theme._meta.get_field(name).verbose_name), str(kept[name]))  # type: ignore[union-attr]
        for name in actions.WORDS
        if kept.get(name)
    ]


@access(rules.edit_theme)
@never_cache
@require_safe
def theme_passages(request: Request, slug: str, key: str) -> HttpResponse:
    """What was marked with a theme, as far as no reader has still to read it without knowing."""
    consultation = consultation_called(request, slug)
    found = theme_called(request, consultation, key)
    rows = page_of(request, coding.marked_with(request.actor, found), size=20)
    if rows.rows:
        look(request, consultation, Look.RESPONSES)
    return page(
        request,
        "theme_passages",
        consultation,
        "themes",
        theme=found,
        found=rows,
        marked=coding.quoted(consultation, rows.rows),
        use=coding.use_of(request.actor, found),
    )


@access(rules.edit_theme)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_theme(request: Request, slug: str, key: str) -> HttpResponse:
    """Word a theme anew."""
    consultation = consultation_called(request, slug)
    found = theme_called(request, consultation, key)
    form, theirs = ThemeForm.over(found, sent(request)), None
    if form.is_bound and form.is_valid():
        try:
            actions.edit_theme(
                found.pk, form.words(), edition=number_in(request, "edition"), by=request.actor
            )
        except actions.ChangedMeanwhile as error:
            theirs = theme_called(request, consultation, key)
            take(form, error)
        except ValidationError as error:
            take(form, error)
        else:
            messages.success(request, _("“%s” is saved.") % form.cleaned_data["name"])
            return redirect("theme", slug, key)
    # What was shown, until somebody has seen that it is no longer so.
    edition = theirs.edition if theirs else number_in(request, "edition") or found.edition
    return page(
        request,
        "theme_form",
        consultation,
        "themes",
        form=form,
        theme=found,
        theirs=theirs,
        edition=edition,
    )
