"""The rows that the matrix asks about, of the charter’s originals."""

from django.utils import timezone

from charter.models import Channel, Consultation, Original, Progress, Publish, Response
from hub.files.models import Document
from tests.factories.charter import make_consultation, make_response
from tests.factories.files import make_document
from tests.town import Specimens, Town, specimens

STATES = ("draft", "open", "closed", "results")


def consultation(town: Town, state: str) -> Consultation:
    """The consultation of the originals' rows in a state: other rooms make others."""
    slug = f"originals-{state}"
    return Consultation.objects.filter(slug=slug).first() or make_consultation(state, slug=slug)


@specimens(Consultation)
def consultations_with_originals(town: Town) -> Specimens:
    """By whether something may still be entered."""
    return {f"originals: {state}": consultation(town, state) for state in STATES}


@specimens(Response)
def responses_by_other_ways(town: Town) -> Specimens:
    """By how far they are, who wrote them out, and whether the results are published."""
    now_open, results = consultation(town, "open"), consultation(town, "results")
    own, other = town.persona("admin").person, town.persona("organiser").person

    def letter(
        of: Consultation = now_open, state: str = Progress.SENT, by: object = other, **kept: object
    ) -> Response:
        response = make_response(of, channel=Channel.LETTER, state=state, publish=Publish.NOT)
        Original.objects.filter(response=response).update(transcriber=by, **kept)
        return response

    return {
        "original: begun": letter(state=Progress.BEGUN, transcribed_at=None),
        "original: written out by another": letter(),
        "original: written out by the administrator": letter(by=own),
        "original: written out by somebody who has gone": letter(by=None),
        "original: sent back": letter(transcribed_at=None, mistake="A line is missing."),
        "original: checked": letter(checked_at=timezone.now(), checker=own),
        "original: withdrawn": letter(state=Progress.WITHDRAWN),
        "original: after the results": letter(of=results),
        "original: begun, after the results": letter(of=results, state=Progress.BEGUN, transcribed_at=None),
        "original: given online": make_response(now_open),
    }


@specimens(Document)
def pages_of_originals(town: Town) -> Specimens:
    """The pages of a letter, which its response shows."""
    letter = make_response(consultation(town, "open"), channel=Channel.LETTER)
    pages = make_document(by=town.persona("organiser").actor)
    Original.objects.filter(response=letter).update(document=pages)
    return {"the original of a letter": pages}
