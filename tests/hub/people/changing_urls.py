"""The hub's URLs and one that changes a listing, at an address that is a private link."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from hub.access import access
from hub.urls import handler400, handler403, handler404, handler500
from hub.urls import urlpatterns as real
from listings.models import Listing, State


@access.public
@csrf_exempt
def change(request: HttpRequest, pk: int) -> HttpResponse:
    Listing.objects.filter(pk=pk).update(state=State.SUBMITTED)
    return HttpResponse("changed")


urlpatterns = [path("private-link-7f3a/<int:pk>/", change), *real]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
