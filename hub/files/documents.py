"""Whether uploads are a document: decided by what is in them, never by a name or what a browser says."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.files.apart import MOST_TEXT
from hub.files.check import HEIC_BRANDS, MEGABYTE, PNG, check_picture_bytes, read_upload
from hub.files.models.document import MOST_PAGES
from hub.files.reading import TIMEOUT, NotRead, Page, Pages, read_apart

log = logging.getLogger(__name__)
# A scan of 60 pages has about 15 MB.
MOST_BYTES = 20 * MEGABYTE
# Of all files that are chosen at once.
MOST_TOGETHER = 60 * MEGABYTE
MOST_FILES = 10
_TOO_LARGE = gettext_lazy(
    "This file has more than %(most)s MB. Scan it again with a lower quality (grey, 150 dots an inch), "
    "or take photographs of its pages, and choose those."
)
_EMPTY = gettext_lazy("This file is empty. Choose it again, or another one.")
# Pixels: A4 at 200 dots an inch.
PAGE_WIDTH = 1654
PICTURES = (b"\xff\xd8\xff", PNG)
TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
# Word, Excel, LibreOffice and other archives; Word and Excel as they were before 2007.
PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
MARKUP = re.compile(r"\s*(<!--.*?-->\s*)*<(\?xml|!doctype|html|head|body|svg|script)\b", re.I | re.S)
# No text has these, but for the form feed between pages and the mark that old programs end a file with.
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class CleanDocument:
    """A document that was checked and made anew, in memory: its pages, its words, how many files it was."""

    pages: list[Page]
    text: str
    files: int

    @property
    def bytes(self) -> int:
        """How much there is to store beside the words."""
        return sum(len(page.content) for page in self.pages)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of pages and words, in hexadecimal."""
        made = hashlib.sha256()
        for page in self.pages:
            made.update(page.content)
        made.update(self.text.encode())
        return made.hexdigest()


def check_documents(uploads: Sequence[Any]) -> CleanDocument:
    """Check uploads (each with `size` in bytes and `read`) and make one document of them, in this order.

    Photographs and scans (JPEG, PNG, WebP, TIFF), PDF and plain text. Raises ValidationError with a sentence
    that says what to do; never another error, whatever is in a file.
    """
    if not uploads:
        raise ValidationError(_("Choose a file."), code="required")
    if len(uploads) > MOST_FILES:
        raise ValidationError(
            _("Choose at most %(most)s files at once."), code="too_many_files", params={"most": MOST_FILES}
        )
    together = sum(upload.size for upload in uploads)
    if len(uploads) > 1 and together > MOST_TOGETHER:
        raise ValidationError(
            _("These files have more than %(most)s MB together. Choose fewer of them at once."),
            code="too_large",
            params={"most": MOST_TOGETHER // MEGABYTE},
        )
    until = monotonic() + TIMEOUT
    pages: list[Page] = []
    texts: list[str] = []
    for number, upload in enumerate(uploads, start=1):
        try:
            read = _checked(upload, MOST_PAGES - len(pages), until)
        except ValidationError as error:
            if len(uploads) == 1:
                raise
            raise _about(number, error) from error
        pages += read.pages
        texts += [read.text] if read.text else []
    return CleanDocument(pages, "\n\n".join(texts)[:MOST_TEXT], len(uploads))


def _about(number: int, error: ValidationError) -> ValidationError:
    words = {"number": number, "error": " ".join(error.messages)}
    return ValidationError(_("File %(number)s: %(error)s") % words, code=getattr(error, "code", None))


def _checked(upload: Any, most_pages: int, until: float) -> Pages:
    data = read_upload(upload, MOST_BYTES, _TOO_LARGE, _EMPTY)
    try:
        read = _read(data, most_pages, until)
    except NotRead as error:
        raise ValidationError(_sentence(error.code), code=error.code, params={"most": MOST_PAGES}) from error
    text = _tidy(read.text)
    if not read.pages and not text:
        raise ValidationError(_("There are no words in this file. Choose another one."), code="empty")
    return Pages(read.pages, text)


def _read(data: bytes, most_pages: int, until: float) -> Pages:
    """Raises NotRead, ValidationError."""
    # The format's readers look for its mark in the first kilobyte; printers write their own lines before it.
    if b"%PDF-" in data[:1024] and not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", *PACKED)):
        return read_apart("PDF", data, most_pages, until - monotonic())
    if data.startswith(TIFF):
        return read_apart("TIFF", data, most_pages, until - monotonic())
    if data.startswith(PACKED):
        raise NotRead("word")
    if _is_picture(data):
        picture = check_picture_bytes(data, widths=(PAGE_WIDTH,))
        if not most_pages:
            raise NotRead("too_many_pages")
        ((width, content),) = picture.files.items()
        height = max(1, round(picture.height * width / picture.width))
        return Pages([Page(width, height, content)])
    return Pages(text=_text(data))


def _is_picture(data: bytes) -> bool:
    if data.startswith(b"RIFF"):
        return data[8:12] == b"WEBP"
    # What iPhones write can't be read: the check of pictures says so, and what to do.
    iphone = data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS
    return iphone or data.startswith(PICTURES)


def _text(data: bytes) -> str:
    """A plain text in UTF-8, UTF-16 or Windows-1252. Raises NotRead."""
    text = _decoded(data)
    if text is None or CONTROL.search(text):
        raise NotRead("not_a_document")
    if MARKUP.match(text):
        raise NotRead("markup")
    if len(text) > MOST_TEXT:
        raise NotRead("too_long")
    return text


def _decoded(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif len(data) % 2 == 0 and _half_empty(data[1::2]) and not _half_empty(data[::2]):
        encodings = ["utf-16-le"]
    elif len(data) % 2 == 0 and _half_empty(data[::2]) and not _half_empty(data[1::2]):
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _half_empty(half: bytes) -> bool:
    return half.count(0) * 2 > len(half)


def _tidy(text: str) -> str:
    """Lines that end with "\\n", no control characters, no blanks at the ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return re.sub(r"\n{4,}", "\n\n\n", UNWANTED.sub("", text)).strip()


def _sentence(code: str) -> str:
    return {
        "password": _("This PDF is locked with a password. Save it again without one, and choose that."),
        "too_many_pages": _(
            "That is more than %(most)s pages, the most that one document can have. "
            "Keep the others as another document."
        ),
        "too_many_pixels": _(
            "A page of this file is larger than the hub can take. "
            "Scan it again at 200 dots an inch, and choose that."
        ),
        "odd_page": _(
            "A page of this file is far too large or too small to be a sheet of paper. "
            "Print it as a new PDF on A4, and choose that."
        ),
        "too_much": _(
            "This file takes too long or too much memory to read. Print it as a new PDF, or scan it "
            "with a lower quality, and choose that."
        ),
        "busy": _("Another large file is being read just now. Choose this one again in a minute."),
        "word": _(
            "This is a file of Word or another program, or an archive, which the hub can’t read. "
            "Save it as PDF, and choose that."
        ),
        "markup": _("This is a web page or a drawing, not a document. Print it as PDF, and choose that."),
        "too_long": _("This text is too long for one document. Keep it as several."),
        "not_a_document": _(
            "This is not a document that the hub can read. Choose a PDF, a photograph or scan "
            "(JPEG, PNG, WebP or TIFF), or a plain text."
        ),
    }.get(code, _("This file is damaged or not complete. Save or scan it again, and choose that."))
