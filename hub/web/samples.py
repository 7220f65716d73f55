"""What the style page shows: a form, and invented rows in the shape that templates/web/parts/ documents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

TOKENS = ("paper", "card", "tint", "line", "edge", "ink", "soft", "accent", "sun", "danger", "ok")
EMPTY_ACTIONS = ((_("Show the whole week"), "#list"), (_("Take all filters off"), "#list"))

DAYS: list[dict[str, Any]] = [
    {
        "key": "2026-11-28",
        "name": "Saturday",
        "number": 28,
        "month": "November",
        "entries": [
            {
                "at": "2026-11-28T10:00",
                "start": "10am",
                "end": "to 12 noon",
                "title": "Stay and play in the garden",
                "url": "#day-2026-11-28",
                "facts": ["Heathfield Families", "Grange Lane Community Room", "0.4 miles"],
                "tags": ["0 to 5 years", "Step-free", "Enclosed garden"],
                "area": 3,
                "cost": "Free",
                "free": True,
            },
            {
                "at": "2026-11-28T10:30",
                "start": "10.30am",
                "end": "to 11.15am",
                "title": "Story time with Makaton signing",
                "url": "#day-2026-11-28",
                "facts": ["Grove Lane Library Friends", "Grove Lane Library", "0.6 miles"],
                "tags": ["3 to 7 years", "Step-free", "Makaton"],
                "cost": "Free",
                "free": True,
            },
            {
                "at": "2026-11-28T14:00",
                "start": "2pm",
                "end": "to 4pm",
                "title": "Bikes, scooters and wheelchairs: come and try",
                "url": "#day-2026-11-28",
                "facts": ["Wheels for All Heath", "Highbury playing field", "1.1 miles"],
                "state": "Moved:",
                "state_detail": "was 1pm. The organiser changed it yesterday.",
                "tags": ["All ages", "Changing place"],
                "area": 2,
                "area_words": "Lent by a school",
                "cost": "£3 a family",
            },
        ],
    },
    {
        "key": "2026-11-29",
        "name": "Sunday",
        "number": 29,
        "month": "November",
        "entries": [
            {
                "at": "2026-11-29T11:00",
                "start": "11am",
                "end": "to 1pm",
                "title": "Family cookery: soups for winter",
                "url": "#day-2026-11-29",
                "facts": ["St Alban’s Hall kitchen group", "St Alban’s Hall", "0.9 miles"],
                "state": "Cancelled:",
                "state_detail": "the cook is ill. The next one is on 6 December.",
                "tags": ["Whole family"],
                "area": 7,
                "cost": "£3 a family",
                "off": True,
            },
        ],
    },
]


class SampleForm(forms.Form):
    """Each kind of field once."""

    name = forms.CharField(label=_("What is it called?"), help_text=_("As on your poster."), max_length=80)
    start = forms.TimeField(
        label=_("When does it start?"),
        help_text=_("Such as 10am or 15:30."),
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages={"invalid": _("Write one time, such as 10am or 15:30.")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of thing is it?"),
        choices=[
            ("", _("Choose one")),
            ("club", _("Weekly club")),
            ("once", _("Something that happens once")),
        ],
        error_messages={"required": _("Choose what kind of thing it is.")},
    )
    about = forms.CharField(
        label=_("Tell families about it"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    cost = forms.ChoiceField(
        label=_("What does it cost?"),
        choices=[("free", _("Free")), ("gift", _("Pay what you can")), ("paid", _("There is a price"))],
        widget=forms.RadioSelect,
        required=False,
    )
    access_marks = forms.MultipleChoiceField(
        label=_("Who can get in?"),
        choices=[("step", _("Step-free")), ("hoist", _("Hoist")), ("quiet", _("Quiet space"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    picture = forms.FileField(
        label=_("A picture"), help_text=_("Only of people who said yes."), required=False
    )
    agree = forms.BooleanField(
        label=_("What I have written is true"), error_messages={"required": _("Tick this when it is true.")}
    )
