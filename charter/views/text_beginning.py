"""The charter begun and named, and its next version taken from a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from charter import rules
from charter.actions.charter_beginning import begin_charter, name_charter
from charter.actions.charter_loading import TextInTheWay, load_text
from charter.charter_file import CharterFileError
from charter.forms.consultation import FileForm
from charter.forms.text import NameForm
from charter.models import Charter
from charter.shipped import shipped_charters
from charter.views.carrying import edition_sent, take
from charter.views.managing import problems_in, shown, the_steward
from hub.access import access, scope
from hub.people.http import Request, sent


def the_charter(request: Request) -> Charter | None:
    """The charter that this person writes; None where it is not begun."""
    return scope(request.actor, rules.edit_charter, Charter).order_by("pk").first()


@access(rules.begin_charter, rules.edit_charter)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: Request) -> HttpResponse:
    """Begin the charter, or say what it is called."""
    keeper = the_steward(request, rules.begin_charter)
    charter = the_charter(request)
    first = {"title": charter.title, "summary": charter.summary} if charter else {}
    form = NameForm(sent(request), initial=first)
    edition = charter.edition if charter else 0
    if form.is_valid():
        said, seen = form.cleaned_data, edition_sent(request)
        try:
            # A page that was opened before there was a charter begins one, and is told if another did.
            if charter is None or not seen:
                begin_charter(keeper.pk, **said, by=request.actor)
            else:
                name_charter(charter.pk, **said, edition=seen, by=request.actor)
        except ValidationError as error:
            take(form, error)
        else:
            messages.success(request, _("Saved.") if charter else _("The charter is begun."))
            return redirect("manage-text")
    now = charter if request.method == "POST" and form.errors and edition != edition_sent(request) else None
    context = {"charter": charter, "form": form, "edition": edition, "now": now}
    return render(request, "charter/text/name.html", context)


@access(rules.begin_charter)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: Request) -> HttpResponse:
    """The next version from a file that is chosen or pasted, each wrong line beside its reason; or the text
    that comes with the hub, with its button."""
    keeper = the_steward(request, rules.begin_charter)
    if request.method == "POST" and "shipped" in request.POST:
        return _load(request, shipped_charters()[0], keeper.pk)
    form = FileForm(sent(request), request.FILES or None)
    if not form.is_valid():
        return render(request, "charter/text/file.html", {"form": form})
    return _load(request, form.data_given(), keeper.pk)


def _load(request: Request, data: str | bytes, keeper: int) -> HttpResponse:
    context: dict[str, Any] = {}
    seen = request.POST.get("replace", "")
    try:
        version, text = load_text(keeper, data, replace=bool(seen), seen=seen, by=request.actor)
    except CharterFileError as error:
        context |= problems_in(data, error)
    except TextInTheWay as error:
        context["in_the_way"] = error
    else:
        told = {
            "number": version.number,
            "clauses": ngettext("%d clause", "%d clauses", len(text.clauses)) % len(text.clauses),
        }
        words = _("Version %(number)d is in preparation, with %(clauses)s. Only the steward sees it.") % told
        messages.success(request, words)
        return redirect("manage-text")
    # What was in the file is shown, so that it can be put right here and nothing is lost.
    context["form"] = FileForm(initial={"text": shown(data)})
    return render(request, "charter/text/file.html", context)
