"""How what people said was sorted: the codebook is the hub's own; who read what is about the readers."""

from charter.models import Reading, Theme, ThemeChange
from charter.privacy.every import the_rest_plain
from hub.privacy import Basis, Personal, declare, plain

plain(
    Theme,
    "the hub’s own words about many answers; whoever writes them is told to quote nobody",
    "key",
    "name",
    "definition",
    "includes",
    "excludes",
    "example",
)
_worked = Personal(
    purpose="To show who sorted which answer, so that two people’s readings can be compared",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention="two years after the results of the consultation were published",
    seen_by="the steward’s administrators and analysts",
)
declare(Reading, reader=_worked)
declare(ThemeChange, made_by=_worked)
the_rest_plain(Reading, "which answer was read, and when")
the_rest_plain(ThemeChange, "what a theme said before, in the hub’s own words")
