"""Who you are, may we publish it, check, send, and take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from charter import rules
from charter.actions import sending
from charter.forms.answering import AboutYouForm, EqualityForm, PublishForm, SendForm
from charter.models import EqualityRecord, RespondentKind
from charter.queries.answering import is_young, sheet, who_answers
from charter.views.answering import hand
from charter.views.answering.common import Answering, minding_the_clock, own_page
from hub.access import access, can
from hub.people.http import Request, sent
from hub.web.limits import limited

RECEIPTS = "60/h/ip,200/d/ip"
RECEIPTS_TO = "6/h/key"


def _take(form: Any, error: ValidationError) -> None:
    """An action's refusal beside the fields that it is about."""
    told = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, words in told.items():
        for one in words:
            form.add_error(name if name in form.fields else None, one)


def _closed(request: Request, answering: Answering) -> HttpResponse:
    messages.info(request, _("It has closed, so this can’t be changed any more."))
    return redirect("consultation-check", slug=answering.consultation.slug)


@access(rules.view_own_response)
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@minding_the_clock
def about_you(request: Request, answering: Answering) -> HttpResponse:
    """Who answers, as far as they want to say."""
    response = answering.own
    if request.method != "POST" and not answering.may_answer:
        return _closed(request, answering)
    who = who_answers(response)
    form = AboutYouForm(sent(request), initial={"kind": who.kind, "postcode": who.district})
    equality = EqualityForm(sent(request), initial=who.equality)
    alone = response.organisation_id is None
    if request.method == "POST" and form.is_valid() and (not alone or equality.is_valid()):
        unnamed = sending.tell_about_you(
            response.pk,
            kind=form.cleaned_data["kind"],
            district=form.cleaned_data["postcode"],
            equality=equality.cleaned_data if alone else {},
            by=request.actor,
        )
        hand.keep(request)
        messages.success(request, _("Saved."))
        if unnamed:
            messages.warning(
                request, _("We never publish the name of a young person, so your name will not be shown.")
            )
        return redirect("consultation-publish", slug=answering.consultation.slug)
    context = {**answering.context, "form": form, "equality": equality if alone else None}
    return render(request, "charter/answering/about-you.html", context)


@access(rules.view_own_response)
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@minding_the_clock
def publish(request: Request, answering: Answering) -> HttpResponse:
    """Whether we may publish it (rules.md D9)."""
    response = answering.own
    if request.method != "POST" and not answering.may_answer:
        return _closed(request, answering)
    young = is_young(response)
    name = response.public_name or response.organisation_name
    form = PublishForm(sent(request), initial={"publish": response.publish, "public_name": name}, young=young)
    if request.method == "POST" and form.is_valid():
        try:
            sending.choose_publication(response.pk, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            _take(form, error)
        else:
            hand.keep(request)
            messages.success(request, _("Saved."))
            return redirect("consultation-check", slug=answering.consultation.slug)
    return render(
        request, "charter/answering/publish.html", {**answering.context, "form": form, "young": young}
    )


@access(rules.view_own_response)
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@minding_the_clock
def check(request: Request, answering: Answering) -> HttpResponse:
    """Everything that was answered, with ways to change it; and the button that sends it."""
    response = answering.own
    contact = getattr(response, "contact", None)
    initial = (
        {"email": contact.email, "wants_copy": False, "wants_news": contact.wants_news} if contact else {}
    )
    form = SendForm(sent(request), initial=initial)
    whole = sheet(answering.version, response)
    if request.method == "POST" and form.is_valid():
        if wait := _too_often(request, form):
            return wait
        try:
            sending.send_response(response.pk, copy=whole, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            _take(form, error)
        else:
            hand.keep(request)
            return redirect("consultation-sent", slug=answering.consultation.slug)
    who = who_answers(response)
    context = {
        **answering.context,
        "sheet": whole,
        "form": form,
        "who": who,
        "kind": dict(RespondentKind.choices).get(who.kind, ""),
        "may_take_back": can(request.actor, rules.withdraw_publication, response),
        "equality_fields": [
            getattr(EqualityRecord._meta.get_field(name), "verbose_name", name)
            for name, said in who.equality.items()
            if said
        ],
    }
    return render(request, "charter/answering/check.html", context)


def _too_often(request: Request, form: SendForm) -> HttpResponse | None:
    """Only what makes a message is counted."""
    if not (form.cleaned_data["wants_copy"] or form.cleaned_data["wants_news"]):
        return None
    return limited(request, "receipt", RECEIPTS) or limited(
        request, "receipt-to", RECEIPTS_TO, key=form.cleaned_data["email"].lower()
    )


@access(rules.view_own_response)
@require_safe
@own_page
def sent_page(request: Request, answering: Answering) -> HttpResponse:
    """It has arrived: what happens now, and what one can still do."""
    response = answering.own
    if response.sent_at is None:
        return redirect("consultation-check", slug=answering.consultation.slug)
    context = {**answering.context, "contact": getattr(response, "contact", None)}
    return render(request, "charter/answering/sent.html", context)


@access(rules.view_own_response)
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@minding_the_clock
def withdraw(request: Request, answering: Answering) -> HttpResponse:
    """Take everything back until the close, and that we may publish it also afterwards (rules.md D9)."""
    response = answering.own
    may_unpublish = can(request.actor, rules.withdraw_publication, response)
    if request.method == "POST":
        slug = answering.consultation.slug
        if request.POST.get("what") == "publication":
            sending.withdraw_publication(response.pk, by=request.actor)
            messages.success(request, _("Nothing that you said is published any more."))
            return redirect("consultation-check", slug=slug)
        sending.withdraw_response(response.pk, by=request.actor)
        hand.put_down(request, answering.consultation)
        messages.success(request, _("Your answers are withdrawn and deleted. Thank you for your time."))
        return redirect("consultation", slug=slug)
    context = {**answering.context, "may_unpublish": may_unpublish}
    return render(request, "charter/answering/withdraw.html", context)
