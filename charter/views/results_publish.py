"""The steward publishes results, and takes them back, each after reading what that means."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from charter import rules
from charter.actions.results import publish_results, take_back_results
from charter.models import Consultation
from charter.views.results_seal import early
from hub.access import access, scope
from hub.people.http import Request

PUBLISH, TAKE_BACK = "publish", "take-back"


@access(rules.publish_results)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: Request, slug: str) -> HttpResponse:
    """Says what publishing or taking back means, and does it."""
    consultation = get_object_or_404(scope(request.actor, rules.publish_results, Consultation), slug=slug)
    problem = ""
    if request.method == "POST":
        try:
            _do(request, consultation)
        except ValidationError as error:
            problem = " ".join(error.messages)
            consultation.refresh_from_db()
        else:
            return redirect("results", slug)
    context = {"consultation": consultation, "public": not early(consultation), "problem": problem}
    return render(request, "charter/results/manage.html", context, status=400 if problem else 200)


def _do(request: Request, consultation: Consultation) -> None:
    """What the form says, never what happens to be the opposite of how it stands. Raises ValidationError."""
    wanted = request.POST.get("do")
    if wanted == PUBLISH:
        publish_results(consultation.pk, by=request.actor)
        messages.success(request, _("The results are public now."))
    elif wanted == TAKE_BACK:
        take_back_results(consultation.pk, by=request.actor)
        messages.success(request, _("The results are sealed again."))
    else:
        raise ValidationError(_("Nothing was changed. Use one of the buttons below."))
