"""What a decision leaves behind: the listing's new state, a row that is kept, trust, and messages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.access import hold
from hub.people.actor import Actor
from hub.people.models import Organisation
from listings import letters, rules
from listings.actions.content import Content, apply, check_complete, content_of, from_json, to_json
from listings.actions.derive import refresh
from listings.actions.series import take_over
from listings.findings import find_in, kinds_of
from listings.models import Criterion, Decision, Listing, Moderation, Proposal, State
from listings.queries_moderation import last_against, trust_taken_away

# So many listings of an organisation the steward reads before it is trusted.
READ_FIRST = 3
SHOWN_STATES = (State.PUBLISHED, State.CANCELLED)


class LookAgain(ValidationError):
    """What is decided about is no longer what the page showed; the message says so kindly."""

    def __init__(self) -> None:
        super().__init__(
            _("It was changed while you were reading it. Look at it again: what you wrote is still here."),
            code="changed",
        )


def check_same(now: object, shown: object | None) -> None:
    """Raise LookAgain where what is there now is not what the page showed; None: no page showed anything."""
    if shown is not None and now != shown:
        raise LookAgain


def become(listing: Listing, state: State, *, criterion: str = "", reason: str = "") -> Listing:
    """Bring a held listing into a state, and its dates, words and calendar text with it."""
    listing.state = state
    listing.criterion = criterion
    listing.reason = reason
    if state is State.PUBLISHED:
        listing.published_at = listing.published_at or timezone.now()
    listing.save(update_fields=["state", "criterion", "reason", "published_at", "submitted_at"])
    refresh(listing.pk, raise_sequence=state in SHOWN_STATES)
    return listing


def record(
    listing: Listing,
    decision: Decision,
    by: Actor,
    *,
    criterion: str = "",
    reason: str = "",
    by_organiser: bool = False,
    change: Content | None = None,
) -> Moderation:
    """Keep a decision with the text that it was made about, and the state that the listing was in before.

    `change`: what was decided about was not the listing itself, but this change to it.
    """
    said = change or content_of(listing)
    return Moderation.objects.create(
        listing=listing,
        decision=decision,
        by_organiser=by_organiser,
        criterion=criterion,
        reason=reason,
        found=kinds_of(find_in(said, listing.organisation)),
        text={
            **to_json(said),
            "state": listing.state,
            "reason": listing.reason,
            "change": change is not None,
        },
        edition=listing.edition,
        decided_by_id=by.id,
    )


def given(criterion: str, reason: str, *, field: str = "reason") -> tuple[str, str]:
    """A criterion and a reason as they are kept. Raises ValidationError; the reason's under `field`."""
    problems: dict[str, Any] = {}
    if criterion not in Criterion.values:
        problems["criterion"] = _("Choose which of the public criteria it is about.")
    try:
        reason = words_given(reason, field=field)
    except ValidationError as error:
        problems |= error.error_dict
    if problems:
        raise ValidationError(problems)
    return criterion, reason


def words_given(words: str, *, field: str = "reason") -> str:
    """A reason or an answer as it is kept. Raises ValidationError for none, or a long one."""
    words = words.strip()
    if not words:
        raise ValidationError({field: _("Say why, so that they know what to do.")})
    try:
        Listing._meta.get_field("reason").run_validators(words)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
    return words


def put_before_the_public(
    listing: Listing, by: Actor, people: list[AbstractBaseUser], *, by_organiser: bool = False
) -> Listing:
    """Publish a held listing; `people` are told, unless one of them did it."""
    record(listing, Decision.PUBLISHED, by, by_organiser=by_organiser)
    take_over(listing)
    become(listing, State.PUBLISHED)
    if not by_organiser:
        trusted = earn_trust(listing.organisation_id)
        letters.tell(people, letters.published(listing, trusted=trusted), "listings.published")
    return listing


def give_back(
    listing: Listing, by: Actor, people: list[AbstractBaseUser], *, criterion: str, reason: str
) -> Listing:
    """Send a held listing back to its organisers, with any change of theirs that waited."""
    criterion, reason = given(criterion, reason)
    record(listing, Decision.RETURNED, by, criterion=criterion, reason=reason)
    become(listing, State.RETURNED, criterion=criterion, reason=reason)
    _take_up_change(listing)
    letters.tell(people, letters.returned(listing), "listings.returned")
    return listing


def put_out_of_sight(
    listing: Listing, by: Actor, people: list[AbstractBaseUser], *, criterion: str, reason: str
) -> Listing:
    """Hide a held listing from everyone but its organisers and the steward."""
    criterion, reason = given(criterion, reason)
    record(listing, Decision.HIDDEN, by, criterion=criterion, reason=reason)
    become(listing, State.HIDDEN, criterion=criterion, reason=reason)
    letters.tell(people, letters.hidden(listing), "listings.hidden")
    return listing


def show_again(listing: Listing, by: Actor, people: list[AbstractBaseUser]) -> Listing:
    """Undo the decision against a held listing: it is as it was before it was hidden or sent back.

    Raises ValidationError for what may not be public as it is.
    """
    against = last_against(listing.pk)
    before = against.text if against else {}
    was = State(before.get("state", State.SUBMITTED))
    try:
        check_complete(content_of(listing))
    except ValidationError as error:
        raise ValidationError(error.messages) from error
    record(listing, Decision.RESTORED, by)
    become(listing, was, reason=before.get("reason", "") if was is State.CANCELLED else "")
    letters.tell(people, letters.restored(listing), "listings.published")
    return listing


def _take_up_change(listing: Listing) -> None:
    """Let organisers go on from what they had proposed; what can't be kept stays with the proposal."""
    proposal = Proposal.objects.filter(listing=listing).first()
    if proposal is None:
        return
    try:
        with transaction.atomic():
            listing.picture = proposal.picture
            apply(listing, from_json(proposal.content))
    except ValidationError:
        listing.refresh_from_db()
        return
    proposal.delete()


def earn_trust(organisation: int) -> bool:
    """Trust an organisation from its third listing on that the steward published. Returns whether it is new.

    Trust that was taken away is earned anew. Whoever changes the organisation at this moment is not waited
    for: the next listing gives it.
    """
    standing = (
        Organisation.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(pk=organisation, trusted_since=None)
        .first()
    )
    if standing is None:
        return False
    read = Moderation.objects.filter(
        listing__organisation=organisation, decision=Decision.PUBLISHED, by_organiser=False
    )
    taken_away = trust_taken_away(organisation)
    if taken_away is not None:
        read = read.filter(decided_at__gt=taken_away)
    if read.values("listing").distinct().count() < READ_FIRST:
        return False
    standing.trusted_since = timezone.now()
    standing.save(update_fields=["trusted_since"])
    return True


@transaction.atomic
def publish_proposal(pk: int, *, edition: int | None = None, by: Actor) -> Listing:
    """Put a proposed change to a listing before the public. `edition`: of the listing as it was read.

    Raises NotAllowed, LookAgain, and ValidationError for what can't be kept any more.
    """
    people = letters.hearers(pk)
    listing = hold(by, rules.decide_change, pk)
    check_same(listing.edition, edition)
    proposal = Proposal.objects.get(listing=listing)
    content = from_json(proposal.content)
    listing.picture = proposal.picture
    listing = apply(listing, content)
    record(listing, Decision.PUBLISHED, by, change=content)
    proposal.delete()
    letters.tell(people, letters.change_published(listing), "listings.proposal-published")
    return listing


@transaction.atomic
def return_proposal(
    pk: int, *, criterion: str, reason: str, edition: int | None = None, by: Actor
) -> Listing:
    """Refuse a proposed change, with a reason: the public goes on seeing what it sees.

    Raises NotAllowed, LookAgain, and ValidationError for no reason or no criterion.
    """
    people = letters.hearers(pk)
    listing = hold(by, rules.decide_change, pk)
    check_same(listing.edition, edition)
    criterion, reason = given(criterion, reason)
    proposal = Proposal.objects.get(listing=listing)
    content = from_json(proposal.content)
    record(listing, Decision.RETURNED, by, criterion=criterion, reason=reason, change=content)
    proposal.delete()
    # Whoever has its form open is told.
    listing.edition += 1
    listing.save(update_fields=["edition"])
    notice = letters.change_returned(listing, criterion, reason)
    letters.tell(people, notice, "listings.proposal-returned")
    return listing
