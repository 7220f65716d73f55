"""When a consultation opens and closes; launching it, and what that does; deleting what never was."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from charter import rules
from charter.actions.consultation import delete_consultation
from charter.actions.launching import change_closing, launch_consultation, set_dates
from charter.actions.meanwhile import LookAgain
from charter.consultation_file import ConsultationFileError, read_consultation, write_consultation
from charter.forms.consultation import ClosingForm, DatesForm, initial_dates
from charter.models import Consultation, Version
from charter.queries.consultation import counts_of, draft_and_published, size_of, text_of
from charter.views.managing import number_in, refuse_and_go, say_and_go, say_moment, the_consultation
from charter.words import closing_rule
from hub.access import NotAllowed, access, can
from hub.people.http import Request, sent


@access(rules.launch_consultation, rules.change_closing)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_dates(request: Request, slug: str) -> HttpResponse:
    """First and last day while it is prepared; once launched, the last day alone."""
    consultation = the_consultation(request, slug, rules.manage_consultation)
    if can(request.actor, rules.launch_consultation, consultation):
        return _dates(request, consultation)
    if can(request.actor, rules.change_closing, consultation):
        return _closing(request, consultation)
    raise Http404(_("Its dates can’t be changed now: it has closed."))


def _dates(request: Request, consultation: Consultation) -> HttpResponse:
    form = DatesForm(sent(request), initial=initial_dates(consultation))
    edition = number_in(request, "edition") if request.method == "POST" else consultation.edition
    if form.is_valid():
        try:
            set_dates(consultation.pk, form.opens_at(), form.closes_at(), edition=edition, by=request.actor)
        except LookAgain as error:
            form.take_errors(error)
            edition = consultation.edition
        except ValidationError as error:
            form.take_errors(error)
        else:
            return say_and_go(request, _("The dates are set."), "launch-consultation", consultation.slug)
    context = {"consultation": consultation, "form": form, "edition": edition, "rule": closing_rule()}
    return render(request, "charter/consultation/dates.html", context)


def _closing(request: Request, consultation: Consultation) -> HttpResponse:
    form = ClosingForm(sent(request), initial=initial_dates(consultation))
    edition = number_in(request, "edition") if request.method == "POST" else consultation.edition
    if form.is_valid():
        try:
            moved = change_closing(consultation.pk, form.closes_at(), edition=edition, by=request.actor)
        except LookAgain as error:
            form.take_errors(error)
            edition = consultation.edition
        except ValidationError as error:
            form.take_errors(error)
        else:
            said = _("It closes %s now. Every page says so.") % say_moment(moved.closes_at)
            return say_and_go(request, said, "manage-consultation", consultation.slug)
    context = {
        "consultation": consultation,
        "form": form,
        "edition": edition,
        "closes": say_moment(consultation.closes_at),
        "counts": counts_of([consultation])[consultation.pk],
        "rule": closing_rule(),
    }
    return render(request, "charter/consultation/closing.html", context)


def doubts_about(consultation: Consultation, version: Version) -> list[str]:
    """What in a version could lead people astray, such as a link that leads nowhere: each in words.

    What a file of it could not hold is what is wrong with it, so it is written as one and read again.
    """
    version.consultation = consultation
    text = text_of(version)
    try:
        read_consultation(write_consultation(text))
    except ConsultationFileError as error:
        return list(dict.fromkeys(one.reason for one in error.problems))
    return []


@access(rules.launch_consultation)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def launch(request: Request, slug: str) -> HttpResponse:
    """Everything that launching does, to be read first; sent, it is launched."""
    consultation = the_consultation(request, slug, rules.launch_consultation)
    if request.method == "POST":
        return _launch(request, consultation)
    draft, _published = draft_and_published(consultation)
    size = size_of(draft) if draft else {"sections": 0, "questions": 0}
    opens, closes = consultation.opens_at, consultation.closes_at
    now = timezone.now()
    missing = []
    if not size["questions"]:
        missing.append((_("It asks nothing yet: write at least one question."), "edit-consultation"))
    if opens is None or closes is None:
        missing.append((_("It has no dates yet: say when it opens and closes."), "consultation-dates"))
    elif closes <= now:
        missing.append((_("Its last day has passed: set the dates anew."), "consultation-dates"))
    context = {
        "consultation": consultation,
        "draft": draft,
        "size": size,
        "missing": missing,
        "doubts": doubts_about(consultation, draft) if draft and size["questions"] else [],
        "at_once": opens is not None and opens <= now,
        "opens": say_moment(opens),
        "closes": say_moment(closes),
        "last": say_moment(consultation.last_moment()),
        "rule": closing_rule(),
    }
    return render(request, "charter/consultation/launch.html", context)


def _launch(request: Request, consultation: Consultation) -> HttpResponse:
    slug = consultation.slug
    try:
        launched = launch_consultation(
            consultation.pk,
            edition=number_in(request, "edition"),
            version_edition=number_in(request, "version_edition"),
            by=request.actor,
        )
    except NotAllowed:
        return refuse_and_go(request, _("Somebody launched it already."), "manage-consultation", slug)
    except ValidationError as error:
        return refuse_and_go(request, " ".join(error.messages), "launch-consultation", slug)
    if launched.is_open():
        said = _("It is open: people can answer from now on.")
    else:
        said = _("It is launched. It opens by itself %s.") % say_moment(launched.opens_at)
    return say_and_go(request, said, "manage-consultation", slug)


@access(rules.delete_consultation)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request, slug: str) -> HttpResponse:
    """Whether to throw a consultation away that was never launched; sent, it goes."""
    consultation = the_consultation(request, slug, rules.delete_consultation)
    if request.method == "POST":
        delete_consultation(consultation.pk, by=request.actor)
        return say_and_go(request, _("“%s” is deleted.") % consultation.title, "manage-charter")
    draft, _published = draft_and_published(consultation)
    context = {"consultation": consultation, "size": size_of(draft) if draft else None}
    return render(request, "charter/consultation/delete.html", context)
