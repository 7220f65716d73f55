"""One date of what is published: cancelled, moved, put back, each shown before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.access import access, scope
from hub.calendar.words import say_span, say_time
from hub.people.http import Request
from listings import rules
from listings.actions import cancel_date, move_date, restore_date
from listings.forms.one_date import MoveForm, NoteForm
from listings.forms.when import say_whole
from listings.models import Listing, Occurrence
from listings.views.post.common import own_listing, pages_of
from listings.views.post.stamps import read_stamp
from listings.words import date_lines


@dataclass(frozen=True)
class Act:
    """What can be done to a date: its form, what is asked before it is done, how it is done."""

    form: type[Form]
    ask: Callable[[Occurrence, Form], str]
    do: Callable[[Request, Listing, Occurrence, Form], Any]
    done: Any


def _words(one: Occurrence) -> str:
    return say_span(one.starts, one.ends, one.all_day)


def _ask_move(one: Occurrence, form: Form) -> str:
    starts, ends = form.instants()  # type: ignore[attr-defined]
    if ends is None and one.ends is not None:
        ends = starts + (one.ends - one.starts)
    told = {"old": _words(one), "new": say_span(starts, ends if ends and ends > starts else None)}
    return _("%(old)s moves to %(new)s.") % told


def _move(request: Request, listing: Listing, one: Occurrence, form: Form) -> None:
    starts, ends = form.instants()  # type: ignore[attr-defined]
    note = form.cleaned_data["note"]
    move_date(listing.pk, one.original, starts=starts, ends=ends, note=note, by=request.actor)


ACTS = {
    "cancel": Act(
        NoteForm,
        lambda one, form: _("%s does not take place.") % _words(one),
        lambda request, listing, one, form: cancel_date(
            listing.pk, one.original, note=form.cleaned_data["note"], by=request.actor
        ),
        lambda: _("Cancelled. All other dates stay as they are."),
    ),
    "move": Act(MoveForm, _ask_move, _move, lambda: _("Moved. All other dates stay as they are.")),
    "put_back": Act(
        Form,
        lambda one, form: _("%s goes back to how the series has it.") % _words(one),
        lambda request, listing, one, form: restore_date(listing.pk, one.original, by=request.actor),
        lambda: _("Put back."),
    ),
}


@access(rules.change_date)
@require_http_methods(["GET", "HEAD", "POST"])
def post_date(request: Request, slug: str, stamp: str) -> HttpResponse:
    """One date, and what can be done with it. What was chosen is shown first, and done when confirmed."""
    listing = own_listing(request, slug, rules.change_date)
    one = _date_of(request, listing, stamp)
    chosen = request.POST.get("do", "") if request.method == "POST" else ""
    forms = {name: _form(request, name, one, chosen) for name in ACTS}
    if chosen in ACTS and "change" not in request.POST:
        form = forms[chosen]
        if form.is_valid():
            answer = _chosen(request, listing, one, chosen, form)
            if answer is not None:
                return answer
    (line,) = date_lines([one], timezone.localdate())
    context = {
        "listing": listing,
        "line": line,
        "one": one,
        "changed": one.cancelled or one.moved,
        "forms": forms,
        "bad": next((form for form in forms.values() if form.errors), None),
        "pages": pages_of(listing),
        "later_url": reverse("post-later", args=[slug, stamp]) if listing.schedule.rrule else "",
    }
    return render(request, "listings/post/date.html", context)


def _date_of(request: Request, listing: Listing, stamp: str) -> Occurrence:
    original = read_stamp(stamp)
    found = None
    if original is not None:
        rows = scope(request.actor, rules.view_occurrence, Occurrence)
        found = rows.filter(listing=listing, original=original, over__gt=timezone.now()).first()
    if found is None:
        raise Http404(_("This is not on at that time, or it is over."))
    return found


def _form(request: Request, name: str, one: Occurrence, chosen: str) -> Form:
    form_class = ACTS[name].form
    if name == chosen:
        return form_class(request.POST, prefix=name)
    local = timezone.localtime(one.starts)
    initial = {
        "day": say_whole(local.date()),
        "starts": say_time(local.time()),
        "ends": say_time(timezone.localtime(one.ends).time()) if one.ends else "",
        "note": one.note,
    }
    return form_class(prefix=name, initial=initial)


def _chosen(
    request: Request, listing: Listing, one: Occurrence, name: str, form: Form
) -> HttpResponse | None:
    """Asks first, then does it; None for what can't be, with the error in the form."""
    act = ACTS[name]
    if "confirmed" not in request.POST:
        context = {
            "listing": listing,
            "ask": act.ask(one, form),
            "note": form.cleaned_data.get("note", ""),
            "do": name,
            "fields": [(key, value) for key, value in request.POST.items() if key.startswith(f"{name}-")],
            "pages": pages_of(listing),
        }
        return render(request, "listings/post/date_confirm.html", context)
    try:
        act.do(request, listing, one, form)
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for key, said in told.items():
            form.add_error(key if key in form.fields else None, said)
        return None
    messages.success(request, str(act.done()))
    return redirect("post-dates", listing.slug)
