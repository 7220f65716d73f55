"""One section: what is said, what is asked, and what is answered, saved at every step."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from charter import rules
from charter.actions.answers import Given, Saved, begin_and_save, fingerprint, save_answers, tidied
from charter.actions.sending import keep_contact
from charter.closing import Phase, say_moment
from charter.forms.answering import ReachForm, read_given, read_key
from charter.models import Answer, Contact, QuestionKind, Rating, YesNo
from charter.queries.answering import Asked, Part, Sheet, drawn_version, has_had_section, sheet
from charter.views.answering import hand
from charter.views.answering.common import (
    BEGINNINGS,
    Answering,
    find,
    for_everyone,
    private,
    too_late,
)
from hub.access import NotAllowed, access
from hub.calendar.words import say_time
from hub.people.http import Request
from hub.web.limits import limited

# A script saves while somebody types, and wants no page.
QUIETLY = "X-Saved-Quietly"


@dataclass(frozen=True)
class Field:
    """One question as the page draws it. options: (value, words, whether it is chosen)."""

    asked: Asked
    options: list[tuple[str, str, bool]]
    text: str
    may_contact: bool
    edition: int
    drawn: str
    error: str = ""
    # Two devices said different things: this is what stands, "" for nothing any more.
    clash: bool = False
    theirs: Answer | None = None
    theirs_at: str = ""


@access(rules.view_public_consultation)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Request, slug: str, key: str) -> HttpResponse:
    """One section of a consultation. Nothing is begun before something is saved."""
    answering = find(request, slug)
    if request.method == "POST":
        if not has_had_section(answering.consultation, key):
            raise Http404
        return _save(request, answering, key)
    whole = sheet(answering.version, answering.response)
    part = _part(whole, key)
    if part is None:
        if has_had_section(answering.consultation, key):
            raise Http404(_("This section is not asked any more. Answers that it had are kept, and count."))
        raise Http404(_("There is no such section."))
    return _page(request, answering, whole, part, {}, None, _reach(answering))


def _part(whole: Sheet, key: str) -> Part | None:
    return next((part for part in whole.parts if part.section.key == key), None)


def _reach(answering: Answering) -> ReachForm:
    contact = _contact(answering)
    return ReachForm(initial={"email": contact.email, "phone": contact.phone} if contact else {})


def _contact(answering: Answering) -> Contact | None:
    return getattr(answering.response, "contact", None) if answering.response else None


def _page(
    request: Request,
    answering: Answering,
    whole: Sheet,
    part: Part,
    typed: dict[str, Given],
    saved: Saved | None,
    reach: ReachForm,
) -> HttpResponse:
    place = whole.parts.index(part)
    fields = [_field(one, typed.get(one.key), saved) for one in part.questions]
    context = {
        **answering.context,
        "part": part,
        "fields": fields,
        "faults": [one for one in fields if one.error],
        "clashes": [one for one in fields if one.clash],
        "previous": whole.parts[place - 1] if place else None,
        "next": whole.parts[place + 1] if place + 1 < len(whole.parts) else None,
        "number": place + 1,
        "of": len(whole.parts),
        "reach": reach,
        "was": _contact(answering),
        "has_example": any(one.kind == QuestionKind.EXAMPLE for one in part.questions),
        "begun_with": request.POST.get("begun_with") or uuid.uuid4(),
    }
    answer = render(request, "charter/answering/section.html", context)
    if answering.response is None and not answering.may_answer:
        return for_everyone(request, answer)
    return private(answering, answer)


def _field(one: Asked, typed: Given | None, saved: Saved | None) -> Field:
    key, given = one.key, one.given
    rating = str(given.rating or "") if given else ""
    choice, text = (given.choice, given.text) if given else ("", "")
    contact = bool(given and given.may_contact)
    edition = given.edition if given else 0
    refused = saved.refused.get(key, "") if saved else ""
    clash = bool(saved and key in saved.clashes)
    theirs = saved.clashes.get(key) if saved else None
    # What was taken shows as it stands; what was not, as it was typed.
    if typed and (refused or clash):
        rating, choice, text, contact = typed.rating, typed.choice, typed.text, typed.may_contact
    choices: Any = Rating.choices if one.kind == QuestionKind.RATING else YesNo.choices
    chosen = rating if one.kind == QuestionKind.RATING else choice
    options = [(str(value), str(words), str(value) == chosen) for value, words in choices]
    return Field(
        asked=one,
        options=[*options, ("", _("No answer"), chosen not in {value for value, _words, _is in options})],
        text=text,
        may_contact=contact,
        edition=edition,
        drawn=fingerprint(given),
        error=refused,
        clash=clash,
        theirs=theirs,
        theirs_at=say_time(theirs.saved_at) if theirs else "",
    )


def _save(request: Request, answering: Answering, key: str) -> HttpResponse:
    quiet = QUIETLY in request.headers
    typed = read_given(request.POST)
    version = drawn_version(answering.consultation, request.POST.get("version", "")) or answering.version
    reach = ReachForm(request.POST)
    given, unreachable = _reachable(typed, reach)
    try:
        if answering.response is not None:
            saved = save_answers(answering.response.pk, given, version, by=request.actor)
        else:
            if wait := limited(request, "begin-response", BEGINNINGS):
                return wait
            saved = begin_and_save(
                answering.consultation.pk, given, version, key=read_key(request.POST), by=request.actor
            )
        if saved.response is not None:
            _keep_reach(request, saved, reach)
    except NotAllowed:
        if quiet:
            words = _("It has closed, so this was not saved. Press “Save” to see what to do.")
            return JsonResponse({"problem": words}, status=403)
        return too_late(request, answering)
    if saved.response is not None:
        if answering.response is None:
            hand.take(request, saved.response)
        else:
            hand.keep(request)
    saved.refused |= unreachable
    if quiet:
        return _quietly(saved)
    if saved.whole:
        return _go_on(request, answering, saved, key)
    return _again(request, answering, saved, key, typed, reach)


def _reachable(given: list[Given], reach: ReachForm) -> tuple[list[Given], dict[str, str]]:
    """Whoever may be asked about an example says how: what is wrong with that, by question key."""
    valid = reach.is_valid()
    asked = [one.key for one in given if one.may_contact and tidied(one.text)]
    if not asked or (valid and any(reach.cleaned_data.values())):
        return given, {}
    words = _(
        "Your example is saved. Write an e-mail address or a telephone number too, to be asked about it."
    )
    if not valid:
        words = _("Your example is saved. Look at the e-mail address and telephone number below it.")
    return [replace(one, may_contact=False) for one in given], dict.fromkeys(asked, words)


def _keep_reach(request: Request, saved: Saved, reach: ReachForm) -> None:
    """What was changed on this page alone, so that another device's is not written over."""
    if not reach.is_valid() or saved.response is None:
        return
    typed = reach.cleaned_data
    changed = {
        name: typed[name]
        for name in ("email", "phone")
        if name in request.POST and typed[name] != request.POST.get(f"was_{name}", "")
    }
    if changed:
        if changed.get("email") == "":
            # Nothing can be sent without it.
            changed |= {
                "wants_copy": False,
                "wants_news": False,
                "news_secret_hash": "",
                "news_confirmed_at": None,
            }
        keep_contact(saved.response.pk, by=request.actor, **changed)


def _quietly(saved: Saved) -> HttpResponse:
    told: dict[str, Any] = {"editions": saved.editions, "drawn": saved.drawn, "clashes": list(saved.clashes)}
    if saved.clashes:
        told["problem"] = _(
            "On another device you gave a different answer. Press “Save” to see both and choose."
        )
    elif saved.refused:
        told["problem"] = " ".join(saved.refused.values())
    elif saved.response is not None:
        told["saved"] = _("Saved at %s.") % say_time(saved.at)
    return JsonResponse(told)


def _go_on(request: Request, answering: Answering, saved: Saved, key: str) -> HttpResponse:
    slug = answering.consultation.slug
    if saved.response is not None:
        messages.success(request, _saved_words(answering, saved))
    if request.POST.get("go") == "contents":
        return redirect("consultation", slug=slug)
    parts = sheet(answering.version).parts
    keys = [part.section.key for part in parts]
    after = keys[keys.index(key) + 1 :] if key in keys else []
    if after:
        return redirect("consultation-section", slug=slug, key=after[0])
    return redirect("consultation-about-you" if saved.response else "consultation", slug=slug)


def _saved_words(answering: Answering, saved: Saved) -> str:
    last = answering.consultation.last_moment()
    if answering.phase == Phase.CLOSING and last:
        return _("Saved. It has closed; as you had begun, you may save and send until %s.") % say_moment(last)
    return _("Saved at %s.") % say_time(saved.at)


def _again(
    request: Request,
    answering: Answering,
    saved: Saved,
    key: str,
    given: list[Given],
    reach: ReachForm,
) -> HttpResponse:
    """The same section, with what was not taken beside what stands."""
    response = saved.response or answering.response
    fresh = replace(answering, response=response)
    whole = sheet(answering.version, response)
    part = _part(whole, key)
    if part is None:
        # Asked no more since the page was drawn.
        return too_late(request, fresh)
    return _page(request, fresh, whole, part, {one.key: one for one in given}, saved, reach)
