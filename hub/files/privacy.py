"""What the hub holds about people in pictures and documents, and who added them (rules.md D1, S18)."""

from hub.files.models import Document, Picture
from hub.privacy import Basis, Controller, Personal, declare

RETENTION = "until nothing has shown it for two days"

_shown = Personal(
    purpose="To show what a group or an event is like; people, children among them, may be seen in it",
    basis=Basis.CONSENT,
    retention=RETENTION,
    seen_by="whoever sees the page that shows it; before that, who added it",
    controller=Controller.ORGANISATION,
)
_added = Personal(
    purpose="To know who added a picture and said that everybody in it, or their parent, has agreed",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention=f"{RETENTION}; who added it, until they delete their account",
    seen_by="the person who added it",
)
declare(
    Picture,
    key=_shown,
    alt=_shown,
    consent=_added,
    pending=_added,
    uploaded_by=_added,
    created=_added,
    width=_shown,
    height=_shown,
    widths=_shown,
    bytes=_shown,
    digest=_shown,
)

DOCUMENT_RETENTION = "as long as the record that it is the original of, and two days"

_original = Personal(
    purpose="To keep what somebody sent in, as it was: letters, forms and notes, in their own words",
    basis=Basis.PUBLIC_TASK,
    retention=DOCUMENT_RETENTION,
    seen_by="those who enter and check what was sent in; before its form is finished, who added it",
)
_kept = Personal(
    purpose="To know who added a document, and when",
    basis=Basis.LEGITIMATE_INTERESTS,
    retention=f"{DOCUMENT_RETENTION}; who added it, until they delete their account",
    seen_by="the person who added it, and those who see the document",
)
declare(
    Document,
    key=_original,
    text=_original,
    files=_original,
    widths=_original,
    heights=_original,
    bytes=_original,
    digest=_original,
    pending=_kept,
    uploaded_by=_kept,
    created=_kept,
)
