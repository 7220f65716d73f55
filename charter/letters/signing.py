"""What the hub writes about signing the charter, and about standing behind it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter import rules
from charter.models import Charter, CharterVersion, Signature
from hub.access import who_can
from hub.calendar.words import say_date
from hub.notices import Notice, send
from hub.people.models import Organisation


def receipt(signature: Signature, version: CharterVersion, duties: list[str]) -> None:
    """To everyone who signs for the organisation: what was signed, and how to change or take it back."""
    organisation = signature.organisation
    taken = "\n".join(f"• {text}" for text in duties)
    paragraphs = [
        _("%(name)s has signed version %(number)d of the charter. It takes on:")
        % {"name": organisation.name, "number": version.number},
        taken,
    ]
    if signature.pledge and signature.pledge_by:
        paragraphs.append(
            _("Its pledge, by %(day)s: %(pledge)s")
            % {"day": say_date(signature.pledge_by), "pledge": signature.pledge}
        )
    paragraphs.append(_("On whose authority: %s. This is not public.") % signature.authority)
    notice = Notice(
        subject=_("%s has signed the charter") % organisation.name,
        paragraphs=tuple(paragraphs),
        action=(_("See, change or take back the signature"), _own_page(organisation)),
        after=(_("You get this because you can sign for %s.") % organisation.name,),
    )
    _tell(organisation, notice, "charter.signed")


def ask_again(organisation: Organisation, version: CharterVersion) -> None:
    """To everyone who signs for the organisation: there is a new version."""
    notice = Notice(
        subject=_("There is a new version of the charter to sign"),
        paragraphs=(
            _("%(name)s signed an older version. Version %(number)d has now been adopted.")
            % {"name": organisation.name, "number": version.number},
            _("The old signature stays on record. See what changed, and sign the new version if you agree."),
        ),
        action=(_("See what changed, and sign"), _own_page(organisation)),
        after=(_("You get this once, because you can sign for %s.") % organisation.name,),
    )
    _tell(organisation, notice, "charter.sign-again")


def taken_back(organisation: Organisation) -> None:
    """To everyone who signs for the organisation: its name no longer stands under the charter."""
    notice = Notice(
        subject=_("%s has taken its signature back") % organisation.name,
        paragraphs=(
            _("Its name no longer stands under the charter. What was signed stays on record, out of sight."),
        ),
        action=(_("Sign again"), _own_page(organisation)),
        after=(_("You get this because you can sign for %s.") % organisation.name,),
    )
    _tell(organisation, notice, "charter.taken-back")


def _own_page(organisation: Organisation) -> str:
    return reverse("sign-for", args=[organisation.slug])


def _tell(organisation: Organisation, notice: Notice, kind: str) -> None:
    for person in who_can(rules.sign_charter, organisation):
        send(notice, to=person, kind=kind)


def confirm_support(charter: Charter, secret: str, days: int) -> Notice:
    """To whoever wants to stand behind the charter: one press counts them."""
    return Notice(
        subject=_("Say yes: you stand behind the charter"),
        paragraphs=(
            _("Somebody, we hope you, asked to stand behind “%s”.") % charter.title,
            ngettext(
                "You are counted once you say yes on the page below, within %d day.",
                "You are counted once you say yes on the page below, within %d days.",
                days,
            )
            % days,
        ),
        action=(_("Say yes or no"), reverse("support-link", args=[secret])),
        after=(
            _("Was it not you? Do nothing, and nothing happens: your address is deleted."),
            _("Keep this message: with the same link you can take your support back at any time."),
        ),
    )
