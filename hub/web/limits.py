"""How often somebody may send a public form.

    if answer := limited(request, "report", "5/h/ip"):
        return answer

Rates are allauth's: "5/h/ip" is five an hour from one network address, "3/d/key" three a day for one `key`;
several go with commas. They are counted in Redis, for all processes together; while it is away nothing is
limited, since a form that works is worth more.
"""

from __future__ import annotations

import logging
from typing import cast

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.template import loader
from redis.exceptions import RedisError

from hub.web.requests import request_id
from hub.web.views.errors import too_many_requests, wants_page

log = logging.getLogger(__name__)
# What is not shown again, nor sent again by a press of a button.
NOT_REPEATED = ("csrfmiddlewaretoken", "password")


def limited(request: HttpRequest, action: str, rates: str, *, key: str = "") -> HttpResponse | None:
    """Count this POST. None while it is within the rates, else the page that asks to wait a little.

    That page holds what was typed, and sends it again at a press of its button: files alone are lost.
    Reading (GET) is never counted. Raises ValueError for rates that are none.
    """
    try:
        within = ratelimit.consume(request, app="hub", action=action, config={action: rates}, key=key)
    except RedisError:
        log.warning("the limits are out of reach", extra={"action": action})
        return None
    return None if within else _wait(request)


def _wait(request: HttpRequest) -> HttpResponse:
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not name.startswith(NOT_REPEATED)
    ]
    if not typed or not wants_page(request):
        return cast(HttpResponse, too_many_requests(request))
    context = {"typed": typed, "path": request.get_full_path(), "request_id": request_id.get()}
    return HttpResponse(loader.render_to_string("web/too-often.html", context, request), status=429)
