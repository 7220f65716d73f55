"""Pictures, to whoever may see what shows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.access import access, can, scope
from hub.access.registry import actors
from hub.files import rules
from hub.files.models import Picture
from hub.files.store import read_file

# What lies under a name never changes, but who may see it does: a listing is hidden, a group suspended. So a
# browser or a proxy keeps a picture for an hour, or a minute where not everyone may see it; not for a year.
FOR_EVERYONE = "public, max-age=3600, immutable"
FOR_SOME = "private, max-age=60"
# Opened by itself, a picture may do nothing at all; and it is saved, not shown.
HEADERS = {
    "Content-Disposition": 'attachment; filename="picture.webp"',
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


@access(rules.view_picture)
@require_safe
def picture(request: Any, key: UUID, width: int) -> HttpResponseBase:
    """One width of a picture. Raises Http404 for one that is not there, or not for this actor."""
    found = get_object_or_404(scope(request.actor, rules.view_picture, Picture), key=key)
    if width not in found.widths:
        raise Http404(_("There is no picture at this address."))
    etag = f'"{found.digest[:32]}-{width}"'
    response = get_conditional_response(request, etag=etag) or _file(request, found, width)
    for_everyone = can(actors().visitor, rules.view_picture, found)
    response["ETag"] = etag
    response["Cache-Control"] = FOR_EVERYONE if for_everyone else FOR_SOME
    return response


def _file(request: HttpRequest, found: Picture, width: int) -> HttpResponse:
    try:
        content = read_file(found.key, width)
    except FileNotFoundError as error:
        raise Http404(_("There is no picture at this address.")) from error
    # Compressed already: the middleware would spend its time for nothing.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return HttpResponse(content, content_type="image/webp", headers=HEADERS)
