"""A picture made anew: what comes out holds pixels, and nothing else that was in the file."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from PIL import Image, ImageCms

log = logging.getLogger(__name__)

# Pixels: a phone, a sharp phone or a column, a column on a sharp screen.
WIDTHS = (320, 640, 1280)
QUALITY = 80
# From 0, fast, to 6, small.
EFFORT = 4
ORIENTATION = 0x0112
# What turns a picture the right way up, by the number its camera wrote (EXIF 2.32, tag 0x0112).
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = (5, 6, 7, 8)
# Each takes up to some hundred megabytes while it is decoded, so a process decodes one at a time.
_one_at_a_time = threading.Lock()


class Unreadable(Exception):
    """The file begins like a picture and is none, or not a whole one."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture that was checked and re-encoded, in memory.

    `width` and `height` are the upload's, in pixels, the right way up. `files` holds WebP by width in pixels,
    smallest first.
    """

    width: int
    height: int
    files: dict[int, bytes]

    @property
    def widths(self) -> list[int]:
        """The widths in pixels, smallest first."""
        return list(self.files)

    @property
    def bytes(self) -> int:
        """How much there is to store."""
        return sum(len(content) for content in self.files.values())

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the files, in hexadecimal."""
        return hashlib.sha256(b"".join(self.files.values())).hexdigest()


def encode(data: bytes, kind: str, widths: tuple[int, ...] = WIDTHS) -> CleanPicture:
    """Re-encode a JPEG, PNG or WebP whose size was checked. Of an animation, the first picture.

    `widths` are those to make, in pixels, smallest first; none is wider than the upload.

    Raises Unreadable, and no other error.
    """
    with _one_at_a_time, _nothing_else_raised():
        return _encode(data, kind, widths)


@contextmanager
def _nothing_else_raised() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        # Pillow raises a dozen kinds of error about broken files, and not all of them on purpose.
        raise Unreadable(type(error).__name__) from error


def _encode(data: bytes, kind: str, widths: tuple[int, ...]) -> CleanPicture:
    with Image.open(BytesIO(data), formats=[kind]) as opened:
        width, height = opened.size
        turn = _orientation(opened)
        if turn in SIDEWAYS:
            upright_width, upright_height = height, width
        else:
            upright_width, upright_height = width, height
        # A JPEG is decoded straight to a half, quarter or eighth of its size where that is enough.
        spare = max(1, upright_width // (2 * widths[-1]))
        opened.draft("RGB", (width // spare, height // spare))
        share = min(1.0, widths[-1] / upright_width)
        small = _resized(opened, (round(width * share), round(height * share)))
        profile = opened.info.get("icc_profile")
    picture = _on_white(small, profile)
    if turn in UPRIGHT:
        picture = picture.transpose(UPRIGHT[turn])
    return CleanPicture(upright_width, upright_height, _files(picture, upright_width, upright_height, widths))


def _orientation(opened: Image.Image) -> int:
    """The number that the camera wrote; 1, upright, where what it wrote can't be read."""
    try:
        return int(opened.getexif().get(ORIENTATION, 1))
    except Exception:
        # Of a broken EXIF block Pillow raises what it likes, and the picture can be whole without it.
        return 1


def _resized(opened: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture at most this size, in one of the modes L, LA, RGB, RGBA and CMYK."""
    opened.load()
    picture = opened
    if opened.has_transparency_data and opened.mode not in ("LA", "RGBA"):
        picture = opened.convert("RGBA")
    elif opened.mode not in ("L", "LA", "RGB", "RGBA", "CMYK", "I;16"):
        picture = opened.convert("RGB")
    small = picture.resize((max(1, size[0]), max(1, size[1])), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if small.mode == "I;16":
        # Sixteen bits a pixel down to eight: Pillow's own conversion would cut off all but the darkest.
        small = small.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return small


def _on_white(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB; where it can be seen through, on white paper."""
    if picture.mode not in ("LA", "RGBA"):
        return _in_srgb(picture, profile)
    colours = _in_srgb(picture.convert("L" if picture.mode == "LA" else "RGB"), profile)
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(colours, mask=picture.getchannel("A"))
    return paper


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            # Broken, or the profile of another kind of picture: shown as if it had none.
            log.info("a colour profile could not be used")
        else:
            if converted is not None:
                return converted
    return picture.convert("RGB")


def _files(picture: Image.Image, width: int, height: int, widths: tuple[int, ...]) -> dict[int, bytes]:
    """WebP by width in pixels, for an upright picture of this size, smallest first."""
    files = {}
    for target in sorted({min(target, width) for target in widths}):
        size = (target, max(1, round(height * target / width)))
        sized = picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)
        # Whatever the file said beside its pixels ends here.
        sized.info = {}
        out = BytesIO()
        sized.save(out, "WEBP", quality=QUALITY, method=EFFORT)
        files[target] = out.getvalue()
    return files
