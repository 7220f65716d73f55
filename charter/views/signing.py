"""An organisation signs the charter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from charter import rules
from charter.actions import signing as actions
from charter.forms.signing import SignForm
from charter.models import CharterVersion, Signature
from charter.queries.signing import (
    adopted_version,
    choices_of,
    duties_of,
    kinds_for,
    latest_signature,
    past_signatures,
    rows_of,
)
from charter.queries.text import changed_duties
from charter.views.carrying import take
from hub.access import access, scope
from hub.people import rules as people_rules
from hub.people.http import Request, sent
from hub.people.models import Organisation
from hub.people.proof import asks_second_step, organisation_for


@access.public
@never_cache
@require_safe
def sign_charter(request: Request) -> HttpResponse:
    """What signing means, and which organisations one can sign for."""
    version = adopted_version()
    mine = scope(request.actor, rules.sign_charter, Organisation).order_by("name", "pk")[:50]
    once_proved = scope(request.actor.once_proved(), rules.sign_charter, Organisation)
    found = [(one, latest_signature(one, version.charter_id) if version else None) for one in mine]
    context = {
        "version": version,
        "mine": found,
        "needs_second_step": not found and once_proved.exists(),
    }
    return render(request, "charter/signing/sign.html", context)


@access.signed_in
@asks_second_step
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_for(request: Request, slug: str) -> HttpResponseBase:
    """Sign for one organisation; for one that has signed, what it signed, to change or to show."""
    try:
        organisation = organisation_for(request, rules.sign_charter, slug)
    except Http404:
        context: dict[str, Any] = {
            "organisation": get_object_or_404(
                scope(request.actor, people_rules.view_organisation, Organisation), slug=slug
            )
        }
        return render(request, "charter/signing/cannot.html", context, status=403)
    version = adopted_version()
    if version is None:
        return render(request, "charter/signing/nothing-yet.html", {"organisation": organisation})
    standing = latest_signature(organisation, version.charter_id)
    if standing is not None and standing.version_id == version.pk:
        if request.method == "POST" or "change" in request.GET:
            return _change(request, organisation, version, standing)
        return _signed(request, organisation, version, standing)
    return _sign(request, organisation, version, standing)


def _signed(
    request: Request, organisation: Organisation, version: CharterVersion, standing: Signature
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "version": version,
        "signature": standing,
        "row": rows_of([standing], version)[0],
        "past": past_signatures(organisation, version.charter_id),
    }
    return render(request, "charter/signing/signed.html", context)


def _kind_asked(request: Request, organisation: Organisation, standing: Signature | None) -> str:
    """As what they sign: what the form or the address says, what was signed before, or the only way."""
    kinds = dict(kinds_for(organisation))
    asked = request.POST.get("kind") or request.GET.get("as") or (standing.kind if standing else "")
    return asked if asked in kinds else next(iter(kinds)) if len(kinds) == 1 else ""


def _sign(
    request: Request, organisation: Organisation, version: CharterVersion, standing: Signature | None
) -> HttpResponseBase:
    kind = _kind_asked(request, organisation, standing)
    context: dict[str, Any] = {"organisation": organisation, "version": version, "older": standing}
    if not kind:
        context["kinds"] = kinds_for(organisation)
        return render(request, "charter/signing/as-what.html", context)
    context |= {"kind": dict(kinds_for(organisation))[kind], "kinds": kinds_for(organisation)}
    asked = duties_of(version, kind)
    first = {"duties": choices_of(standing)} if standing is not None and standing.kind == kind else {}
    form = SignForm(sent(request), asked=asked, number=version.number, kind=kind, initial=first)
    if standing is not None:
        context["changed"] = changed_duties(standing.version, version, kind)
    if request.method != "POST":
        return render(request, "charter/signing/form.html", {**context, "form": form})
    read = _number(request.POST.get("version", ""))
    if read != version.number:
        return _new_version(request, context, form, asked, read)
    if form.is_valid():
        signed = form.undertaking()
        try:
            chosen = actions.check_undertaking(version, [kind], signed)
            if request.POST.get("step") == "sign":
                actions.sign(
                    version.charter_id, organisation.pk, version=read, signed=signed, by=request.actor
                )
                messages.success(request, _("Signed. %s now stands under the charter.") % organisation.name)
                return redirect("sign-for", slug=organisation.slug)
        except actions.NewVersion:
            return sign_for(request, organisation.slug)
        except ValidationError as error:
            take(form, error)
        else:
            if request.POST.get("step") != "back":
                check = {**context, "form": form, "chosen": chosen, "signed": signed}
                return render(request, "charter/signing/check.html", check)
    return render(request, "charter/signing/form.html", {**context, "form": form})


def _new_version(
    request: Request, context: dict[str, Any], form: SignForm, asked: list[Any], read: int
) -> HttpResponse:
    """Show the form again over the version that counts now, with everything that was typed and chosen."""
    version: CharterVersion = context["version"]
    data = request.POST.copy()
    data["version"] = str(version.number)
    keys = {duty.key for duty in asked}
    data.setlist("duties", [key for key in request.POST.getlist("duties") if key in keys])
    again = SignForm(data, asked=asked, number=version.number, kind=request.POST.get("kind", ""))
    again.is_valid()
    context = {**context, "form": again, "read": read, "new_version": True}
    before = scope(request.actor, rules.view_public_charter_version, CharterVersion).filter(
        charter=version.charter_id, number=read
    )
    if found := before.first():
        context["changed"] = changed_duties(found, version, request.POST.get("kind", ""))
    return render(request, "charter/signing/form.html", context)


def _change(
    request: Request, organisation: Organisation, version: CharterVersion, standing: Signature
) -> HttpResponse:
    asked = duties_of(version, standing.kind)
    first = {
        "duties": choices_of(standing),
        "authority": standing.authority,
        "pledge": standing.pledge,
        "pledge_by": standing.pledge_by.isoformat() if standing.pledge_by else "",
    }
    form = SignForm(sent(request), asked=asked, number=version.number, kind=standing.kind, initial=first)
    if form.is_valid():
        try:
            actions.change_signature(standing.pk, signed=form.undertaking(), by=request.actor)
        except ValidationError as error:
            take(form, error)
        else:
            messages.success(request, _("Saved. Everyone sees it as it is now."))
            return redirect("sign-for", slug=organisation.slug)
    context = {"organisation": organisation, "version": version, "form": form, "changing": True}
    return render(request, "charter/signing/form.html", context)


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0


@access.signed_in
@asks_second_step
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_signature(request: Request, slug: str) -> HttpResponse:
    """Take an organisation's name back, after a page that asks once more."""
    organisation = organisation_for(request, rules.sign_charter, slug)
    mine = scope(request.actor, rules.change_signature, Signature).filter(organisation=organisation)
    standing = mine.select_related("version").order_by("-version__number").first()
    if standing is None:
        raise Http404(_("No signature of theirs stands under the charter."))
    if request.method == "POST":
        actions.take_back(standing.pk, by=request.actor)
        messages.success(request, _("Taken back. %s no longer stands there.") % organisation.name)
        return redirect("sign-charter")
    context = {"organisation": organisation, "signature": standing}
    return render(request, "charter/signing/withdraw.html", context)
