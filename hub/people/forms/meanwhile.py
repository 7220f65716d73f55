"""Two people at one form: the second is shown what the first changed, and loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

Values = dict[str, Any]
SALT = "hub.people.opened-form"


@dataclass(frozen=True)
class Change:
    """What somebody else changed in one field, in words; `both` where the one at the form changed it too."""

    label: str
    before: str
    now: str
    both: bool


class MeanwhileForm(forms.Form):
    """Carries what its row said when the form was opened.

    `told` is what the row says, by field: strings, booleans and lists of strings. What is shown in the boxes
    of a form that was not sent yet is just that.
    """

    edition = forms.CharField(widget=forms.HiddenInput, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, told: Values | None = None, edition_now: int = 0, **kwargs: Any) -> None:
        if told is not None:
            given = kwargs.get("initial") or {}
            kwargs["initial"] = {**told, "edition": edition_now, "opened": pack(told), **given}
        super().__init__(*args, **kwargs)

    @property
    def edition_opened(self) -> int:
        """The edition that the form was opened with; 0 for what is none."""
        given = self.data.get(self.add_prefix("edition"), "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0

    def changes_of_others(self, told: Values) -> list[Change]:
        """What the row says now, `told`, and did not when the form was opened."""
        before = unpack(self.data.get(self.add_prefix("opened"), ""))
        return [
            Change(
                label=str(self.fields[name].label),
                before=self._say(name, before[name]) if name in before else "",
                now=self._say(name, now),
                both=self._typed_else(name, before),
            )
            for name, now in told.items()
            if before.get(name) != now and self._typed(name) != now
        ]

    def merged(self, told: Values, edition: int) -> QueryDict:
        """The data with which the form is shown again: what others changed and this one did not is theirs."""
        before = unpack(self.data.get(self.add_prefix("opened"), ""))
        data = cast(QueryDict, self.data).copy()
        for name, now in told.items():
            if before.get(name) != now and name in before and not self._typed_else(name, before):
                _put(data, self.add_prefix(name), now)
        data[self.add_prefix("edition")] = str(edition)
        data[self.add_prefix("opened")] = pack(told)
        return data

    def _typed(self, name: str) -> Any:
        value = self.cleaned_data.get(name)
        return list(value) if isinstance(value, list | tuple) else value

    def _typed_else(self, name: str, before: Values) -> bool:
        return name not in before or self._typed(name) != before[name]

    def _say(self, name: str, value: Any) -> str:
        """A value in words."""
        field = self.fields[name]
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        labels = {str(key): str(label) for key, label in getattr(field, "choices", [])}
        values = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(one), str(one)) for one in values)


def pack(told: Values) -> str:
    """What a row said, for a hidden field."""
    return signing.dumps(told, salt=SALT, compress=True)


def unpack(packed: str) -> Values:
    """The same again; nothing for what the hub did not pack."""
    try:
        told = signing.loads(packed, salt=SALT)
    except (signing.BadSignature, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _put(data: QueryDict, name: str, value: Any) -> None:
    if isinstance(value, list):
        data.setlist(name, value)
    elif isinstance(value, bool):
        data.pop(name, None)
        if value:
            data[name] = "on"
    else:
        data[name] = value
