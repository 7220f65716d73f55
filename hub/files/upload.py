"""Reads no more of an upload than the hub could ever use."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from hub.files.check import MOST_BYTES as PICTURE_BYTES
from hub.files.documents import MOST_BYTES as DOCUMENT_BYTES

# Of any one file. Which form field takes how much is said by the field, in words.
MOST_BYTES = max(PICTURE_BYTES, DOCUMENT_BYTES)


class NothingTooLarge(FileUploadHandler):
    """The first of the upload handlers. What goes on after the most bytes there may be is stored nowhere.

    The file arrives with its true size and nothing in it, so that its field can say that it is too large
    while the rest of the form is kept, and so that nobody takes its beginning for the whole.
    """

    received = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begins to count anew: one handler serves all files of a request."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Passes a piece on to the next handler, or None."""
        self.received += len(raw_data)
        return raw_data if self.received <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """The empty stand-in for what was too large; None leaves it to the next handler."""
        if self.received <= MOST_BYTES:
            return None
        # What they have written so far waits for nobody.
        for handler in self.request.upload_handlers if self.request else []:
            handler.upload_interrupted()
        return UploadedFile(BytesIO(), name=self.file_name, size=self.received)
