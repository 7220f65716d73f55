""" "You said, we did", as everyone reads it."""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from charter import rules
from charter.actions import decisions as actions
from charter.models import Consultation, Outcome
from charter.queries import decisions as queries
from charter.views.carrying import unlisted
from hub.access import NotAllowed, access, scope
from hub.people.http import Request
from hub.web.pagecache import shared


@access(rules.view_public_decision, rules.view_public_consultation)
@require_safe
@shared
def decisions(request: Request) -> HttpResponse:
    """What came of the newest consultation about which something was decided."""
    newest = queries.with_decisions(request.actor).first()
    if newest is None:
        return render(request, "charter/decided/none.html")
    return _page(request, newest)


@access(rules.view_public_decision, rules.view_public_consultation)
@require_safe
@shared
def decisions_of(request: Request, slug: str) -> HttpResponse:
    """What came of one consultation."""
    return _page(
        request,
        get_object_or_404(scope(request.actor, rules.view_public_consultation, Consultation), slug=slug),
    )


def _page(request: Request, consultation: Consultation) -> HttpResponse:
    outcome = request.GET.get("outcome", "")
    if outcome and outcome not in Outcome.values:
        raise Http404(_("That is no way to decide. Choose one of those on the page."))
    context = {
        "consultation": consultation,
        "areas": queries.published(request.actor, consultation, outcome=outcome),
        "outcome": outcome,
        "outcomes": Outcome.choices,
        "others": list(queries.with_decisions(request.actor).exclude(pk=consultation.pk)[:20]),
    }
    return render(request, "charter/decided/decisions.html", context)


# A mail program presses the button for its reader and has no token (RFC 8058): the address is the key.
@csrf_exempt
@access(rules.view_public_consultation)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_news(request: Request, secret: str) -> HttpResponse:
    """Have one's address forgotten, by the link in the message."""
    scope(request.actor, rules.view_public_consultation, Consultation)
    if request.method == "POST":
        # Pressed twice, or by a mail program and then by a hand: gone is gone.
        with suppress(NotAllowed):
            actions.forget_me(secret, by=request.actor)
        return unlisted(render(request, "charter/decided/stopped.html"))
    known = queries.news_behind(secret) is not None
    page = render(request, "charter/decided/stop.html", {"known": known}, status=200 if known else 404)
    return unlisted(page)
