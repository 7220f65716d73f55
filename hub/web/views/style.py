"""The style page: every part of the look, once, as living documentation."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hub.access import access
from hub.web.areas import AREAS
from hub.web.samples import DAYS, EMPTY_ACTIONS, TOKENS, SampleForm


@access.public
def style(request: HttpRequest) -> HttpResponse:
    """Shown with DEBUG or in the demo; elsewhere it does not exist. Raises Http404."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404(_("There is no page at this address."))
    form = SampleForm({"name": "", "start": "10 to noon", "kind": "", "about": "Songs and stories"})
    context = {"form": form, "days": DAYS, "areas": AREAS, "tokens": TOKENS, "empty_actions": EMPTY_ACTIONS}
    return render(request, "web/style.html", context)
