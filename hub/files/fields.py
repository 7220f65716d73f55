"""Form fields for a picture, and for the files of a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.files.check import LEAST_WIDTH, MEGABYTE, MOST_BYTES, check_picture
from hub.files.documents import MOST_BYTES as DOCUMENT_BYTES
from hub.files.documents import MOST_FILES, CleanDocument, check_documents
from hub.files.encode import CleanPicture
from hub.files.models.document import MOST_PAGES

ACCEPTED = "image/jpeg,image/png,image/webp"
ACCEPTED_DOCUMENTS = f"{ACCEPTED},image/tiff,application/pdf,text/plain"


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


class FilesInput(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """All that were chosen, in order; a plain mapping, as in a test, may give one."""
        found = files.getlist(name) if hasattr(files, "getlist") else files.get(name)
        return list(found) if isinstance(found, list | tuple) else [found] if found else []


class DocumentField(forms.FileField):
    """Checks uploads by what is in them and makes one document: the clean value is a CleanDocument, or None.

    The form's page says `enctype="multipart/form-data"`, or no file arrives.
    """

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("The original"))
        kwargs.setdefault(
            "help_text",
            _(
                "A PDF, photographs or scans of its pages in order (JPEG, PNG, WebP, TIFF), or a plain text. "
                "At most %(files)s files of %(most)s MB each, and %(pages)s pages."
            )
            % {"files": MOST_FILES, "most": DOCUMENT_BYTES // MEGABYTE, "pages": MOST_PAGES},
        )
        super().__init__(**kwargs)
        self.error_messages["required"] = _("Choose a file.")

    def to_python(self, data: Any) -> CleanDocument | None:  # type: ignore[override]
        """Raises ValidationError with a sentence that says what to do."""
        chosen = data if isinstance(data, list | tuple) else [data]
        uploads = [one for one in chosen if one not in self.empty_values]
        return check_documents(uploads) if uploads else None

    def clean(self, data: Any, initial: Any = None) -> CleanDocument | None:
        """As `to_python`. What a row already has is no value of this field."""
        document = self.to_python(data)
        if document is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return document

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the browser offers to choose from; what arrives is checked all the same."""
        return {**super().widget_attrs(widget), "accept": ACCEPTED_DOCUMENTS}
