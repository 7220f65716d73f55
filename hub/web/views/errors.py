"""The pages for when something does not work: what happened, and what to do next.

Each keeps its status. What is not a person's browser (a calendar reader, a script, htmx) gets the
same words as plain text.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hub.access import NotAllowed, access
from hub.web.requests import request_id

log = logging.getLogger(__name__)


@access.public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what arrived makes no sense. Its text stays unsaid, since it can repeat what was sent."""
    return _answer(request, 400, _("We could not read what was sent. Check the address, or start again."))


@access.public
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the reason is the rule's own sentence, where a rule refused."""
    reason = str(exception) if isinstance(exception, NotAllowed) else ""
    return _answer(request, 403, reason or _("This page is not open to you."), reason=reason)


@access.public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token no longer fits: open too long, signed in elsewhere, cookies refused."""
    words = _(
        "This page was open too long, so nothing was saved. Go back, load the page again, and send it again."
    )
    return _answer(request, 403, words, template="web/csrf.html")


@access.public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: with the sentence of a view that gave one."""
    reason = _own_words(exception)
    return _answer(request, 404, reason or _("There is no page at this address."), reason=reason)


@access.public
def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: a form's address opened as a page, or the other way round. `allowed` is as in the header Allow."""
    response = _answer(request, 405, _("This address is there, but that can’t be done with it."))
    response["Allow"] = allowed
    return response


@access.public
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: asked too often from one place, or a password guessed too often."""
    return _answer(request, 429, _("That was too often in a short time. Wait a few minutes, then try again."))


@access.public
def server_error(request: HttpRequest) -> HttpResponse:
    """500: drawn without the request, the database or the session, since any of them may be what broke."""
    words = _("Something went wrong on our side. Nothing you did caused it. Try again in a few minutes.")
    if not wants_page(request):
        return _plain(500, words)
    try:
        page = loader.render_to_string(
            "500.html", {"hub_name": settings.HUB_NAME, "request_id": request_id.get()}
        )
    except Exception:
        log.exception("the error page itself failed")
        return _plain(500, words)
    return HttpResponse(page, status=500)


def _answer(
    request: HttpRequest, status: int, words: str, *, reason: str = "", template: str = ""
) -> HttpResponse:
    if not wants_page(request):
        return _plain(status, words)
    context = {"reason": reason, "request_id": request_id.get()}
    return HttpResponse(
        loader.render_to_string(template or f"{status}.html", context, request), status=status
    )


def _plain(status: int, words: str) -> HttpResponse:
    number = request_id.get()
    told = _("%(words)s (Number: %(number)s)") % {"words": words, "number": number} if number else words
    return HttpResponse(f"{told}\n", status=status, content_type="text/plain; charset=utf-8")


def wants_page(request: HttpRequest) -> bool:
    """Whether a person's browser asked for a whole page."""
    whole = "HX-Request" not in request.headers or "HX-Boosted" in request.headers
    return whole and request.accepts("text/html") and not request.path.endswith((".ics", ".json"))


def _own_words(exception: Exception) -> str:
    """The sentence of a 404 that the hub's own code raised, or "".

    Django's shortcuts raise 404s too, whose text names models and classes: where the exception was
    raised tells the two apart.
    """
    trace = exception.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    module = trace.tb_frame.f_globals.get("__name__", "") if trace else "django"
    own = module.partition(".")[0] != "django"
    words = exception.args[0] if exception.args else ""
    return str(words) if own and isinstance(words, str | Promise) else ""
