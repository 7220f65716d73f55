"""PDF files to keep and to print: tagged for screen readers (PDF/UA-1), set by typst from templates."""

from __future__ import annotations

import base64
import json
import logging
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import HttpResponse
from django.template import TemplateDoesNotExist, engines
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from PIL import Image

from hub.documents.fonts import MISSING, drawable, fonts

log = logging.getLogger(__name__)
STANDARD: typst.PDFStandard = "ua-1"
# Longer than a line of large print has room for.
_LONG_WORD = re.compile(r"\S{40}(?=\S)")
_BREAK_HERE = "\u200b"
_PLAIN = re.compile(r"[^\n\x20-\x7e\xa0-\xac\xae-\xff\u200b\u2010-\u2015\u2018-\u201d\u2022\u2026\u20ac]")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)


def render_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF that a typst template under `templates/` makes of `data`, which has a "title".

    The template begins with `#import "/documents/hub.typ": *` and `#show: hub`; there it finds `data`. It
    arrives as JSON: words, numbers, True, False, None, lists and mappings of these, lazy translations, and
    bytes, which are a picture (WebP, PNG or JPEG) for `picture(data.…, alt: "…")`. Nothing in it is read as
    markup. What no font has is shown as “�”. "large" set to True makes large print (18 points).

    Raises KeyError without a title, TypeError for a value of another kind, TemplateDoesNotExist, and
    typst.TypstError for a mistake in the template; never an error for what a text says.
    """
    if not str(data["title"]).strip():
        raise KeyError("title")
    root, path = _found(template)
    plain = {"data": _plain(data), "hub": _hub()}
    try:
        return _compiled(root, path, plain)
    except typst.TypstError:
        # Letters that the fonts have, and not beside each other. A mistake in the template is met again.
        log.warning("a document was set in plain letters", extra={"template": template})
        return _compiled(root, path, _only_plain(plain))


def pdf_response(content: bytes, filename: str) -> HttpResponse:
    """A PDF to save, under a name that every system can take. Private: nothing in between keeps it."""
    return attachment(content, filename, "application/pdf", ".pdf")


def attachment(content: Any, filename: str, content_type: str, ending: str) -> HttpResponse:
    """A file to save; `filename` is made safe, and gets its ending where it has none."""
    response = HttpResponse(content, content_type=content_type)
    for name, value in headers(filename, ending).items():
        response[name] = value
    return response


def headers(filename: str, ending: str) -> dict[str, str]:
    """What goes with every file that is saved and not shown."""
    return {
        "Content-Disposition": f'attachment; filename="{safe_filename(filename, ending)}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }


def safe_filename(filename: str, ending: str) -> str:
    """A name of ASCII letters, digits, dashes and dots, at most 80 long, with its ending."""
    stem = filename.removesuffix(ending).encode("ascii", "ignore").decode()
    try:
        stem = get_valid_filename(stem)
    except SuspiciousFileOperation:
        # Nothing is left of it.
        stem = ""
    stem = re.sub(r"[-_.]*[-_][-_.]*", "-", stem.lstrip(".").replace("..", "."))[:80].strip("-.")
    return f"{stem or 'document'}{ending}"


def _found(template: str) -> tuple[Path, Path]:
    """The folder of templates, and the file in it. Raises TemplateDoesNotExist."""
    tried = []
    engine: Any = engines["django"]
    for loader in engine.engine.template_loaders:
        for origin in loader.get_template_sources(template):
            path = Path(origin.name)
            if path.is_file():
                return path.parents[len(Path(template).parts) - 1], path
            tried.append((origin, "there is no such file"))
    raise TemplateDoesNotExist(template, tried=tried)


def _compiled(root: Path, path: Path, plain: Mapping[str, Any]) -> bytes:
    made = typst.compile(
        str(path),
        # Nothing outside the folder of templates can be read, by whatever is in one.
        root=str(root),
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=[STANDARD],
        sys_inputs={"json": json.dumps(plain, ensure_ascii=False)},
        timestamp=int(timezone.now().timestamp()),
    )
    return bytes(made)


def _hub() -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "name": drawable(settings.HUB_NAME),
        "area": drawable(settings.HUB_AREA),
        "date": words_for(today),
        "language": (get_language() or settings.LANGUAGE_CODE).lower(),
    }


def words_for(day: date) -> str:
    """ "28 November 2026": how documents write a day."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _plain(value: Any) -> Any:
    """The value as JSON can hold it, with text that can be drawn. Raises TypeError."""
    if isinstance(value, str | Promise):
        text = str(value)
        return text if text.startswith("<svg") else _breakable(drawable(text))
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return as_svg(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    raise TypeError(f"a document can’t show {type(value).__name__}: give it words")


def _breakable(text: str) -> str:
    """The text with a place to break a line, unseen, in words that would run off the page."""
    return _LONG_WORD.sub(_broken, text)


def _broken(found: re.Match[str]) -> str:
    # Not between a letter and what is set on it.
    beside = (found.group()[-1], found.string[found.end()])
    joined = any(unicodedata.category(one) in ("Mn", "Mc", "Me", "Cf") for one in beside)
    return found.group() if joined else found.group() + _BREAK_HERE


def _only_plain(value: Any) -> Any:
    if isinstance(value, str):
        return _PLAIN.sub(MISSING, value)
    if isinstance(value, dict):
        return {key: _only_plain(one) for key, one in value.items()}
    return [_only_plain(one) for one in value] if isinstance(value, list) else value


def as_svg(picture: bytes) -> str:
    """A picture (WebP, PNG or JPEG, of the hub's own making) as typst can take it beside words."""
    with Image.open(BytesIO(picture), formats=["WEBP", "PNG", "JPEG"]) as opened:
        width, height = opened.size
        kind = str(opened.format).lower()
    content = base64.b64encode(picture).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><image width="{width}" height="{height}" '
        f'href="data:image/{kind};base64,{content}"/></svg>'
    )
