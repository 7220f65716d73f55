"""What a message says, and how it is drawn: as plain text and as a page, with nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

LONGEST_SUBJECT = 200
_CONTROLS = dict.fromkeys([*range(0x20), 0x7F])
_CONTROLS_IN_TEXT = {code: None for code in _CONTROLS if chr(code) not in "\n\t"}


@dataclass(frozen=True)
class Notice:
    """What one message says.

    subject: one line, no more of anybody than is needed: others may see it over a shoulder.
    paragraphs: plain text each; line breaks inside one are kept.
    action: the words on the button, and where it leads: a path that begins with "/", or a whole address.
    after: small paragraphs under the button: why they get this, how to stop it.
    leave: for messages of a list, where a mail program stops them with one POST (rules.md D13, RFC 8058).
    """

    subject: str
    paragraphs: tuple[str, ...]
    action: tuple[str, str] | None = None
    after: tuple[str, ...] = ()
    leave: str = ""


def subject_of(notice: Notice) -> str:
    """The subject on one line, cut to 200 characters. Raises ValueError where nothing is left of it."""
    subject = " ".join(str(notice.subject).split()).translate(_CONTROLS)
    if not subject:
        raise ValueError("a message needs a subject")
    return subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1] + "…"


def as_text(notice: Notice) -> str:
    """The message as plain text."""
    parts = _clean(notice.paragraphs)
    if notice.action:
        words, where = notice.action
        parts.append(f"{words}:\n{absolute(where)}")
    parts += _clean(notice.after)
    parts.append(f"-- \n{settings.HUB_NAME}\n{settings.HUB_URL}")
    return "\n\n".join(parts) + "\n"


def as_html(notice: Notice) -> str:
    """The same as a page: no picture, no style, nothing that is fetched or that tells it was read."""
    context: dict[str, Any] = {
        "subject": subject_of(notice),
        "paragraphs": _clean(notice.paragraphs),
        "after": _clean(notice.after),
        "hub_name": settings.HUB_NAME,
        "hub_url": settings.HUB_URL,
    }
    if notice.action:
        words, where = notice.action
        context |= {"words": words, "where": absolute(where)}
    return render_to_string("notices/message.html", context)


def absolute(where: str) -> str:
    """A whole address, for a path of the hub or an address that is whole already. Raises ValueError."""
    where = str(where)
    if any(character.isspace() or ord(character) < 0x20 for character in where):
        raise ValueError("an address has no spaces")
    if where.startswith("/") and not where.startswith("//"):
        return f"{settings.HUB_URL}{where}"
    if where.startswith(("https://", "http://")):
        return where
    raise ValueError('a message leads to a path that begins with "/", or to a whole address')


def _clean(paragraphs: Iterable[str]) -> list[str]:
    """The paragraphs without what no text has, such as NUL, which the database refuses."""
    cleaned = [str(paragraph).translate(_CONTROLS_IN_TEXT).strip() for paragraph in paragraphs]
    return [paragraph for paragraph in cleaned if paragraph]
