"""One listing's page for its organisers, and the steps and the picture of a draft."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hub.access import access, flags, scope
from hub.people.http import Request
from listings import rules
from listings.actions.content import Content, check_complete, content_of, differences
from listings.actions.edit import ChangedMeanwhile, change_listing, written
from listings.actions.unsaved import forget_typed
from listings.forms import PictureForm, WhatForm, WhenForm, WhoForm
from listings.forms.base import ContentForm
from listings.forms.conflict import merged, read_opened, touched, write_opened
from listings.models import Listing, State
from listings.queries_posting import proposal_of, stated_before
from listings.series.seen import has_seen
from listings.views.post.common import bind, edition_in, open_page, own_listing, pages_of
from listings.views.post.keep import keep_and_say
from listings.views.post.steps import steps_of
from listings.words import say_pattern

STEPS: dict[str, type[ContentForm]] = {"what": WhatForm, "when": WhenForm, "who": WhoForm}
TITLES = {
    "what": gettext_lazy("What and where"),
    "when": gettext_lazy("When"),
    "who": gettext_lazy("Who it is for and what it costs"),
}
NEXT = {"what": "when", "when": "dates", "who": "preview"}
MAY = (rules.edit, rules.submit, rules.cancel, rules.change_date, rules.delete_draft, rules.withdraw)


@access(rules.manage)
@require_safe
def post_edit(request: Request, slug: str) -> HttpResponse:
    """How a listing stands, and all that its organisers can do with it now."""
    listing = own_listing(request, slug, rules.manage)
    may = flags([listing.pk], request.actor, *MAY)[listing.pk]
    proposal = proposal_of(listing)
    content = content_of(listing)
    schedule = content.pattern
    seen = has_seen(listing, actor=request.actor)
    return render(
        request,
        "listings/post/listing.html",
        {
            "listing": listing,
            "may": may,
            "steps": steps_of(listing, "", seen=seen) if may["submit"] else [],
            "missing": _missing(content) if may["submit"] else [],
            "pages": pages_of(listing),
            "when": say_pattern(schedule),
            "series": schedule is not None and schedule.repeats,
            "proposed": differences(content, written(listing, proposal)) if proposal else [],
            "proposal": proposal,
            "copy_key": str(uuid.uuid4()),
            "continued": scope(request.actor, rules.manage, Listing).filter(continues=listing).first(),
        },
    )


def _missing(content: Content) -> list[str]:
    try:
        check_complete(content)
    except ValidationError as error:
        return list(error.messages)
    return []


@access(rules.edit)
@require_http_methods(["GET", "HEAD", "POST"])
def post_step(request: Request, slug: str, step: str) -> HttpResponse:
    """One step of a draft: an ordinary form, saved when it is sent."""
    form_class = STEPS.get(step)
    if form_class is None:
        raise Http404
    listing = own_listing(request, slug, rules.edit)
    if listing.state == State.PUBLISHED:
        return redirect("post-change", listing.slug)
    content = content_of(listing)
    if request.method == "POST" and "keep" in request.POST:
        return keep_and_say(request, listing.organisation_id, listing.pk, step)
    if request.method == "POST":
        form = bind(request, form_class, listing.organisation, content=content)
        edition, opened = listing.edition, request.POST.get("opened", "")
        if form.is_valid():
            try:
                return _save(request, listing, form, step)
            except ChangedMeanwhile as conflict:
                form, opened = beside(request, form, conflict, listing)
                edition = conflict.edition
            except ValidationError as error:
                form.take_errors(error)
        else:
            edition = edition_in(request.POST, listing.edition)
        context = {"edition": edition, "opened": opened}
    else:
        initial = {"every": "once"} if request.GET.get("every") == "once" else {}
        if step == "who" and not listing.safeguarding_lead:
            initial |= {
                name: value for name, value in stated_before(listing.organisation_id).items() if value
            }
        page = open_page(
            request, step, form_class, listing.organisation, listing, content=content, initial=initial
        )
        form = page.form
        context = {"edition": page.edition, "opened": page.opened, "kept": page.kept}
    return render(
        request, "listings/post/form.html", {**_step_context(request, form, listing, step), **context}
    )


def _save(request: Request, listing: Listing, form: ContentForm, step: str) -> HttpResponse:
    save_form(request, listing, form)
    forget_typed(listing.organisation_id, listing.pk, step, by=request.actor)
    for note in form.notes:
        messages.warning(request, note)
    messages.success(request, _("Saved."))
    follows = NEXT[step]
    if step == "when" and form.content(content_of(listing)).pattern and not _repeats(form):
        follows = "who"
    if follows in ("dates", "preview"):
        return redirect(f"post-{follows}", listing.slug)
    return redirect("post-step", listing.slug, follows)


def _repeats(form: ContentForm) -> bool:
    pattern = form.changes()["pattern"]
    return bool(pattern and pattern.repeats)


def save_form(request: Request, listing: Listing, form: ContentForm, *, data: Any = None) -> bool:
    """Save a valid form's part of a listing; says whether the change waits. Raises as `change_listing`.

    What somebody else changed meanwhile in another part of the listing is no conflict, and stays.
    """
    data = request.POST if data is None else data
    before = read_opened(data.get("opened", ""))
    edition = edition_in(data, listing.edition)
    now = written(listing, proposal_of(listing))
    if edition != listing.edition and before is not None and not touched(form, differences(before, now)):
        edition = listing.edition
    changed = change_listing(listing.pk, form.content(now), edition=edition, before=before, by=request.actor)
    return changed.waiting


def beside(
    request: Request, form: ContentForm, conflict: ChangedMeanwhile, listing: Listing
) -> tuple[ContentForm, str]:
    """The form again, with what somebody else saved beside what was typed, and what it now stands on."""
    form_class = type(form)
    fresh = bind(request, form_class, listing.organisation, content=conflict.now)
    data, theirs = merged(form, conflict.before, conflict.now, fresh)
    again = bind(request, form_class, listing.organisation, content=conflict.now, data=data)
    again.is_valid()
    again.theirs = theirs
    return again, write_opened(conflict.now)


def _step_context(request: Request, form: ContentForm, listing: Listing, step: str) -> dict[str, Any]:
    seen = has_seen(listing, actor=request.actor)
    return {
        "form": form,
        "listing": listing,
        "organisation": listing.organisation,
        "title": TITLES[step],
        "steps": steps_of(listing, step, seen=seen),
        "keep_url": reverse("post-keep", args=[listing.slug, step]),
        "button": _("Save and go on"),
        "back": reverse("post-edit", args=[listing.slug]),
    }


@access(rules.edit)
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: Request, slug: str) -> HttpResponse:
    """The picture of a listing: chosen, described, agreed to; or taken off."""
    listing = own_listing(request, slug, rules.edit)
    proposal = proposal_of(listing)
    shown = proposal.picture if proposal else listing.picture
    if request.method == "POST":
        form = PictureForm(request.POST, request.FILES, by=request.actor, picture=shown)
        if form.is_valid():
            try:
                waiting = _save_picture(request, listing, form)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                say_saved(request, waiting=waiting)
                return redirect("post-edit" if listing.state == State.PUBLISHED else "post-preview", slug)
    else:
        form = PictureForm(by=request.actor, picture=shown)
    context = {"form": form, "listing": listing, "edition": listing.edition, "pages": pages_of(listing)}
    return render(request, "listings/post/picture.html", context)


@transaction.atomic
def _save_picture(request: Request, listing: Listing, form: PictureForm) -> bool:
    content = written(listing, proposal_of(listing))
    kept = form.kept()
    changed = change_listing(listing.pk, content, picture=kept, edition=listing.edition, by=request.actor)
    return changed.waiting


def say_saved(request: Request, *, waiting: bool) -> None:
    """What became of a change, for the page that comes next."""
    if waiting:
        messages.success(
            request,
            _("Saved, and waiting to be read. The public still sees the old text until then."),
        )
    else:
        messages.success(request, _("Saved."))
