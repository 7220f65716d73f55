"""Who answered, what may be published, sending, and taking back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.answers import unties
from charter.actions.publication import take_back_publication
from charter.actions.standing import raise_edition, still_may_publish, wait_for_review
from charter.letters import answering as letters
from charter.models import (
    AboutYou,
    Answer,
    Contact,
    EqualityRecord,
    Progress,
    Publish,
    PublishedResponse,
    Response,
    ResumeLink,
    Review,
)
from charter.queries.answering import Sheet, is_young
from charter.secret import hash_of, new_secret
from hub.access import hold
from hub.notices import send
from hub.people.actor import Actor
from hub.web.pagecache import clear_pages

EQUALITY = ("age_band", "disability", "ethnic_group", "language")


@transaction.atomic
def tell_about_you(pk: int, *, kind: str, district: str, equality: dict[str, str], by: Actor) -> bool:
    """Keep who answers, as far as they say. True where a name that was to be published is not any more.

    district: of a postcode, "" for none (rules.md D14). equality: by field of EqualityRecord.
    Raises NotAllowed.
    """
    response = hold(by, rules.change_response, pk)
    unties(response)
    AboutYou.objects.update_or_create(response=response, defaults={"kind": kind, "district": district})
    told = {name: equality.get(name, "") for name in EQUALITY}
    if any(told.values()):
        EqualityRecord.objects.update_or_create(
            response=response, defaults={"consultation": response.consultation, **told}
        )
    else:
        EqualityRecord.objects.filter(response=response).delete()
    raise_edition(response)
    response.saved_at = timezone.now()
    response.save(update_fields=["edition", "saved_at"])
    if PublishedResponse.objects.filter(response=response, withdrawn_at=None).update(kind=kind):
        clear_pages()
    if response.publish == Publish.NAMED and is_young(response):
        _choose(response, Publish.UNNAMED, "")
        return True
    return False


def _choose(response: Response, publish: str, name: str) -> None:
    before, name_before = response.publish, response.public_name
    response.publish, response.public_name = publish, name if publish == Publish.NAMED else ""
    raise_edition(response)
    response.saved_at = timezone.now()
    if publish == Publish.NOT and response.review == Review.PUBLISHED:
        response.review = Review.KEPT
    elif response.state == Progress.SENT and (publish, response.public_name) != (before, name_before):
        wait_for_review(response)
    response.save(update_fields=["publish", "public_name", "review", "edition", "saved_at"])
    still_may_publish(response, before, name_before)


@transaction.atomic
def choose_publication(pk: int, *, publish: str, public_name: str = "", by: Actor) -> Response:
    """Choose whether we may publish it: with a name, without, or not at all (rules.md D9).

    Raises NotAllowed, and ValidationError by field: for a name where none is given, or a young person's.
    """
    response = hold(by, rules.change_response, pk)
    unties(response)
    if publish not in Publish.values:
        raise ValidationError({"publish": _("Choose one of the three.")})
    if publish == Publish.NAMED and not public_name.strip():
        raise ValidationError({"public_name": _("Write the name that we should publish.")})
    if publish == Publish.NAMED and is_young(response):
        raise ValidationError(
            {"publish": _("We never publish the name of a young person. Choose one of the other two.")}
        )
    _choose(response, publish, public_name.strip())
    return response


@transaction.atomic
def keep_contact(pk: int, *, by: Actor, **fields: Any) -> None:
    """Keep how to reach whoever answers; what is not named stays. A row that says nothing goes.

    Raises NotAllowed.
    """
    response = hold(by, rules.change_response, pk)
    unties(response)
    _keep_contact(response, fields)


def _keep_contact(response: Response, fields: dict[str, Any]) -> Contact | None:
    contact = Contact.objects.filter(response=response).first() or Contact(response=response)
    for name, value in fields.items():
        setattr(contact, name, value)
    if not (contact.email or contact.phone or contact.name):
        if not contact._state.adding:
            contact.delete()
        # Nobody can be reached about an example any more.
        Answer.objects.filter(response=response, may_contact=True).update(may_contact=False)
        return None
    contact.save()
    return contact


@transaction.atomic
def send_response(
    pk: int, *, email: str, wants_copy: bool, wants_news: bool, copy: Sheet | None, by: Actor
) -> Response:
    """Hand in what was answered. `copy`: what a receipt repeats, if one is wanted.

    Sent again, it stays sent, and a receipt goes out again. Raises NotAllowed, and ValidationError by field
    where nothing was chosen about publication, or an address is missing.
    """
    response = hold(by, rules.change_response, pk)
    unties(response)
    if not response.publish:
        raise ValidationError(_("Choose first whether we may publish what you say."))
    if not email and (wants_copy or wants_news):
        raise ValidationError({"email": _("Write the e-mail address to which we should write.")})
    if not Answer.objects.filter(response=response).exists():
        raise ValidationError(_("There is no answer yet. Answer at least one question, then send."))
    now = timezone.now()
    if response.state == Progress.BEGUN:
        response.state, response.sent_at = Progress.SENT, now
    raise_edition(response)
    response.save(update_fields=["state", "sent_at", "edition"])
    _reach(response, email, wants_copy=wants_copy, wants_news=wants_news, copy=copy)
    return response


def _reach(response: Response, email: str, *, wants_copy: bool, wants_news: bool, copy: Sheet | None) -> None:
    before = Contact.objects.filter(response=response).first()
    confirmed = before and before.wants_news and before.email == email and before.news_secret_hash
    fields: dict[str, Any] = {"email": email, "wants_copy": wants_copy, "wants_news": wants_news}
    secret = ""
    if not wants_news or not confirmed:
        fields |= {"news_secret_hash": "", "news_confirmed_at": None}
    if wants_news and not confirmed:
        # rules.md D13: nothing more is written to an address until its owner has said yes from there.
        secret = new_secret()
        fields["news_secret_hash"] = hash_of(secret)
    _keep_contact(response, fields)
    if wants_copy:
        send(letters.receipt(response, copy), to=email, kind="charter.receipt", secret=True)
    if secret:
        send(letters.confirm_news(response, secret), to=email, kind="charter.confirm-news", secret=True)


@transaction.atomic
def withdraw_response(pk: int, *, by: Actor) -> None:
    """Take a whole response back, until the close: its answers and all about whoever gave it are deleted.

    That there was one stays, as a count. Raises NotAllowed.
    """
    response = hold(by, rules.change_response, pk)
    unties(response)
    take_back_publication(response)
    Answer.objects.filter(response=response).delete()
    for model in (AboutYou, EqualityRecord, Contact, ResumeLink):
        model._default_manager.filter(response=response).delete()
    response.state, response.withdrawn_at = Progress.WITHDRAWN, timezone.now()
    response.publish = response.public_name = response.organisation_name = ""
    response.review, response.reviewed_at, response.reviewed_by = Review.WAITING, None, None
    response.lead, response.begun_with, response.sent_at = None, None, None
    raise_edition(response)
    response.save()


@transaction.atomic
def withdraw_publication(pk: int, *, by: Actor) -> None:
    """Say that nothing may be published any more, at any time, also after the close (rules.md D9).

    Raises NotAllowed.
    """
    response = hold(by, rules.withdraw_publication, pk)
    unties(response)
    _choose(response, Publish.NOT, "")
