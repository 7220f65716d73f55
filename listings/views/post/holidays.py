"""The steward's page of school and bank holidays, which series leave out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hub.access import access, scope
from hub.people.http import Request
from hub.people.models import Organisation
from listings import rules
from listings.actions.holidays import set_holidays
from listings.forms.holidays import HolidaysForm, as_lines
from listings.models import HolidayKind
from listings.queries_posting import holidays_of


@access(rules.keep_holidays)
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: Request) -> HttpResponse:
    """A form for each kind, filled with what there is."""
    keeper = get_object_or_404(scope(request.actor, rules.keep_holidays, Organisation))
    sent = request.POST.get("kind", "") if request.method == "POST" else ""
    forms = [(kind, _form(request, kind, sent)) for kind in HolidayKind]
    for kind, form in forms:
        if kind == sent and form.is_valid():
            try:
                count = set_holidays(
                    kind,
                    form.cleaned_data["dates"],
                    source=form.cleaned_data["source"],
                    organisation=keeper.pk,
                    by=request.actor,
                )
            except ValidationError as error:
                form.add_error("dates", error.messages)
            else:
                said = ngettext("%d holiday is on record.", "%d holidays are on record.", count) % count
                messages.success(request, _("Saved.") + " " + said)
                return redirect("post-holidays")
    return render(request, "listings/post/holidays.html", {"forms": forms})


def _form(request: Request, kind: HolidayKind, sent: str) -> HolidaysForm:
    if kind == sent:
        return HolidaysForm(request.POST, kind=kind, prefix=kind)
    rows = holidays_of(kind)
    initial = {"dates": as_lines(rows), "source": rows[-1].source if rows else ""}
    return HolidaysForm(kind=kind, prefix=kind, initial=initial)
