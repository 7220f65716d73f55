"""Merging a theme, splitting it, sorting what was marked with it, and no longer using it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from charter import rules
from charter.actions import theme_moves, themes
from charter.forms.analysis import MergeForm, NoteForm, SplitForm
from charter.models import Look
from charter.queries import coding
from charter.views.analysis import as_number, consultation_called, look, number_in, page, take, theme_called
from hub.access import NotAllowed, access
from hub.people.http import Request, sent
from hub.web.paging import page_of

GONE = "This theme is no longer used."


@access(rules.edit_theme)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merge_theme(request: Request, slug: str, key: str) -> HttpResponse:
    """Choose what a theme becomes part of; then a page says what will happen, before it does."""
    consultation = consultation_called(request, slug)
    found = theme_called(request, consultation, key)
    others = [
        (one.pk, one.name) for one in coding.codebook(request.actor, consultation)[:500] if one.pk != found.pk
    ]
    form = MergeForm(sent(request), others)
    target = None
    if form.is_bound and form.is_valid():
        target = dict(others)[form.cleaned_data["into"]]
        if request.POST.get("sure"):
            try:
                into = theme_moves.merge_themes(
                    found.pk,
                    form.cleaned_data["into"],
                    edition=number_in(request, "edition"),
                    note=form.cleaned_data["note"],
                    by=request.actor,
                )
            except ValidationError as error:
                take(form, error)
                found, target = theme_called(request, consultation, key), None
            else:
                messages.success(
                    request,
                    _("“%(name)s” is now part of “%(into)s”.") % {"name": found.name, "into": into.name},
                )
                return redirect("theme", slug, into.key)
    return page(
        request,
        "theme_merge",
        consultation,
        "themes",
        theme=found,
        form=form,
        others=others,
        target=target,
        use=coding.use_of(request.actor, found),
    )


@access(rules.edit_theme)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def split_theme(request: Request, slug: str, key: str) -> HttpResponse:
    """Name the new themes; what was marked is sorted after."""
    consultation = consultation_called(request, slug)
    found = theme_called(request, consultation, key)
    form = SplitForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            theme_moves.split_theme(
                found.pk,
                form.parts(),
                edition=number_in(request, "edition"),
                note=form.cleaned_data["note"],
                by=request.actor,
            )
        except NotAllowed:
            form.add_error(None, _("This theme is no longer used, so it cannot be split."))
        except ValidationError as error:
            if not hasattr(error, "error_dict") or "name" not in error.error_dict:
                take(form, error)
            else:
                form.add_error(None, _("One of the new names belongs to another theme. Choose another name."))
        else:
            messages.success(request, _("“%s” is split. Now sort what was marked with it.") % found.name)
            return redirect("sort-theme", slug, key)
    use = coding.use_of(request.actor, found)
    edition = number_in(request, "edition") or found.edition
    return page(
        request, "theme_split", consultation, "themes", theme=found, form=form, use=use, edition=edition
    )


@access(rules.edit_theme)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sort_theme(request: Request, slug: str, key: str) -> HttpResponse:
    """What was marked with a theme that was split: choose for each where it goes."""
    consultation = consultation_called(request, slug)
    found = theme_called(request, consultation, key)
    problem = ""
    if request.method == "POST":
        choices = {
            as_number(name[1:]): as_number(str(given))
            for name, given in request.POST.items()
            if name.startswith("p") and name[1:].isascii() and name[1:].isdigit() and as_number(str(given))
        }
        try:
            moved = theme_moves.sort_passages(found.pk, choices, by=request.actor)
        except (ValidationError, NotAllowed) as error:
            problem = " ".join(error.messages) if isinstance(error, ValidationError) else _(GONE)
        else:
            said = ngettext("%d mark is moved.", "%d marks are moved.", moved) % moved
            messages.success(request, said if moved else _("Nothing was chosen, so nothing moved."))
            return redirect("sort-theme", slug, key)
    rows = page_of(request, coding.marked_with(request.actor, found), size=20)
    if rows.rows and request.method == "GET":
        look(request, consultation, Look.RESPONSES)
    return page(
        request,
        "theme_sort",
        consultation,
        "themes",
        theme=found,
        parts=coding.split_into(found),
        found=rows,
        marked=coding.quoted(consultation, rows.rows),
        use=coding.use_of(request.actor, found),
        problem=problem,
    )


@access(rules.edit_theme)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def retire_theme(request: Request, slug: str, key: str) -> HttpResponse:
    """Ask once more, then no longer offer a theme to readers."""
    consultation = consultation_called(request, slug)
    found = theme_called(request, consultation, key)
    form = NoteForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            themes.retire_theme(found.pk, note=form.cleaned_data["note"], by=request.actor)
        except NotAllowed:
            messages.info(request, _("Somebody took “%s” out of use already.") % found.name)
        else:
            messages.success(request, _("“%s” is no longer offered. You can use it again.") % found.name)
        return redirect("theme", slug, key)
    use = coding.use_of(request.actor, found)
    return page(request, "theme_retire", consultation, "themes", theme=found, form=form, use=use)


@access(rules.edit_theme)
@never_cache
@require_http_methods(["POST"])
def restore_theme(request: Request, slug: str, key: str) -> HttpResponse:
    """Offer a theme to readers again."""
    consultation = consultation_called(request, slug)
    found = theme_called(request, consultation, key)
    try:
        themes.restore_theme(found.pk, by=request.actor)
    except ValidationError:
        messages.error(
            request, _("Another theme is called “%s” now. Word one of them anew first.") % found.name
        )
    else:
        messages.success(request, _("“%s” is used again.") % found.name)
    return redirect("theme", slug, key)
