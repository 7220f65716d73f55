"""People stand behind the charter, and take it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from charter import rules
from charter.actions import support as actions
from charter.forms.signing import SupportForm
from charter.models import Charter
from charter.queries.signing import adopted_version, backing, own_support, supporter_behind
from charter.views.carrying import take, unlisted
from hub.access import NotAllowed, access, scope
from hub.people.http import Request, sent
from hub.people.invitations import hash_of
from hub.web.limits import limited

FROM_ONE_PLACE, TO_ONE_ADDRESS = "10/h/ip,30/d/ip", "3/d/key"


@access(rules.support_charter)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: Request) -> HttpResponse:
    """Stand behind the charter: at once with an account, else by a link to one's mailbox."""
    charter = scope(request.actor, rules.support_charter, Charter).order_by("pk").first()
    version = adopted_version(charter.pk) if charter else None
    if charter is None or version is None:
        return render(request, "charter/signing/support-not-yet.html")
    known = request.actor.id is not None
    mine = own_support(request.actor, charter) if known else None
    first = {"show_name": "yes", "name": mine.name} if mine and mine.show_name else {"show_name": ""}
    form = SupportForm(sent(request), known=known, initial=first)
    if form.is_valid():
        said = form.cleaned_data
        if wait := limited(request, "charter-support", FROM_ONE_PLACE):
            return wait
        if not known and (
            wait := limited(request, "charter-support-to", TO_ONE_ADDRESS, key=said["email"].lower())
        ):
            return wait
        try:
            if known:
                actions.support(charter.pk, by=request.actor, **said)
                messages.success(request, _("Thank you. You stand behind the charter."))
                return redirect("support-charter")
            actions.ask_to_support(charter.pk, by=request.actor, **said)
        except ValidationError as error:
            take(form, error)
        else:
            return render(request, "charter/signing/support-asked.html", {"days": actions.LASTS.days})
    context = {
        "charter": charter,
        "version": version,
        "form": form,
        "known": known,
        "mine": mine,
        "backing": backing(request.actor, charter),
    }
    return render(request, "charter/signing/support.html", context)


@access.signed_in
@require_POST
def withdraw_support(request: Request) -> HttpResponse:
    """Take one's own support back."""
    charter = scope(request.actor, rules.view_charter, Charter).order_by("pk").first()
    mine = own_support(request.actor, charter) if charter else None
    if mine is None:
        raise Http404(_("You are not counted, so there is nothing to take back."))
    actions.withdraw(mine.pk, by=request.actor)
    messages.success(request, _("Taken back. You are no longer counted, and your name is gone."))
    return redirect("support-charter")


@access(rules.support_charter)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def support_link(request: Request, secret: str) -> HttpResponse:
    """Say yes from the mailbox, or take it back, by the link that was sent there."""
    scope(request.actor, rules.support_charter, Charter)
    found = supporter_behind(hash_of(secret))
    if found is None or actions.link_is_old(found):
        return unlisted(render(request, "charter/signing/no-such-link.html", status=404))
    if request.method != "POST":
        return unlisted(render(request, "charter/signing/support-link.html", {"supporter": found}))
    try:
        if request.POST.get("answer") == "yes":
            actions.confirm(secret, by=request.actor)
            return redirect("support-link", secret=secret)
        if request.POST.get("answer") == "no":
            actions.withdraw_by_link(secret, by=request.actor)
            return unlisted(render(request, "charter/signing/support-gone.html"))
    except NotAllowed:
        return unlisted(render(request, "charter/signing/no-such-link.html", status=404))
    return redirect("support-link", secret=secret)
