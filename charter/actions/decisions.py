"""What is decided about what people said, and telling them."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import rules, telling
from charter.actions.looking import check_edition
from charter.models import Clause, Contact, Decision, Outcome
from charter.privacy_check import refuse_personal
from charter.queries.decisions import linkable_clauses, news_behind
from hub.access import NotAllowed, hold
from hub.people.actor import Actor
from hub.web.pagecache import clear_pages


@transaction.atomic
def decide_theme(
    theme: int,
    *,
    outcome: str,
    said: str,
    reason: str,
    change: str,
    clauses: Sequence[str],
    edition: int,
    by: Actor,
) -> Decision:
    """Decide about a theme, or word its decision anew. clauses: keys, of the draft or the current version.

    edition: of the decision that was read, 0 for none. A published one stays public, with its new words.
    Raises NotAllowed, Meanwhile, and ValidationError by field.
    """
    held = hold(by, rules.decide_theme, theme)
    decision = Decision.objects.select_for_update().filter(theme=held).first()
    check_edition(decision.edition if decision else 0, edition)
    if outcome in (Outcome.ACCEPTED, Outcome.PARTLY) and not change.strip():
        raise ValidationError({"change": _("Say what it changed.")})
    refuse_personal(said=said, reason=reason, change=change)
    decision = decision or Decision(theme=held, consultation_id=held.consultation_id, edition=0)
    decision.outcome, decision.said, decision.reason, decision.change = outcome, said, reason, change
    decision.decided_by_id = by.id
    decision.edition += 1
    decision.full_clean(exclude=["theme", "consultation", "decided_by"])
    decision.save()
    known = {key: pk for pk, key, _words in linkable_clauses()}
    kept = decision.clauses.exclude(pk__in=known.values()).values_list("pk", flat=True)
    chosen = [known[key] for key in clauses if key in known]
    # What it changed in versions before stays on record.
    decision.clauses.set(Clause.objects.filter(pk__in=[*kept, *chosen]))
    if decision.published_at:
        clear_pages()
    return decision


@transaction.atomic
def publish_decisions(consultation: int, pks: Sequence[int] | None = None, *, by: Actor) -> int:
    """Let everyone read the decisions of a consultation, or only some. Returns how many are newly public."""
    held = hold(by, rules.decide, consultation)
    waiting = held.decisions.filter(published_at=None)
    if pks is not None:
        waiting = waiting.filter(pk__in=pks)
    done = 0
    for decision in waiting.order_by("pk"):
        decision.published_at = timezone.now()
        decision.save(update_fields=["published_at"])
        done += 1
    clear_pages()
    return done


@transaction.atomic
def take_back_decision(pk: int, *, by: Actor) -> Decision:
    """Hide a published decision again, to word it anew. Raises NotAllowed."""
    decision = hold(by, rules.change_decision, pk)
    decision.published_at = None
    decision.save(update_fields=["published_at"])
    clear_pages()
    return decision


@transaction.atomic
def tell_respondents(consultation: int, *, by: Actor) -> int:
    """Begin to tell everyone who asked what became of what they said. Returns how many are told at once.

    The rest follows in batches, by a task. Raises NotAllowed, and ValidationError while nothing is public.
    """
    held = hold(by, rules.decide, consultation)
    if not held.decisions.filter(published_at__isnull=False).exists():
        raise ValidationError(_("Publish what was decided first. Then there is something to tell."))
    told = telling.tell_batch(held)
    telling.go_on_after_commit(held.pk)
    return told


@transaction.atomic
def forget_me(secret: str, *, by: Actor) -> None:
    """Forget the address of somebody who was told. Raises NotAllowed for a link that is none."""
    found = news_behind(secret)
    if found is None:
        raise NotAllowed(rules.view_public_consultation)
    hold(by, rules.view_public_consultation, found.response.consultation_id)
    Contact.objects.filter(pk=found.pk).delete()
