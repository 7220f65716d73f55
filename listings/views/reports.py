"""Anyone says what is wrong with a listing, follows what came of it, and asks for another look (D15)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hub.access import NotAllowed, access, can, scope
from hub.people.http import Request
from hub.web.contacts import phone
from hub.web.limits import limited
from listings import actions, rules
from listings.aims import due
from listings.forms.moderation import WRONG, AppealForm, ReportForm
from listings.models import Listing, Report
from listings.queries_moderation import appeal_of
from listings.views.deciding import take

# How often somebody may send the public forms: from one network address, and with one e-mail address.
REPORTS, REPORTS_WITH = "10/h/ip,30/d/ip", "5/d/key"
APPEALS = "10/h/ip"


@access(rules.report)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_listing(request: Request, slug: str) -> HttpResponse:
    """What is wrong with a listing, from anyone, with or without an account."""
    listing = get_object_or_404(
        scope(request.actor, rules.view_public, Listing).select_related("organisation"), slug=slug
    )
    if not can(request.actor, rules.report, listing):
        raise NotAllowed(rules.report)
    known = request.actor.id is not None
    form = ReportForm(initial={"key": uuid.uuid4()}, known=known)
    if request.method == "POST":
        form = ReportForm(request.POST, known=known)
        if form.is_valid():
            said = form.cleaned_data
            if wait := _too_often(request, said.get("email", "")):
                return wait
            try:
                made = actions.report_listing(listing.pk, **said, by=request.actor)
            except ValidationError as error:
                take(form, error)
            else:
                return redirect("report", key=made.key)
    context = {
        "listing": listing,
        "form": form,
        "known": known,
        "emergency": phone("SAFETY_EMERGENCY"),
        "days": settings.MODERATION_DAYS["report"],
    }
    return render(request, "listings/report/form.html", context)


def _too_often(request: Request, email: str) -> HttpResponse | None:
    """Counted only for what would make a report: a form that came back with errors costs nothing."""
    wait = limited(request, "report", REPORTS)
    if wait is None and email:
        wait = limited(request, "report-address", REPORTS_WITH, key=email.lower())
    return wait


@access(rules.follow_report)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, key: uuid.UUID) -> HttpResponse:
    """What came of one report: for whoever has its link."""
    found = get_object_or_404(
        scope(request.actor, rules.follow_report, Report).select_related("listing"), key=key
    )
    form = AppealForm()
    if request.method == "POST":
        form = AppealForm(request.POST)
        if wait := limited(request, "appeal", APPEALS):
            return wait
        if form.is_valid():
            try:
                actions.appeal_answer(found.pk, text=form.cleaned_data["text"], by=request.actor)
            except ValidationError as error:
                take(form, error)
            except NotAllowed:
                # Asked already, perhaps by the first press of the same button: the page says so.
                return redirect("report", key=found.key)
            else:
                return redirect("report", key=found.key)
    context = {
        "report": found,
        "listing": found.listing,
        "public": can(request.actor, rules.view_public, found.listing),
        "wrong": WRONG[found.criterion],
        "due": due("report", found.reported_at),
        "appeal": appeal_of(found),
        "may_appeal": can(request.actor, rules.appeal_answer, found),
        "form": form,
    }
    answer = render(request, "listings/report/report.html", context)
    # The address is the key: no other site is told it, and no search engine lists it. With "no-referrer" a
    # browser would not even tell the hub where the form comes from, and the hub would refuse it as forged.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@access(rules.appeal_decision)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_decision(request: Request, slug: str) -> HttpResponse:
    """The organisers ask for another look at what was sent back or hidden."""
    listing = (
        scope(request.actor, rules.appeal_decision, Listing)
        .select_related("organisation")
        .filter(slug=slug)
        .first()
    )
    if listing is None:
        return _asked_already(request, slug)
    form = AppealForm()
    if request.method == "POST":
        form = AppealForm(request.POST)
        if form.is_valid():
            try:
                actions.appeal_decision(listing.pk, text=form.cleaned_data["text"], by=request.actor)
            except ValidationError as error:
                take(form, error)
            except NotAllowed:
                return _asked_already(request, slug)
            else:
                messages.success(request, _("Somebody will look again, and tell you what came of it."))
                return redirect(listing.get_absolute_url())
    return render(request, "listings/report/appeal.html", {"listing": listing, "form": form})


def _asked_already(request: Request, slug: str) -> HttpResponse:
    """To whoever may see the listing, in words; to anyone else it is not there."""
    listing = get_object_or_404(scope(request.actor, rules.hears_about, Listing), slug=slug)
    messages.info(request, _("There is nothing to look at again, or you have asked already."))
    return redirect(listing.get_absolute_url())
