"""Private links back to a response: only a hash of each secret is kept."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules
from charter.actions.answers import unties
from charter.letters import answering as letters
from charter.models import Response, ResumeLink
from charter.secret import hash_of, new_secret
from hub.access import NotAllowed, hold
from hub.notices import send
from hub.people.actor import Actor

# Links that work at once. Whoever makes more has lost sight of them.
MOST_LINKS = 5


def _make(response: Response) -> str:
    live = ResumeLink.objects.filter(response=response, revoked_at=None)
    if live.count() >= MOST_LINKS:
        raise ValidationError(
            _("There are %d links already. Stop those that you do not need, then make a new one.")
            % MOST_LINKS
        )
    secret = new_secret()
    ResumeLink.objects.create(response=response, secret_hash=hash_of(secret))
    return secret


@transaction.atomic
def make_link(pk: int, *, by: Actor) -> str:
    """A new private link. Gives back its secret, which is told once and kept nowhere.

    Raises NotAllowed, ValidationError for too many.
    """
    response = hold(by, rules.view_own_response, pk)
    unties(response)
    return _make(response)


@transaction.atomic
def mail_link(pk: int, *, email: str, by: Actor) -> None:
    """Send a new private link to one address, which is not kept. Raises NotAllowed, ValidationError."""
    response = hold(by, rules.view_own_response, pk)
    unties(response)
    secret = _make(response)
    send(letters.private_link(response, secret), to=email, kind="charter.private-link", secret=True)


@transaction.atomic
def revoke_links(pk: int, *, link: int | None = None, by: Actor) -> int:
    """Stop one private link, or all of them; how many that were. Raises NotAllowed."""
    response = hold(by, rules.view_own_response, pk)
    unties(response)
    links = ResumeLink.objects.filter(response=response, revoked_at=None)
    if link is not None:
        links = links.filter(pk=link)
    return links.update(revoked_at=timezone.now())


@transaction.atomic
def open_link(secret: str, *, by: Actor) -> tuple[Response, int]:
    """The response behind a secret, and the link's key.

    Raises NotAllowed for one that opens nothing, whyever: nobody learns whether it ever did.
    """
    link = ResumeLink.objects.filter(secret_hash=hash_of(secret), revoked_at=None).first()
    if link is None:
        raise NotAllowed(rules.view_own_response)
    return hold(by, rules.view_own_response, link.response_id), link.pk


@transaction.atomic
def forget_page(pk: int, *, by: Actor) -> None:
    """A browser leaves: the page that it began with begins nothing more. Raises NotAllowed."""
    response = hold(by, rules.view_own_response, pk)
    unties(response)
    response.begun_with = None
    response.save(update_fields=["begun_with"])
