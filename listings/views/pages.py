"""Pages that explain."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.access import access
from hub.people.http import Request
from hub.web.pagecache import shared
from listings.criteria import meant


@access.public
@require_safe
@shared
def criteria(request: Request) -> HttpResponse:
    """What is listed, what is not, and in which order."""
    return render(request, "listings/criteria.html", {"criteria": meant()})
