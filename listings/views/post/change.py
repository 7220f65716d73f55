"""Changes what is published: all of it, or from one date of a series on. Shown before it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.access import access
from hub.calendar.recurrence import wall_of
from hub.calendar.words import say_date
from hub.people.http import Request
from listings import rules
from listings.actions import submit_listing
from listings.actions.content import Content, content_of, differences
from listings.actions.edit import ChangedMeanwhile, publishes_at_once, written
from listings.actions.series import ended_before, split_series
from listings.actions.unsaved import forget_typed
from listings.forms import WholeForm
from listings.forms.base import ContentForm
from listings.forms.conflict import write_opened
from listings.forms.kept import kept_of
from listings.models import Listing, State
from listings.queries_posting import proposal_of
from listings.series.plan import Plan, plan_of
from listings.series.repeat import made_walls
from listings.views.post.common import bind, edition_in, open_page, own_listing, pages_of
from listings.views.post.edit import beside, save_form, say_saved
from listings.views.post.keep import keep_and_say
from listings.views.post.stamps import read_stamp

ALL = "all"


def later(stamp: str) -> str:
    """Under which key is kept what is typed about the dates from one on."""
    return f"later-{stamp}"


@access(rules.edit)
@require_http_methods(["GET", "HEAD", "POST"])
def post_change(request: Request, slug: str) -> HttpResponse:
    """The whole form over what is published, filled in. Sent, it is kept, and shown as what it changes."""
    listing = _published(request, slug)
    return _form_page(request, listing, ALL, written(listing, proposal_of(listing)), None)


@access(rules.edit)
@require_http_methods(["GET", "HEAD", "POST"])
def post_later(request: Request, slug: str, stamp: str) -> HttpResponse:
    """The same from one date of the series on."""
    listing = _published(request, slug)
    wall = _wall(listing, stamp)
    return _form_page(request, listing, later(stamp), from_then(content_of(listing), wall), stamp)


def _published(request: Request, slug: str) -> Listing:
    listing = own_listing(request, slug, rules.edit)
    if listing.state != State.PUBLISHED:
        raise Http404(_("Only what is published is changed here."))
    return listing


def _wall(listing: Listing, stamp: str) -> datetime:
    """The wall-clock start of the date in the address. Raises Http404 for one that the series has not."""
    original = read_stamp(stamp)
    wall = wall_of(listing.schedule.pattern(), original) if original else None
    if wall is None:
        raise Http404(_("This is not on at that time, or no longer."))
    return wall


def from_then(content: Content, wall: datetime) -> Content:
    """What a listing says, with its dates beginning at one of them."""
    pattern = content.pattern
    if pattern is None:
        return content
    moved = wall - pattern.starts
    counted = "COUNT=" in pattern.rrule
    rule = pattern.rrule
    if counted:
        before = ended_before(pattern, wall)
        gone = len(made_walls(before)) if before else 0
        total = int(next(part[6:] for part in rule.split(";") if part.startswith("COUNT=")))
        rule = ";".join(
            f"COUNT={max(1, total - gone)}" if part.startswith("COUNT=") else part for part in rule.split(";")
        )
    return replace(
        content,
        pattern=replace(
            pattern,
            starts=wall,
            ends=pattern.ends + moved if pattern.ends else None,
            rrule=rule,
            exdates=tuple(one for one in pattern.exdates if one >= wall),
            rdates=tuple(one for one in pattern.rdates if one > wall),
        ),
    )


def _form_page(
    request: Request, listing: Listing, key: str, content: Content, stamp: str | None
) -> HttpResponse:
    owner = listing.organisation
    context: dict[str, Any] = {}
    if request.method == "POST":
        form = bind(request, WholeForm, owner, content=content)
        if form.is_valid() or "keep" in request.POST:
            kept = keep_and_say(request, owner.pk, listing.pk, key, quiet="keep" not in request.POST)
            return kept if "keep" in request.POST else redirect(f"{request.path}confirm/")
        context = {
            "edition": edition_in(request.POST, listing.edition),
            "opened": request.POST.get("opened", ""),
        }
    else:
        page = open_page(request, key, WholeForm, owner, listing, content=content)
        form = page.form
        context = {"edition": page.edition, "opened": page.opened, "kept": page.kept}
    return render(request, "listings/post/form.html", {**_context(listing, form, stamp), **context})


def _context(listing: Listing, form: ContentForm, stamp: str | None) -> dict[str, Any]:
    if stamp is not None:
        day = say_date(_wall(listing, stamp).date())
        title = _("Change it from %s on") % day
        keep_url = reverse("post-later-keep", args=[listing.slug, stamp])
    else:
        title = _("Change “%s”") % listing.title
        keep_url = reverse("post-change-keep", args=[listing.slug])
    return {
        "form": form,
        "listing": listing,
        "organisation": listing.organisation,
        "title": title,
        "keep_url": keep_url,
        "button": _("Show what that changes"),
        "back": reverse("post-edit", args=[listing.slug]),
        "read_from": listing.source_calendar,
    }


@access(rules.edit)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_change(request: Request, slug: str) -> HttpResponse:
    """What the kept form would change, for whom; sent again, it is changed."""
    listing = _published(request, slug)
    content = written(listing, proposal_of(listing))
    data = _kept_data(request, listing, ALL)
    if data is None:
        return redirect("post-change", slug)
    form = bind(request, WholeForm, listing.organisation, content=content, data=data)
    if not form.is_valid():
        return redirect("post-change", slug)
    if request.method == "POST":
        try:
            waiting = save_form(request, listing, form, data=data)
        except ChangedMeanwhile as conflict:
            again, opened = beside(request, form, conflict, listing)
            return _again(request, listing, again, conflict.edition, opened, None)
        except ValidationError as error:
            form.take_errors(error)
            return _again(
                request, listing, form, edition_in(data, listing.edition), data.get("opened", ""), None
            )
        forget_typed(listing.organisation_id, listing.pk, ALL, by=request.actor)
        say_saved(request, waiting=waiting)
        return redirect("post-edit", slug)
    after = form.content(content)
    return _confirm_page(request, listing, form, content, after, {"scope": "all"})


@access(rules.edit)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_later(request: Request, slug: str, stamp: str) -> HttpResponse:
    """What changes from one date on; sent again, the series is split there."""
    listing = _published(request, slug)
    wall = _wall(listing, stamp)
    content = from_then(content_of(listing), wall)
    data = _kept_data(request, listing, later(stamp))
    if data is None:
        return redirect("post-later", slug, stamp)
    form = bind(request, WholeForm, listing.organisation, content=content, data=data)
    if not form.is_valid():
        return redirect("post-later", slug, stamp)
    after = form.content(content)
    original = read_stamp(stamp)
    if request.method == "POST" and original is not None:
        edition = edition_in(data, listing.edition)
        try:
            made = split_series(listing.pk, original, after, edition=edition, by=request.actor)
            sent = submit_listing(made.pk, by=request.actor)
        except ValidationError as error:
            form.take_errors(error)
            return _again(request, listing, form, listing.edition, write_opened(content), stamp)
        forget_typed(listing.organisation_id, listing.pk, later(stamp), by=request.actor)
        if sent.state == State.PUBLISHED:
            messages.success(
                request, _("Saved. The old dates end before, and the new ones go on from there.")
            )
        else:
            messages.success(
                request, _("Saved, and waiting to be read. Until then the public sees the old dates.")
            )
        return redirect("post-edit", sent.slug)
    return _confirm_page(
        request, listing, form, content, after, {"scope": "later", "from": say_date(wall.date())}
    )


def _again(
    request: Request,
    listing: Listing,
    form: ContentForm,
    edition: int,
    opened: str,
    stamp: str | None,
) -> HttpResponse:
    """The form once more, to be sent to where it came from."""
    where = reverse("post-change", args=[listing.slug])
    if stamp is not None:
        where = reverse("post-later", args=[listing.slug, stamp])
    context = _context(listing, form, stamp)
    return render(
        request,
        "listings/post/form.html",
        {**context, "edition": edition, "opened": opened, "action": where},
    )


def _kept_data(request: Request, listing: Listing, key: str) -> QueryDict | None:
    kept = kept_of(listing.organisation_id, listing.pk, key, actor=request.actor)
    return kept.data if kept else None


def _confirm_page(
    request: Request,
    listing: Listing,
    form: ContentForm,
    before: Content,
    after: Content,
    more: dict[str, Any],
) -> HttpResponse:
    plan: Plan | None = plan_of(after.pattern) if after.pattern and after.pattern.repeats else None
    context = {
        "listing": listing,
        "differences": differences(before, after),
        "plan": plan,
        "notes": form.notes,
        "at_once": publishes_at_once(listing, after),
        "pages": pages_of(listing),
        "back": request.path.removesuffix("confirm/"),
        **more,
    }
    return render(request, "listings/post/confirm.html", context)
