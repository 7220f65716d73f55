"""What a form needs to take one picture, with its description and the statement of consent (rules.md S18)."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.access import Asking, scope
from hub.files import rules
from hub.files.actions.pictures import describe_again, finish_picture, set_aside
from hub.files.fields import PictureField
from hub.files.models import Picture
from hub.privacy.scan import find_personal

# Seconds for which a form that came back still carries the picture that was chosen in it.
KEPT_FOR = 24 * 60 * 60


class PictureFormMixin(forms.Form):
    """The fields of one picture. Put it before ModelForm or Form among a form's bases.

    Takes two more arguments: `by`, who fills the form in, and `picture`, what the row shows now, or None.
    A browser can't be given back the file that was chosen in a form that returns with errors. So as soon as
    a file is found to be a picture it is set aside, and the form carries its key in a signed token, of use
    to the same person for a day. Once the form is valid, `kept()` gives the picture that the row is to show.

    A form for a logo sets `picture`, `picture_alt`, `picture_consent`, `remove_picture` and `another` anew.
    The page's <form> says `enctype="multipart/form-data"`, and shows what the form holds by
    `{% include "files/parts/picture.html" %}`.
    """

    picture = PictureField(required=False)
    picture_alt = forms.CharField(
        label=gettext_lazy("What can be seen in it"),
        help_text=gettext_lazy(
            "Needed with every picture, for people who can’t see it: “Children planting beans in a "
            "raised bed”. Write no names."
        ),
        max_length=200,
        required=False,
    )
    picture_consent = forms.BooleanField(
        label=gettext_lazy("Everybody in it, or their parent, has agreed that it is shown here"),
        help_text=gettext_lazy("Needed with every picture. Where nobody is in it, tick it too."),
        required=False,
    )
    remove_picture = forms.BooleanField(label=gettext_lazy("Take the picture off"), required=False)
    kept_picture = forms.CharField(widget=forms.HiddenInput, required=False)
    # What the field is called where the row has a picture already.
    another = gettext_lazy("Another picture")

    def __init__(self, *args: Any, by: Asking, picture: Picture | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.picture_now = picture
        self.picture_waiting: Picture | None = None
        # A row's picture is no value of the field by the same name: that takes files.
        self.initial = {name: value for name, value in self.initial.items() if name != "picture"}
        self._remove = self.fields["remove_picture"]
        if picture is not None:
            self.initial = {"picture_alt": picture.alt, "picture_consent": picture.consent, **self.initial}
            self.fields["picture"].label = self.another
            if not self.is_bound:
                self._mark_needed()
        elif not self.data.get(self.add_prefix("kept_picture")):
            del self.fields["remove_picture"]

    @property
    def shown_picture(self) -> Picture | None:
        """What the page shows beside the fields: what was chosen just now, else what the row has."""
        return self.picture_waiting or self.picture_now

    def clean(self) -> dict[str, Any]:
        """Asks for description and consent where there is a picture, and sets a new one aside."""
        cleaned = super().clean()
        values: dict[str, Any] = self.cleaned_data if cleaned is None else cleaned
        self._hold_on(values)
        if self.has_picture(values):
            # It goes public with the picture (rules.md D8).
            kinds = dict.fromkeys(str(one.words) for one in find_personal(values.get("picture_alt") or ""))
            if kinds:
                words = {"what": ", ".join(kinds)}
                self.add_error("picture_alt", _("Everyone can read this. Leave out %(what)s.") % words)
            if not values.get("picture_alt") and "picture_alt" not in self.errors:
                self.add_error(
                    "picture_alt", _("Say what can be seen in the picture, for people who can’t see it.")
                )
            if not values.get("picture_consent"):
                self.add_error(
                    "picture_consent",
                    _("Tick this when everybody has agreed. Without that, the picture can’t be shown."),
                )
        return values

    def has_picture(self, values: dict[str, Any]) -> bool:
        """Whether the row is to show a picture, by these cleaned values."""
        return self.picture_waiting is not None or (
            self.picture_now is not None and not values.get("remove_picture")
        )

    def kept(self) -> Picture | None:
        """The picture that the row is to show, described and agreed to; None for no picture.

        For a form that is valid, inside the transaction of the action that it is for: with that it is undone.
        Raises NotAllowed, and ValidationError with an error for the field of each problem.
        """
        values = self.cleaned_data
        if not self.has_picture(values):
            return None
        try:
            if self.picture_waiting is not None:
                alt, consent = values["picture_alt"], values["picture_consent"]
                return finish_picture(self.picture_waiting.pk, alt=alt, consent=consent, by=self.by)
            return self._described_again(values["picture_alt"])
        except ValidationError as error:
            raise ValidationError({"picture": error}) from error

    def _described_again(self, alt: str) -> Picture | None:
        if self.picture_now is None or self.picture_now.alt == alt:
            return self.picture_now
        return describe_again(self.picture_now.pk, alt=alt, by=self.by)

    def _hold_on(self, values: dict[str, Any]) -> None:
        """Set a chosen picture aside, or find the one that an earlier answer of this form had set aside."""
        chosen, token = values.get("picture"), values.get("kept_picture")
        try:
            if chosen:
                # Who chooses another picture wants that, whatever is ticked.
                values["remove_picture"] = False
                self.picture_waiting = set_aside(chosen, by=self.by)
            elif token and not values.get("remove_picture"):
                self.picture_waiting = self._set_aside_before(token)
        except ValidationError as error:
            self.add_error("picture", error)
        self._carry(removed=bool(values.get("remove_picture")))

    def _carry(self, *, removed: bool) -> None:
        """Write what the form holds into the form that may go back."""
        waiting = self.picture_waiting
        # A browser's own answer can't be written into.
        data: Any = cast(Any, self.data).copy()
        data[self.add_prefix("kept_picture")] = self._signer().sign(str(waiting.key)) if waiting else ""
        if not removed:
            data.pop(self.add_prefix("remove_picture"), None)
        self.data = data
        if waiting:
            self["picture"].label = self.another
            self.fields["remove_picture"] = self._remove
        if waiting or (self.picture_now and not removed):
            self._mark_needed()

    def _mark_needed(self) -> None:
        """What goes with a picture is not called optional where there is one. `clean` does the asking."""
        self.fields["picture_alt"].required = self.fields["picture_consent"].required = True

    def _set_aside_before(self, token: str) -> Picture:
        try:
            key = UUID(self._signer().unsign(token, max_age=KEPT_FOR))
        except (signing.BadSignature, ValueError):
            found = None
        else:
            found = scope(self.by, rules.finish_picture, Picture).filter(key=key).first()
        if found is None:
            raise ValidationError(
                _("The picture you chose is kept for one day, and that is over. Choose it again."),
                code="expired",
            )
        return found

    def _signer(self) -> signing.TimestampSigner:
        """Signs for one person: with another's token nobody can do anything."""
        return signing.TimestampSigner(salt=f"hub.files.kept-picture:{self.by.id}")
