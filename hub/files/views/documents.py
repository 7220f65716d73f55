"""Documents, to whoever may see them: page by page, as one PDF, and what they say as text."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.access import access, scope
from hub.files import rules
from hub.files.models import Document
from hub.files.paper import write_pdf
from hub.files.store import DOCUMENTS


def _headers(filename: str) -> dict[str, str]:
    """Opened by itself, a document may do nothing at all; it is saved, not shown, and leads nowhere."""
    return {
        "Content-Disposition": f'attachment; filename="{filename}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }


def _nothing_here() -> Http404:
    return Http404(_("There is no document at this address."))


@access(rules.view_document)
@never_cache
@require_safe
def page(request: Any, key: UUID, number: int) -> HttpResponseBase:
    """One page as WebP. Raises Http404 for one that is not there, or not for this actor."""
    found = get_object_or_404(scope(request.actor, rules.view_document, Document), key=key)
    if number not in found.pages:
        raise _nothing_here()
    try:
        content = DOCUMENTS.read(found.key, number)
    except FileNotFoundError as error:
        raise _nothing_here() from error
    # Compressed already: the middleware would spend its time for nothing.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return HttpResponse(content, content_type="image/webp", headers=_headers(f"page-{number}.webp"))


@access(rules.view_document)
@never_cache
@require_safe
def whole(request: Any, key: UUID) -> HttpResponseBase:
    """All pages as one PDF, made of what is kept. Raises Http404 as `page`, and for a plain text."""
    found = get_object_or_404(scope(request.actor, rules.view_document, Document), key=key)
    if not found.pages:
        raise _nothing_here()
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    try:
        pages = (DOCUMENTS.read(found.key, number) for number in found.pages)
        write_pdf(pages, file, title=_("A document kept on the hub"))
    except FileNotFoundError as error:
        file.close()
        raise _nothing_here() from error
    file.seek(0)
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return FileResponse(file, content_type="application/pdf", headers=_headers("document.pdf"))


@access(rules.view_document)
@never_cache
@require_safe
def words(request: Any, key: UUID) -> HttpResponseBase:
    """What a PDF or text file says, as plain text. Raises Http404 as `page`, and where it says nothing."""
    found = get_object_or_404(scope(request.actor, rules.view_document, Document), key=key)
    if not found.text:
        raise _nothing_here()
    return HttpResponse(
        found.text, content_type="text/plain; charset=utf-8", headers=_headers("document.txt")
    )
