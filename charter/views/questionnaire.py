"""The questionnaire to print, with the code that ties a filled-in one to its version."""

from __future__ import annotations

import hashlib
import json
import logging

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from charter import rules
from charter.models import Version
from charter.queries.questionnaire import questionnaire as contents
from hub.access import access, scope
from hub.documents import pdf_response, render_pdf
from hub.people.http import Request
from hub.web.pagecache import shared

log = logging.getLogger(__name__)
TEMPLATE = "charter/pdf/questionnaire.typ"
# Setting one takes a second of the processor's time, and what is in it seldom changes.
KEPT_FOR = 24 * 60 * 60


@access(rules.view_version)
@require_safe
@shared
def questionnaire(request: Request, slug: str) -> HttpResponse:
    """The newest published version, or the one that `?version=` names; `?large=1` in large print."""
    version = _asked(request, slug)
    large = request.GET.get("large", "") == "1"
    name = f"{slug}-version-{version.number}{'-large-print' if large else ''}"
    response = pdf_response(_set(version, large=large), name)
    # The same for everyone who may see it, unlike other documents.
    del response["Cache-Control"]
    return response


def _asked(request: Request, slug: str) -> Version:
    """Raises Http404."""
    seen = scope(request.actor, rules.view_version, Version).filter(consultation__slug=slug)
    seen = seen.select_related("consultation").order_by("-number")
    given = request.GET.get("version", "")
    if given:
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 0
        found = seen.filter(number=number).first()
    else:
        found = seen.filter(published_at__isnull=False).first() or seen.first()
    if found is None:
        raise Http404(_("There is no such questionnaire."))
    return found


def _set(version: Version, *, large: bool) -> bytes:
    """The PDF; one that says the same is set once a day."""
    data = contents(version, large=large)
    said = json.dumps([data, get_language()], ensure_ascii=False, sort_keys=True, default=str)
    key = "questionnaire:" + hashlib.sha256(said.encode()).hexdigest()
    try:
        kept = cache.get(key)
    except RedisError:
        log.warning("the cache of questionnaires is out of reach")
        return render_pdf(TEMPLATE, data)
    if kept is None:
        kept = render_pdf(TEMPLATE, data)
        try:
            cache.set(key, kept, timeout=KEPT_FOR)
        except RedisError:
            log.warning("the cache of questionnaires is out of reach")
    return bytes(kept)
