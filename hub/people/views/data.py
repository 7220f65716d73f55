"""What the hub knows of somebody: to read, to take away, to delete."""

from __future__ import annotations

from allauth.account.internal.flows.logout import logout
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hub.access import access, scope
from hub.people import rules
from hub.people.actions.account import delete_account
from hub.people.again import sensitive
from hub.people.forms.account import DeleteAccountForm
from hub.people.http import Request
from hub.people.models import Person
from hub.people.queries import managed_alone
from hub.people.subject_access import as_json, parts_of

# Of each kind of row; the download has them all.
MOST = 10


@access(rules.view_account)
@require_safe
@never_cache
def data(request: Request) -> HttpResponse:
    """Everything, in words, with why it is kept and for how long."""
    person = get_object_or_404(scope(request.actor, rules.view_account, Person))
    return render(request, "people/data.html", {"parts": list(parts_of(person, most=MOST))})


@access(rules.view_account)
@require_safe
@never_cache
@sensitive
def download(request: Request) -> HttpResponse:
    """Everything, as one file that machines can read."""
    person = get_object_or_404(scope(request.actor, rules.view_account, Person))
    answer = JsonResponse(
        {"made": timezone.now(), **as_json(person)}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = 'attachment; filename="what-the-hub-knows.json"'
    return answer


@access(rules.delete_account)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive
def delete(request: Request) -> HttpResponse:
    """Delete the account: what goes, what stays and why, and one tick."""
    person = get_object_or_404(scope(request.actor, rules.delete_account, Person))
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            delete_account(person.pk, by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            logout(request, show_message=False)
            return redirect("account-deleted")
    parts = list(parts_of(person, most=0))
    return render(
        request,
        "people/data-delete.html",
        {
            "form": form,
            "goes": [part for part in parts if part.goes],
            "stays": [part for part in parts if not part.goes],
            "alone": managed_alone(person),
        },
    )


@access.public
@require_safe
def deleted(request: Request) -> HttpResponse:
    """It is done."""
    return render(request, "people/data-deleted.html")
