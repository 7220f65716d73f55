"""The request as views see it."""

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from hub.people.actor import Actor


class Request(HttpRequest):
    """A request after the middleware: it knows who acts."""

    actor: Actor


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Where a form says that it came from, if that is a page of the hub's; else `otherwise`."""
    given = request.POST.get("next", "")
    # A path only: no other site, and nothing that a browser would read as one.
    safe = given.startswith("/") and url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if safe and given.isprintable() else otherwise


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form sent, also where nothing was filled in; None where it is only looked at."""
    return request.POST if request.method == "POST" else None
