"""What is typed keeps itself: a form sends what it holds a second after typing stops."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hub.access import NotAllowed, access, scope
from hub.calendar.words import say_time
from hub.people.http import Request
from hub.people.models import Organisation
from listings import rules
from listings.actions.unsaved import forget_typed, keep_typed
from listings.models import Listing
from listings.views.post.common import is_htmx
from listings.views.post.stamps import read_stamp

# Pages of forms by the key under which they are kept.
NEW_PAGES = ("once", "series")
PAGES = ("what", "when", "who", "all")


@access.public
@require_POST
def keep_new(request: Request, slug: str, how: str) -> HttpResponse:
    """Keeps, or throws away, what was typed for a listing that is not there yet."""
    organisations = scope(request.actor, rules.add_listing, Organisation)
    owner = organisations.filter(slug=slug).values_list("pk", flat=True).first()
    if how not in NEW_PAGES:
        raise Http404
    return _keep(request, owner, None, how)


@access.public
@require_POST
def keep(request: Request, slug: str, page: str = "", stamp: str = "") -> HttpResponse:
    """Keeps, or throws away, what was typed over a listing."""
    found = scope(request.actor, rules.manage, Listing).filter(slug=slug)
    owner, listing = found.values_list("organisation", "pk").first() or (None, None)
    if page not in PAGES and read_stamp(stamp) is None:
        raise Http404
    return _keep(request, owner, listing, page or f"later-{stamp}")


def _keep(request: Request, owner: int | None, listing: int | None, page: str) -> HttpResponse:
    if owner is None:
        if request.actor.id is None:
            if not is_htmx(request):
                return redirect_to_login(_page_address(request))
            # Answered here and not by a way to the sign-in page: a script would put that into the form.
            return render(request, "listings/post/kept.html", {"signed_out": True})
        raise Http404
    if "throw_away" in request.POST:
        forget_typed(owner, listing, page, by=request.actor)
        messages.success(request, _("Thrown away. This is what was saved last."))
        return redirect(_page_address(request))
    return keep_and_say(request, owner, listing, page)


def keep_and_say(
    request: Request, owner: int, listing: int | None, page: str, *, quiet: bool = False
) -> HttpResponse:
    """Keep what was sent; a script is told so in a word, a person on the page unless `quiet`."""
    try:
        at = keep_typed(owner, listing, page, request.POST.lists(), by=request.actor)
    except (ValidationError, NotAllowed) as error:
        said = error.messages[0] if isinstance(error, ValidationError) else str(error)
        if is_htmx(request):
            return render(request, "listings/post/kept.html", {"error": said})
        messages.error(request, said)
        return redirect(request.path)
    if is_htmx(request):
        return render(request, "listings/post/kept.html", {"at": say_time(at)})
    if not quiet:
        messages.success(request, _("Kept for later. Only you see it. Come back here to go on."))
    return redirect(_page_address(request))


def _page_address(request: Request) -> str:
    """The page that the form stands on: one path above where it is kept."""
    return request.path.removesuffix("keep/")
