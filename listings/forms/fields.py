"""Form fields that take what people type: times and money."""

from __future__ import annotations

import re
from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.calendar.typed import read_time
from hub.calendar.typed_fields import TypedField

# "4" is said of the afternoon and read as the night: from one to eight it has to be said which.
UNCLEAR_HOUR = re.compile(r"([1-8])(?:[:.]\d\d)?", re.ASCII)
PRICE = re.compile(r"£?\s*(\d{1,3}(?:,?\d{3})*|\d+)(?:\.(\d{1,2}))?\s*(?:pounds?)?", re.IGNORECASE | re.ASCII)
PENCE = re.compile(r"(\d{1,3})\s*p(?:ence)?", re.IGNORECASE | re.ASCII)
MOST_PENCE = 1_000_000


class TimeField(TypedField):
    """A time of day as people write it: "10am", "10.30", "1430"."""

    def read(self, text: str) -> time | None:
        """Raises ValueError with a sentence, also where it is not clear which half of the day is meant."""
        text = text.strip()
        if unclear := UNCLEAR_HOUR.fullmatch(text):
            raise ValueError(_("Write %(typed)sam or %(typed)spm.") % {"typed": unclear[0]})
        return read_time(text)


class PoundsField(TypedField):
    """Money as people write it: "£2.50", "2.50", "50p". The value is in pence."""

    default_error_messages = {"unreadable": gettext_lazy("Write a price like £2.50, 3 or 50p.")}

    def read(self, text: str) -> int | None:
        """Raises ValueError with a sentence."""
        text = text.strip()
        if not text:
            return None
        pence = PENCE.fullmatch(text)
        pounds = PRICE.fullmatch(text)
        if pence:
            amount = int(pence[1])
        elif pounds:
            amount = int(pounds[1].replace(",", "")) * 100 + int((pounds[2] or "0").ljust(2, "0"))
        else:
            raise ValueError(self.error_messages["unreadable"])
        if not 0 < amount <= MOST_PENCE:
            raise ValueError(_("A price is from 1p to £10,000. Choose “Free” for nothing."))
        return amount


def say_pounds(pence: int | None) -> str:
    """What a PoundsField shows again: "£2.50"; "" for None."""
    return "" if pence is None else f"£{pence // 100}.{pence % 100:02d}"
