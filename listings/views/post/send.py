"""Look and send; take back, cancel, throw away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.access import NotAllowed, access
from hub.people.http import Request
from listings import rules
from listings.actions import cancel_listing, delete_draft, submit_listing, withdraw_submission
from listings.actions.content import check_complete, content_of
from listings.actions.edit import publishes_at_once, withdraw_proposal
from listings.findings import find_in
from listings.models import Listing, State
from listings.series.seen import has_seen
from listings.views.listing import page_context
from listings.views.post.common import own_listing, pages_of
from listings.views.post.steps import steps_of


@access(rules.manage)
@require_safe
def preview(request: Request, slug: str) -> HttpResponse:
    """The public page, drawn from the draft, with what happens when it is sent."""
    listing = own_listing(request, slug, rules.manage)
    content = content_of(listing)
    missing: list[str] = []
    try:
        check_complete(content)
    except ValidationError as error:
        missing = list(error.messages)
    schedule = content.pattern
    context = {
        **page_context(request, listing),
        "preview": True,
        "missing": missing,
        "pages": pages_of(listing),
        "sendable": listing.state in (State.DRAFT, State.RETURNED),
        "at_once": not missing and publishes_at_once(listing, content),
        "found": list(dict.fromkeys(str(one.words) for one in find_in(content, listing.organisation))),
        "steps": steps_of(listing, "preview", seen=has_seen(listing, actor=request.actor))
        if schedule is None or schedule.repeats
        else [],
    }
    return render(request, "listings/listing.html", context)


@access(rules.manage)
@require_POST
def send(request: Request, slug: str) -> HttpResponse:
    """Hands it in: published at once, or read first."""
    listing = own_listing(request, slug, rules.manage)
    try:
        sent = submit_listing(listing.pk, by=request.actor)
    except ValidationError as error:
        for said in error.messages:
            messages.error(request, said)
        return redirect("post-preview", slug)
    except NotAllowed:
        # Sent by somebody else, or by the same click twice.
        messages.success(request, _("It has been sent already."))
        return redirect("post-edit", slug)
    if sent.state == State.PUBLISHED:
        messages.success(request, _("Published. Families can see it now."))
    else:
        messages.success(
            request, _("Sent. Somebody reads it first, and you get an e-mail when it is published.")
        )
    return redirect("post-edit", slug)


class CancelForm(forms.Form):
    """Why it does not take place."""

    reason = forms.CharField(
        label=gettext_lazy("Why? Everyone reads this"),
        help_text=gettext_lazy("“The hall has no heating. We hope to be back in March.”"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@access(rules.cancel)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, slug: str) -> HttpResponse:
    """Calls the whole of it off, once that was confirmed with a reason."""
    listing = own_listing(request, slug, rules.cancel)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cancel_listing(listing.pk, reason=form.cleaned_data["reason"], by=request.actor)
        except ValidationError as error:
            form.add_error("reason", error.messages)
        else:
            messages.success(
                request, _("Cancelled. Everyone who looks at it or has it in a calendar sees that.")
            )
            return redirect("post-edit", slug)
    context = {"form": form, "listing": listing, "pages": pages_of(listing)}
    return render(request, "listings/post/cancel.html", context)


@access(rules.delete_draft)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request, slug: str) -> HttpResponse:
    """Throws a draft away, once that was confirmed."""
    listing = own_listing(request, slug, rules.delete_draft)
    if request.method != "POST":
        context = {"listing": listing, "pages": pages_of(listing)}
        return render(request, "listings/post/delete.html", context)
    delete_draft(listing.pk, by=request.actor)
    messages.success(request, _("“%s” is thrown away.") % listing.title)
    return redirect("post-mine")


@access(rules.withdraw)
@require_POST
def take_back(request: Request, slug: str) -> HttpResponse:
    """Takes back what was sent and not read yet: a draft again."""
    return _undo(request, slug, rules.withdraw, withdraw_submission, _("Taken back. It is a draft again."))


@access(rules.edit)
@require_POST
def undo(request: Request, slug: str) -> HttpResponse:
    """Takes back a change that waits."""
    said = _("Your change is taken back. It stays as the public sees it.")
    return _undo(request, slug, rules.edit, withdraw_proposal, said)


def _undo(request: Request, slug: str, rule: Any, act: Callable[..., Listing], said: str) -> HttpResponse:
    listing = own_listing(request, slug, rule)
    act(listing.pk, by=request.actor)
    messages.success(request, said)
    return redirect("post-edit", slug)
