"""What a form needs to take a document: one or more files that are the original of a letter or form."""

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
from hub.files.actions import finish_document, set_aside_document
from hub.files.fields import DocumentField
from hub.files.models import Document

# Seconds for which a form that came back still carries what was chosen in it.
KEPT_FOR = 24 * 60 * 60


class DocumentFormMixin(forms.Form):
    """The fields of one document. Put it before ModelForm or Form among a form's bases.

    Takes two more arguments: `by`, who fills the form in, and `document`, what the row has now, or None. As
    soon as files are found to be a document they are set aside, and the form carries its key in a signed
    token, of use to the same person for a day. Files that are chosen when the form comes back are added after
    those. Once the form is valid, `kept_original()` gives the document that the row is to refer to: keep it
    in a ForeignKey with PROTECT, and say who sees it with `register_document_viewers`.

    `document_needed` set to True on the form asks for one. The page's <form> says
    `enctype="multipart/form-data"`, and shows what the form holds by
    `{% include "files/parts/document.html" %}`.
    """

    document = DocumentField(required=False)
    remove_document = forms.BooleanField(label=gettext_lazy("Take these pages off"), required=False)
    kept_document = forms.CharField(widget=forms.HiddenInput, required=False)
    document_needed = False
    # What the field is called where there are pages already.
    more = gettext_lazy("More pages")
    another = gettext_lazy("Another document in its place")

    def __init__(self, *args: Any, by: Asking, document: Document | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.document_now = document
        self.document_waiting: Document | None = None
        # A row's document is no value of the field by the same name: that takes files.
        self.initial = {name: value for name, value in self.initial.items() if name != "document"}
        self._remove = self.fields["remove_document"]
        if document is not None:
            self.fields["document"].label = self.another
        if (document is None or self.document_needed) and not self.data.get(self.add_prefix("kept_document")):
            del self.fields["remove_document"]

    @property
    def shown_document(self) -> Document | None:
        """What the page shows beside the fields: what was chosen just now, else what the row has."""
        return self.document_waiting or self.document_now

    def clean(self) -> dict[str, Any]:
        """Sets what was chosen aside."""
        cleaned = super().clean()
        values: dict[str, Any] = self.cleaned_data if cleaned is None else cleaned
        self._hold_on(values)
        if self.document_needed and "document" not in self.errors and not self.has_document(values):
            self.add_error("document", _("Choose the file, or photograph its pages and choose those."))
        return values

    def has_document(self, values: dict[str, Any]) -> bool:
        """Whether the row is to have a document, by these cleaned values."""
        return self.document_waiting is not None or (
            self.document_now is not None and not values.get("remove_document")
        )

    def kept_original(self) -> Document | None:
        """The document that the row is to refer to; None for none.

        For a form that is valid, inside the transaction of the action that it is for. Raises NotAllowed.
        """
        if not self.has_document(self.cleaned_data):
            return None
        if self.document_waiting is not None:
            return finish_document(self.document_waiting.pk, by=self.by)
        return self.document_now

    def _hold_on(self, values: dict[str, Any]) -> None:
        """Set what was chosen aside, after what an earlier answer of this form had set aside."""
        chosen, token = values.get("document"), values.get("kept_document")
        removed = bool(values.get("remove_document"))
        try:
            if token and not removed:
                self.document_waiting = self._set_aside_before(token)
            if chosen:
                before = self.document_waiting.pk if self.document_waiting else None
                self.document_waiting = set_aside_document(chosen, by=self.by, after=before)
                # Who chooses another document wants that, whatever is ticked.
                values["remove_document"] = removed = False
        except ValidationError as error:
            self.add_error("document", error)
        self._carry(removed=removed)

    def _carry(self, *, removed: bool) -> None:
        """Write what the form holds into the form that may go back."""
        waiting = self.document_waiting
        # A browser's own answer can't be written into.
        data: Any = cast(Any, self.data).copy()
        data[self.add_prefix("kept_document")] = self._signer().sign(str(waiting.key)) if waiting else ""
        if not removed:
            data.pop(self.add_prefix("remove_document"), None)
        self.data = data
        if waiting:
            self["document"].label = self.more
            self.fields["remove_document"] = self._remove

    def _set_aside_before(self, token: str) -> Document:
        try:
            key = UUID(self._signer().unsign(token, max_age=KEPT_FOR))
        except (signing.BadSignature, ValueError):
            found = None
        else:
            found = scope(self.by, rules.finish_document, Document).filter(key=key).first()
        if found is None:
            raise ValidationError(
                _("What you chose is kept for one day, and that is over. Choose it again."), code="expired"
            )
        return found

    def _signer(self) -> signing.TimestampSigner:
        """Signs for one person: with another's token nobody can do anything."""
        return signing.TimestampSigner(salt=f"hub.files.kept-document:{self.by.id}")
