"""What is on follows its organisation: its name, whether it trades for profit, and where it meets."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch

from hub.people.models import Organisation
from hub.places.models import Address, Place
from hub.web.spelling import words_in
from listings.actions.derive import calendar_text_of, card_of, derive, words_of, write_derived
from listings.models import DateChange, Listing

# How many listings are worked out anew at a time.
BATCH = 200


def refresh_listings_of(pk: int) -> None:
    """Work out anew what is derived from an organisation, for all that it has on, inside a transaction.

    Where it withholds its address, what stands at the same address under another name goes to the withheld
    place first (rules.md S20). Takes a few queries for each 200 listings, and a few more.
    """
    organisation = Organisation.objects.select_related("place").get(pk=pk)
    if organisation.place is not None and organisation.place.withheld:
        _withhold(organisation, organisation.place)
    for listings in _batches(pk):
        write_derived([listing for listing in listings if _follow(listing)])


def _batches(organisation: int) -> Iterator[list[Listing]]:
    """All that an organisation has on, locked in one order for all."""
    keys = list(Listing.objects.filter(organisation=organisation).order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(keys), BATCH):
        yield list(
            Listing.objects.filter(pk__in=keys[begin : begin + BATCH])
            .select_for_update(of=("self",), no_key=True)
            .select_related("schedule", "organisation", "place__district")
            .prefetch_related(Prefetch("changes", DateChange.objects.order_by("original")))
            .order_by("pk")
        )


def _follow(listing: Listing) -> bool:
    """Work out a listing's derived columns; whether any of them is another than before.

    What subscribers' calendars do not show is no new version of the event.
    """
    changes = listing.changes.all()
    before = (listing.haystack, listing.card, listing.calendar_text)
    listing.haystack, listing.card = words_of(listing), card_of(listing)
    if calendar_text_of(listing, changes) != listing.calendar_text:
        derive(listing, changes, raise_sequence=True)
    return (listing.haystack, listing.card, listing.calendar_text) != before


def _withhold(organisation: Organisation, home: Place) -> None:
    """Take what is on at an organisation's withheld address, under whatever name, to the withheld place."""
    hidden = Address.objects.filter(place=home).first()
    if hidden is None:
        return
    open_places = Place.objects.filter(listings__organisation=organisation, withheld=False)
    same = [
        place.pk
        for place in open_places.select_related("address").distinct()
        if _is_same(place, getattr(place, "address", None), hidden)
    ]
    Listing.objects.filter(organisation=organisation, place__in=same).update(place=home)
    # Where nothing is any more, nothing needs to know where it was.
    Place.objects.filter(pk__in=same, listings=None, organisations=None).delete()


def _is_same(place: Place, address: Address | None, hidden: Address) -> bool:
    """Whether a place is at a withheld address. A postcode is some fifteen homes: to tell it is to tell."""
    if address is not None and hidden.postcode and address.postcode == hidden.postcode:
        return True
    building, street = (" ".join(words_in(line)) for line in (hidden.building, hidden.street))
    names = [place.name, address.building if address else ""]
    if building and building in (" ".join(words_in(name)) for name in names):
        return True
    # A calendar gives the street with what follows it, or in the place's name.
    said = " ".join(words_in(" ".join([*names, address.street if address else ""])))
    return bool(street) and f" {street} " in f" {said} "


def move_listings_of(pk: int, left: int) -> None:
    """Take what an organisation has on at the place that it left to where it meets now."""
    place = Organisation.objects.values_list("place", flat=True).get(pk=pk)
    Listing.objects.filter(organisation=pk, place=left).update(place=place)


def others_have_something_at(place: int, organisation: int) -> bool:
    """Whether another organisation has something on at a place."""
    return Listing.objects.filter(place=place).exclude(organisation=organisation).exists()
