"""Where posting begins: for whom, what sort of thing, and the first page of its form."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.access import access, scope
from hub.people import rules as people_rules
from hub.people.http import Request
from hub.people.models import Membership, Organisation
from hub.web.paging import page_of
from listings import rules
from listings.actions import create_listing
from listings.actions.content import Content
from listings.actions.copy import copy_listing
from listings.actions.unsaved import forget_typed
from listings.forms import OnceForm, WhatForm
from listings.forms.base import ContentForm
from listings.models import Kind, Listing
from listings.queries_posting import containing, stated_before
from listings.views.post.common import bind, open_page, own_listing, own_organisation
from listings.views.post.keep import keep_and_say
from listings.views.post.steps import steps_of

FORMS: dict[str, type[ContentForm]] = {"once": OnceForm, "series": WhatForm}


@access.signed_in
@require_safe
def post(request: Request) -> HttpResponse:
    """Asks for whom, where somebody posts for several; says what to do where they post for nobody."""
    own = list(scope(request.actor, rules.add_listing, Organisation).order_by("name", "pk"))
    if len(own) == 1:
        return redirect("post-new", own[0].slug)
    suspended = scope(request.actor, people_rules.view_membership, Membership).filter(
        person=request.actor.id, organisation__suspended_at__isnull=False
    )
    names = suspended.order_by("organisation__name").values_list("organisation__name", flat=True).distinct()
    return render(request, "listings/post/start.html", {"organisations": own, "suspended": list(names)})


@access(rules.add_listing)
@require_safe
def post_new(request: Request, slug: str) -> HttpResponse:
    """One question: just once, again and again, or like an earlier one."""
    owner = own_organisation(request, slug)
    several = scope(request.actor, rules.add_listing, Organisation).count() > 1
    return render(request, "listings/post/new.html", {"organisation": owner, "several": several})


@access(rules.add_listing)
@require_http_methods(["GET", "HEAD", "POST"])
def post_begin(request: Request, slug: str, how: str) -> HttpResponse:
    """The page of a single event, or the first step of a series. Saved, it is a draft."""
    owner = own_organisation(request, slug)
    form_class = FORMS.get(how)
    if form_class is None:
        raise Http404
    if request.method == "POST" and "keep" in request.POST:
        return keep_and_say(request, owner.pk, None, how)
    if request.method == "POST":
        form = bind(request, form_class, owner, content=None)
        made = _make(request, form, owner)
        if made is not None:
            forget_typed(owner.pk, None, how, by=request.actor)
            messages.success(request, _("Saved as a draft. Nobody else sees it yet."))
            return redirect(_next(made, how))
        return render(request, "listings/post/form.html", _context(request, form, owner, how))
    page = open_page(request, how, form_class, owner, None, content=None, initial=_first(owner, how))
    return render(
        request, "listings/post/form.html", {**_context(request, page.form, owner, how), "kept": page.kept}
    )


def _first(owner: Organisation, how: str) -> dict[str, Any]:
    """What a new form begins with: a key of its own, and what the organisation said before."""
    place = owner.place
    return {
        "kind": Kind.EVENT if how == "once" else Kind.CLUB,
        "access": list(place.access) if place else [],
        "posting_key": str(uuid.uuid4()),
        **stated_before(owner.pk),
    }


def _make(request: Request, form: ContentForm, owner: Organisation) -> Listing | None:
    """The draft of a valid form; None, with the errors in the form, for one that is not."""
    if not form.is_valid():
        return None
    content = form.content(Content(title=form.cleaned_data["title"]))
    try:
        return create_listing(content, owner.pk, key=_key(request), by=request.actor)
    except ValidationError as error:
        form.take_errors(error)
        return None


def _key(request: Request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("posting_key", ""))
    except ValueError:
        return None


def _next(made: Listing, how: str) -> str:
    if how == "once":
        return reverse("post-preview", args=[made.slug])
    return reverse("post-step", args=[made.slug, "when"])


def _context(request: Request, form: ContentForm, owner: Organisation, how: str) -> dict[str, Any]:
    titles = {"once": _("Something that is on once"), "series": _("Something that comes round again")}
    key = form.data.get("posting_key") if form.is_bound else form.initial.get("posting_key")
    return {
        "form": form,
        "organisation": owner,
        "title": titles[how],
        "steps": steps_of(None, "what") if how == "series" else [],
        "posting_key": key or str(uuid.uuid4()),
        "keep_url": reverse("post-new-keep", args=[owner.slug, how]),
        "button": _("Save and look at it") if how == "once" else _("Save and go on to the dates"),
        "back": reverse("post-new", args=[owner.slug]),
        "safety": stated_before(owner.pk),
    }


@access(rules.manage)
@require_safe
def copy_list(request: Request, slug: str) -> HttpResponse:
    """Everything of the organisation's, to choose what to copy from."""
    owner = own_organisation(request, slug)
    listings = scope(request.actor, rules.manage, Listing).filter(organisation=owner)
    query = request.GET.get("q", "").replace("\0", " ").strip()[:100]
    page = page_of(request, containing(listings, query).order_by("-updated", "pk"))
    context = {
        "organisation": owner,
        "page": page,
        "rows": [(listing, str(uuid.uuid4())) for listing in page.rows],
        "query": query,
    }
    return render(request, "listings/post/copy.html", context)


@access(rules.manage)
@require_POST
def copy(request: Request, slug: str) -> HttpResponse:
    """Makes a new draft like an earlier listing, and asks when it is."""
    listing = own_listing(request, slug, rules.manage)
    made = copy_listing(listing.pk, key=_key(request), by=request.actor)
    messages.success(request, _("Copied. Now say when it is."))
    once = not listing.schedule.rrule if hasattr(listing, "schedule") else False
    address = reverse("post-step", args=[made.slug, "when"])
    return redirect(f"{address}?every=once" if once else address)
