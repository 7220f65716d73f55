"""What the demo town's organisers state about children's safety (rules.md S19). Every name is invented."""

from __future__ import annotations

import zlib

from hub.people.models import Kind, Organisation

LEADS = (
    "Robin Maybrook",
    "Shanthi Orrelquist",
    "Idris Fennimore",
    "Carys Pellowden",
    "Tomasz Brindle-Okoye",
    "Nell Harkaway",
)


def stated_safety(organisation: Organisation) -> dict[str, str]:
    """The facts of one organiser, the same for all that it puts on."""
    number = zlib.crc32(organisation.slug.encode())
    website = organisation.website.rstrip("/")
    ofsted = organisation.sort == "early-years" or (organisation.kind != Kind.SCHOOL and number % 3 == 0)
    return {
        "safeguarding_policy": f"{website}/safeguarding" if website else "On paper at the door",
        "safeguarding_lead": LEADS[number % len(LEADS)],
        "ofsted_number": f"ZZ{number % 1_000_000:06}" if ofsted else "",
    }
