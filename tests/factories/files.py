"""Pictures and documents: as bytes of any kind, as uploads, and kept by the hub's own actions."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from hub.access import Asking
from hub.files.actions import keep_document, keep_picture
from hub.files.check import check_picture
from hub.files.documents import check_documents
from hub.files.models import Document, Picture
from tests.factories.people import PersonFactory, acting

# Pillow's kind, and what a browser would say of such a file.
KINDS = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}
# The colours of the four quarters: top left, top right, bottom left, bottom right.
QUARTERS = ((200, 40, 40), (40, 160, 40), (40, 40, 200), (220, 200, 40))


def quarters(width: int = 800, height: int = 600) -> Image.Image:
    """A picture that looks different whichever way it is turned."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    middle, centre = width // 2, height // 2
    boxes = ((0, 0), (middle, 0), (0, centre), (middle, centre))
    for (left, top), colour in zip(boxes, QUARTERS, strict=True):
        draw.rectangle((left, top, left + middle, top + centre), fill=colour)
    return image


def picture_bytes(kind: str = "JPEG", image: Image.Image | None = None, **options: Any) -> bytes:
    """The bytes of a file of this kind, with Pillow's options for saving it."""
    out = BytesIO()
    (image or quarters()).save(out, kind, **options)
    return out.getvalue()


def make_upload(
    content: bytes | None = None, name: str = "IMG_1234 Amina.jpg", content_type: str = "image/jpeg"
) -> SimpleUploadedFile:
    """What a browser sends; a good JPEG of 800 by 600 pixels unless it is told otherwise."""
    return SimpleUploadedFile(name, picture_bytes() if content is None else content, content_type)


def make_picture(by: Asking | None = None, alt: str = "Children planting beans", **size: int) -> Picture:
    """A picture that somebody has added, described and agreed to. `width` and `height` are in pixels."""
    clean = check_picture(make_upload(picture_bytes(image=quarters(**size))))
    return keep_picture(clean, alt=alt, consent=True, by=by or acting(PersonFactory()))


def pdf_bytes(*words: str, size: tuple[int, int] = (595, 842), password: bool = False) -> bytes:
    """A PDF with a page for each of these lines of ASCII. `size` is in points."""
    pages, objects = [], []
    for number, line in enumerate(words):
        drawing = f"BT /F 24 Tf 72 {size[1] - 100} Td ({line}) Tj ET".encode()
        at = 4 + 2 * number
        pages.append(b"%d 0 R" % at)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % (*size, at + 1)
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(pages), b" ".join(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *objects,
    ]
    return pdf_of(objects, password=password)


def pdf_of(objects: list[bytes], *, password: bool = False) -> bytes:
    """A PDF of these objects, numbered from 1, the first its catalogue."""
    out = b"%PDF-1.7\n"
    offsets = []
    if password:
        # Locked by a key that no empty password opens (ISO 32000-1, 7.6.3).
        objects = [
            *objects,
            b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (b"00" * 32, b"11" * 32),
        ]
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    locked = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects) if password else b""
    return out + b"trailer\n<< /Size %d /Root 1 0 R%b >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        locked,
        start,
    )


def make_document(by: Asking | None = None, content: bytes | None = None) -> Document:
    """A document that somebody has added: a PDF of two pages unless it is told otherwise."""
    content = pdf_bytes("Dear hub", "Yours, Zebedee") if content is None else content
    clean = check_documents([make_upload(content, "letter.pdf", "application/pdf")])
    return keep_document(clean, by=by or acting(PersonFactory()))
