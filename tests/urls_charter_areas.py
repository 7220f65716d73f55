"""What to ask for at the addresses of the charter’s areas."""

from hub.web.areas import AREA_SLUGS
from tests.town import Town
from tests.urls import Paths, samples


@samples("charter/areas/<slug:slug>/")
def areas(town: Town) -> Paths:
    known = {f"area {number}": f"/charter/areas/{slug}/" for number, slug in AREA_SLUGS.items()}
    return {**known, "unknown": "/charter/areas/no-such-area/"}
