"""The hub's addresses, and some whose errors hold what people wrote."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from hub.access import access
from hub.people.models import Person
from hub.urls import handler400, handler403, handler404, handler429, handler500
from hub.urls import urlpatterns as hub_urls

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]


@access.public
@csrf_exempt
def twice(request: HttpRequest, name: str) -> HttpResponse:
    """Makes an account that is there already: the database says whose in its error."""
    Person.objects.create(email=request.POST["email"], name=name)
    Person.objects.create(email=request.POST["email"], name=name)
    return HttpResponse("made")


@access.public
@csrf_exempt
def chained(request: HttpRequest, name: str) -> HttpResponse:
    """Fails while it handles a failure."""
    try:
        int(request.POST["email"])
    except ValueError as error:
        raise RuntimeError(f"{name} cannot {request.POST['email']}") from error
    return HttpResponse("a number")


urlpatterns = [
    path("leaky/<str:name>/twice/", twice),
    path("leaky/<str:name>/chained/", chained),
    *hub_urls,
]
