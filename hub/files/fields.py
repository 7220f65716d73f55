"""A form field for a picture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.files.check import LEAST_WIDTH, MEGABYTE, MOST_BYTES, check_picture
from hub.files.encode import CleanPicture

ACCEPTED = "image/jpeg,image/png,image/webp"


class PictureField(forms.FileField):
    """Checks an upload by what is in it and re-encodes it: the clean value is a CleanPicture, or None.

    `least_width` is in pixels; a logo needs less than a photograph. The form's page says
    `enctype="multipart/form-data"`, or no file arrives.
    """

    widget = forms.FileInput

    def __init__(self, *, least_width: int = LEAST_WIDTH, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Picture"))
        kwargs.setdefault(
            "help_text",
            _("A JPEG, PNG or WebP of at most %(most)s MB and at least %(least)s pixels wide.")
            % {"most": MOST_BYTES // MEGABYTE, "least": least_width},
        )
        super().__init__(**kwargs)
        self.least_width = least_width
        self.error_messages["required"] = _("Choose a picture.")

    def to_python(self, data: Any) -> CleanPicture | None:  # type: ignore[override]
        """Raises ValidationError with a sentence that says what to do."""
        return None if data in self.empty_values else check_picture(data, least_width=self.least_width)

    def clean(self, data: Any, initial: Any = None) -> CleanPicture | None:
        """As `to_python`. What a row already shows is no value of this field."""
        picture = self.to_python(data)
        if picture is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return picture

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the browser offers to choose from; what arrives is checked all the same."""
        return {**super().widget_attrs(widget), "accept": ACCEPTED}
