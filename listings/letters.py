"""What the hub writes to people about listings: organisers, and whoever reported one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from hub.access import who_can
from hub.notices import Notice, send
from listings import rules
from listings.models import Appeal, Criterion, Finding, Listing, Report


def hearers(listing: int) -> list[AbstractBaseUser]:
    """Who is told what became of a listing: asked before anything is locked."""
    return list(who_can(rules.hears_about, Listing(pk=listing)))


def hearers_of(about: type[Report] | type[Appeal], pk: int) -> list[AbstractBaseUser]:
    """The same, of the listing that a report or an appeal is about."""
    listing = about._default_manager.values_list("listing", flat=True).filter(pk=pk).first()
    return [] if listing is None else hearers(listing)


def tell(people: list[AbstractBaseUser], notice: Notice, kind: str) -> None:
    """Write the same to each of them. Inside the transaction of what they are told."""
    for person in people:
        send(notice, to=person, kind=kind)


def published(listing: Listing, *, trusted: bool) -> Notice:
    """To organisers: the public sees it. `trusted`: so it will from now on at once."""
    paragraphs = [_("It has been read, and everyone can see it now.")]
    if trusted:
        paragraphs.append(
            _(
                "It is the third that we published for you. From now on what you post is published at once, "
                "unless the checks find something that a person should read first."
            )
        )
    return Notice(
        subject=_("“%s” is published") % listing.title,
        paragraphs=tuple(paragraphs),
        action=(_("See it as everyone does"), listing.get_absolute_url()),
        after=_because(listing),
    )


def returned(listing: Listing) -> Notice:
    """To organisers: what to change, and which public criterion asks for it."""
    return Notice(
        subject=_("Please change “%s”") % listing.title,
        paragraphs=(
            _("It was read and sent back to you. It is not public until you have changed it."),
            *_why(listing.criterion, listing.reason),
        ),
        action=(_("See it and change it"), listing.get_absolute_url()),
        after=(_appealing(), *_because(listing)),
    )


def hidden(listing: Listing) -> Notice:
    """To organisers: it is out of sight, and why."""
    return Notice(
        subject=_("“%s” is hidden") % listing.title,
        paragraphs=(
            _("The steward of this hub has hidden it. Nobody but you and the steward can see it."),
            *_why(listing.criterion, listing.reason),
        ),
        action=(_("See what was decided"), listing.get_absolute_url()),
        after=(_appealing(), *_because(listing)),
    )


def restored(listing: Listing) -> Notice:
    """To organisers: it is there again."""
    return Notice(
        subject=_("“%s” is shown again") % listing.title,
        paragraphs=(_("The steward of this hub has looked at it again. It is as it was before."),),
        action=(_("See it"), listing.get_absolute_url()),
        after=_because(listing),
    )


def change_published(listing: Listing) -> Notice:
    """To organisers: the change is public."""
    return Notice(
        subject=_("Your change to “%s” is published") % listing.title,
        paragraphs=(_("It has been read, and everyone sees the new text now."),),
        action=(_("See it as everyone does"), listing.get_absolute_url()),
        after=_because(listing),
    )


def change_returned(listing: Listing, criterion: str, reason: str) -> Notice:
    """To organisers: the old text stays public, and what to change about the new one."""
    return Notice(
        subject=_("Your change to “%s” was not published") % listing.title,
        paragraphs=(
            _("Everyone still sees it as it was. Change it again, and it will be read again."),
            *_why(criterion, reason),
        ),
        action=(_("See it and change it"), listing.get_absolute_url()),
        after=_because(listing),
    )


def asked_to_change(listing: Listing, criterion: str, reason: str) -> Notice:
    """To organisers: a report was right, and the listing stays public meanwhile."""
    return Notice(
        subject=_("Please change “%s”") % listing.title,
        paragraphs=(
            _("Somebody told us that something is wrong with it. We looked, and it is so. It stays public."),
            *_why(criterion, reason),
        ),
        action=(_("See it and change it"), listing.get_absolute_url()),
        after=_because(listing),
    )


def report_settled(listing: Listing, criterion: str, answer: str) -> Notice:
    """To organisers: there was a report, and they need do nothing."""
    return Notice(
        subject=_("Somebody asked about “%s”") % listing.title,
        paragraphs=(
            _("Somebody told us that something was wrong with it: “%s”.") % Criterion(criterion).label,
            _("We looked at it. You need do nothing. This is our answer:"),
            answer,
        ),
        action=(_("See it"), listing.get_absolute_url()),
        after=_because(listing),
    )


def report_received(report: Report) -> Notice:
    """To whoever reported it: the link by which they follow it."""
    return Notice(
        subject=_("We have your report"),
        paragraphs=(
            _("Thank you for telling us that something is wrong with a listing. A person will look at it."),
            _("With this link you see what came of it. Keep it to yourself: whoever has it sees it too."),
        ),
        action=(_("Follow your report"), reverse("report", args=[report.key])),
        after=(
            _("You get this because this address was given with a report. If that was not you, do nothing."),
        ),
    )


def report_answered(report: Report) -> Notice:
    """To whoever reported it: there is an answer behind the link."""
    return Notice(
        subject=_("We have answered your report"),
        paragraphs=(
            _("We looked at what you told us. You can read what came of it, and ask us to look again."),
        ),
        action=(_("Read the answer"), reverse("report", args=[report.key])),
        after=(_("You get this because you gave this address with a report. It is the last about it."),),
    )


def appeal_received(appeal: Appeal) -> Notice:
    """To whoever asked for another look."""
    days = settings.MODERATION_DAYS["appeal"]
    return Notice(
        subject=_("We will look again"),
        paragraphs=(
            _("You asked us to look again at what we decided. If there is somebody else here, they decide."),
            _("We aim to answer within %d working days.") % days,
        ),
        action=_where(appeal),
    )


def appeal_answered(appeal: Appeal) -> Notice:
    """To whoever asked for another look, and to the other side."""
    again = (
        _("We looked again, and changed what was decided.")
        if appeal.finding == Finding.UPHELD
        else _("We looked again, and what was decided stays.")
    )
    return Notice(subject=_("We have looked again"), paragraphs=(again, appeal.answer), action=_where(appeal))


def _where(appeal: Appeal) -> tuple[str, str]:
    if appeal.side == "reporter" and appeal.report is not None:
        return _("See your report"), reverse("report", args=[appeal.report.key])
    return _("See it"), appeal.listing.get_absolute_url()


def _why(criterion: str, reason: str) -> tuple[str, ...]:
    where = f"{settings.HUB_URL}{reverse('criteria')}#{criterion}"
    asked = _("%(criterion)s. What we ask for: %(where)s")
    told = (asked % {"criterion": Criterion(criterion).label, "where": where},) if criterion else ()
    return (reason, *told)


def _appealing() -> str:
    return _("Do you think that this is wrong? On its page you can ask somebody else to look again.")


def _because(listing: Listing) -> tuple[str, ...]:
    return (_("You get this because you post for %s on this hub.") % listing.organisation.name,)
