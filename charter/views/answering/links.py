"""Private links, coming back by one, leaving a shared computer, and saying yes or no to news."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from charter import rules
from charter.actions import links, news
from charter.closing import say_moment
from charter.forms.answering import MailLinkForm
from charter.queries.answering import live_links, news_of
from charter.views.answering import hand
from charter.views.answering.common import Answering, find, own_page
from charter.views.carrying import unlisted
from hub.access import NotAllowed, access
from hub.notices.notice import absolute
from hub.people.http import Request
from hub.web.limits import limited

# Nobody guesses 32 random bytes; whoever tries is slowed down all the same.
OPENINGS = "60/h/ip,300/d/ip"
MAILED, MAILED_TO = "20/h/ip,60/d/ip", "5/d/key"


@access(rules.view_own_response)
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def link(request: Request, answering: Answering) -> HttpResponse:
    """Get a private link, have it sent, or stop it."""
    do = request.POST.get("do", "") if request.method == "POST" else ""
    pk, secret, problem = answering.own.pk, "", ""
    form = MailLinkForm(request.POST if do == "mail" else None)
    try:
        if do == "make":
            secret = links.make_link(pk, by=request.actor)
        elif do == "stop":
            return _stop(request, answering)
        elif do == "mail" and form.is_valid():
            to = form.cleaned_data["email"]
            wait = limited(request, "mail-link", MAILED) or limited(
                request, "mail-link-to", MAILED_TO, key=to.lower()
            )
            if wait:
                return wait
            links.mail_link(pk, email=to, by=request.actor)
            messages.success(request, _("We have sent the link. Look in your mailbox, and in the spam."))
            return redirect("consultation-link", slug=answering.consultation.slug)
    except ValidationError as error:
        problem = error.messages[0]
    context = {
        **answering.context,
        "form": form,
        "problem": problem,
        "address": absolute(reverse("consultation-resume", args=[secret])) if secret else "",
        "live": [(one, say_moment(one.created_at)) for one in live_links(answering.own)],
    }
    # Drawn by the press itself and not after a redirect: so the secret is kept nowhere, and shown once.
    return unlisted(render(request, "charter/answering/link.html", context))


def _stop(request: Request, answering: Answering) -> HttpResponse:
    given = request.POST.get("link", "")
    one = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None
    wrong = bool(given) and one is None
    stopped = 0 if wrong else links.revoke_links(answering.own.pk, link=one, by=request.actor)
    # Whoever stops it stays, also where they came by it.
    hand.take(request, answering.own)
    if stopped:
        messages.success(request, _("Stopped. Nobody comes in by it any more."))
    else:
        messages.info(request, _("That link had been stopped already."))
    return redirect("consultation-link", slug=answering.consultation.slug)


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: Request, secret: str) -> HttpResponse:
    """Come back by a private link. Opening the page does nothing: a press of its button does."""
    if request.method != "POST":
        return unlisted(render(request, "charter/answering/resume.html"))
    if wait := limited(request, "open-response", OPENINGS):
        return unlisted(wait)
    try:
        response, key = links.open_link(secret, by=request.actor)
    except NotAllowed:
        return unlisted(render(request, "charter/answering/no-such-link.html", status=404))
    hand.take(request, response, key)
    return unlisted(redirect("consultation", slug=response.consultation.slug))


@access(rules.view_public_consultation)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Request, slug: str) -> HttpResponse:
    """A shared computer: this browser forgets the answers, which stay where they are."""
    answering = find(request, slug)
    if request.method == "POST":
        if answering.response is not None:
            links.forget_page(answering.response.pk, by=request.actor)
        hand.put_down(request, answering.consultation)
        if request.actor.id is None:
            request.session.flush()
        rotate_token(request)
        return redirect("consultation-leave", slug=slug)
    context = {**answering.context, "left": answering.response is None}
    answer = render(request, "charter/answering/leave.html", context)
    answer["Cache-Control"] = "no-store, private"
    return answer


@access(rules.hear_news)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hear_news(request: Request, secret: str) -> HttpResponse:
    """Say yes or no to one message about what came of it (rules.md D13)."""
    said = request.POST.get("say", "") if request.method == "POST" else ""
    found = news_of(request.actor, secret)
    if found is None:
        page = render(request, "charter/answering/no-such-link.html", {"news": True}, status=404)
        return unlisted(page)
    try:
        if said == "yes":
            news.confirm_news(secret, by=request.actor)
            return unlisted(redirect(request.path))
        if said == "no":
            news.stop_news(secret, by=request.actor)
            return unlisted(render(request, "charter/answering/news-stopped.html"))
    except NotAllowed:
        page = render(request, "charter/answering/no-such-link.html", {"news": True}, status=404)
        return unlisted(page)
    return unlisted(render(request, "charter/answering/news.html", {"contact": found}))
