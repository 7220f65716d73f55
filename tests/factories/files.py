"""Pictures: as bytes of any kind, as uploads, and kept by the hub's own actions."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from hub.access import Asking
from hub.files.actions import keep_picture
from hub.files.check import check_picture
from hub.files.models import Picture
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
