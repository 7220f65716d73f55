"""Who keeps the codebook, who reads which answer, and who sees what another reader found in it."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Mod
from django.db.models.lookups import LessThan
from django.utils import timezone

from charter.models import Answer, Consultation, Passage, Place, Reading, Theme
from charter.rules.analysis import analyse, read_answer
from hub.access import NOBODY, rule, scope
from hub.people.actor import Actor
from hub.people.models import Role

READERS = (Place.FIRST, Place.SECOND)
# Whoever does not come back to an answer for so long leaves it to another.
LEFT_LYING = timedelta(days=2)
# Multiples of the golden ratio's part of 2³² lie evenly between 0 and 2³², whatever order numbers come in.
_EVENLY, _ALL = 2_654_435_761, 2**32


def chosen_for_two(answer: str = "", key: str = "pk") -> Q:
    """The share of answers that two people read: always the same ones, and a larger share keeps them.

    answer: what leads to the answer from the model that is asked about, "answer__". key: the answer's key.
    """
    share = f"{answer}response__consultation__double_reading"
    place = Mod(F(key) * _EVENLY, _ALL)
    return Q(**{f"{share}__gt": 0}) & Q(LessThan(place * F(share), _ALL))


def _read(place: Place, answer: str = "pk") -> Exists:
    """There is a finished reading of the answer in this place."""
    return Exists(Reading.objects.filter(answer=OuterRef(answer), place=place, finished_at__isnull=False))


def _taken(place: Place, answer: str = "pk") -> Exists:
    """Somebody has the answer in this place, finished or not."""
    return Exists(Reading.objects.filter(answer=OuterRef(answer), place=place))


@rule(Theme)
def edit_theme(actor: Actor) -> Q:
    """The steward's administrators and analysts keep the codebook, once the consultation has closed."""
    return Q(consultation__in=scope(actor, analyse, Consultation).values("pk"))


@rule(Theme)
def use_theme(actor: Actor) -> Q:
    """Whoever sorts what people said marks it with themes that are in use."""
    return Q(retired_at=None) & edit_theme(actor)


@rule(Answer)
def begin_first(actor: Actor) -> Q:
    """The first reader takes an answer that nobody has taken."""
    own = Exists(Reading.objects.filter(answer=OuterRef("pk"), reader=actor.id, place__in=READERS))
    return ~Q(text="") & ~_taken(Place.FIRST) & ~own & read_answer(actor)


@rule(Answer)
def begin_second(actor: Actor) -> Q:
    """The second reader takes an answer that is to be read twice, and that somebody else has finished."""
    by_another = Exists(
        Reading.objects.filter(answer=OuterRef("pk"), place=Place.FIRST, finished_at__isnull=False).exclude(
            reader=actor.id
        )
    )
    return ~Q(text="") & by_another & ~_taken(Place.SECOND) & chosen_for_two() & read_answer(actor)


@rule(Answer)
def settle_answer(actor: Actor) -> Q:
    """The steward settles what an answer says once both readers have finished, and not before."""
    return Q(_read(Place.FIRST)) & Q(_read(Place.SECOND)) & read_answer(actor)


def _sent(actor: Actor) -> Q:
    return Q(answer__in=scope(actor, read_answer, Answer).values("pk"))


@rule(Reading)
def change_reading(actor: Actor) -> Q:
    """Readers change their own reading until both have finished; then what differs is settled."""
    if actor.id is None:
        return NOBODY
    both = Q(_read(Place.FIRST, "answer")) & Q(_read(Place.SECOND, "answer"))
    own = Q(place__in=READERS) & (~both | ~Q(answer_edition=F("answer__edition")))
    settling = Q(place=Place.SETTLED, finished_at=None)
    return Q(reader=actor.id) & (own | settling) & _sent(actor)


@rule(Reading)
def view_reading(actor: Actor) -> Q:
    """Readers see their own. What another found shows once both are done, or if nobody reads it again."""
    if actor.id is None:
        return NOBODY
    both = Q(_read(Place.FIRST, "answer")) & Q(_read(Place.SECOND, "answer"))
    alone = (
        Q(finished_at__isnull=False)
        & ~_taken(Place.SECOND, "answer")
        & ~chosen_for_two("answer__", "answer_id")
    )
    return (Q(reader=actor.id) | Q(place=Place.SETTLED) | both | alone) & _sent(actor)


@rule(Passage)
def view_passage(actor: Actor) -> Q:
    """Whoever sees a reading sees what was marked in it."""
    return Q(reading__in=scope(actor, view_reading, Reading).values("pk"))


@rule(Consultation)
def share_out_reading(actor: Actor) -> Q:
    """The steward's administrators say how many answers two people read."""
    return analyse(actor) & actor.steward(Role.ADMINISTRATOR)


@rule(Reading)
def put_back_reading(actor: Actor) -> Q:
    """Readers leave an answer to others before they finish; one left lying for two days anyone may free."""
    if actor.id is None:
        return NOBODY
    lying = Q(begun_at__lte=timezone.now() - LEFT_LYING)
    return Q(place__in=READERS, finished_at=None) & (Q(reader=actor.id) | lying) & _sent(actor)
