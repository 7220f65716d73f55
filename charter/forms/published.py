"""Which published responses are shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charter.models import Channel, RespondentKind
from charter.queries.published import Asked

ANY = [("", _("All"))]
SELECT = {"class": "form-select"}


class FindForm(forms.Form):
    """A search: words, what it is about, who said it, how it came. Its address can be shared."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    about = forms.ChoiceField(label=_("About"), required=False, widget=forms.Select(SELECT), choices=ANY)
    kind = forms.ChoiceField(
        label=_("Who said it"),
        required=False,
        widget=forms.Select(SELECT),
        choices=[*ANY, *RespondentKind.choices],
    )
    channel = forms.ChoiceField(
        label=_("How it came"), required=False, widget=forms.Select(SELECT), choices=[*ANY, *Channel.choices]
    )

    def __init__(self, data: Any, asked: dict[int, Asked]) -> None:
        super().__init__(data)
        self.sought: dict[str, list[int]] = {}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, one in asked.items():
            section, question = f"section-{one.section}", f"question-{key}"
            if section not in self.sought:
                groups[one.section_title] = [(section, _("All of: %s") % one.section_title)]
            self.sought.setdefault(section, []).append(key)
            self.sought[question] = [key]
            groups[one.section_title].append((question, f"{one.label} {one.text}".strip()[:90]))
        field = self.fields["about"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*ANY, *groups.items()]

    def chosen(self) -> dict[str, Any]:
        """What to look for, as `responses_of` takes it; what makes no sense is left out."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "words": given.get("q", "").strip(),
            "questions": self.sought.get(given.get("about", "")),
            "kind": given.get("kind", ""),
            "channel": given.get("channel", ""),
        }
