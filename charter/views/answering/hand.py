"""Which response a browser has in hand: known to its session alone, under one key for each consultation."""

from __future__ import annotations

from charter.models import Consultation, Response
from charter.queries.answering import response_in_hand
from hub.people.http import Request


def _name(consultation: Consultation) -> str:
    return f"charter_answer_{consultation.pk}"


def take(request: Request, response: Response, link: int | None = None) -> None:
    """This browser has the response from now on; `link`: the private link that it came by."""
    if request.actor.id is None:
        # Whoever planted this session's number in somebody's browser does not follow them in.
        request.session.cycle_key()
    others = [one for one in _entries(request, response.consultation) if one[0] != response.pk]
    request.session[_name(response.consultation)] = [[response.pk, link], *others][:3]


def in_hand(request: Request, consultation: Consultation) -> Response | None:
    """The response that this browser has, while it may see it. Without a session nothing is looked up."""
    for pk, link in _entries(request, consultation):
        found = response_in_hand(request.actor, consultation, pk, link)
        if found is not None:
            return found
    return None


def put_down(request: Request, consultation: Consultation) -> None:
    """This browser forgets what it had."""
    request.session.pop(_name(consultation), None)


def keep(request: Request) -> None:
    """Two weeks more: a session lasts so long from when it was last changed."""
    request.session.modified = True


def _entries(request: Request, consultation: Consultation) -> list[tuple[int, int | None]]:
    kept = request.session.get(_name(consultation), [])
    return [(pk, link) for pk, link in kept]
