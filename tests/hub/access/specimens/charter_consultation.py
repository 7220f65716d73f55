"""The rows that the matrix asks about, of the charter’s consultation: each state by the clock and by hand."""

from charter.models import Consultation, Version
from tests.factories.charter import latest_version, make_consultation, make_version
from tests.town import Specimens, Town, specimens

STATES = ("draft", "coming", "open", "closing", "closed", "settled", "results")


@specimens(Consultation)
def consultations(town: Town) -> Specimens:
    """By how far it has come."""
    return {state: make_consultation(state, slug=f"specimen-{state}") for state in STATES}


@specimens(Version)
def versions(town: Town) -> Specimens:
    """Published and in preparation, by how far its consultation has come."""
    rows = town.specimens[Consultation]
    told: Specimens = {}
    for state in ("draft", "open", "closed"):
        consultation = rows[state]
        assert isinstance(consultation, Consultation)
        if state != "draft":
            told[f"published, {state}"] = latest_version(consultation)
            make_version(consultation, published=False)
        told[f"in preparation, {state}"] = consultation.versions.get(published_at=None)
    return told
