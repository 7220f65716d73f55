"""The hub's URLs and some careless ones: what must not be served, whoever asks."""

from functools import partial

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.views import View

from hub.access import access, can, hold, scope
from hub.people import rules as people_rules
from hub.people.models import Organisation
from hub.urls import handler400, handler403, handler404, handler500
from hub.urls import urlpatterns as real
from listings import rules as listing_rules
from listings.models import Listing

SECRET = "The key is under the third flowerpot."


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SECRET)


class UndeclaredClass(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(SECRET)


class UndeclaredCallable:
    """A view without a name of its own."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(SECRET)


@access(listing_rules.edit)
def never_asks(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SECRET)


@access(people_rules.edit_organisation)
def asks_another(request: HttpRequest) -> HttpResponse:
    found = scope(request.actor, people_rules.view_organisation, Organisation).count()  # type: ignore[attr-defined]
    return HttpResponse(f"{SECRET} {found}")


@access(listing_rules.edit, listing_rules.view)
def asks_one_of_two(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{scope(request.actor, listing_rules.view, Listing).count()} in all")  # type: ignore[attr-defined]


@access(listing_rules.publish)
def asks_for_one(request: HttpRequest, pk: int) -> HttpResponse:
    row = Listing(pk=pk)
    return HttpResponse("yes" if can(request.actor, listing_rules.publish, row) else "no")  # type: ignore[attr-defined]


@access(listing_rules.edit)
def leads_away(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/")


@access(listing_rules.edit)
def edits(request: HttpRequest, pk: int) -> HttpResponse:
    with transaction.atomic():
        held = hold(request.actor, listing_rules.edit, pk)  # type: ignore[attr-defined]
    return HttpResponse(f"holding {held.pk}")


@access.public
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


@access.signed_in
def own(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.actor.name}")  # type: ignore[attr-defined]


urlpatterns = [
    path("careless/undeclared/", undeclared),
    path("careless/class/", UndeclaredClass.as_view()),
    path("careless/callable/", UndeclaredCallable()),
    path("careless/partial/", partial(undeclared)),
    path("careless/deep/", include([path("deeper/", undeclared)])),
    path("careless/never-asks/", never_asks),
    path("careless/asks-another/", asks_another),
    path("careful/one-of-two/", asks_one_of_two),
    path("careful/<int:pk>/", asks_for_one),
    path("careful/leads-away/", leads_away),
    path("careful/<int:pk>/edit/", edits),
    path("careless/breaks/", breaks),
    path("careful/own/", own),
    *real,
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
