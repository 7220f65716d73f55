"""The steward reads what was posted, reported and appealed, and decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hub.access import NotAllowed, access, flags, scope
from hub.people import rules as people_rules
from hub.people.http import Request
from hub.places.models import Address
from listings import rules
from listings.actions import (
    hide_listing,
    publish_listing,
    publish_proposal,
    restore_listing,
    return_proposal,
    send_back_listing,
)
from listings.forms.moderation import AgainstForm
from listings.models import Listing
from listings.queries_moderation import (
    history_of,
    last_decision,
    open_appeals_of,
    proposal_of,
    reports_of,
    same_place_and_time,
    same_title,
    standing_of,
)
from listings.reading import contents_in, reading_of, reading_of_change, told
from listings.views.deciding import back, edition_read, say_when, take

Decide = Callable[..., Listing]
# What a button of the page does, and what is said once it is done. Those that say why take a form.
PLAIN: dict[str, tuple[Decide, Any]] = {
    "publish": (publish_listing, lambda: _("It is published. The organiser has been told.")),
    "restore": (restore_listing, lambda: _("It is back as it was. The organiser has been told.")),
    "publish-change": (publish_proposal, lambda: _("The change is published. The organiser has been told.")),
}
AGAINST: dict[str, tuple[Decide, Any]] = {
    "send-back": (send_back_listing, lambda: _("It is sent back. The organiser has been told why.")),
    "hide": (hide_listing, lambda: _("It is hidden. The organiser has been told why.")),
    "return-change": (
        return_proposal,
        lambda: _("The change is sent back. The organiser has been told why."),
    ),
}
MAY = (rules.publish, rules.send_back, rules.hide, rules.restore, rules.decide_change)


@access(rules.moderate)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: Request, slug: str) -> HttpResponse:
    """All that is known of one listing, and every decision about it."""
    listing = _found(request, slug)
    if request.method != "POST":
        return _page(request, listing)
    decision = request.POST.get("decision", "")
    form = AgainstForm(request.POST, auto_id=f"{decision}_%s") if decision in AGAINST else None
    if decision not in PLAIN and form is None:
        return _page(request, listing, problem=_("Choose what to do with it."))
    if form is not None and not form.is_valid():
        return _page(request, listing, decision=decision, form=form)
    act, done = AGAINST[decision] if form is not None else PLAIN[decision]
    words = form.cleaned_data if form is not None else {}
    try:
        act(listing.pk, **words, edition=edition_read(request), by=request.actor)
    except NotAllowed:
        # It may have been taken back to be a draft, which is none of the steward's business.
        listing = _found(request, slug)
        return _page(request, listing, problem=_decided(listing), decision=decision, form=form)
    except ValidationError as error:
        listing = _found(request, slug)
        problem = "" if form is not None and take(form, error) else " ".join(error.messages)
        return _page(request, listing, problem=problem, decision=decision, form=form)
    messages.success(request, done())
    return redirect(back(request) or request.path)


def _found(request: Request, slug: str) -> Listing:
    """Raises Http404, in words."""
    listing = (
        scope(request.actor, rules.moderate, Listing)
        .select_related("organisation", "place__district", "schedule", "picture")
        .filter(slug=slug)
        .first()
    )
    if listing is None:
        raise Http404(_("There is no such listing, or its organisers have taken it back."))
    return listing


def _page(
    request: Request,
    listing: Listing,
    *,
    problem: str = "",
    decision: str = "",
    form: AgainstForm | None = None,
) -> HttpResponse:
    """The page, with what was typed where a decision could not be made."""
    may = flags([listing.pk], request.actor, *MAY)[listing.pk]
    proposal = proposal_of(listing) if may["decide_change"] else None
    (proposed,) = contents_in([proposal.content]) if proposal else (None,)
    about_change = decision == "return-change"
    address = scope(request.actor, people_rules.view_address, Address).filter(place=listing.place_id).first()
    context = {
        "listing": listing,
        "may": may,
        "proposal": proposal,
        "picture": proposal.picture if proposal else listing.picture,
        "reading": reading_of_change(listing, proposal, proposed) if proposal else reading_of(listing),
        "address": address,
        "against": form if form and not about_change else AgainstForm(auto_id="against_%s"),
        "return_change": form if form and about_change else AgainstForm(auto_id="change_%s"),
        "open": decision if form is not None else "",
        "problem": problem,
        "failed": bool(problem) or (form is not None and bool(form.errors)),
        "standing": standing_of(listing.organisation),
        "same_title": same_title(request.actor, listing),
        "same_time": same_place_and_time(request.actor, listing),
        "history": told(history_of(request.actor, listing), listing),
        "reports": reports_of(request.actor, listing),
        "appeals": open_appeals_of(request.actor, listing),
        "next": back(request),
    }
    return render(request, "listings/moderation/listing.html", context)


def _decided(listing: Listing) -> str:
    """Who decided what meanwhile."""
    last = last_decision(listing.pk)
    if last is None:
        return _("Somebody changed it meanwhile. What you wrote is still here.")
    return _("%(who)s decided this already, %(when)s: %(what)s. What you wrote is still here.") % {
        "who": str(last.decided_by) if last.decided_by else _("Somebody"),
        "when": say_when(last.decided_at),
        "what": last.get_decision_display(),
    }
