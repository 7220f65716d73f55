"""The rows that the matrix asks about: what was decided about what people said."""

from charter.models import Decision, Outcome
from tests.factories.charter import make_consultation
from tests.factories.charter_signing import make_decision, make_theme
from tests.town import Specimens, Town, specimens


@specimens(Decision)
def decisions(town: Town) -> Specimens:
    """Public, and not yet."""
    consultation = make_consultation("results", slug="decided-about")
    return {
        "published": make_decision(make_theme(consultation, "Open gates"), Outcome.ACCEPTED),
        "prepared": make_decision(make_theme(consultation, "Free tea"), published=False),
    }
